"""Which reader takes a file: sniffing, readers of other packages, hostile files, the command."""

from __future__ import annotations

import contextlib
import io
import json
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path
from types import FrameType

import pytest
from typer.testing import CliRunner, Result

import attribution
from attribution import cli
from attribution.errors import BinaryFileError, EncodingError, FormatError, LanguageError, ReadError
from attribution.reading import registry, word
from attribution.reading.decode import decode_declared
from attribution.reading.markup import DEEPEST, MOST_TAGS, parse_markup
from attribution.reading.plain import read_text
from attribution.reading.read import MAX_BYTES, read_articles, read_items
from tests.formats import GOOD, INPUTS
from tests.handmade import use_fake_stages
from tests.word_files import STYLES, word_file

SENTENCE = "The harbour board said on Monday that the ferry would run again before the end of the year. "


def line_of(data, name="x"):
    with pytest.raises(ReadError) as caught:
        list(read_items(data, name=name))
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- telling formats


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        ("<!DOCTYPE html><title>x", "html"),
        ("\ufeff \n<!-- saved from url=(0025)https://x.example/ -->\n<HTML>", "html"),
        ("<p>A piece of a page.</p>", "html"),
        ('<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><html>', "html"),
        ('<?xml version="1.0"?>\n<?xml-stylesheet href="x"?>\n<rss version="2.0">', "feed"),
        ('<rdf:RDF xmlns="http://purl.org/rss/1.0/">', "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<nitf>", "nitf"),
        ("<!-- x --><nitf:nitf xmlns:nitf='y'>", "nitf"),
        ("<newsMessage>", "xml:newsmessage"),
        ("<?xml version='1.0'?><recipe>", "xml:recipe"),
        ("<recipe>", "text"),
        ("<", "text"),
        ('{"uri": 1}', "json"),
        ('{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("{brackets} are no JSON", "text"),
        ('[{"a": 1}]', "json"),
        ("[{curly} and square]", "json"),
        ("[Photo]\n\nThe ferry", "text"),
        ("title,text\na,b", "csv"),
        ("url\tbody\ttitle\na\tb\tc", "csv"),
        ("title,text\n\nThe ferry", "text"),
        ("Fish, chips\nand peas", "text"),
        ("MIME-Version: 1.0\nContent-Type: multipart/related;\n\n", "mhtml"),
        ("# A heading", "text"),
        ("", "text"),
        ("%PDF-1.4", "text"),
    ],
)
def test_a_kind_is_told_by_the_first_words(start, kind):
    assert registry.kind_of(start.encode(), "story") == kind
    if start and kind != "mhtml" and start.isascii():
        assert registry.kind_of(start.encode("utf-16"), "story") == kind


def test_long_lines_of_json_are_lines():
    row = json.dumps({"text": SENTENCE * 100})
    assert registry.kind_of(f"{row}\n{row}\n".encode(), "story") == "jsonl"
    assert registry.kind_of(f"{row}\n".encode(), "story") == "json"


def test_the_name_breaks_a_tie():
    assert registry.kind_of(b"plain", "a.md") == "markdown"
    assert registry.kind_of(b"<p>An inset</p>\n\n# Heading", "a.md") == "markdown"
    assert registry.kind_of(b"a,b\n1,2", "a.csv") == "csv"
    assert registry.kind_of(b'{"a": 1}', "a.jsonl") == "jsonl"


# --- encodings

PAGE = (
    "<!DOCTYPE html><html><head><meta charset={}></head><body><p>" + SENTENCE + "“Señor Müller’s café” – €9.</p></body>"
)


