"""Stage 4e: how often a decision like this one was right, as measured; nothing else is called confidence.

``data/confidence.tsv`` counts, for each rule that finds quotes and each rule that names speakers, the decisions checked
and the right ones. ``training/confidence.py`` writes it from the development articles. A quote's confidence is the
product of the two shares, as a reader needs both to be right.
"""

from __future__ import annotations

from dataclasses import replace

from attribution.lexicons import load_table
from attribution.model import Quote

# Fewer decisions than this say too little: at 20 the standard error of a share of .8 is already .09.
LEAST_DECISIONS = 20


def add_confidence(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return the quotes with their measured confidence: None where a rule was seen too seldom, or nobody was named."""
    return tuple(replace(quote, confidence=measured_confidence(quote)) for quote in quotes)


def measured_confidence(quote: Quote) -> float | None:
    """Return the share of right decisions by the rules that found this quote and its speaker, or None."""
    found = share_right(f"quote:{quote.rule}")
    if quote.status != "resolved":
        return None
    rule = speaker_rule(quote)
    named = share_right(rule) if rule is not None else None
    return None if found is None or named is None else round(found * named, 2)


def speaker_rule(quote: Quote) -> str | None:
    """Return the rule that named the speaker: the last of the quote's grounds that speaks of one."""
    return next((item.rule for item in reversed(quote.evidence) if item.rule.startswith("speaker:")), None)


def share_right(decision: str) -> float | None:
    """Return the measured share of right decisions of a kind, or None where too few were measured."""
    table = load_table("confidence")
    total = int(table.column("decisions").get(decision, "0"))
    return int(table.column("right")[decision]) / total if total >= LEAST_DECISIONS else None
