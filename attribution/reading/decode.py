"""Bytes to text: UTF-8 and what says or shows for certain that it is something else; else an error that names it."""

from __future__ import annotations

import codecs
import contextlib
import io
import re
import zipfile
from dataclasses import dataclass

from attribution.errors import BinaryFileError, EmptyArticleError, EncodingError
from attribution.reading.language import PROSE, function_word_shares

_BOMS = (  # UTF-32 first: its little-endian mark starts with that of UTF-16
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF file", "copy its text into a .txt file, or run pdftotext on it"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file", "open it and save it as plain text (UTF-8)"),
    (b"{\\rtf", "a rich-text (RTF) file", "open it and save it as plain text (UTF-8)"),
    (b"\x89PNG", "a PNG image", "an image has no text to analyse"),
    (b"\xff\xd8\xff", "a JPEG image", "an image has no text to analyse"),
    (b"GIF8", "a GIF image", "an image has no text to analyse"),
    (b"II*\x00", "a TIFF image", "an image has no text to analyse"),
    (b"MM\x00*", "a TIFF image", "an image has no text to analyse"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"BZh9", "a bzip2 archive", "unpack it first"),
    (b"ID3", "an MP3 file", "write out what is said first"),
    (b"OggS", "an Ogg file", "write out what is said first"),
    (b"\x7fELF", "a program", "name an article"),
    (b"SQLite format 3", "an SQLite database", "export the article as text"),
)
_LEGACY = re.compile(  # what pages and feeds of old declare; UTF-8 and UTF-16 are told by their bytes
    r"cp125\d|cp874|cp866|iso8859-\d{1,2}|koi8-[ru]|mac-roman|shift_jis|euc_jp|gbk|gb18030|gb2312|big5|euc_kr"
)
_CODE = re.compile(r"<(?=/?(?:script|style)\b)", re.IGNORECASE)
_TAGS = re.compile(r"<[^<>]*>")
_TYPOGRAPHIC = frozenset("‘’“”‚„–—…•€£§©®™°·«»½¼¾\u00a0¡¿")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
SAMPLE = 200_000  # bytes looked at
MOST_HIGH = 0.08  # of an English text's characters beyond ASCII, quotation marks and accents of names together
MOST_MEMBERS = 10_000  # names of an archive that are looked at


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text in ``data`` and notes on how it was read; a byte order mark is not part of it.

    Raises:
        EmptyArticleError: no bytes.
        BinaryFileError: a known binary format, or control characters throughout.
        EncodingError: text, but in no encoding that can be told for certain.
    """
    if not data:
        raise EmptyArticleError(f"{name}: the file is empty; nothing to analyse")
    for mark, codec, label in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], codec, label, name), ()
    _refuse_binary(data, name)
    if b"\x00" in data[:SAMPLE]:
        return _utf16_without_mark(data, name)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _single_byte(data, name, error)
    if len(_CONTROL.findall(data[:SAMPLE])) > 0.01 * len(data[:SAMPLE]):
        raise BinaryFileError(
            f"{name}: is no text file (control characters throughout); save the article as plain text"
        )
    return text, ()


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding that it was read in, and notes on how."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


def decode_declared(data: bytes, name: str, declared: str | None) -> Decoded:
    """Return the text of a file that may say in itself what encoding it is in, and may be wrong.

    The bytes are believed first: a byte order mark, then UTF-8 where it is that throughout, which no other encoding is
    by chance. Then what is ``declared``, then what fits English.

    Raises:
        EmptyArticleError, BinaryFileError, EncodingError: as `decode`.
    """
    mark = next((codec for mark, codec, _ in _BOMS if data.startswith(mark)), None)
    if mark is not None or b"\x00" in data[:SAMPLE] or not data:
        text, notes = decode(data, name)
        return Decoded(text, mark or "utf-16", notes)
    codec = _codec(declared)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if codec is not None and _LEGACY.fullmatch(codec):
            with contextlib.suppress(UnicodeDecodeError):
                return Decoded(data.decode(codec), codec)
        said = f"; it says that it is {declared}" if declared else ""
        with contextlib.suppress(UnicodeDecodeError):
            text = data.decode("cp1252")
            if _is_plausible(_without_tags(text[: 4 * SAMPLE])):
                return Decoded(
                    text, "cp1252", (f"read as Windows-1252, because it is not UTF-8 at byte {error.start}{said}",)
                )
        raise EncodingError(
            f"{name}: not UTF-8 (byte 0x{data[error.start]:02X} at {error.start}), nor another encoding that can be "
            f"told{said}; save it as UTF-8 and run again"
        ) from error
    wrong = codec not in {None, "utf-8", "ascii"} and not data.isascii()
    return Decoded(text, "utf-8", (f"read as UTF-8, which it is, though it says {declared}",) if wrong else ())


def _without_tags(text: str) -> str:
    """Return a page's words, roughly: without tags, scripts and styles."""
    first, *others = _CODE.split(text)
    kept = [first, *(f"<{piece}" for piece in others if piece.startswith("/"))]
    return _TAGS.sub(" ", "".join(kept))


