"""The words of the page for what the records hold as keys, and what of a source is worth saying.

A key that is not listed, such as a role group of a newsroom's own taxonomy, is shown as it is written there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from attribution.model import Analysis, Evidence, Source
from attribution.writing.facts import iso_day

GROUP_LABELS: Mapping[str, str] = {
    "armed_group": "Armed group",
    "civil_society": "Civil society",
    "culture_sport": "Culture and sport",
    "unknown": "Group not known",
    "unresolved": "Speaker unresolved",
}
KIND_LABELS: Mapping[str, str] = {
    "person": "named person",
    "unnamed_person": "unnamed person",
    "organization": "organisation",
    "group": "unnamed group",
    "document": "document",
}
DIMENSION_LABELS: Mapping[str, str] = {
    "role_group": "Role group",
    "kind": "Kind of source",
    "affiliation": "Affiliation",
    "source": "Source",
    "type": "Form of quotation",
    "naming": "Named or unnamed",
    "pronouns": "Pronouns in the text",
    "verb_stance": "Stance of the reporting verb",
    "direct_words": "Words in quotation marks, by source",
    "first_quarter_source": "First quarter of the story, by source",
    "first_quarter_role_group": "First quarter of the story, by role group",
    "role_group_pronouns": "Role group and pronouns",
    "role_group_stance": "Role group and stance of the verb",
}
KEY_LABELS: Mapping[str, str] = {
    "none": "none",
    "not_a_person": "not a single person",
    "not_in_text": "none in the text",
    "unlisted": "verb not in the list",
    "unnamed": "not named",
    "anonymous": "anonymous, name withheld",
}
TYPE_LABELS: Mapping[str, str] = {"direct": "direct", "indirect": "paraphrase", "mixed": "partly direct"}
FLAG_LABELS: Mapping[str, str] = {
    "continued": "runs on from the paragraph before",
    "unclosed": "its quotation mark is never closed",
    "floating": "stands without a speaker of its own",
    "partial": "only part of a sentence is quoted",
    "duplicate": "repeats words quoted elsewhere in the story",
    "corrected": "corrected by an editor",
}


def group_label(key: str) -> str:
    """Return the words for a role group; a group of a newsroom's own taxonomy is named as it is written there."""
    return GROUP_LABELS.get(key) or key.replace("_", " ").capitalize()


def told_role(source: Source) -> str | None:
    """Return the role where it says more than the name: an unnamed source is often named by its role."""
    return None if source.role and source.role.casefold() == source.name.casefold() else source.role


def told_affiliation(source: Source) -> str | None:
    """Return the affiliation where neither the role nor the name says it already."""
    said = f"{source.role or ''}\n{source.name}".casefold()
    return None if source.affiliation and source.affiliation.casefold() in said else source.affiliation


def told_grounds(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Return the notes of the grounds, each once; that an editor corrected something is told beside them."""
    return tuple(dict.fromkeys(item.note for item in evidence if item.note and not item.rule.startswith("editor:")))


def is_corrected(source: Source) -> bool:
    """Tell whether an editor corrected a field of the source."""
    return any(item.rule.startswith("editor:") for item in source.evidence)


def corrected_fields(source: Source | None) -> tuple[str, ...]:
    """Return a line on the fields of the speaker that an editor corrected, where there are some."""
    rules = [item.rule for item in source.evidence if item.rule.startswith("editor:")] if source else []
    fields = dict.fromkeys(rule.removeprefix("editor:").replace("role_group", "group") for rule in rules)
    return (f"the speaker’s {' and '.join(fields)} corrected by an editor",) if fields else ()


def published_day(published: str | None) -> date | None:
    """Return the day of an ISO date or time stamp, or of a feed's (RFC 822); None for a date in other words."""
    day = iso_day(published)
    return date.fromisoformat(day) if day is not None else None


def readable_date(published: str | None) -> str | None:
    """Return a date that `published_day` reads as "12 March 2026"; anything else comes back as it is."""
    day = published_day(published)
    return f"{day.day} {day:%B %Y}" if day is not None else published


def headline_of(analysis: Analysis) -> str:
    """Return the title, the words of the headline zone, or the first words of the story."""
    article = analysis.article
    if article.title and article.title.strip():
        return article.title
    for paragraph in article.paragraphs:
        if paragraph.zone == "headline":
            return paragraph.span.slice(article.text)
    first = next((p.span.slice(article.text) for p in article.paragraphs), "")
    return first[:90].rsplit(" ", 1)[0] + " …" if len(first) > 90 else first or article.id  # noqa: PLR2004 - two lines


def key_label(dimension: str, key: str, names: Mapping[str, str]) -> str:
    """Return the words for a key of a breakdown; ``names`` gives the names of sources by id."""
    if key == "unresolved":
        return GROUP_LABELS[key]
    group, colon, rest = key.partition(":")
    if colon and dimension.startswith("role_group_"):
        return f"{group_label(group)}: {KEY_LABELS.get(rest, rest)}"
    if dimension.endswith("role_group"):
        return group_label(key)
    if dimension in {"source", "direct_words", "first_quarter_source"}:
        return names.get(key, key)
    if dimension == "affiliation":
        return "No affiliation told" if key == "none" else key
    labels: Mapping[str, Mapping[str, str]] = {"kind": KIND_LABELS, "type": TYPE_LABELS}
    return labels.get(dimension, KEY_LABELS).get(key, key)