@pytest.mark.parametrize(
    ("declared", "codec", "encoding", "note"),
    [
        ("utf-8", "utf-8", "utf-8", None),
        ("iso-8859-1", "utf-8", "utf-8", "though it says iso-8859-1"),
        ("iso-8859-1", "cp1252", "cp1252", None),
        ("windows-1252", "cp1252", "cp1252", None),
        ("utf-8", "cp1252", "cp1252", "it says that it is utf-8"),
        ("no-such-thing", "cp1252", "cp1252", "it says that it is no-such-thing"),
        ("utf-7", "cp1252", "cp1252", "it says that it is utf-7"),
        ("utf-8", "utf-8-sig", "utf-8", None),
        ("utf-8", "utf-16", "utf-16-le", None),
    ],
)
def test_bytes_are_believed_before_what_a_page_says_of_them(declared, codec, encoding, note):
    (article,) = read_articles((PAGE.format(declared) * 3).encode(codec), name="page")
    assert "“Señor Müller’s café” – €9." in article.text
    assert article.origin.encoding == encoding
    assert [note in words for words in article.notes] == ([True] if note else [])


def test_another_encoding_is_read_where_the_page_names_it():
    page = (
        '<html><meta http-equiv="content-type" content="text/html; charset=windows-1251"><p>Газета вышла сегодня утром'
    )
    with pytest.raises(LanguageError, match="Cyrillic"):
        read_articles((page + " и была прочитана всеми жителями нашего города до полудня" * 5).encode("cp1251"))
    with pytest.raises(EncodingError, match="nor another"):
        decode_declared(b"<p>\x81\x8d\xff\xfe\x90", "page", None)


# --- files made to do harm


@pytest.mark.parametrize("opening", ["<div>", "<b>", "<table><tr><td>", "<ul><li>", "<x-y>"])
def test_tags_nested_deep_are_one_line(opening):
    assert f"nested more than {DEEPEST} deep" in line_of(b"<html>" + opening.encode() * 100_000)


def test_many_tags_are_one_line():
    assert f"more than {MOST_TAGS:,} tags" in line_of(b"<html>" + b"<br>" * (MOST_TAGS + 1))


def test_many_runs_are_one_line():
    assert "more than 300,000 entities and breaks" in line_of(b"<html><p>" + b"a &amp; " * 200_000)


def test_a_page_of_twenty_megabytes_is_one_line():
    assert f"the limit is {MAX_BYTES:,}" in line_of(b"<html>" + b" " * MAX_BYTES)


def steps(work):
    """Count calls of Python functions, as a measure of time that no machine changes."""
    count = 0

    def hear(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(hear)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


UGLY = [
    "<!--", "<a ", "<", "</", '<a b="', "<a b='\"", "&", "&#", "<p ", "<![CDATA[", "<script>", "<a = ", "<li>", "</p>",
    "<td></td>", "<p>x", "<q>", "<br>", "<b></i>", "<p>x<b>y", "<h2>a</h2>", "<blockquote>a b c d e f</blockquote>",
    "<span class='ad byline'>x</span>", "<figure><figcaption>x", "<p><a>x y z</a>", "x\u00ad", " \n", "<time>x</time>",
]  # fmt: skip


@pytest.mark.parametrize("piece", UGLY)
def test_work_grows_with_the_page(piece):
    def reading(times: int) -> Callable[[], None]:
        def read() -> None:
            page = f"<html><h1>Head</h1><p>{SENTENCE * 3}</p>" + piece * times
            try:
                list(read_items(page.encode(), name="page"))
            except ReadError:
                return

        return read

    reading(10)()  # word lists are loaded once
    small, large = steps(reading(200)), steps(reading(400))
    assert large <= 2.5 * small + 200


@pytest.mark.parametrize("piece", UGLY)
def test_what_never_ends_is_looked_at_once(piece):
    with contextlib.suppress(FormatError):
        parse_markup(piece * 40_000, "page")  # some minutes, if each were looked for to the end of the page


def test_json_nested_deep_is_one_line():
    assert "nested too deep" in line_of(b'[{"text":' + b"[" * 200_000 + b"]}]")
    assert "no valid JSON" in line_of(b'[{"text": ' + b"1" * 6000 + b"}]")


def test_xml_nested_deep_or_long_is_one_line():
    assert "levels of XML" in line_of(b"<nitf>" + b"<p>" * 100_000)
    assert "elements of XML" in line_of(b"<nitf>" + b"<p/>" * 300_001 + b"</nitf>")


def test_an_archive_made_to_swell_is_one_line(monkeypatch):
    monkeypatch.setattr(word, "MOST_PART", 300_000)
    bomb = word_file("<w:p/>", parts={"word/styles.xml": STYLES + " " * 3_000_000})
    assert len(bomb) < 10_000
    assert "styles.xml in it unpacks to more than 300,000 bytes" in line_of(bomb)


def zipped(**files: str | bytes):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(word__document_xml="<w><body><p>"), "document.xml:1:13: is no well-formed XML"),
        (zipped(word__document_xml='<!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'), "declares the entity a"),
        (zipped(word__document_xml="<w/>"), "without a text (no word/document.xml in it)"),
        (zipped(word__settings_xml="<w/>"), "without a text (no word/document.xml in it)"),
        (zipped(word__document_xml=b"<w>\xff</w>"), "word/document.xml in it is not UTF-8 (byte 3)"),
        (zipped(xl__workbook_xml="<w/>"), "is an Office document"),
        (word_file("<w:p/>"), "no text of an article"),
        (word_file("<w:p><w:r><w:t>x</w:t></w:r></w:p>")[:-30], "is a zip archive"),
    ],
)
def test_a_word_document_that_is_none_is_one_line(data, words):
    assert words in line_of(data, "story.docx")


