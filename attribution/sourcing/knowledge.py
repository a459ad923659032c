"""Stage 4f: what the editor knows of sources, from a file, joined to what the article says; nothing else tells more.

A CSV file (separated by commas, semicolons or tabs) or a TOML file with a table ``[[source]]`` for each:

    name,aliases,role,affiliation,group,self-described
    Bev Okafor,Beverley Okafor; Mrs Okafor,market trader,Penhallow Traders’ Association,business,wheelchair user

Only ``name`` is needed. What a row gives wins over the article; what it leaves empty stays as the article has it, and
further columns are carried along (`Source.extra`). A row is found by the whole name or an alias and by nothing like it:
a wrong join would say of somebody what is true of somebody else. Nothing is ever guessed from a name.
"""

from __future__ import annotations

import csv
import io
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from attribution.errors import KnowledgeError
from attribution.model import Evidence, Source, SourceKind
from attribution.sourcing.names import person_words_of
from attribution.sourcing.taxonomy import GROUPS

COLUMNS = ("name", "aliases", "role", "affiliation", "group")
# Names a column may be given by mistake; as a further column it would be carried along and join nothing.
MISNAMED = {"alias": "aliases", "names": "name", "roles": "role", "groups": "group", "role_group": "group"}
SEPARATORS = ",;\t"
NOTE = "from the editor's list"
# A newsroom's list has some thousand rows; 5 MB hold 20,000 rows of 250 bytes.
MOST_BYTES, MOST_ROWS, MOST_COLUMNS, MOST_ALIASES, LONGEST_CELL = 5_000_000, 20_000, 50, 50, 500
# How a source is called that a row can never be about, since it has no name of its own.
NAMELESS: Mapping[SourceKind, str] = {
    "unnamed_person": "a person without a name",
    "group": "a group",
    "document": "a document",
}
_MARKS = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-"})


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A row of the editor's list; a field that it does not give is None, ``extra`` holds (column, value) pairs."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str | None = None
    affiliation: str | None = None
    group: str | None = None
    extra: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Applied:
    """Sources with what the editor knows, in their order; names of the rows that gave nothing; what to look at."""

    sources: tuple[Source, ...]
    unused: tuple[str, ...]
    warnings: tuple[str, ...] = ()


class Knowledge:
    """The editor's list, found by name.

    Args:
        rows: each row by the place where it stands ("desk.csv:3"), for messages.

    Raises:
        KnowledgeError: a name or alias stands in two rows, whatever its case and titles.
    """

    def __init__(self, rows: Mapping[str, KnownSource]) -> None:
        self.sources = tuple(rows.values())
        self._full: dict[str, KnownSource] = {}
        self._people: dict[str, KnownSource] = {}
        places: dict[str, str] = {}
        for place, row in rows.items():
            for term in (row.name, *row.aliases):
                keys = {name_key(term), _untitled_key(term)}
                if term == row.name and " " not in _untitled_key(term):
                    keys = {name_key(term)}  # "Mayor Ito" is not every Ito; a bare surname counts as an alias only
                for key in sorted(keys):
                    if places.setdefault(key, place) != place:
                        raise KnowledgeError(f"{place}: “{term}” stands in {places[key]} too; leave it in one of them")
                    self._people[key] = row
                self._full[name_key(term)] = row

    @property
    def columns(self) -> tuple[str, ...]:
        """The further columns, in order of first use."""
        return tuple(dict.fromkeys(column for row in self.sources for column, _ in row.extra))

    def find(self, source: Source) -> KnownSource | None:
        """Return the row with the source's name; titles count for nothing before a person's name."""
        if source.kind != "person":
            return self._full.get(name_key(source.name))
        return self._people.get(name_key(source.name)) or self._people.get(_untitled_key(source.name))


def name_key(name: str) -> str:
    """Return a name as it is compared: without case, runs of white space, "the" in front and forms of apostrophes.

    Accents count: "Peña" is not "Pena", though it may be written in one character or two.
    """
    words = unicodedata.normalize("NFC", name.casefold()).translate(_MARKS).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _untitled_key(name: str) -> str:
    return name_key(person_words_of(name))


