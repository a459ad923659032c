"""Names as strings: parts, who can be who, acronyms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.sourcing.names import (
    acronym_of,
    is_acronym,
    is_style,
    is_title,
    organisation_key,
    parse_person,
    part_of,
    person_words_of,
    same_organisation,
    same_person,
    strip_possessive,
    title_pronoun,
)


@pytest.mark.parametrize(
    ("text", "titles", "words", "suffix", "nickname"),
    [
        ("Keiko Ito", (), ("keiko", "ito"), "", ""),
        ("Ms. Keiko Ito", ("Ms.",), ("keiko", "ito"), "", ""),
        ("Prime Minister Ada Boateng", ("Prime", "Minister"), ("ada", "boateng"), "", ""),
        ("Lt. Col. Piotr Zielinski", ("Lt.", "Col."), ("piotr", "zielinski"), "", ""),
        ("Marcus Hill Jr.", (), ("marcus", "hill"), "jr", ""),
        ("Robert “Bobby” Sarkar", (), ("robert", "sarkar"), "", "bobby"),
        ("Bart van der Linden", (), ("bart", "van", "der", "linden"), "", ""),
        ("Zia-ul-Haq Noori’s", (), ("zia-ul-haq", "noori"), "", ""),
        ("J. Okonkwo", (), ("j", "okonkwo"), "", ""),
        ("Major", (), ("major",), "", ""),
    ],
)
def test_a_name_is_read_into_its_parts(
    text: str, titles: tuple[str, ...], words: tuple[str, ...], suffix: str, nickname: str
) -> None:
    name = parse_person(text)
    assert (name.titles, name.words, name.suffix, name.nickname) == (
        tuple(t.lower() for t in titles),
        words,
        suffix,
        nickname,
    )


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Anna Orlova", "Anna Sergeyevna Orlova", True),
        ("J. Okonkwo", "James Okonkwo", True),
        ("James Okonkwo", "Ruth Okonkwo", False),
        ("Robert “Bobby” Sarkar", "Bobby Sarkar", True),
        ("Marcus Hill Jr.", "Marcus Hill Sr.", False),
        ("Marcus Hill Jr.", "Marcus Hill", True),
        ("Chen Weiming", "Chen Dong", False),
        ("Maria del Carmen", "Maria del Carmen Ruiz", True),
        ("Hill", "Marcus Hill", False),
    ],
)
def test_two_full_names_of_one_person(one: str, other: str, same: bool) -> None:  # noqa: FBT001  a column of the table
    assert same_person(parse_person(one), parse_person(other)) is same
    assert same_person(parse_person(other), parse_person(one)) is same


@pytest.mark.parametrize(
    ("part", "full", "how"),
    [
        ("Tanaka", "Keiko Tanaka", "surname"),
        ("Keiko", "Keiko Tanaka", "given"),
        ("Chen", "Chen Weiming", "given"),
        ("Bobby", "Robert “Bobby” Sarkar", "nickname"),
        ("García", "Gabriel García Márquez", "middle"),
        ("van der Linden", "Bart van der Linden", "surname"),
        ("Linden", "Bart van der Linden", "surname"),
        ("van", "Bart van der Linden", None),
        ("Suzuki", "Keiko Tanaka", None),
        ("Keiko Tanaka", "Keiko Tanaka", None),
    ],
)
def test_how_a_part_stands_for_a_name(part: str, full: str, how: str | None) -> None:
    assert part_of(parse_person(part), parse_person(full)) == how


@pytest.mark.parametrize(
    ("acronym", "name", "fits"),
    [
        ("HRW", "Human Rights Watch", True),
        ("F.B.I.", "Federal Bureau of Investigation", True),
        ("LSE", "London School of Economics", True),
        ("WHO", "World Health Organization", True),
        ("HRW", "Amnesty International", False),
        ("H", "Hospital", False),
    ],
)
def test_an_acronym_is_built_from_initials(acronym: str, name: str, fits: bool) -> None:  # noqa: FBT001  a column of the table
    assert acronym_of(acronym, name) is fits


@pytest.mark.parametrize(
    ("one", "other", "how"),
    [
        ("the Lake Rescue Network", "Lake Rescue Network", "equal"),
        ("LRN", "Lake Rescue Network", "acronym"),
        ("Ardenta Inc.", "Ardenta", "equal"),
        ("Kasese General Hospital", "Kasese General", "part"),
        ("Hospital", "Kasese Hospital", None),
        ("Harbour Union", "Teachers Union", None),
    ],
)
def test_two_names_of_one_organisation(one: str, other: str, how: str | None) -> None:
    assert same_organisation(one, other) == how


@pytest.mark.parametrize(
    ("text", "is_one"), [("UN", True), ("U.N.", True), ("NATO", True), ("Nato", False), ("A", False)]
)
def test_acronyms_are_known_by_their_capitals(text: str, is_one: bool) -> None:  # noqa: FBT001  a column of the table
    assert is_acronym(text) is is_one


def test_titles_say_no_more_than_they_do() -> None:
    assert is_title("Governor")
    assert not is_style("Governor")
    assert is_style("Mr.")
    assert title_pronoun("Mrs.") == "she"
    assert title_pronoun("Sir") == "he"
    assert title_pronoun("Governor") is None
    assert title_pronoun("Keiko") is None


def test_a_name_without_its_titles_is_as_written() -> None:
    assert person_words_of("Dr. Amina El-Sayed") == "Amina El-Sayed"
    assert strip_possessive("Orlova’s") == "Orlova"
    assert organisation_key("The Ravenhill Council’s") == ("ravenhill", "council")


@given(st.text(max_size=60))
def test_any_string_is_read_without_an_error(text: str) -> None:
    name = parse_person(text)
    assert all(word == word.lower() for word in name.words)
    assert part_of(name, name) is None
    assert same_organisation(text, text) in {"equal", None}


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Sable", "Sable Water", "part"),
        ("Orlan", "Orlan Marine Ltd.", "part"),
        ("Sable", "Sable River Trust", None),
        ("Water", "Sable Water", None),
    ],
)
def test_a_company_goes_by_its_first_word(one: str, other: str, why: str | None) -> None:
    assert same_organisation(one, other) == why
    assert same_organisation(other, one) == why