def _codec(declared: str | None) -> str | None:
    """Return Python's name for an encoding; what pages call Latin-1 or ASCII is Windows-1252, as in every browser."""
    try:
        name = codecs.lookup((declared or "").strip()[:40]).name
    except LookupError:
        return None
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _strict(data: bytes, codec: str, label: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise EncodingError(
            f"{name}: starts as {label} but is not ({error.reason} at byte {error.start}); save it again as UTF-8"
        ) from error


def _refuse_binary(data: bytes, name: str) -> None:
    for signature, kind, advice in _SIGNATURES:
        if data.startswith(signature):
            raise BinaryFileError(f"{name}: is {kind}, not a text file; {advice}")
    if data.startswith(b"PK\x03\x04"):
        raise BinaryFileError(f"{name}: is {_zip_kind(data)}, not a text file; save the article as plain text (UTF-8)")
    if data[4:8] == b"ftyp" or (data.startswith(b"RIFF") and data[8:12] in {b"WEBP", b"WAVE", b"AVI "}):
        raise BinaryFileError(f"{name}: is an image, sound or video file, not a text file; name an article")


def zip_members(data: bytes) -> list[str]:
    """Return the first names in an archive's list of contents, none where it cannot be read; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()[:MOST_MEMBERS]
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []


def _zip_kind(data: bytes) -> str:
    members = zip_members(data)
    if any(member.startswith("word/") for member in members):
        return "a Word document (.docx)"
    if any(member.startswith(("xl/", "ppt/")) for member in members):
        return "an Office document"
    if "mimetype" in members:
        return "an OpenDocument or EPUB file"
    return "a zip archive"


def _utf16_without_mark(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Read UTF-16 that lacks its mark where nearly every other byte is NUL, as in English; else it is binary."""
    sample = data[:SAMPLE]
    half = max(len(sample) // 2, 1)
    for codec, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        if sample[offset::2].count(0) >= 0.9 * half and sample[1 - offset :: 2].count(0) == 0:
            return _strict(data, codec, "UTF-16", name), ("read as UTF-16 without a byte order mark",)
    raise BinaryFileError(f"{name}: is no text file (it holds NUL bytes); save the article as plain text (UTF-8)")


def _single_byte(data: bytes, name: str, error: UnicodeDecodeError) -> tuple[str, tuple[str, ...]]:
    """Read Windows-1252, of which Latin-1 is a part, where every byte makes sense in it; else say what it may be."""
    place = f"not UTF-8 (byte 0x{data[error.start]:02X} at {error.start})"
    if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
        raise EncodingError(f"{name}: {place}: the file is cut off inside a character; get the whole file") from error
    for codec, label in (("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("cp850", "DOS code page 850")):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if not _is_plausible(text):
            continue
        if codec == "cp1252":
            return text, (
                f"read as {label}, because it is {place}; save it as UTF-8 to be sure of accents and quotation marks",
            )
        raise EncodingError(f"{name}: {place}; it looks like {label}: save it as UTF-8 and run again") from error
    raise EncodingError(
        f"{name}: {place}, nor another encoding that can be told; save it as UTF-8 and run again"
    ) from error


def _is_plausible(text: str) -> bool:
    """Tell whether each character beyond ASCII is typographic, or a letter inside a word of its case."""
    sample = text[:SAMPLE]
    high = [i for i, character in enumerate(sample) if not character.isascii()]
    words = re.findall(r"[a-z]+(?:'[a-z]+)?", sample.lower())
    if len(high) > max(MOST_HIGH * len(sample), 3) or not words or function_word_shares(words)["en"] < PROSE:
        return False
    return all(_fits(sample, i) for i in high)


def _fits(text: str, index: int) -> bool:
    character = text[index]
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if character in _TYPOGRAPHIC:
        return character not in "‚„¡¿" or not (before.isalpha() and after.isalpha())
    if not character.isalpha() or character in "ªºƒˆµ":
        return False
    if character.isupper() and not before.isalpha():  # "Éric", "Østlund"; alone before a small letter it must be a name
        return after.isalpha() and character in "ÀÁÂÄÅÇÉÈÊËÍÎÏÑÖØÓÚÜŠŽÞÐÆŒ"
    if character.isupper():
        return before.isupper()
    return before.isalpha() or after.isalpha()