def apply_knowledge(sources: tuple[Source, ...], knowledge: Knowledge) -> Applied:
    """Return the sources with the fields, further columns and grounds of their rows.

    A row that fits two sources is given to both, with a warning. A row that fits a source without a name of its own is
    given to nobody, with a warning: an alias like "officials" would be about anyone.
    """
    known: list[Source] = []
    warnings: list[str] = []
    owners: dict[KnownSource, list[str]] = {}
    for source in sources:
        row = knowledge.find(source)
        if row is None:
            known.append(source)
        elif source.kind in NAMELESS:
            known.append(source)
            warnings.append(
                f"the editor's list has “{row.name}” for “{source.name}”, which is {NAMELESS[source.kind]}: not used"
            )
        else:
            known.append(_joined(source, row))
            owners.setdefault(row, []).append(source.name)
    for row, names in owners.items():
        if len(names) > 1:
            listed = " and ".join(f"“{name}”" for name in names)
            warnings.append(f"the editor's list has “{row.name}” for {listed}: see whether they are one")
    unused = tuple(row.name for row in knowledge.sources if row not in owners)
    return Applied(tuple(known), unused, tuple(warnings))


def _joined(source: Source, row: KnownSource) -> Source:
    """Return the source with what the row gives, the editor's grounds first.

    The words in which the article tells role and affiliation stay among the grounds, since rules ask what readers are
    told; a phrase of the taxonomy is no ground for a group that the editor gives instead.
    """
    given = {"role": row.role, "affiliation": row.affiliation, "group": row.group}
    grounds = [Evidence(f"{field}:editor", (), NOTE) for field, value in given.items() if value is not None]
    other_group = row.group is not None and row.group != source.role_group
    kept = [item for item in source.evidence if not (other_group and item.rule.startswith("group:"))]
    return replace(
        source,
        role=row.role or source.role,
        affiliation=row.affiliation or source.affiliation,
        role_group=row.group or source.role_group,
        evidence=(*grounds, *kept),
        extra=row.extra,
    )


def load_knowledge(path: Path) -> Knowledge:
    """Load the editor's list: TOML where the file is called ``.toml``, else CSV; UTF-8, with or without its mark.

    Raises:
        KnowledgeError: naming the file, the line or entry, and the fault.
    """
    text = _read(path)
    rows = dict(_toml_rows(path, text) if path.suffix.lower() == ".toml" else _csv_rows(path, text))
    if not rows:
        raise KnowledgeError(f"{path}: has no sources in it; give each a row with its name")
    return Knowledge(rows)


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise KnowledgeError(f"{path}: cannot be read as a list of sources ({error.strerror or error})") from error
    if len(data) > MOST_BYTES:
        raise KnowledgeError(f"{path}: is larger than {MOST_BYTES // 1_000_000} MB; keep to the sources that you need")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = f"byte 0x{data[error.start]:02X} at {error.start}"
        raise KnowledgeError(f"{path}: is not UTF-8 ({fault}); save it again as text or CSV in UTF-8") from error
    if "\x00" in text:
        raise KnowledgeError(f"{path}: is no text file (it holds NUL bytes); save it again as text or CSV in UTF-8")
    if not text.strip():
        raise KnowledgeError(f"{path}: is empty; its first line names the columns: {', '.join(COLUMNS)}")
    return text


# --- CSV ------------------------------------------------------------------------------------------------------------


def _csv_rows(path: Path, text: str) -> Iterator[tuple[str, KnownSource]]:
    lines = _cells(path, text, _separator(path, text))
    _, header = next(lines)
    columns = _columns(path, header)
    for number, (line, cells) in enumerate(lines, 1):
        place = f"{path}:{line}"
        if number > MOST_ROWS:
            raise KnowledgeError(f"{place}: more than {MOST_ROWS:,} sources; keep to those that you need")
        if any(cells[len(columns) :]) or any(c and not name for c, name in zip(cells, columns, strict=False)):
            raise KnowledgeError(
                f"{place}: {len(cells)} cells under {sum(map(bool, columns))} columns; "
                "put a cell that holds a separator in quotation marks"
            )
        values = {column: cell for column, cell in zip(columns, cells, strict=False) if column}
        aliases = [alias.strip() for alias in values.pop("aliases", "").replace("|", ";").split(";")]
        yield place, _source(place, values, aliases)


