"""The editor's list: files that are read and refused, names that fit and do not, what is joined, and the whole way."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

import attribution
from attribution import cli
from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import check_sourcing
from attribution.errors import KnowledgeError
from attribution.model import Analysis, Evidence, Source, SourceKind
from attribution.pipeline import Analyzer, analyze
from attribution.sourcing.knowledge import (
    LONGEST_CELL,
    MOST_BYTES,
    NOTE,
    Knowledge,
    KnownSource,
    apply_knowledge,
    load_knowledge,
)
from attribution.sourcing.resolve import Resolved
from attribution.sourcing.taxonomy import GROUPS
from attribution.spans import Span
from attribution.tables import SOURCE_COLUMNS, sources_frame
from reports.view import build_view
from tests.handmade import TEXT, ferry_analysis, use_fake_stages
from tests.sourcing_builders import sourcing

EXAMPLES = Path(__file__).parents[1] / "examples"
VUKI = KnownSource(
    "Tomasi Vuki", ("Tom Vuki", "Vuki"), "a fisherman", "Bay Fishers", "citizen", (("self-described", "Deaf"),)
)


def loaded(tmp_path, text, name="desk.csv"):
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_knowledge(file).sources


def person(name: str = "Tomasi Vuki", kind: SourceKind = "person", **fields: object):
    return Source("s1", name, kind, **fields)


def knowledge(*rows: KnownSource):
    return Knowledge({f"row {number}": row for number, row in enumerate(rows, 1)})


HEADER = "name,aliases,role,affiliation,group,self-described\n"


ROW = "Tomasi Vuki,Tom Vuki; Vuki,a fisherman,Bay Fishers,citizen,Deaf\n"
SEMICOLONS = """"name";"aliases";"role";affiliation;"group";"self-described"
Tomasi Vuki;"Tom Vuki; Vuki";a fisherman;Bay Fishers;citizen;Deaf
"""
TABS = """Group\tNAME\taliases\trole\tself-described\taffiliation\t
citizen\tTomasi  Vuki\tTom Vuki;Vuki;\ta fisherman\tDeaf\tBay Fishers\t
\t\t\t\t\t\t
"""
TABLE = """[[source]]
name = "Tomasi Vuki"
aliases = ["Tom Vuki", "Vuki"]
role = "a fisherman"
affiliation = "Bay Fishers"
group = "citizen"
self-described = "Deaf"
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("commas.csv", HEADER + ROW),
        ("bars.csv", HEADER + ROW.replace(";", "|").rstrip()),
        ("mark.csv", "\ufeff" + (HEADER + ROW).replace("\n", "\r\n")),
        ("quoted.csv", HEADER + ROW.replace("Tom Vuki; Vuki", ' "Tom Vuki;Vuki"').replace("citizen", "CITIZEN")),
        ("semicolons.csv", SEMICOLONS),
        ("semicolons.txt", SEMICOLONS.replace("\n", "\r\n")),
        ("tabs.tsv", TABS),
        ("desk.toml", TABLE),
        ("mark.TOML", "\ufeff" + TABLE),
    ],
)
def test_one_list_in_every_form(tmp_path, name, text):
    assert loaded(tmp_path, text, name) == (VUKI,)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name\nIdris\n", [KnownSource("Idris")]),
        ("name,role\n\nIdris\n,\nAna Ruiz,\n", [KnownSource("Idris"), KnownSource("Ana Ruiz")]),
        ('name,role\n"Ruiz, Ana","a\nbaker"\n', [KnownSource("Ruiz, Ana", role="a baker")]),
        ('name,role\nRoberto "Beto" Sá,x\n', [KnownSource('Roberto "Beto" Sá', role="x")]),
        ("name,born,home\nAna Ruiz,,Porto\n", [KnownSource("Ana Ruiz", extra=(("home", "Porto"),))]),
        ("name,aliases\nLula,Lula;Lula da Silva\n", [KnownSource("Lula", ("Lula", "Lula da Silva"))]),
        ("name,group\nAna Ruiz,unknown\n", [KnownSource("Ana Ruiz", group="unknown")]),
    ],
)
def test_what_a_row_may_leave_out_or_hold(tmp_path, text, expected):
    assert loaded(tmp_path, text) == tuple(expected)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "", "a.csv: is empty; its first line names the columns: name, aliases"),
        ("a.csv", " \n\n", "a.csv: is empty"),
        ("a.toml", "", "a.toml: is empty"),
        ("a.toml", "# nobody yet", "a.toml: has no sources in it"),
        ("a.csv", "name,role\n", "a.csv: has no sources in it"),
        ("a.csv", "who,role\nAna,baker\n", 'a.csv: no column "name"; .* and it has: who, role'),
        ("a.csv", "Ana Ruiz;a baker;x\n", "and it has: Ana Ruiz, a baker, x"),
        ("a.csv", ",,\n,,\n", 'no column "name"'),
        ("a.csv", "name,alias\nAna,A\n", 'a.csv: "alias" must be called "aliases"'),
        ("a.csv", "name,Role_Group\nAna,x\n", '"Role_Group" must be called "group"'),
        ("a.csv", "name,NAME\nAna,x\n", 'two columns are called "name"'),
        ("a.csv", "name,born,Born\nAna,1,2\n", 'two columns are called "Born"'),
        ("a.csv", "name,group\nAna,baker\n", 'a.csv:2: no group "baker"; the groups are armed_group, business'),
        ("a.csv", "name,role\n\n,baker\n", "a.csv:3: has no name"),
        ("a.csv", "name,role\nAna,baker,Porto\n", "a.csv:2: 3 cells under 2 columns"),
        ("a.csv", "name,,role\nAna,baker,Porto\n", "a.csv:2: 3 cells under 2 columns"),
        ("a.csv", 'name,role\n"Ana"x,baker\n', "a.csv:2: is not CSV"),
        ("a.csv", 'name,role\n"Ana,baker\n', "is not CSV .*quotation marks"),
        ("a.csv", "name\nAna Ruiz\nana  ruiz\n", "a.csv:3: “ana ruiz” stands in .*a.csv:2 too"),
        ("a.csv", "name,aliases\nAna Ruiz,Ruiz\nEva Ruiz,Ruiz\n", "a.csv:3: “Ruiz” stands in .*a.csv:2"),
        ("a.csv", "name,aliases\nAna Ruiz,\nEva Lind,Ana Ruiz\n", "“Ana Ruiz” stands in"),
        ("a.csv", "name\nDr. Ana Ruiz\nMs Ana Ruiz\n", "“Ms Ana Ruiz” stands in"),
        ("a.csv", f"name,role\nAna,{'x' * (LONGEST_CELL + 1)}\n", "a.csv:2: role is longer than 500"),
        ("a.csv", f"name,{'x' * (LONGEST_CELL + 1)}\nAna,y\n", "is longer than 500"),
        ("a.csv", f"name,role\nAna,{'x' * 140_000}\n", "a.csv:2: is not CSV .*field limit"),
        ("a.csv", f"name,aliases\nAna,{';'.join(map(str, range(51)))}\n", "a.csv:2: 51 aliases; 50 are the most"),
        ("a.csv", "name," + ",".join(f"c{n}" for n in range(50)) + "\nAna\n", "51 columns; 50 are the most"),
        ("a.csv", "name\n" + "".join(f"A{n}\n" for n in range(20_001)), "a.csv:20002: more than 20,000 sources"),
        ("a.csv", b"name\n" + b"x" * MOST_BYTES, "a.csv: is larger than 5 MB"),
        ("a.csv", "name\nAna Peña\n".encode("cp1252"), r"a.csv: is not UTF-8 \(byte 0xF1 at 11\)"),
        ("a.csv", "name\nAna\n".encode("utf-16"), "a.csv: is not UTF-8"),
        ("a.csv", "name\nAna\x00\n", "NUL"),
        ("a.toml", "name = 'Ana'\n[[source", "a.toml: is not TOML"),
        ("a.toml", "a = " + "[" * 5_000, "a.toml: is not TOML"),
        ("a.toml", "name = 'Ana'", r"holds tables \[\[source\]\] and nothing else"),
        ("a.toml", "[source]\nname = 'Ana'", r"holds tables \[\[source\]\] and nothing else"),
        ("a.toml", "source = ['Ana']", r"holds tables \[\[source\]\] and nothing else"),
        ("a.toml", "[[source]]\nrole = 'x'", "a.toml: source 1: has no name"),
        ("a.toml", "[[source]]\nname = 'Ana'\n[[source]]\nname = 'ana'", "source 2: “ana” stands in .*source 1 too"),
        ("a.toml", "[[source]]\nname = 'Ana'\nborn = 1970", "source 1: born must be a text"),
        ("a.toml", "[[source]]\nname = 'Ana'\naliases = 'A'", "source 1: aliases must be a list"),
        ("a.toml", "[[source]]\nname = 'Ana'\nRole = 'x'", 'source 1: "Role" must be called "role"'),
        ("a.toml", "[[source]]\nname = 'Ana'\n" + "".join(f"c{n} = ''\n" for n in range(50)), "51 fields"),
        ("a.toml", "[[source]]\nname = 'Ana'\ngroup = 'x'", 'source 1: no group "x"'),
        ("a.toml", "[[source]]\nname = 'A'\n" * 20_001, "more than 20,000 sources"),
    ],
)
def test_each_fault_is_one_line_that_names_it(tmp_path, name, text, words):
    with pytest.raises(KnowledgeError, match=words) as caught:
        loaded(tmp_path, text, name)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith(str(tmp_path / name))


