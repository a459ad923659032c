"""Stage 3b: the lists of reporting words, counted in a corpus, joined with VerbNet's (``data/cue_*.tsv``)."""

from __future__ import annotations

from functools import cache

from attribution.lexicons import load_table
from attribution.model import Act

# A verb that is a cue in this share of its uses in the corpus (say .86, tell .71, add .74) is sure to report.
SURE = 0.6


@cache
def not_sources(kind: str) -> frozenset[str]:
    """Return the words that name no source though they stand where one does: "time", "label" or "sign"."""
    return frozenset(word for word, why in load_table("not_sources").column("kind").items() if why == kind)


@cache
def _shares() -> dict[str, float]:
    rows = load_table("cue_verbs").rows
    return {row["word"]: int(row["cues"]) / int(row["seen"]) for row in rows if int(row["seen"])}


def cue_share(lemma: str) -> float:
    """Return in which share of its uses in the training articles a verb was a cue; 0 for a verb never seen."""
    return _shares().get(lemma, 0.0)


def listed_form(lemma: str) -> str:
    """Return a verb as the lists spell it: "criticize" for "criticise"."""
    american = lemma[: -len("ise")] + "ize" if lemma.endswith("ise") else lemma
    return american if lemma not in verb_acts() and american in verb_acts() else lemma


def verb_act(lemma: str) -> Act:
    """Return what a verb reports; a verb on no list is taken for speech, as only quoted words make it a cue."""
    return "thought" if verb_acts().get(lemma) == "thought" else "speech"


@cache
def verb_acts() -> dict[str, str]:
    """Return the listed verbs with what they report, ``speech`` or ``thought``."""
    return load_table("cue_verbs").column("act")


@cache
def noun_acts() -> dict[str, str]:
    """Return the listed nouns with what they report."""
    return load_table("cue_nouns").column("act")


@cache
def adjective_acts() -> dict[str, str]:
    """Return the listed adjectives with what they report."""
    return load_table("cue_adjectives").column("act")


def act_of(acts: dict[str, str], lemma: str) -> Act:
    """Return what a word of a list reports."""
    return "thought" if acts.get(lemma) == "thought" else "speech"
