"""The measure of references on a treebank with gold coreference, on a text of two sentences."""

# ruff: noqa: E501  a row of a treebank stands on one line

from __future__ import annotations

from collections import Counter

import pytest

from training.references import kind_of, measure, read_documents

ROWS = """# newdoc id = GUM_news_harbour
# newpar
# sent_id = GUM_news_harbour-1
1	Keiko	Keiko	PROPN	NNP	_	3	nsubj	_	Entity=(1-person-new-nnnnn-cf1-1,2-coref
2	Tanaka	Tanaka	PROPN	NNP	_	1	flat	_	Entity=1)
3	repaired	repair	VERB	VBD	_	0	root	_	_
4	cranes	crane	NOUN	NNS	_	3	obj	_	Entity=(2-object-new-nnnnn-cf2-1-sgl)|SpaceAfter=No
5	.	.	PUNCT	.	_	3	punct	_	_

# sent_id = GUM_news_harbour-2
1	{word}	{word}	PRON	PRP	_	2	nsubj	_	Discourse=attribution-positive:2->3:0:sem-atsrc-6+lex-indwd-7|Entity=({who}-person-giv:act-nnnnn-cf1-1-ana)
2	said	say	VERB	VBD	_	0	root	_	_
3	they	they	PRON	PRP	_	4	nsubj	_	Entity=(2-object-giv:act-nnnnn-cf2-1-ana)
4	held	hold	VERB	VBD	_	2	ccomp	_	SpaceAfter=No
5	.	.	PUNCT	.	_	2	punct	_	_

"""


def test_a_document_has_its_names_mentions_and_sources():
    (document,) = read_documents(ROWS.format(word="She", who=1))
    text = document.annotated.article.text
    assert text == "Keiko Tanaka repaired cranes. She said they held."
    assert [(e.span.slice(text), e.type) for e in document.annotated.entities] == [("Keiko Tanaka", "PER")]
    assert [s.slice(text) for s in document.sources] == ["She"]
    assert {(s.slice(text), e) for s, e in document.mentions} == {
        ("Keiko Tanaka", "1"), ("cranes", "2"), ("She", "1"), ("they", "2"),
    }  # fmt: skip


@pytest.mark.parametrize(("word", "who", "wanted"), [("She", 1, "she right"), ("He", 2, "he wrong")])
def test_a_decision_is_right_where_it_meets_the_gold_entity(word, who, wanted):
    tally, misses = Counter[str](), list[str]()
    for document in read_documents(ROWS.format(word=word, who=who)):
        measure(document, tally, misses)
    assert tally[wanted] == 1
    assert len(misses) == wanted.endswith("wrong")


def test_spoken_genres_are_left_out():
    assert not list(read_documents(ROWS.replace("GUM_news_harbour", "GUM_vlog_harbour")))


@pytest.mark.parametrize(
    ("words", "kind"),
    [("They", "they"), ("the council", "the ..."), ("the Lagos council", ""), ("her aunt", "his ..."), ("I", "")],
)
def test_what_a_source_is_counted_as(words, kind):
    assert kind_of(words) == kind
