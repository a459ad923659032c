"""Cleaning: every character that news holds knows its place; pieces cover a paragraph."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attribution.annotating.cleaning import clean_paragraph, cut_pieces
from attribution.spans import Span
from tests.strategies import MARKED_PIECES


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Ms\u00a0Ito  left.", "Ms Ito left."),
        ("Ka\u200bbul\ufeff fell", "Kabul fell"),
        ("``No,'' she said", '"No," she said'),
        ("one\r\ntwo", "one two"),
        ("a\x00b", "a b"),
        ("OFFICIALS IN KANO SAY ROAD IS SHUT", "Officials In Kano Say Road Is Shut"),
        ("NATO said so", "NATO said so"),
        ("\u200b\u200b", ""),
    ],
)
def test_cleaned(text, cleaned):
    assert clean_paragraph(text, Span(0, len(text))).text == cleaned


@given(st.lists(st.sampled_from(MARKED_PIECES) | st.text(max_size=3), max_size=30).map("".join))
@example("\u200b '' \u200b")
def test_cleaned_characters_know_their_places(text):
    cleaned = clean_paragraph(text, Span(0, len(text)))
    assert len(cleaned.text) == len(cleaned.starts) == len(cleaned.ends)
    assert all(a < b for a, b in zip(cleaned.starts, cleaned.ends, strict=True))
    assert list(cleaned.starts) == sorted(set(cleaned.starts))
    assert "  " not in cleaned.text
    assert cleaned.text == cleaned.text.strip(" ")
    for index, character in enumerate(cleaned.text):
        if character.isalpha():
            place = cleaned.span(index, index + 1)
            assert place.slice(text).lower() == character.lower()


@given(st.text(alphabet="ab. !?”", max_size=300), st.integers(5, 40))
def test_pieces_cover_the_text(text, limit):
    pieces = list(cut_pieces(text, limit))
    assert "".join(text[a:b] for a, b in pieces) == text
    assert all(0 < b - a <= limit for a, b in pieces)


def test_pieces_end_with_sentences():
    text = "He left at nine. " * 10
    assert all(text[:end].rstrip().endswith(".") for _, end in cut_pieces(text, 60))
