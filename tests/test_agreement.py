"""Which pronoun an article uses for whom: shared out over all of them, and nothing where it does not show."""

from __future__ import annotations

import pytest

from attribution.annotating.syntax import Forest
from attribution.quoting.marks import find_regions
from attribution.sourcing.agreement import learn_pronouns
from attribution.sourcing.chains import Chains
from attribution.sourcing.mentions import Context, find_mentions
from attribution.sourcing.naming import find_names
from tests.recorded_speakers import annotated_case
from tests.speaker_cases import CASES


def learned(case_id: str) -> dict[str, str | None]:
    annotated, _ = annotated_case(next(c for c in CASES if c.id == case_id))
    context = Context(Forest(annotated), find_regions(annotated.article))
    find_names(context, ())
    mentions = find_mentions(context)
    chains = Chains(context, lambda _: ())
    chains.add_names([m for m in mentions if m.phrase.kind == "name"])
    learn_pronouns(chains, mentions)
    return {c.name: next(iter(c.pronouns), None) for c in chains.all if c.kind == "person"}


@pytest.mark.parametrize(
    ("case_id", "wanted"),
    [
        # "Lis met her": the subject of a verb is nobody whom its object stands for.
        ("pronouns-of-the-whole-article", {"Noor Haddad": "she", "Piotr Lis": None}),
        # A title has told already.
        ("title-and-surname", {"Keiko Tanaka": None}),
        ("surname-after-full-name", {"Ngozi Adeyemi": None}),
        # One pronoun after two names: nothing is learnt of either.
        ("introduced-right-before-the-quote", {"Anselm Roy": None, "Henrik Dahl": None}),
    ],
)
def test_what_the_pronouns_show(case_id: str, wanted: dict[str, str | None]) -> None:
    assert learned(case_id) == wanted


def test_a_sure_pronoun_counts_whatever_stands_beside_it() -> None:
    annotated, _ = annotated_case(next(c for c in CASES if c.id == "surname-after-full-name"))
    context = Context(Forest(annotated), find_regions(annotated.article))
    find_names(context, ())
    mentions = find_mentions(context)
    chains = Chains(context, lambda _: ())
    chains.add_names([m for m in mentions if m.phrase.kind == "name"])
    learn_pronouns(chains, mentions, [("she", chains.all[0]), ("she", chains.all[0])])
    assert next(iter(chains.all[0].pronouns)) == "she"
