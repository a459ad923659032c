"""What the words around a surname tell of somebody without a role."""

from __future__ import annotations

import pytest

from attribution.sourcing.standing import (
    MAX_PLACES,
    find_campaign,
    find_candidacy,
    find_class,
    find_election,
    find_kinds,
    find_newsroom,
    find_outlet,
    find_owner,
    find_several,
    find_standing,
)
from attribution.spans import Span


@pytest.mark.parametrize(
    ("text", "surname", "group", "words"),
    [
        ("The Mensah administration raised the toll.", "Mensah", "government", "Mensah administration"),
        ("Nobody in the Kowalski cabinet agreed.", "Kowalski", "government", "Kowalski cabinet"),
        ("It was “Prime Minister Aiko Mori” on the card.", "Mori", "government", "Prime Minister Aiko Mori"),
        ("Petrosyan’s campaign is broke.", "Petrosyan", "politics", "Petrosyan’s campaign"),
        ("She is a pro-Adeleke farmer.", "Adeleke", "politics", "pro-Adeleke"),
        ("Haddad won the first of four primaries.", "Haddad", "politics", "Haddad won the first of four primaries"),
        ("He spoke in an interview with Yasmin Qureshi.", "Qureshi", "media", "interview with Yasmin Qureshi"),
        ("Okoye hosted a late radio show.", "Okoye", "media", "Okoye hosted a late radio show"),
        ("The Lena Okoye show was late.", "Okoye", "media", "The Lena Okoye show"),
        ("It was on “The Lena Okoye Show”.", "Okoye", "media", "Okoye Show"),
        ("He heard Okoye Morning Radio.", "Okoye", "media", "Okoye Morning Radio"),
        (
            "Okoye, the daughter of a mayor, won the primary.",
            "Okoye",
            "politics",
            "Okoye, the daughter of a mayor, won the primary",
        ),
        (
            "An interview with Okoye of the Okoye campaign pleased Okoye supporters.",
            "Okoye",
            "politics",
            "Okoye campaign",
        ),
        ("Okoye was the winner of the council race.", "Okoye", "politics", "Okoye was the winner of the council race"),
        ("Okoye opened her victory speech late.", "Okoye", "politics", "Okoye opened her victory speech"),
        ("Okoye often speaks of her campaign.", "Okoye", "politics", "Okoye often speaks of her campaign"),
        ("Novak asked about rents. “No,” she told Pavel Novak.", "Novak", "media", "Novak asked"),
        (
            "The Diaz campaign ended; the Diaz government and the Diaz cabinet began.",
            "Diaz",
            "government",
            "Diaz government",
        ),
    ],
)
def test_the_words_around_a_surname_give_a_group(text, surname, group, words):
    found = find_standing(text, surname)
    assert found is not None
    assert (found[0], found[1].slice(text)) == (group, words)


@pytest.mark.parametrize(
    "text",
    [
        "Rossi keeps bees.",
        "Former President Rossi keeps bees.",
        "Rossi asked for tea.",
        "They told Rossi to wait.",
        "Rossi hosted a lunch.",
        "He gave an interview with The Weir Post. Rossi slept.",
        "They call it the Rossi show.",
        "He was challenged by Rossi.",
        "Rossi heard Sato open his campaign.",
        "",
    ],
)
def test_words_that_say_nothing_of_a_standing(text):
    assert find_standing(text, "Rossi") is None


def test_only_the_first_places_of_a_name_are_looked_at():
    assert find_campaign("Ilić slept. " * (MAX_PLACES - 1) + "The Ilić campaign began.", "Ilić") is not None
    assert find_campaign("Ilić slept. " * MAX_PLACES + "x" * 200 + "The Ilić campaign began.", "Ilić") is None


