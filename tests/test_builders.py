"""The builders that other tests stand on state the offsets that they say."""

from __future__ import annotations

import pytest

from attribution.spans import Span
from tests.builders import build, make_article, marked, rough, span_of

TABLE = """
# paragraph headline
Bridge  _ NOUN  NN  2 nsubj
opens   open VERB VBZ 0 root

# paragraph
"       _ PUNCT ``  3 punct
It      it PRON PRP 3 nsubj
is      be AUX  VBZ 0 root
"       _ PUNCT ''  3 punct
,       _ PUNCT ,   3 punct
said    say VERB VBD 3 parataxis
Keiko   Keiko PROPN NNP 6 nsubj
Ito     Ito PROPN NNP 7 flat
~'s     's PART POS 7 case
.       _ PUNCT .   3 punct

Ito     Ito PROPN NNP 2 nsubj
left    leave VERB VBD 0 root
.       _ PUNCT .   2 punct
"""


def test_a_table_becomes_text_whose_tokens_slice_back():
    annotated = build(TABLE, names={"Ito": "PER", "Keiko Ito": "PER"}, title="Bridge opens")
    assert annotated.article.text == 'Bridge opens\n\n"It is", said Keiko Ito\'s. Ito left.'
    assert [p.zone for p in annotated.article.paragraphs] == ["headline", "body"]
    assert [s.paragraph for s in annotated.sentences] == [0, 1, 1]
    for sentence in annotated.sentences:
        assert all(token.span.slice(annotated.article.text) == token.text for token in sentence.tokens)
    assert [e.span.slice(annotated.article.text) for e in annotated.entities] == ["Keiko Ito", "Ito"]
    assert annotated.sentences[1].tokens[2].head == -1


@pytest.mark.parametrize(
    "table", ["one two three", "a a NOUN NN 7 dep", "# paragraph\n# paragraph\na a NOUN NN 0 root"]
)
def test_a_faulty_table_is_refused(table):
    with pytest.raises(ValueError, match=r"six columns|beyond the sentence|without a word"):
        build(table)


def test_marks_in_text_become_spans_that_may_nest():
    text, spans = marked("[S Mayor [P Ito]] [C said] no.")
    assert text == "Mayor Ito said no."
    assert spans == {"S": (Span(0, 9),), "P": (Span(6, 9),), "C": (Span(10, 14),)}
    with pytest.raises(ValueError, match="never closed"):
        marked("[S Mayor")


def test_rough_annotation_slices_back():
    article = make_article("Rain  fell. Amina left!\n\n  “Why?” 👩‍🌾 ", zones={0: "headline"})
    annotated = rough(article, {"Amina": "PER"})
    tokens = [token for sentence in annotated.sentences for token in sentence.tokens]
    assert all(token.span.slice(article.text) == token.text for token in tokens)
    assert [s.paragraph for s in annotated.sentences][:2] == [0, 0]
    assert annotated.entities[0].span == span_of(article.text, "Amina")