def test_a_damaged_part_is_one_line():
    data = bytearray(word_file("<w:p><w:r><w:t>" + SENTENCE * 50 + "</w:t></w:r></w:p>"))
    at = data.index(b"word/document.xml") + 60
    data[at : at + 20] = bytes(20)
    with pytest.raises(BinaryFileError, match=r"is a Word document that is broken \("):
        read_articles(bytes(data), name="story.docx")


@pytest.mark.parametrize("name", sorted(GOOD))
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_gives_articles_or_errors_of_one_line(name, share):
    data = (INPUTS / name).read_bytes()
    items: list[object] = []
    with contextlib.suppress(ReadError):
        items += read_items(data[: int(share * len(data))], name=name)
    assert all(isinstance(item, attribution.Article | ReadError) for item in items)


# --- readers of other packages


class Backwards:
    """Reads files that start with a word of its own, from their end."""

    def sniff(self, data, name):  # noqa: ARG002
        return data.startswith(b"backwards:")

    def read(self, data, *, name, path):
        yield read_text(data.decode()[:9:-1], id=Path(name).stem, path=path)


class Faulty(Backwards):
    def read(self, data, *, name, path):
        yield from super().read(data, name=name, path=path)
        raise KeyError("oops")


class Curious(Backwards):
    def sniff(self, data, name):  # noqa: ARG002
        raise RuntimeError("what is this?")


class Wrong(Backwards):
    def read(self, data, *, name, path):  # noqa: ARG002
        return ["no article"]


@pytest.fixture
def plugged(monkeypatch):
    def plug(*values: str) -> None:
        entries = tuple(EntryPoint(value.rpartition(":")[2].lower(), value, registry.GROUP) for value in values)
        monkeypatch.setattr(registry, "_plugins", lambda: entries)

    return plug


DATA = b"backwards:" + (SENTENCE * 2).encode()[::-1]


def test_a_reader_of_another_package_is_asked_first(plugged):
    plugged(f"{__name__}:backwards")
    (article,) = read_articles(DATA, name="boat.txt")
    assert (article.id, article.text, article.notes) == ("boat", SENTENCE * 2, ())
    assert read_articles(SENTENCE.encode())[0].text == SENTENCE


backwards, faulty, curious, wrong = Backwards(), Faulty(), Curious(), Wrong()


@pytest.mark.parametrize(
    ("value", "note"),
    [
        (
            "no_such_module:x",
            "cannot be used (ModuleNotFoundError: No module named 'no_such_module'); update or remove",
        ),
        (f"{__name__}:missing", "cannot be used (AttributeError"),
        (f"{__name__}:curious", "cannot be used (RuntimeError: what is this?)"),
        (f"{__name__}:DATA", "cannot be used (AttributeError: 'bytes' object has no attribute 'sniff')"),
    ],
)
def test_a_reader_that_cannot_be_used_is_a_note_and_loses_no_article(plugged, value, note):
    plugged(value)
    (article,) = read_articles(SENTENCE.encode())
    assert len(article.notes) == 1
    assert note in article.notes[0]
    assert "\n" not in article.notes[0]


