"""Anchors: words found again after edits, told as lost where nothing tells which place is meant, in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from attribution.correcting.anchors import CONTEXT, Anchor, Finder, Lost, anchor_of
from attribution.spans import Span
from tests.builders import span_of
from tests.work import EIGHTFOLD, count_steps

TEXT = (
    "The ferry stops in May. “We will row if we must,” said Tomasi Vuki, who fishes off the point. "
    "The board said the boat was old and that nobody would insure it after the winter storms. "
    "“Nobody asked us,” said Mele Taufa. “Nobody ever asks.”"
)
LONG_WORDS = " ".join(f"word{n} of the long speech" for n in range(60))


def found(text, anchor):
    place = Finder(text).find(anchor)
    return place.slice(text) if isinstance(place, Span) else place


def anchored(words, nth=0):
    return anchor_of(TEXT, span_of(TEXT, words, nth))


def test_an_anchor_holds_the_words_and_what_stood_around_them():
    anchor = anchored("The board said")
    start = TEXT.index("The board said")
    assert anchor == Anchor(
        "The board said", TEXT[start - CONTEXT : start], TEXT[start + 14 : start + 14 + CONTEXT], start
    )
    assert anchored("The ferry").before == ""


@pytest.mark.parametrize(
    ("words", "change", "left"),
    [
        ("“We will row if we must,”", ("The ferry", "After nine years the ferry"), "“We will row if we must,”"),
        ("the boat was old", ("“We will row if we must,” ", ""), "the boat was old"),
        ("“We will row if we must,”", ("We will row if we must", "We’ll row if we must"), "“We’ll row if we must,”"),
        ("the boat was old and that nobody would insure it", ("was old", "was far too old"),
         "the boat was far too old and that nobody would insure it"),
        ("the boat was old and that nobody would insure it", ("the boat", "its boat"),
         "its boat was old and that nobody would insure it"),
        ("“We will row if we must,”", ("“We will row if we must,”", '"We will row\nif we must"'),
         '"We will row\nif we must"'),
        ("The board said the boat was old", ("The board said", "Yesterday the board said"),
         "the board said the boat was old"),
    ],
)  # fmt: skip
def test_words_are_found_again_after_an_edit(words, change, left):
    assert change[0] in TEXT
    assert found(TEXT.replace(*change, 1), anchored(words)) == left


def test_words_that_stand_twice_are_told_apart_by_what_stood_around_them():
    second = anchored("“Nobody", 1)
    assert Finder("An opening. " + TEXT).find(second).start == TEXT.rindex("“Nobody") + 12
    twice = "He said no to that. She said no to this. They said no to it all."
    anchor = anchor_of(twice, span_of(twice, "said no", 1))
    assert Finder(twice.replace("He said", "Then he said")).find(anchor) == Span(29, 36)
    torn = Finder("One said no and two said no today.").find(anchor)
    assert isinstance(torn, Lost)
    assert "stand 2 times" in torn.reason


def test_the_hint_decides_where_words_and_surroundings_are_alike():
    line = "and nobody at the council could say who holds the key to the gate today " * 4
    spans = [Span(s, s + 8) for s in range(len(line)) if line.startswith("could say", s)]
    for span in spans:
        assert Finder(line).find(anchor_of(line, span)) == span


@pytest.mark.parametrize(
    ("text", "anchor", "reason"),
    [
        (TEXT, Anchor("We shall overcome all of this one day"), "no longer in the text"),
        (TEXT, Anchor("…", "x", "y"), "no longer in the text"),
        ("", anchored("the boat was old"), "no longer in the text"),
        ("They said yes.", anchor_of("No. He said yes to it.", Span(7, 15)), "few words stand in another place"),
        ("a grey wall of stone by day, a green wall of stone by day", Anchor("a blue wall of stone by day"),
         "several places"),
        (LONG_WORDS[: len(LONG_WORDS) // 2], Anchor(LONG_WORDS), "first or its last words"),
        (LONG_WORDS.replace("word30", "new " * 400), Anchor(LONG_WORDS), "moved apart"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_lost_with_the_reason(text, anchor, reason):
    lost = Finder(text).find(anchor)
    assert isinstance(lost, Lost)
    assert reason in lost.reason


def test_a_long_speech_is_found_by_its_ends():
    text = "Before it. " + LONG_WORDS.replace("word20 of", "word20 and some more of") + " After it."
    assert found(text, Anchor(LONG_WORDS)) == text[11:-10]


def test_words_are_not_found_inside_longer_words():
    assert found("The seaman said so at sea again.", Anchor("sea", "at ", " again")) == "sea"
    assert [s.start for s in Finder("sea, seaman, undersea; sea").all("sea")] == [0, 23]


WORDS = st.lists(st.text("abcdefgh“”é😀\u0301", min_size=1, max_size=6), max_size=12).map(" ".join)


@given(WORDS, WORDS, WORDS, WORDS)
@example("", "a", "", "")
def test_unique_words_survive_any_edit_elsewhere(before, after, new_before, new_after):
    words = "Xylo yurt zebra, “quoth” Wyn"
    anchor = anchor_of(f"{before} {words} {after}", Span(len(before) + 1, len(before) + 1 + len(words)))
    edited = f"{new_before} {words} {new_after}"
    assert Finder(edited).find(anchor) == Span(len(new_before) + 1, len(new_before) + 1 + len(words))


@given(st.text(max_size=60), st.data())
def test_an_anchor_is_found_in_its_own_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assume(end > start)
    span = Span(start, end)
    assert Finder(text).find(anchor_of(text, span)) == span


@given(
    st.text(max_size=80),
    st.builds(Anchor, st.text(max_size=20), st.text(max_size=8), st.text(max_size=8), st.integers(0)),
)
def test_any_anchor_in_any_text_is_a_span_or_a_reason(text, anchor):
    place = Finder(text).find(anchor)
    assert place.reason if isinstance(place, Lost) else place.end <= len(text)


@pytest.mark.parametrize("piece", ["a b ", "said ", "no ", "ab", "“he said no” "])
def test_work_grows_with_the_length_of_the_text(piece):
    def steps(size: int) -> int:
        text = piece * (size // len(piece))
        long, torn = Anchor(piece * (size // 100), "x", "y"), Anchor(f"{piece * 40}else {piece * 40}", "x", "y")
        return count_steps(lambda: [Finder(text).find(anchor) for anchor in (long, torn, Anchor("a" * (size // 20)))])

    assert steps(40_000) < EIGHTFOLD * steps(5_000)
