"""Corrections applied: what the editor says is there, what no longer fits is told, nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.auditing.audit import measure_sourcing
from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import check_sourcing
from attribution.correcting.anchors import Anchor, anchor_of
from attribution.correcting.corrections import apply_corrections
from attribution.correcting.edits import Add, Correction, Corrections, Describe, Reassign, Remove, Who
from attribution.model import Analysis, Evidence
from tests.builders import make_article, span_of
from tests.handmade import TEXT, ferry_analysis
from tests.report_builders import FLOOD_WALL, flood_wall
from tests.strategies import analyses
from tests.test_edits import CORRECTIONS

PROFILE = load_profile()
FERRY = ferry_analysis()
MELE = Who("Mele Taufa", "person", anchor_of(TEXT, span_of(TEXT, "Mele Taufa")))
VUKI = Who("Tomasi Vuki", "person", None)
NOBODY_ASKED = (anchor_of(TEXT, span_of(TEXT, "“Nobody asked us.”")),)


def corrected(*items: Correction, analysis=FERRY):
    return apply_corrections(analysis, Corrections("ferry", items), profile=PROFILE)


def quote_of(analysis: Analysis, words: str):
    (found,) = [q for q in analysis.quotes if words in " ".join(s.slice(analysis.article.text) for s in q.content)]
    return found


def speaker_of(analysis: Analysis, words: str):
    source = analysis.source(quote_of(analysis, words).speaker)
    return source.name if source else None


@given(analyses())
def test_without_corrections_nothing_changes(analysis):
    assert apply_corrections(analysis, Corrections(), profile=PROFILE).analysis == analysis


def test_a_quote_is_given_to_a_source_that_is_there():
    done = corrected(Reassign(NOBODY_ASKED, VUKI))
    assert (len(done.applied), done.unfit) == (1, ())
    quote = quote_of(done.analysis, "Nobody asked us")
    assert (quote.id, quote.speaker, quote.status, quote.confidence, quote.candidates) == (
        "q3",
        "s1",
        "resolved",
        None,
        (),
    )
    assert quote.flags == ("floating", "corrected")
    assert quote.evidence[0] == Evidence("editor:speaker", (), "corrected by an editor")
    assert {m.id: m.numerator for m in done.analysis.audit.measures}["quotes"] == 3
    assert not any(f.rule == "R17" for f in done.analysis.findings)


def test_a_quote_is_given_to_somebody_new():
    done = corrected(Reassign(NOBODY_ASKED, MELE))
    source = done.analysis.source(quote_of(done.analysis, "Nobody asked us").speaker)
    assert (source.id, source.name, source.kind, source.role_group) == ("s3", "Mele Taufa", "person", "unknown")
    assert [span.slice(TEXT) for span in source.mentions] == ["Mele Taufa"]
    assert source.evidence[0].rule == "editor:name"


def test_a_quote_can_be_nobodys_and_a_source_without_a_quote_goes():
    words = (anchor_of(TEXT, span_of(TEXT, "“We will row if we must,”")),)
    done = corrected(Reassign(words, None), Reassign(NOBODY_ASKED, None))
    assert [q.status for q in done.analysis.quotes] == ["unresolved", "resolved", "unresolved"]
    assert [(s.id, s.name) for s in done.analysis.sources] == [("s1", "harbour board")]
    assert speaker_of(done.analysis, "the boat was old") == "harbour board"


def test_the_words_that_name_a_speaker_go_with_the_quote():
    words = (anchor_of(TEXT, span_of(TEXT, "the boat was old")),)
    done = corrected(Reassign(words, VUKI)).analysis
    assert [s.slice(TEXT) for s in done.sources[0].mentions] == ["Tomasi Vuki", "The harbour board"]


@pytest.mark.parametrize(
    ("words", "content", "kind"),
    [
        ("Mele Taufa of the ferry company did not respond", None, "indirect"),
        ("Ferry to stop in May", None, "indirect"),
        ("Nobody asked", None, "direct"),
        ("We will row if we must", "“We will row if we must,”", "direct"),
        ("“We will row if we must,” said Tomasi", None, "mixed"),
    ],
)
def test_an_added_quote_takes_its_form_from_the_marks(words, content, kind):
    analysis = replace(FERRY, quotes=())
    done = corrected(Add((anchor_of(TEXT, span_of(TEXT, words)),), MELE), analysis=analysis).analysis
    (quote,) = done.quotes
    assert (quote.type, quote.rule, quote.confidence) == (kind, "editor:add", None)
    assert [span.slice(TEXT) for span in quote.content] == [content or words]
    assert quote.flags == ("corrected",)
    assert done.source(quote.speaker).name == "Mele Taufa"


def test_a_quote_over_paragraphs_is_cut_at_them():
    text = "“It is gone.\n\n“It was here,” Ana Tui said."
    analysis = replace(FERRY, article=make_article(text), quotes=(), sources=(), no_comment=())
    whole = anchor_of(text, span_of(text, "“It is gone.\n\n“It was here,”"))
    (quote,) = corrected(Add((whole,), None), analysis=analysis).analysis.quotes
    assert [span.slice(text) for span in quote.content] == ["“It is gone.", "“It was here,”"]
    assert (quote.status, quote.speaker) == ("unresolved", None)


def test_adding_what_is_there_sets_its_edges_right():
    words = (anchor_of(TEXT, span_of(TEXT, "the boat was old.")),)
    done = corrected(Add(words, VUKI)).analysis
    assert len(done.quotes) == 3
    quote = quote_of(done, "the boat was old.")
    assert (quote.rule, quote.cue_lemma, speaker_of(done, "the boat")) == ("reported-clause", "say", "Tomasi Vuki")


def test_a_quote_is_removed_and_ids_follow_the_text():
    words = (anchor_of(TEXT, span_of(TEXT, "the boat was old")),)
    done = corrected(Remove(words)).analysis
    assert [q.id for q in done.quotes] == ["q1", "q2"]
    assert [s.name for s in done.sources] == ["Tomasi Vuki", "harbour board"]  # the last quote could still be its
    assert "s2" in done.quotes[1].candidates


def test_a_source_is_described_by_words_of_the_article_or_the_editors_own():
    changes = (("role", "a fisherman"), ("role_group", "business"), ("affiliation", "Fishers’ Union"))
    source = corrected(Describe(VUKI, changes)).analysis.sources[0]
    assert (source.role, source.role_group, source.affiliation) == ("a fisherman", "business", "Fishers’ Union")
    rules = {e.rule: e.spans for e in source.evidence}
    assert [span.slice(TEXT) for span in rules["editor:role"]] == ["a fisherman"]
    assert rules["editor:affiliation"] == rules["affiliation:editor"] == ()
    assert "role:editor" not in rules


def test_a_role_that_readers_are_not_told_does_not_satisfy_rule_r10():
    bare = replace(FERRY, sources=tuple(replace(s, role=None) for s in FERRY.sources), quotes=FERRY.quotes[:1])
    told = [corrected(Describe(VUKI, (("role", role),)), analysis=bare).analysis for role in ("sailor", "a fisherman")]
    assert [any(f.rule == "R10" for f in a.findings) for a in told] == [True, False]


def test_sources_that_are_called_alike_become_one():
    done = corrected(Describe(Who("harbour board", "organization"), (("name", "Tomasi Vuki"),))).analysis
    (source,) = done.sources
    assert (source.name, source.role) == ("Tomasi Vuki", "a fisherman")
    assert speaker_of(done, "the boat was old") == "Tomasi Vuki"
    quote = done.quotes[2]  # the two that it could be are one
    assert (quote.status, quote.speaker, quote.candidates, quote.confidence) == ("resolved", "s1", (), None)
    assert "corrected" in quote.flags


def test_a_source_is_found_by_its_mention_when_its_name_has_changed():
    who = Who("T. Vuki", "person", anchor_of(TEXT, span_of(TEXT, "Tomasi Vuki")))
    assert corrected(Describe(who, (("role_group", "expert"),))).analysis.sources[0].role_group == "expert"


def test_somebody_new_and_unnamed_is_not_called_anonymous():
    words = (anchor_of(TEXT, span_of(TEXT, "Nobody asked us")),)
    done = corrected(Add(words, Who("a passenger", "unnamed_person"))).analysis
    source = next(s for s in done.sources if s.name == "a passenger")
    assert (source.kind, source.anonymous) == ("unnamed_person", False)
    assert not [f for f in done.findings if f.rule in {"R2", "R4", "R5"}]


def test_a_name_and_a_kind_hold_for_every_quote_of_the_source():
    changes = (("name", "The Harbour Trust"), ("kind", "organization"))
    done = corrected(Describe(VUKI, changes)).analysis
    assert (speaker_of(done, "row if we must"), done.sources[0].kind) == ("The Harbour Trust", "organization")
    assert [e.rule for e in done.sources[0].evidence][:2] == ["editor:name", "editor:kind"]


def test_a_named_kind_is_not_anonymous():
    hidden = replace(FERRY, sources=(replace(FERRY.sources[0], anonymous=True, reason="fear"), FERRY.sources[1]))
    source = corrected(Describe(VUKI, (("kind", "person"),)), analysis=hidden).analysis.sources[0]
    assert (source.anonymous, source.reason) == (False, None)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (Remove((Anchor("words that stand nowhere here"),)), "(no quote at “words that stand nowhere here”)"),
        (Remove((anchor_of(TEXT, span_of(TEXT, "Ferry to stop")),)), "there is no quote at its words; take it out"),
        (Reassign((Anchor("words that stand nowhere in this story"),), VUKI), "its words are no longer in the text"),
        (Describe(Who("Sione", "person"), (("role", "mate"),)), "(role of “Sione”) no longer fits: nobody called"),
    ],
)  # fmt: skip
def test_what_no_longer_fits_is_told_and_changes_nothing(item, reason):
    done = corrected(item, Reassign(NOBODY_ASKED, VUKI))
    assert [unfit.number for unfit in done.unfit] == [1]
    assert done.analysis.warnings[:-1] == FERRY.warnings
    assert reason in done.analysis.warnings[-1]
    assert replace(done.analysis, warnings=()) == replace(corrected(done.applied[0]).analysis, warnings=())
    assert replace(corrected(item).analysis, warnings=FERRY.warnings) == FERRY


def test_a_quote_that_the_program_no_longer_hears_is_kept_for_its_speaker():
    deaf = replace(FERRY, quotes=FERRY.quotes[:2])
    done = corrected(Reassign(NOBODY_ASKED, MELE), analysis=deaf).analysis
    assert (speaker_of(done, "Nobody asked us"), quote_of(done, "Nobody asked us").type) == ("Mele Taufa", "direct")


def test_a_quote_inside_another_is_told_from_it():
    story = flood_wall()
    text = story.article.text
    inner = tuple(anchor_of(text, span) for span in story.quotes[16].content)
    done = corrected(Remove(inner), analysis=story).analysis
    assert len(done.quotes) == len(story.quotes) - 1
    assert speaker_of(done, "that officials had told him") == "Tomasz Wierzbicki"


def test_measures_and_findings_are_those_of_the_corrected_records():
    done = corrected(Reassign(NOBODY_ASKED, MELE), Describe(VUKI, (("role", None),))).analysis
    who = (done.quotes, done.sources, done.no_comment)
    assert done.audit == measure_sourcing(done.article, *who)
    assert done.findings == check_sourcing(done.article, *who, done.audit, profile=PROFILE)
    assert {q for m in done.audit.measures for q in m.quotes} <= {q.id for q in done.quotes}


@settings(max_examples=60, deadline=None)
@given(analyses(), CORRECTIONS)
def test_any_corrections_of_any_analysis_are_applied_or_told(analysis, corrections):
    done = apply_corrections(analysis, corrections, profile=PROFILE)
    assert len(done.applied) + len(done.unfit) == len(corrections.items)
    assert len(done.analysis.warnings) == len(analysis.warnings) + len(done.unfit)
    assert Analysis.from_dict(done.analysis.to_dict(), text=analysis.article.text) == done.analysis


STORY = flood_wall()


def in_story(number):
    return tuple(anchor_of(STORY.article.text, span) for span in STORY.quotes[number - 1].content)


CONFIDENTIAL = anchor_of(STORY.article.text, span_of(STORY.article.text, "the survey is confidential"))
ITEMS = (
    Reassign(in_story(10), Who("Blessing Nwosu", "person")),
    Reassign(in_story(8), Who("Asha Menon", "person")),
    Describe(Who("Ingrid Halvorsen", "person"), (("role_group", "professional"), ("role", "adviser to the builder"))),
    Add((CONFIDENTIAL,), Who("Luca Ferrante", "person")),
    Remove(in_story(26)),
)
PIECES = st.sampled_from(["A new line of the story. ", "“Yes,” ", "\n\n", "said ", "😀 ", "the basin was "])


@settings(max_examples=40, deadline=None)
@given(st.lists(PIECES, max_size=6).map("".join), st.integers(0, 3), st.booleans())
def test_corrections_survive_edits_elsewhere(inserted, place, drop):
    parts = FLOOD_WALL.split("\n\n")
    parts[place] += " " + inserted.strip()
    if drop:
        parts.remove("The council meets again on 4 March.")
    edited = flood_wall("\n\n".join(parts))
    done = corrected(*ITEMS, analysis=edited)
    assert [unfit.reason for unfit in done.unfit] == []
    analysis = done.analysis
    assert speaker_of(analysis, "They came with a model") == "Blessing Nwosu"
    assert speaker_of(analysis, "I want a shop") == "Asha Menon"
    assert speaker_of(analysis, "the survey is confidential") == "Luca Ferrante"
    (halvorsen,) = [s for s in analysis.sources if s.name == "Ingrid Halvorsen"]
    assert (halvorsen.role_group, halvorsen.role) == ("professional", "adviser to the builder")
    assert not any("no arrests" in s.slice(analysis.article.text) for q in analysis.quotes for s in q.content)
    assert len(analysis.quotes) == len(edited.quotes)