def test_all_groups_are_listed_where_one_is_wrong(tmp_path):
    with pytest.raises(KnowledgeError) as caught:
        loaded(tmp_path, "name,group\nAna,lawyer\n")
    assert str(caught.value).endswith(", ".join(sorted(GROUPS)))


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(KnowledgeError, match=r"none.csv: cannot be read as a list of sources \(No such file"):
        load_knowledge(tmp_path / "none.csv")
    with pytest.raises(KnowledgeError, match="cannot be read"):
        load_knowledge(tmp_path)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=5), st.sampled_from(",;\t"))
def test_cells_come_back_from_csv_as_they_were_but_for_white_space(tmp_path_factory, rows, separator):
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(["name", "role", "self-described", "home, now; then"])
    for number, row in enumerate(rows):
        writer.writerow([f"Person {number}", *row])
    path = tmp_path_factory.mktemp("lists") / "desk.csv"
    path.write_bytes(file.getvalue().encode())
    tidy = [[" ".join(cell.split()) for cell in row] for row in rows]
    assert load_knowledge(path).sources == tuple(
        KnownSource(
            f"Person {number}",
            role=role or None,
            extra=tuple((c, v) for c, v in (("self-described", own), ("home, now; then", home)) if v),
        )
        for number, (role, own, home) in enumerate(tidy)
    )