def test_a_stage_needs_two_sentences_and_a_third_of_them():
    text = "Sato spoke at the debate. Sato held a rally. Sato slept. Sato ate."
    ends = [i + 1 for i, c in enumerate(text) if c == "."]
    sentences = [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    assert find_election(text, sentences) == Span(text.index("debate"), text.index("debate") + 6)
    assert find_election(text, sentences[1:]) is None
    beside = [Span(sentences[0].start, sentences[0].end), *(Span(at, at + 4) for at in (44, 45, 46))]
    assert find_election(text, beside) is None


def test_one_sentence_on_an_election_is_enough_for_somebody_named_throughout():
    text = "Sato spoke at the debate. Sato ate. Sato sat. Sato ran. Sato hid. Sato lay. Voters left. The poll closed."
    ends = [i + 1 for i, c in enumerate(text) if c == "."]
    sentences = [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    assert find_election(text, sentences[:6]) is None
    assert find_election(text, sentences[:5], sentences) == Span(text.index("debate"), text.index("debate") + 6)
    assert find_election(text, sentences[1:6], sentences) is None


@pytest.mark.parametrize(
    ("text", "newsroom"),
    [
        ("As Wren Daily’s Omar Sy reported, the mill is shut.", "Wren Daily"),
        ("Wren Daily’s Omar Sy has also written on mills.", "Wren Daily"),
        ("In a long column for the Wren Daily, Omar Sy says mills are shut.", "Wren Daily"),
        ("Norvik’s Omar Sy said the mill is shut.", None),
        ("In a speech for the Wren Daily, Omar Sy says so.", None),
        ("Omar Sy reported the theft.", None),
    ],
)
def test_who_writes_for_a_body_is_of_a_newsroom(text, newsroom):
    start = text.index("Omar Sy")
    assert find_newsroom(text, Span(start, start + 7)) == newsroom


@pytest.mark.parametrize(
    ("text", "owner"),
    [("As Wren Daily's Omar Sy put it", "Wren Daily"), ("the mill's Omar Sy", None), ("Omar Sy", None)],
)
def test_the_words_that_own_a_name(text, owner):
    start = text.index("Omar Sy")
    assert find_owner(text, Span(start, start + 7)) == owner


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Local employers such as Norvik opposed it.", "employers"),
        ("It upset local employers such as Norvik.", "local employers"),
        ("It upset two charities, including Open Harbour and Norvik.", "two charities"),
        ("It upset Norvik.", None),
        ("They speak of mills and like Norvik.", None),
    ],
)
def test_what_a_body_is_an_example_of(text, words):
    start = text.index("Norvik")
    assert find_class(text, Span(start, start + 6)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It rained. Two naval analysts, Ama Osei and Jun Ito, left.", "naval analysts"),
        ("The analysts, Ama Osei and Jun Ito, left.", "analysts"),
        ("He thanked two analysts, Ama Osei and Jun Ito.", None),
        ("Two days later, Ama Osei and Jun Ito left.", None),
    ],
)
def test_what_several_are_told_to_be_before_their_names(text, words):
    start = text.index("Ama")
    assert find_several(text, Span(start, start + 8)) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Baker Ilić, who is vying to be the next governor, slept.", "Ilić, who is vying to be the next governor"),
        ("Ilić, who is running for a bus, slept.", None),
        ("Ilić slept.", None),
    ],
)
def test_a_clause_that_says_that_somebody_runs_for_an_office(text, words):
    found = find_candidacy(text, "Ilić")
    assert (found.slice(text) if found is not None else None) == words


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("Omar Sy wrote on Inland Voice that it rained.", "Inland Voice"),
        ("Omar Sy, writing for the Quarry, agreed.", "Quarry"),
        ("As Omar Sy notes in a column on Inland Voice, it rained.", "Inland Voice"),
        ("He told The Quarry’s Omar Sy.", "The Quarry"),
        ("Omar Sy of The Quarry wrote so.", "The Quarry"),
        ("Omar Sy wrote on Facebook.", None),
        ("Omar Sy wrote on Monday.", None),
        ("Omar Sy of The Quarry sang.", None),
        ("He told Norvik’s Omar Sy.", None),
    ],
)
def test_where_somebody_writes(text, outlet):
    start = text.index("Omar Sy")
    assert find_outlet(text, Span(start, start + 7)) == outlet


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Plinq, a dating app, opened.", ["dating app"]),
        ("Plinq (a Lagos app) left.", ["Lagos app"]),
        ("Plinq — an app — left.", ["app"]),
        ("After the dating app Plinq closed, Plinq, the app, opened.", ["dating app", "app"]),
        ("It upset a super PAC called Plinq.", ["super PAC"]),
        ("It upset Plinqa, a town.", []),
        ("Plinq closed.", []),
    ],
)
def test_what_a_body_is_called_beside_its_name(text, kinds):
    assert list(find_kinds(text, "Plinq")) == kinds