def test_a_fault_while_reading_names_the_reader_and_keeps_what_it_gave(plugged):
    plugged(f"{__name__}:faulty")
    article, error = read_items(DATA, name="boat")
    assert article.text == SENTENCE * 2
    assert str(error).startswith("boat: the reader faulty of ")
    assert "failed (KeyError: 'oops')" in str(error)
    plugged(f"{__name__}:wrong")
    with pytest.raises(FormatError, match="gave str and no Article"):
        read_articles(DATA)


def test_entry_points_are_looked_up_by_the_group(monkeypatch):
    asked = []
    monkeypatch.setattr(registry, "entry_points", lambda **group: asked.append(group) or [])
    registry._plugins.__wrapped__()
    assert asked == [{"group": "attribution.readers"}]


# --- the command


@pytest.fixture
def run(monkeypatch, tmp_path):
    use_fake_stages(monkeypatch)
    monkeypatch.chdir(tmp_path)

    def invoke(*arguments: object, stdin: bytes | None = None) -> Result:
        return CliRunner().invoke(cli.app, [str(argument) for argument in arguments], input=stdin)

    return invoke


def test_formats_are_mixed_on_one_command_line(run, tmp_path):
    files = [INPUTS / name for name in ("ghost.html", "edited.docx", "feed.rss", "rows.jsonl")]
    done = run("analyze", *files, "--format", "json", "--output", "out")
    assert done.exit_code == 1, "two rows and an item have no text"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "bell-tower.json", "edited.json", "feed-1.json", "ghost.json", "p-17.json", "rows-4.json",
    ]  # fmt: skip
    assert "feed.rss (feed-3): there is no text of an article in it" in done.stderr
    data = json.loads((tmp_path / "out" / "ghost.json").read_text("utf-8"))["article"]
    assert (data["byline"], data["origin"]["format"], data["origin"]["number"]) == ("Siobhan Mutua", "html", None)


def test_stdin_takes_any_format(run):
    done = run("analyze", "-", "--format", "json", stdin=(INPUTS / "ninjs-3.json").read_bytes())
    data = json.loads(done.stdout)["article"]
    assert (data["id"], data["section"], data["title"]) == ("stdin", None, "Wind farm’s neighbours win rebate")
    done = run("analyze", "-", "--format", "json", stdin=(INPUTS / "atom.xml").read_bytes())
    assert [json.loads(line)["article"]["id"] for line in done.stdout.splitlines()] == ["stdin-1", "eels"]


def test_articles_of_one_file_have_corrections_and_silences_of_their_own(run, tmp_path):
    (tmp_path / "feed.rss").write_bytes((INPUTS / "feed.rss").read_bytes())
    (tmp_path / "bell-tower.corrections.json").write_text("{}", encoding="utf-8")
    done = run("analyze", "feed.rss")
    assert "bell-tower.corrections.json" in done.stderr
    (tmp_path / "feed-1.silence.toml").write_text("no toml", encoding="utf-8")
    assert "feed-1.silence.toml" in run("check", "feed.rss").stderr


def test_columns_are_named_on_the_command_line(run, tmp_path):
    (tmp_path / "rows.csv").write_text('kop;verhaal\nBridge stuck;"It is stuck. “It sulks,” said Bo Ek."\n', "utf-8")
    done = run("analyze", "rows.csv", "--columns", "text=verhaal, title=kop", "--format", "json")
    assert json.loads(done.stdout)["article"]["title"] == "Bridge stuck"
    wrong = run("analyze", "rows.csv", "--columns", "tekst=verhaal")
    assert wrong.exit_code == 2
    assert "fields of text, title" in " ".join(wrong.stderr.replace("│", "").split())