def fault_of(path):
    try:
        load_knowledge(path)
    except KnowledgeError as error:
        return str(error)
    return ""


PIECES = st.sampled_from(["name", "aliases", ",", ";", "\t", "\n", "\r\n", '"', "[[source]]\n", "=", "'Ana'", "\u2028"])


@given(st.lists(PIECES | CELL, max_size=12).map(lambda pieces: "".join(pieces).encode()) | st.binary(max_size=60))
def test_any_bytes_are_a_list_or_one_line(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("lists")
    for name in ("a.csv", "a.toml"):
        (folder / name).write_bytes(data)
        assert len(fault_of(folder / name).splitlines()) <= 1


@pytest.mark.parametrize(
    ("row", "source", "fits"),
    [
        (KnownSource("Bev Okafor"), person("Bev Okafor"), True),
        (KnownSource("BEV okafor"), person("Bev Okafor"), True),
        (KnownSource("Dr. Bev Okafor"), person("Bev Okafor"), True),
        (KnownSource("Bev Okafor"), person("Prime Minister Bev Okafor"), True),
        (KnownSource("Bev Okafor"), person("Okafor"), False),
        (KnownSource("Bev Okafor"), person("Bev"), False),
        (KnownSource("Bev Okafor"), person("Kemi Okafor"), False),
        (KnownSource("Bev Okafor"), person("Bev Okafor-Lund"), False),
        (KnownSource("Bev Okafor", ("Okafor",)), person("Okafor"), True),
        (KnownSource("Bev Okafor", ("Mrs Okafor",)), person("Okafor"), True),
        (KnownSource("Bev Okafor", ("Okafor",)), person("Kemi Okafor"), False),
        (KnownSource("Mayor Ito"), person("Ito"), False),
        (KnownSource("Idris"), person("Idris"), True),
        (KnownSource("Ana Peña"), person("Ana Pena"), False),
        (KnownSource("Ana Pen\u0303a"), person("Ana Peña"), True),
        (KnownSource("Anne Marie Sy"), person("Annemarie Sy"), False),
        (KnownSource("Shay O'Dowd"), person("Shay O’Dowd"), True),
        (KnownSource("Harbour Board"), person("the harbour board", "organization"), True),
        (KnownSource("Justice Policy Fund"), person("Policy Fund", "organization"), False),
        (KnownSource("Justice Policy Fund"), person("Justice Policy Fund", "organization"), True),
        (KnownSource("Harbour Board", ("HB",)), person("HB", "organization"), True),
    ],
)
def test_a_row_fits_by_the_whole_name_or_an_alias(row, source, fits):
    assert (knowledge(row).find(source) is row) is fits


def test_what_the_row_gives_wins_and_says_so():
    span = Span(3, 9)
    told = (
        Evidence("kind:person", (span,)),
        Evidence("role:apposition", (span,)),
        Evidence("group:taxonomy", (span,), "“boatman”"),
    )
    source = person(role="a boatman", role_group="business", pronouns="he", mentions=(span,), evidence=told)
    (known,) = apply_knowledge((source,), knowledge(VUKI)).sources
    editor = [Evidence(f"{field}:editor", (), NOTE) for field in ("role", "affiliation", "group")]
    assert known == Source(
        "s1",
        "Tomasi Vuki",
        "person",
        "a fisherman",
        "citizen",
        "Bay Fishers",
        "he",
        mentions=(span,),
        evidence=(*editor, *told[:2]),
        extra=(("self-described", "Deaf"),),
    )


def test_what_the_row_leaves_empty_stays_as_the_article_has_it():
    source = person(role="a boatman", role_group="business", evidence=(Evidence("group:taxonomy"),))
    applied = apply_knowledge((source,), knowledge(KnownSource("Tomasi Vuki", affiliation="Bay Fishers")))
    (known,) = applied.sources
    assert (known.role, known.role_group, known.affiliation) == ("a boatman", "business", "Bay Fishers")
    assert [item.rule for item in known.evidence] == ["affiliation:editor", "group:taxonomy"]
    assert (applied.unused, applied.warnings) == ((), ())


def test_the_same_group_keeps_the_words_that_gave_it():
    source = person(role_group="citizen", evidence=(Evidence("group:taxonomy", (), "“fisherman”"),))
    (known,) = apply_knowledge((source,), knowledge(KnownSource("Tomasi Vuki", group="citizen"))).sources
    assert [item.rule for item in known.evidence] == ["group:editor", "group:taxonomy"]


def test_sources_without_a_row_stay_and_rows_without_a_source_are_told():
    sources = (person("Mele Taufa"), person("Vuki"))
    applied = apply_knowledge(sources, knowledge(KnownSource("Ana Ruiz"), VUKI, KnownSource("Eva Lind")))
    assert applied.sources[0] is sources[0]
    assert applied.sources[1].role == "a fisherman"
    assert applied.unused == ("Ana Ruiz", "Eva Lind")
    assert apply_knowledge(sources, knowledge()).sources == sources


def test_two_sources_of_one_row_both_get_it_with_a_warning():
    applied = apply_knowledge((person("Tom Vuki"), person("Vuki")), knowledge(VUKI))
    assert [source.role_group for source in applied.sources] == ["citizen", "citizen"]
    assert applied.warnings == (
        "the editor's list has “Tomasi Vuki” for “Tom Vuki” and “Vuki”: see whether they are one",
    )


@pytest.mark.parametrize(
    ("kind", "words"),
    [("group", "a group"), ("document", "a document"), ("unnamed_person", "a person without a name")],
)
def test_a_row_is_never_about_a_source_without_a_name(kind, words):
    source = person("officials", kind, anonymous=True)
    applied = apply_knowledge((source,), knowledge(KnownSource("Omar Sy", ("officials",), "a clerk")))
    assert applied.sources == (source,)
    assert applied.unused == ("Omar Sy",)
    assert applied.warnings == (f"the editor's list has “Omar Sy” for “officials”, which is {words}: not used",)


@given(st.lists(st.sampled_from(["Ana Ruiz", "Ruiz", "Omar Sy", "clerks", "Dr Ana Ruiz", ""]), max_size=6))
def test_sources_keep_their_order_names_and_ids(names):
    sources = tuple(Source(f"s{n}", name, "group" if name == "clerks" else "person") for n, name in enumerate(names))
    rows = knowledge(KnownSource("Ana Ruiz", group="expert"), KnownSource("Clerks", role="x"))
    applied = apply_knowledge(sources, rows)
    assert [(s.id, s.name, s.kind) for s in applied.sources] == [(s.id, s.name, s.kind) for s in sources]
    for source in applied.sources:
        assert (source.role_group == "expert") == (source.name in {"Ana Ruiz", "Dr Ana Ruiz"})
    assert ("Ana Ruiz" in applied.unused) == ({"Ana Ruiz", "Dr Ana Ruiz"}.isdisjoint(names))


@pytest.mark.parametrize("profile", ["default", "strict-agency"])
def test_the_list_does_not_tell_readers_who_a_speaker_is(profile):
    case = sourcing(
        "[S1:s1 Lidia Wren] [C1 said] [Q1 it was late].\n\n[S2:s2 Omar Sy], a clerk, [C2 said] [Q2 no].",
        s1={"role": None},
        s2={"role": "a clerk", "evidence": (Evidence("role:apposition", (Span(40, 41),)),)},
    )
    article, quotes, sources, no_comment = case.parts
    rows = knowledge(
        KnownSource("Lidia Wren", role="a baker", affiliation="Wren Bread"), KnownSource("Omar Sy", role="chief clerk")
    )
    known = apply_knowledge(tuple(sources), rows).sources
    assert [source.role for source in known] == ["a baker", "chief clerk"]
    found = check_sourcing(article, quotes, known, no_comment, case.audit, profile=load_profile(profile))
    untold = [finding.message for finding in found if finding.rule == "R10"]
    assert untold == ["The story does not say who “Lidia Wren” is."]


def test_further_columns_are_in_json_and_in_the_frame():
    base = ferry_analysis()
    applied = apply_knowledge(base.sources, knowledge(VUKI))
    analysis = Analysis(base.article, base.models, base.quotes, applied.sources)
    data = analysis.to_dict()
    assert [source["extra"] for source in data["sources"]] == [{"self-described": "Deaf"}, {}]
    assert Analysis.from_dict(data, text=TEXT) == analysis
    frame = sources_frame(analysis)
    assert list(frame.columns) == [*SOURCE_COLUMNS, "extra_self-described"]
    assert frame["extra_self-described"].fillna("-").tolist() == ["Deaf", "-"]
    wider = sources_frame(base, extra=("born", "self-described"))
    assert list(wider.columns)[len(SOURCE_COLUMNS) :] == ["extra_born", "extra_self-described"]
    assert wider["extra_born"].isna().all()


def test_the_report_shows_the_ground_once_and_no_paragraph_for_a_role_that_the_list_gave():
    base = ferry_analysis()
    told = replace(base.sources[0], evidence=(Evidence("role:apposition", (base.quotes[0].source,)),))
    article, known = (
        build_view(replace(base, sources=(source, base.sources[1])))
        for source in (told, *apply_knowledge((told,), knowledge(VUKI)).sources)
    )
    assert (article.quotes["q1"].role_paragraph, known.quotes["q1"].role_paragraph) == (2, None)
    assert [row.grounds for row in known.sources if row.name == "Tomasi Vuki"] == [(NOTE,)]


@pytest.fixture
def ferry_stages(monkeypatch):
    """The fake stages, with the sources of the ferry story as what the article says where its people stand in it."""
    use_fake_stages(monkeypatch)

    def resolve(annotated, marks, quotes, no_comment, *, taxonomy) -> Resolved:  # noqa: ARG001 - the stage's signature
        text = annotated.article.text
        return Resolved(quotes, tuple(s for s in ferry_analysis().sources if s.name in text), no_comment)

    monkeypatch.setattr("attribution.pipeline.resolve_speakers", resolve)


@pytest.mark.usefixtures("ferry_stages")
def test_the_list_goes_the_whole_way(tmp_path):
    file = tmp_path / "desk.csv"
    file.write_text(
        "name,aliases,role,group,self-described\nAna Ruiz,,a baker,citizen,\nTomasi Vuki,,skipper,business,Deaf\n"
        "Omar Sy,harbour board,,politics,\nTaufa,,,,\n",
        encoding="utf-8",
    )
    analyzer = Analyzer(sources=file)
    assert analyzer.extra_columns == ("self-described",)
    assert analyzer.unused_sources == ("Ana Ruiz", "Tomasi Vuki", "Omar Sy", "Taufa")
    first = analyzer.analyze(TEXT)
    assert [(s.name, s.role, s.role_group) for s in first.sources] == [
        ("Tomasi Vuki", "skipper", "business"),
        ("harbour board", None, "politics"),
    ]
    assert first.source("s1").extra == (("self-described", "Deaf"),)
    assert analyzer.unused_sources == ("Ana Ruiz", "Taufa")
    assert first.warnings == ()
    analyzer.analyze("Nobody\n\nThe day was long and it rained.")
    assert analyzer.unused_sources == ("Ana Ruiz", "Taufa")
    assert analyze(TEXT, sources=str(file)).sources == first.sources
    plain = Analyzer()
    assert plain.analyze(TEXT).source("s1").role == "a fisherman"
    assert (plain.unused_sources, plain.extra_columns) == ((), ())


@pytest.mark.usefixtures("ferry_stages")
def test_what_to_look_at_is_among_the_warnings_of_the_article(tmp_path):
    file = tmp_path / "desk.toml"
    file.write_text('[[source]]\nname = "Tomasi Vuki"\naliases = ["harbour board"]\n', encoding="utf-8")
    assert analyze(TEXT, sources=file).warnings == (
        "the editor's list has “Tomasi Vuki” for “Tomasi Vuki” and “harbour board”: see whether they are one",
    )


@pytest.fixture
def run(ferry_stages, tmp_path, monkeypatch):  # noqa: ARG001 - the fixture is wanted for what it does
    monkeypatch.chdir(tmp_path)
    Path("ferry.txt").write_text(TEXT, encoding="utf-8")
    Path("rain.txt").write_text("Rain\n\nThe day was long and it rained.\n", encoding="utf-8")
    Path("desk.csv").write_text(
        "name,role,self-described,born\nTomasi Vuki,skipper,Deaf,\n"
        + "".join(f"Person {number},,,1970\n" for number in range(1, 23)),
        encoding="utf-8",
    )

    def invoke(*arguments: str, sources: str = "desk.csv") -> Result:
        return CliRunner().invoke(cli.app, [*arguments, "--sources", sources], prog_name="attribution")

    return invoke


UNUSED = "attribution: desk.csv: 22 rows are about no source found: Person 1, Person 2, "


def test_the_command_joins_the_list_and_tells_once_what_was_about_nobody(run):
    done = run("analyze", "ferry.txt", "rain.txt", "--format", "json")
    sources = [json.loads(line)["sources"] for line in done.stdout.splitlines()]
    assert [[(s["role"], s["extra"]) for s in found] for found in sources] == [
        [("skipper", {"self-described": "Deaf"}), (None, {})],
        [],
    ]
    assert done.exit_code == 0
    assert done.stderr.startswith(UNUSED)
    assert done.stderr.endswith(", Person 20 and 2 more\n")
    assert done.stderr.count("\n") == 1


def test_the_tables_of_several_articles_fit_under_one_header(run):
    done = run("analyze", "rain.txt", "ferry.txt", "--format", "csv", "--table", "sources")
    header, *rows = csv.reader(io.StringIO(done.stdout))
    assert header[-2:] == ["extra_self-described", "extra_born"]
    assert [row[-2:] for row in rows] == [["Deaf", ""], ["", ""]]
    assert {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize("command", [["check", "ferry.txt"], ["report", "ferry.txt", "--output", "page.html"]])
def test_check_and_report_take_the_list_too(run, command):
    done = run(*command)
    assert done.exit_code in {0, 3}
    assert UNUSED in done.stderr


def test_a_list_that_does_not_validate_is_wrong_use_and_one_line(run):
    Path("desk.csv").write_text("who\nAna\n", encoding="utf-8")
    done = run("analyze", "ferry.txt")
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith('attribution: desk.csv: no column "name"')
    assert done.stderr.count("\n") == 1


def test_output_never_takes_the_place_of_the_list(run):
    before = Path("desk.csv").read_bytes()
    Path("ferry.sources.csv").write_bytes(before)
    done = run("analyze", "ferry.txt", "--format", "csv", "--output", ".", sources="ferry.sources.csv")
    assert done.exit_code == 1
    assert "ferry.sources.csv: is the list of sources and stays" in done.stderr
    assert Path("ferry.sources.csv").read_bytes() == before


def test_a_bad_list_is_told_before_any_article(tmp_path, monkeypatch):
    use_fake_stages(monkeypatch)
    with pytest.raises(KnowledgeError, match=r"none.csv: cannot be read"):
        Analyzer(sources=tmp_path / "none.csv")


def test_the_example_list_is_of_the_example_article():
    text = (EXAMPLES / "regional-uk.txt").read_text(encoding="utf-8")
    rows = load_knowledge(EXAMPLES / "sources.csv").sources
    in_it = [row.name for row in rows if row.name in text]
    assert len(in_it) == len(rows) - 1
    assert any(row.extra for row in rows)


@pytest.mark.model
def test_the_example_list_with_the_embedded_models():
    analyzer = attribution.Analyzer(sources=EXAMPLES / "sources.csv")
    analysis = analyzer.analyze(EXAMPLES / "regional-uk.txt")
    rows = {row.name: row for row in load_knowledge(EXAMPLES / "sources.csv").sources}
    known = {source.name: source for source in analysis.sources if source.name in rows}
    assert set(known) == set(rows) - set(analyzer.unused_sources)
    assert known["Bev Okafor"].extra == rows["Bev Okafor"].extra != ()
    for name, source in known.items():
        assert source.role_group == rows[name].group
