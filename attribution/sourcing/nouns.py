"""What kind of source a noun names: a person, a group, a body or a document; by word lists, then by its ending.

Beside them the closed classes that open a noun phrase or are one: determiners, possessives, personal pronouns.
"""

from __future__ import annotations

import re
from functools import cache

from attribution.lexicons import load_table
from attribution.model import SourceKind, Token
from attribution.sourcing.taxonomy import singular

DEFINITE = frozenset("the this that these those both".split())
INDEFINITE = frozenset(
    "a an one another some several many two three four five six seven eight nine ten most few dozens hundreds thousands"
    " any each every no other more".split()
)
POSSESSIVES = frozenset("his her its their my our your whose".split())
PERSONAL = frozenset(
    "he she they it we i you him her them us me his hers their theirs its our my your who which that himself herself"
    " themselves itself this these those one".split()
)
# Nouns for somebody by his party or creed; capitals do not make a name of them ("a Nevada Democrat").
PARTY_NOUNS = frozenset("democrat republican conservative liberal libertarian independent tory socialist".split())
AGE = re.compile(r"\d{1,3}(?:-year-old)?")
PERSON_ENDING = re.compile(r".{2,}(?:er|or|eur|ist|ian|man|woman|ee|eer|ess|person|fan)$")
ABSTRACT = re.compile(
    r"(?:tion|sion|ment|ness|ity|ism|ing|ance|ence|ship|age|ure|sis|ics|phy|thing|ory|name|experience|idea|fact)$"
)


@cache
def _words(name: str) -> frozenset[str]:
    return load_table(name).words()


@cache
def _noun_pronouns() -> dict[str, str]:
    return load_table("person_nouns").column("pronoun")


def is_person_noun(noun: str) -> bool:
    """Tell whether a lower-case singular noun names a person ("activist")."""
    return noun in _words("person_nouns")


def may_be_person(noun: str) -> bool:
    """Tell whether a lower-case singular noun that no list has is one of a person by its ending ("bioethicist")."""
    return bool(PERSON_ENDING.match(noun)) and not (is_organisation_noun(noun) or is_document_noun(noun))


def is_group_noun(noun: str) -> bool:
    """Tell whether a lower-case noun names several people by itself ("people", "couple")."""
    return noun in _words("group_nouns")


def is_organisation_noun(noun: str) -> bool:
    """Tell whether a lower-case singular noun names a body ("ministry")."""
    return noun in _words("organisation_nouns")


def is_document_noun(noun: str) -> bool:
    """Tell whether a lower-case noun names something written, recorded or measured ("report", "poll")."""
    return noun in _words("document_nouns")


def is_demonym(word: str) -> bool:
    """Tell whether a word says of which people or place somebody is ("Afghan")."""
    return singular(word.lower()) in _words("demonyms") or word.lower() in _words("demonyms")


def noun_pronoun(noun: str) -> str | None:
    """Return "he" or "she" where the noun itself says so ("congresswoman"), else None."""
    pronoun = _noun_pronouns().get(noun, "-")
    return None if pronoun == "-" else pronoun


def nominal_kind(noun: str, *, plural: bool, capital: bool = False) -> SourceKind:
    """Return the kind of source that a description with this head noun (lower-case, as written) is."""
    one = singular(noun)
    if is_group_noun(noun):
        return "group"
    if is_organisation_noun(one) and not is_person_noun(one):
        return "group" if plural and one != noun else "organization"
    if is_document_noun(one) or is_document_noun(noun):
        return "document"
    if is_person_noun(one) or PERSON_ENDING.match(one) or is_demonym(one) or "year-old" in one:
        return "group" if plural else "unnamed_person"
    if plural:
        return "group"
    if capital:
        return "organization"
    return "document" if ABSTRACT.search(one) else "unnamed_person"


def noun_tag(token: Token) -> str:
    """Return the token's part of speech; a person's noun tagged as verb or adjective ("activist") is a noun."""
    if token.upos in {"VERB", "ADJ"} and is_person_noun(singular(token.text.lower())):
        return "NOUN"
    return token.upos
