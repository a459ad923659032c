"""Counts again who is accused and not heard, from the JSON of a page and its article, for `tests.recount`.

Written after rule R13 in docs/audit.md with the package's word lists: the words after "accused" or before "was accused"
name the target; it is clear where they are a name or a noun for a party, and heard where another source bears it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attribution

_DATA = Path(attribution.__file__).parent / "data"
_WORD = r"[^\W_]+(?:['’\-][^\W_]+)*"
_PASSIVE = r"(?:(?:has|have|had) been|was|were|is|are|being|be|stands?|stood)(?: also| now)?\s+$"


def _table(name: str) -> dict[str, str]:
    lines = (_DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t")[:2] for line in lines if line and not line.startswith("#"))


VERBS, USES, PARTIES = _table("accusations"), _table("target_words"), _table("parties")
COMPANIES = {
    line for line in (_DATA / "company_words.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
}


def accused_not_heard(data: dict[str, Any], text: str, quotes: Sequence[dict[str, Any]]) -> tuple[list[str], int]:
    """Return the page ids of the accusing quotes whose target is not heard, and how many have a clear target."""
    silent, clear = [], 0
    for quote in quotes:
        if not quote["cue"] or quote["cue_lemma"] not in VERBS:
            continue
        words = _target(data, text, quote["cue"])
        if not words or not _names_somebody(words, VERBS[quote["cue_lemma"]]):
            continue
        clear += 1
        if not _is_heard(data, text, quotes, words, quote["speaker"]):
            silent.append(quote["page"])
    return silent, clear


def _target(data: dict[str, Any], text: str, cue: dict[str, Any]) -> list[str]:
    """Return the words that name who is accused, without article; none for a pronoun."""
    paragraph = [p for p in data["article"]["paragraphs"] if p["start"] <= cue["start"]][-1]
    before, after = text[paragraph["start"] : cue["start"]], text[cue["end"] : paragraph["end"]]
    passive = re.search(rf"\b{_PASSIVE}", before)
    if passive:
        clause = re.split(r"[^\w\s'’\-]", before[: passive.start()])[-1]
        found: list[str] = []
        for word in reversed(re.findall(_WORD, clause)):
            if USES.get(word.lower()) == "stop" and word.lower() != "of":
                break
            found.insert(0, word)
            if USES.get(word.lower()) == "determiner":
                break
    else:
        found = []
        for word in re.findall(_WORD, re.split(r"[^\w\s'’\-]", after)[0]):
            if USES.get(word.lower()) == "stop":
                break
            found.append(word)
    while found and USES.get(found[0].lower()) == "determiner":
        del found[0]
    return [] if any(USES.get(word.lower()) == "pronoun" for word in found) else found


def _names_somebody(words: Sequence[str], needed: str) -> bool:
    last = words[-1]
    return needed == "party" or last.lower() in PARTIES or (last[0].isupper() and USES.get(last.lower()) != "thing")


def _is_heard(
    data: dict[str, Any], text: str, quotes: Sequence[dict[str, Any]], words: Sequence[str], accuser: str | None
) -> bool:
    """Tell whether another source, or a line of no comment, bears the last name or noun of the target."""
    capitals = [word for word in words if word[0].isupper()]
    wanted = (capitals or words)[-1].lower()
    house = len(capitals) > 1 and wanted in COMPANIES
    every = {word.lower() for word in capitals} if house or (capitals and wanted in PARTIES) else {wanted}
    first = capitals[-2].lower() if house else None
    speaking = {quote["speaker"] for quote in quotes}
    for source in data["sources"]:
        told = [source["name"], source["role"] or "", source["affiliation"] or ""]
        told += [mention["text"] for mention in source["mentions"]]
        bears = all(_bears(told, word) for word in every) or source["name"].lower() == first
        of_group = not capitals and len(words) == 1 and PARTIES.get(wanted) == source["role_group"]
        if source["id"] != accuser and (bears or (of_group and source["id"] in speaking)):
            return True
    lines = [line["source"] or line for line in data["no_comment"] if line["speaker"] != accuser]
    told = [text[line["start"] : line["end"]] for line in lines]
    return all(_bears(told, word) for word in every) or (first is not None and _bears(told, first))


def _bears(told: Sequence[str], wanted: str) -> bool:
    return any(
        word.lower() in {wanted, f"{wanted}s", f"{wanted}'s", f"{wanted}’s"}
        for t in told
        for word in re.findall(_WORD, t)
    )