def _separator(path: Path, text: str) -> str:
    """Return the separator with which the first line has a column "name", and the most columns."""
    headers = {s: next(_cells(path, text, s, strict=False), (0, [""]))[1] for s in SEPARATORS}
    named = [s for s, cells in headers.items() if "name" in (c.lower() for c in cells)]
    if not named:
        cells = max(headers.values(), key=len)
        raise KnowledgeError(
            f'{path}: no column "name"; the first line must name the columns ({", ".join(COLUMNS)}), '
            f"and it has: {', '.join(cells)[:80]}"
        )
    return max(named, key=lambda separator: len(headers[separator]))


def _cells(path: Path, text: str, separator: str, *, strict: bool = True) -> Iterator[tuple[int, list[str]]]:
    """Yield the number of the line on which each row ends and its cells, white space tidied; empty rows left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, skipinitialspace=True, strict=strict)
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise KnowledgeError(f"{path}:{reader.line_num}: is not CSV ({error}); see to its quotation marks") from error


def _columns(path: Path, header: list[str]) -> list[str]:
    columns = [cell.lower() if cell.lower() in COLUMNS else cell for cell in header]
    while columns and not columns[-1]:
        columns.pop()  # spreadsheets end lines with separators
    if len(columns) > MOST_COLUMNS:
        raise KnowledgeError(f"{path}: {len(columns)} columns; {MOST_COLUMNS} are the most")
    _check_columns(str(path), [column for column in columns if column])
    return columns


# --- TOML -----------------------------------------------------------------------------------------------------------


def _toml_rows(path: Path, text: str) -> Iterator[tuple[str, KnownSource]]:
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise KnowledgeError(f"{path}: is not TOML ({error})") from error
    entries = data.get("source", [])
    if set(data) - {"source"} or not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise KnowledgeError(f"{path}: holds tables [[source]] and nothing else")
    if len(entries) > MOST_ROWS:
        raise KnowledgeError(f"{path}: more than {MOST_ROWS:,} sources; keep to those that you need")
    for number, entry in enumerate(entries, 1):
        place = f"{path}: source {number}"
        fields = {" ".join(key.split()): value for key, value in entry.items()}
        aliases = fields.pop("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
            raise KnowledgeError(f'{place}: aliases must be a list of texts, aliases = ["...", "..."]')
        for key, value in fields.items():
            if not isinstance(value, str):
                raise KnowledgeError(f'{place}: {key} must be a text in quotation marks, {key} = "..."')
        if len(entry) > MOST_COLUMNS:
            raise KnowledgeError(f"{place}: {len(entry)} fields; {MOST_COLUMNS} are the most")
        _check_columns(place, list(fields))
        yield place, _source(place, {key: " ".join(value.split()) for key, value in fields.items()}, aliases)


# --- both -----------------------------------------------------------------------------------------------------------


def _check_columns(place: str, columns: list[str]) -> None:
    seen: set[str] = set()
    for column in columns:
        plain = column.casefold()
        meant = plain if plain in COLUMNS else MISNAMED.get(plain, column)
        if column != meant:
            raise KnowledgeError(f'{place}: "{column}" must be called "{meant}"')
        if plain in seen:
            raise KnowledgeError(f'{place}: two columns are called "{column}"; give each a name of its own')
        if len(column) > LONGEST_CELL:
            raise KnowledgeError(f'{place}: "{column[:40]}..." is longer than {LONGEST_CELL} characters')
        seen.add(plain)


def _source(place: str, values: Mapping[str, str], aliases: list[str]) -> KnownSource:
    """Return the checked row; ``values`` are texts by column, without ``aliases``."""
    if not values.get("name"):
        raise KnowledgeError(f"{place}: has no name; a source is found by its name")
    plain = tuple(dict.fromkeys(" ".join(alias.split()) for alias in aliases if alias.strip()))
    if len(plain) > MOST_ALIASES:
        raise KnowledgeError(f"{place}: {len(plain)} aliases; {MOST_ALIASES} are the most")
    for column, value in (*values.items(), *(("aliases", alias) for alias in plain)):
        if len(value) > LONGEST_CELL:
            raise KnowledgeError(f"{place}: {column[:40]} is longer than {LONGEST_CELL} characters")
    group = values.get("group", "").lower()
    if group and group not in GROUPS:
        raise KnowledgeError(f'{place}: no group "{values["group"]}"; the groups are {", ".join(sorted(GROUPS))}')
    return KnownSource(
        values["name"],
        plain,
        values.get("role") or None,
        values.get("affiliation") or None,
        group or None,
        tuple((column, value) for column, value in values.items() if value and column not in COLUMNS),
    )
