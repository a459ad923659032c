"""Descriptions of people, the taxonomy that groups them, and what is withheld."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.annotating.syntax import Forest
from attribution.errors import LexiconError
from attribution.lexicons import load_table
from attribution.quoting.marks import find_regions
from attribution.sourcing.anonymity import find_withheld
from attribution.sourcing.mentions import Context
from attribution.sourcing.naming import find_names
from attribution.sourcing.roles import Describer, load_taxonomy
from attribution.sourcing.taxonomy import GROUPS, MAX_WORDS
from tests.builders import marked, span_of
from tests.recorded_speakers import annotated_case
from tests.speaker_cases import CASES

TAXONOMY = load_taxonomy()


@pytest.mark.parametrize(
    ("role", "affiliation", "group"),
    [
        ("police spokesman", None, "security"),
        ("the nephew of the king and fellow real estate investor", None, "business"),
        ("mother of the bride and a teacher", None, "professional"),
        ("a brother of the mayor", None, "citizen"),
        ("president", "Harbour Action Network", "civil_society"),
        ("editor", "Washington Free Beacon", "media"),
        ("senior director at the National Security Council", "National Security Council", "government"),
        ("those who answered", None, "unknown"),
        ("an information officer", None, "government"),
        ("director of the Teal College Institute for Public Opinion", None, "expert"),
        ("director", "University of Washington", "expert"),
        ("chair", "Village Bakeries", "business"),
        ("president", "Mothers for Clean Rivers", "civil_society"),
        ("organiser", "Democrats for Dredging", "politics"),
        ("chief executive", "Harbour Charity", "civil_society"),
        ("chief executive", None, "business"),
        ("general counsel", "Norvik Foods", "business"),
        ("general counsel", None, "justice"),
        ("a former FBI director under President Ilves", None, "security"),
        ("journalist and author", None, "media"),
        ("author", None, "culture_sport"),
        ("one of the stars of the play", None, "culture_sport"),
        ("a gynaecologist from Turku", None, "professional"),
        ("a high school graduate", None, "citizen"),
        ("campaign spokesman", None, "politics"),
        ("union leader", None, "civil_society"),
        ("company spokeswoman", None, "business"),
        ("ministry spokesman", None, "government"),
        ("party leader", None, "politics"),
        ("church leader", None, "religion"),
        ("hospital director", None, "professional"),
        ("spokesman", None, "unknown"),
        ("spokesman", "Kasese Hospital", "professional"),
        ("spokesman", "defence ministry", "government"),
        ("a spokesman for the Okafor campaign", None, "politics"),
        ("president of the Brookings Institution", None, "expert"),
        ("President", None, "government"),
        ("university president", None, "expert"),
        ("professor of law at the University of Ghana", None, "expert"),
        ("Secretary of State", None, "government"),
        ("speaker of the house", None, "politics"),
        ("former CIA director", None, "security"),
        ("F.B.I. director", None, "security"),
        ("U.N. special envoy", None, "international"),
        ("director", None, "unknown"),
        ("artistic director", None, "culture_sport"),
        ("director", "Shoreline Tenants League", "civil_society"),
        ("director", "Maritime Museum", "expert"),
        ("president", "Dockers Union", "civil_society"),
        ("general secretary", "Bakers and Millers Union", "civil_society"),
        ("chair of the Harbourside Traders’ Association", None, "business"),
        ("leader of the Labour group", None, "politics"),
        ("council spokesman", None, "government"),
        ("a structural engineer at Kigali Technical University", None, "expert"),
        ("a structural engineer", None, "professional"),
        ("people familiar with the sale", None, "unknown"),
        ("person with knowledge of the sale", None, "unknown"),
        ("student nurse", None, "citizen"),
        ("a market trader", None, "business"),
        ("director of the lab", None, "expert"),
        ("rebel commander", None, "armed_group"),
        ("local officials", None, "government"),
        ("union official", None, "civil_society"),
        ("residents", None, "citizen"),
        ("a lawyer, and a former mayor", None, "justice"),
        ("his wife, a nurse", None, "citizen"),
        ("a rights activist in the city", None, "civil_society"),
        ("gardener of delights", None, "professional"),
        ("wanderer", None, "unknown"),
        ("city council president", None, "politics"),
        ("a superdelegate and Mbeki supporter", None, "politics"),
        ("a conservative economist and former member of the Morning Caller's board", None, "expert"),
        ("managing director and internet analyst at Wrenfield", "Wrenfield", "expert"),
        ("state chairman", "Okafor campaign", "politics"),
        ("the bureau's director", "FBI", "security"),
        ("chair of the advisory council", "Tenants League", "civil_society"),
        ("world leaders", None, "government"),
        ("a combat veteran and former CIA officer", None, "security"),
        ("a doctoral candidate at the Institute of Rivers", None, "expert"),
        ("director of river studies at the Wren Institute in London", "Wren Institute", "expert"),
        ("government outreach director", "Norvik Foods", "business"),
        ("director of government affairs", None, "unknown"),
        ("director of government affairs", "Dockers Union", "civil_society"),
        ("co-director of the Wren Institute", None, "expert"),
        ("a home-care aide from Tartu", None, "professional"),
        ("a lift technician", None, "professional"),
        ("many countries", None, "government"),
    ],
)
def test_the_group_of_a_role(role: str, affiliation: str | None, group: str) -> None:
    ground = TAXONOMY.role_group(role, affiliation)
    assert ground.group == group
    assert bool(ground.phrase) or group == "unknown"


@pytest.mark.parametrize(
    ("name", "group"),
    [
        ("the Pentagon", "security"),
        ("Human Rights Watch", "civil_society"),
        ("Jordan’s state news agency", "media"),
        ("Ohio Department of Health", "government"),
        ("University of Houston Police Department", "security"),
        ("House Energy Committee", "politics"),
        ("NATO", "international"),
        ("High Court", "justice"),
        ("Barrow Bank", "business"),
        ("Osaka County Council", "government"),
        ("Bakers and Confectioners' Alliance", "civil_society"),
        ("Manufacturers’ Association of Lagos", "business"),
        ("indictment", "justice"),
        ("United Steelworkers", "civil_society"),
        ("Club for Growth", "politics"),
        ("Lagos Elections Project", "expert"),
        ("Zzyzx", "unknown"),
    ],
)
def test_the_group_of_an_organisation(name: str, group: str) -> None:
    assert TAXONOMY.organisation_group(name).group == group


HEADER = "# source: a test\n# licence: CC0-1.0\nphrase\trole\tfirm\torganisation\tfield\n"


def test_a_newsroom_can_replace_the_taxonomy(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(HEADER + "beekeeper\texpert\tyes\t-\t-\n", encoding="utf-8")
    own = load_taxonomy(file)
    assert own.role_group("a beekeeper from Lviv").group == "expert"
    assert own.role_group("mayor").group == "unknown"


@pytest.mark.parametrize(
    "rows",
    ["beekeeper\tapiarists\tyes\t-\t-\n", "b\texpert\tyes\t-\t-\na\texpert\tyes\t-\t-\n", ""],
    ids=["unknown-group", "unsorted", "empty"],
)
def test_a_taxonomy_that_does_not_validate_is_one_clear_error(tmp_path: Path, rows: str) -> None:
    file = tmp_path / "own.tsv"
    file.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(LexiconError, match=r"own\.tsv"):
        load_taxonomy(file)


def test_a_taxonomy_without_its_columns_says_which(tmp_path: Path) -> None:
    file = tmp_path / "own.tsv"
    file.write_text("# source: a test\n# licence: CC0-1.0\nphrase\tgroup\nmayor\tgovernment\n", encoding="utf-8")
    with pytest.raises(LexiconError, match="no column 'role'"):
        load_taxonomy(file)


@pytest.mark.parametrize(
    "name",
    [
        "roles",
        "titles",
        "person_nouns",
        "group_nouns",
        "document_nouns",
        "organisation_nouns",
        "demonyms",
        "anonymity",
        "company_words",
        "livelihoods",
    ],
)
def test_the_word_lists_load_and_say_where_they_come_from(name: str) -> None:
    table = load_table(name)
    assert table.provenance["source"]
    assert table.provenance["licence"]
    assert len(table.words()) == len(table.rows)


def test_every_phrase_of_the_taxonomy_can_match_and_has_a_known_group() -> None:
    for row in load_table("roles").rows:
        assert len(row["phrase"].split()) <= MAX_WORDS
        groups = {row["role"], row["organisation"], row["field"]} - {"-"}
        assert groups
        assert groups <= GROUPS


@given(st.text(max_size=80), st.none() | st.text(max_size=40))
@settings(deadline=None)
def test_any_role_has_a_group(role: str, affiliation: str | None) -> None:
    assert TAXONOMY.role_group(role, affiliation).group in GROUPS


@pytest.mark.parametrize(
    ("case_id", "name", "expected"),
    [
        ("role-before-the-name", "Emeka Nwosu", [("role:prenominal", "Rivers State Governor")]),
        ("apposition-after", "Parvin Jalili", [("role:apposition", "a rights activist in the city")]),
        ("apposition-before", "Lena Huber", [("role:apposition-before", "The mayor of Graz")]),
        (
            "relative-clause",
            "Sofia Lindqvist",
            [("role:relative", "heads the Nordic Seed Bank"), ("affiliation:clause", "Nordic Seed Bank")],
        ),
        ("the-age", "Arjun Mehta", [("role:apposition", "a farmer from Nashik")]),
        ("party-and-state", "Carl Jensen", [("role:prenominal", "Rep."), ("role:party", "D-Ohio")]),
        ("predicate", "Rekha Pillai", [("role:predicate", "the head of the dockers union")]),
        ("couple-left-open", "Elena Costa", []),
        ("two-speakers-take-turns", "Pedro Alves", []),
    ],
)
def test_descriptions_are_the_words_of_the_article(case_id: str, name: str, expected: list[tuple[str, str]]) -> None:
    annotated, quotes = annotated_case(next(c for c in CASES if c.id == case_id))
    context = Context(Forest(annotated), find_regions(annotated.article))
    find_names(context, [q.source for q in quotes if q.source])
    found = Describer(context, TAXONOMY).describe(span_of(context.text, name))
    assert [(d.rule, d.span.slice(context.text)) for d in found] == expected


@pytest.mark.parametrize(
    ("text", "noun", "rule", "reason"),
    [
        ("[P A source] said so.", "source", "anonymous:bare-source", None),
        ("[P An unnamed diplomat] said so.", "diplomat", "anonymous:adjective", None),
        ("[P People briefed on the plan] said so.", "people", "anonymous:described", None),
        (
            "[P A clerk] said so, on condition of anonymity [R for fear of reprisals].",
            "clerk",
            "anonymous:condition",
            "for fear of reprisals",
        ),
        (
            "[P A guard], who asked not to be named [R because the case is secret], said so.",
            "guard",
            "anonymous:withheld",
            "because the case is secret",
        ),
        ("[P A company spokesman] said so.", "spokesman", None, None),
        ("[P Residents] said so.", "residents", None, None),
    ],
)
def test_what_is_withheld_and_why(text: str, noun: str, rule: str | None, reason: str | None) -> None:
    plain, spans = marked(text)
    found = find_withheld(plain, spans["P"][0], noun, span_of(plain, plain), None)
    assert (found.rule if found else None) == rule
    given_reason = found.reason.slice(plain) if found and found.reason else None
    assert given_reason == reason
    if found and found.reason:
        assert found.reason == spans["R"][0]
