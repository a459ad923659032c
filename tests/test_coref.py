"""Chains: names joined, pronouns and descriptions given to them, and nothing decided without ground."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest
from attribution.quoting.marks import find_regions
from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.mentions import Context, find_mentions
from attribution.sourcing.names import parse_person
from attribution.sourcing.naming import find_names
from attribution.sourcing.roles import Describer
from attribution.sourcing.taxonomy import load_taxonomy
from tests.recorded_speakers import annotated_case, resolve_case
from tests.speaker_cases import CASES


def chains_of(case_id: str) -> Chains:
    annotated, quotes = annotated_case(next(c for c in CASES if c.id == case_id))
    context = Context(Forest(annotated), find_regions(annotated.article))
    find_names(context, [q.source for q in quotes if q.source])
    chains = Chains(context, Describer(context, load_taxonomy()).describe)
    chains.add_names([m for m in find_mentions(context) if m.phrase.kind == "name"])
    return chains


@pytest.mark.parametrize(
    ("case_id", "clusters"),
    [
        ("surname-after-full-name", [["Ngozi Adeyemi", "Adeyemi"]]),
        ("couple-with-one-surname-by-title", [["Ivan Petrov", "Petrov"], ["Olga Petrov", "Petrov"]]),
        ("initial-and-full-name", [["James Okonkwo", "J. Okonkwo"]]),
        ("acronym-in-brackets", [["Coastal Fishers Union", "CFU", "CFU"]]),
        ("acronym-from-initials", [["Lake Rescue Network", "LRN"]]),
        ("eastern-order", [["Chen Weiming", "Chen"]]),
    ],
)
def test_names_of_one_party_are_one_chain(case_id: str, clusters: list[list[str]]) -> None:
    chains = chains_of(case_id)
    found = [sorted(span.slice(chains.text) for span in chain.names) for chain in chains.all]
    assert sorted(found) == sorted(sorted(cluster) for cluster in clusters)


def test_a_shared_surname_with_no_ground_names_the_candidates() -> None:
    chains = chains_of("couple-left-open")
    open_ones = [d for d in chains.by_name.values() if d.chain is None]
    assert len(open_ones) == 1
    assert {c.name for c in open_ones[0].candidates} == {"Elena Costa", "Bruno Costa"}
    assert open_ones[0].note


@pytest.mark.parametrize(
    ("kind", "titled", "pronoun", "fits"),
    [
        ("person", None, "he", None),
        ("person", "she", "he", False),
        ("person", "she", "she", True),
        ("person", None, "it", False),
        ("organization", None, "it", True),
        ("organization", None, "she", False),
        ("group", None, "they", True),
        ("group", None, "it", False),
    ],
)
def test_which_pronoun_fits(kind: str, titled: str | None, pronoun: str, fits: bool | None) -> None:  # noqa: FBT001  a column
    chain = Chain(0, kind, "Noor Aziz", parse_person("Noor Aziz") if kind == "person" else None, titled=titled)  # type: ignore[arg-type]
    assert chain.takes(pronoun) is fits


def test_a_first_name_alone_never_fixes_a_pronoun() -> None:
    for name in ("Maria Silva", "John Smith", "Aisha Bello"):
        assert Chain(0, "person", name, parse_person(name)).takes("he") is None


@pytest.mark.parametrize(
    ("case_id", "rules"),
    [
        ("title-and-surname", ["speaker:name", "speaker:pronoun"]),
        ("the-minister", ["speaker:nominal"]),
        ("acronym-from-initials", ["speaker:acronym"]),
        ("next-sentence", ["speaker:name", "speaker:floating"]),
        ("both-sides", ["speaker:both"]),
        ("two-who-speak-as-one", ["speaker:pair"]),
        ("couple-left-open", ["speaker:shared-surname"]),
        ("first-person-outside-quotes-is-the-reporter", ["speaker:first-person"]),
        ("nobody-says-who", ["speaker:none-given"]),
        ("a-statement-is-its-author", ["speaker:author"]),
    ],
)
def test_a_decision_names_its_rule(case_id: str, rules: list[str]) -> None:
    resolved = resolve_case(next(c for c in CASES if c.id == case_id))
    assert [e.rule for q in resolved.quotes for e in q.evidence] == rules
