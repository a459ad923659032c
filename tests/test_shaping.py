"""Shaping: sentences around quotation marks, long sentences, words run together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.annotating.shaping import Draft, shape_sentences


def _drafts(marked: str) -> tuple[str, list[list[Draft]]]:
    """Read ``"He said . | “ Go ! ”"``: tokens apart by spaces, sentences by bars, ``_`` is a space of the text."""
    text = ""
    sentences: list[list[Draft]] = [[]]
    for part in marked.split(" "):
        if part == "|":
            sentences.append([])
            continue
        token = part.rstrip("_")
        sentences[-1].append(Draft(len(text), len(text) + len(token)))
        text += token + " " * part.count("_")
    return text, sentences


def _shown(text: str, sentences: list[list[Draft]]) -> str:
    return " | ".join(" ".join(text[t.start : t.end] for t in sentence) for sentence in sentences)


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        # a closing mark that was split off as a sentence
        ("“ Go_ now . | ”", "“ Go now . ”"),
        ('He_ said_ : " Go_ now . | "_ | Ana_ left .', 'He said : " Go now . " | Ana left .'),
        ("“ Go . | ”_ | She_ left .", "“ Go . ” | She left ."),
        # a closing mark at the start of the next sentence
        ("“ Go . | ”_ Ana_ left .", "“ Go . ” | Ana left ."),
        ("“ Go . | ”_ she_ said .", "“ Go . ” she said ."),
        # an opening mark at the end of the sentence before
        ("He_ left ._ “ | Go_ now . ”", "He left . | “ Go now . ”"),
        ('He_ left ._ " | Go_ now . "', 'He left . | " Go now . "'),
        # the words after a question
        ("“ Go !_ ”_ | he_ said .", "“ Go ! ” he said ."),
        ("“ Go ! ”_ | Ana_ left .", "“ Go ! ” | Ana left ."),
        # marks left in a word
        ("“Go_ now.” | Ana_ left .", "“ Go now. ” | Ana left ."),
        ("homes—once_ safe .", "homes — once safe ."),
        # single marks and apostrophes
        ("‘ Go . | ’_ Ana_ left .", "‘ Go . ’ | Ana left ."),
        ("The_ boys ’_ coats_ went .", "The boys ’ coats went ."),
        # a colon, a dash or a bare word is no sentence's end inside a paragraph
        ("He_ said :_ | “ Go . ”", "He said : “ Go . ”"),
        ("KANO —_ | Two_ men_ left .", "KANO — Two men left ."),
        ("Kofi_ | Annan_ left .", "Kofi Annan left ."),
        # hyphens as EWT has them
        ("al-Masri_ left .", "al - Masri left ."),
        ("so -called_ aid_ e-mail .", "so - called aid e-mail ."),
        # a lone mark is a sentence where there is nothing else
        ("”", "”"),
        ("“", "“"),
    ],
)
def test_shaped(marked, shown):
    text, sentences = _drafts(marked)
    assert _shown(text, shape_sentences(text, sentences)) == shown


@given(
    st.lists(
        st.lists(st.sampled_from(["Go", "she", "“", "”", '"', "’", ".", ",", "x”y"]), min_size=1, max_size=8),
        max_size=6,
    )
)
def test_shaping_loses_no_character(sentences):
    text = ""
    drafts: list[list[Draft]] = []
    for sentence in sentences:
        drafts.append([])
        for word in sentence:
            drafts[-1].append(Draft(len(text), len(text) + len(word)))
            text += word + " "
    shaped = shape_sentences(text, drafts, limit=5)
    tokens = [token for sentence in shaped for token in sentence]
    assert "".join(text[t.start : t.end] for t in tokens) == text.replace(" ", "")
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    assert all(0 < len(sentence) <= 5 for sentence in shaped)


def test_words_run_together_come_apart():
    text = "went and paid 10 000 euros"
    assert _shown(text, shape_sentences(text, [[Draft(0, 20), Draft(21, 26)]])) == "went and paid 10 000 euros"
    assert [len(s) for s in shape_sentences(text, [[Draft(0, 20), Draft(21, 26)]])] == [5]


def test_long_sentence_is_cut_at_punctuation():
    text, sentences = _drafts(" ".join(["one_ , two_ three_ four_"] * 20))
    shaped = shape_sentences(text, sentences, limit=12)
    assert all(len(sentence) <= 12 for sentence in shaped)
    assert all(text[s[-1].start] == "," for s in shaped[:-1])
