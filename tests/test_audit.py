"""Measures and breakdowns: figures worked out by hand, and sums that hold for any story."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.auditing.accusations import find_accusations, read_target
from attribution.auditing.audit import measure_sourcing, naming_of, stance_of
from attribution.auditing.tally import Tally
from attribution.model import Article, NoComment, Paragraph, Quote, Source
from attribution.spans import Span
from attribution.words import count_words, word_spans
from tests.sourcing_builders import sourcing
from tests.work import EIGHTFOLD, count_steps

# 53 words of story in five paragraphs of body, a headline and a standfirst; every speaker state once.
DAM = """# Mayor blames contractor

> [Q9:s1!duplicate “We were lied to”]

[S2:s1 Mayor Keiko Ito] [C2:accuse accused] [Q2 the contractor Brightspan of hiding “serious defects” in the dam].

[Q3:s1?s3 “It was safe,”] [C3 said] [S3 an official].

[S4:s3 A person familiar with the matter] [C4:claim claimed] [Q4 [S5:s4 the ministry] had [C5:warn warned] \
[Q5 the work would fail]].

[N:s5 Brightspan did not reply to requests for comment.]

[Q6:? “Shame on them.”]

~ Read more: ten things about dams"""
WHO = {
    "s1": {"name": "Keiko Ito", "role_group": "government", "pronouns": "she"},
    "s3": {"kind": "unnamed_person", "anonymous": True, "reason": "because of the inquiry"},
    "s4": {"kind": "organization", "name": "Ministry of Works", "role_group": "government"},
    "s5": {"kind": "organization", "name": "Brightspan", "role_group": "business"},
}


def figures(case):
    return {m.id: (m.numerator, m.denominator) for m in case.audit.measures}


def rows(case, dimension, unit):
    found = [b for b in case.audit.breakdowns if (b.dimension, b.unit) == (dimension, unit)]
    assert len(found) == 1
    return [(share.key, share.numerator, share.denominator) for share in found[0].shares]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("—“”… '’-", []),
        ("Qala-i-Naw wasn’t O'Brien's", ["Qala-i-Naw", "wasn’t", "O'Brien's"]),
        ("1,200.50 of 3.", ["1,200.50", "of", "3"]),
        ("U.S. and/or snake_case—dash", ["U", "S", "and", "or", "snake", "case", "dash"]),
        ("nai\u0308ve İstanbul 東京", ["nai\u0308ve", "İstanbul", "東京"]),
        ("‘tis rock-’n’-roll", ["tis", "rock", "n", "roll"]),
    ],
)
def test_words(text, words):
    assert [span.slice(text) for span in word_spans(text)] == words
    assert count_words(text) == len(words)


@pytest.mark.parametrize("piece", ["a-", "a'", "1.", "1,", "\u0301", "a", "-", "’a"])
def test_words_of_long_runs(piece):
    few, many = count_words(piece * 100), count_words(piece * 160_000)
    assert many in {few, 1600 * few}


def test_figures_of_a_story_worked_out_by_hand():
    case = sourcing(DAM, **WHO)
    assert figures(case) == {
        "sources": (3, None),
        "quotes": (5, None),
        "quoted_words": (24, 53),
        "direct_words": (8, 24),
        "longest_quote": (10, 24),
        "unresolved_quotes": (1, 5),
        "ambiguous_quotes": (1, 5),
        "largest_source": (10, 24),
        # 10, 4 and 4 words: 18 squared by 132
        "effective_sources": (pytest.approx(18 * 18 / 132), 3),
        # 3 + 3 unresolved words with the largest, or as two more sources
        "effective_sources_low": (pytest.approx(24 * 24 / (256 + 32)), None),
        "effective_sources_high": (pytest.approx(24 * 24 / (132 + 18)), None),
        "single_source": (3, 3),
        "anonymous_sources": (1, 3),
        "anonymous_words": (4, 24),
        "anonymous_with_reason": (1, 1),
        "pronouns": (1, 2),
        "first_speaker": (1, 5),
        "last_speaker": (5, 5),
        "headline_sources": (0, 3),
        "standfirst_sources": (1, 3),
        # 46 words of body: the first 12 end in "defects"; 8 of them are the mayor's
        "first_quarter_words": (8, 12),
        "official_sources": (2, 3),
        "official_words": (14, 24),
        "affected_and_expert": (0, 0),
        "accused_not_heard": (0, 1),
        "no_comment": (1, None),
    }


def test_rows_of_the_same_story():
    case = sourcing(DAM, **WHO)
    assert rows(case, "role_group", "sources") == [("government", 2, 3), ("unknown", 1, 3), ("unresolved", 0, 3)]
    assert rows(case, "role_group", "quotes") == [("government", 2, 5), ("unknown", 1, 5), ("unresolved", 2, 5)]
    assert rows(case, "source", "words") == [("s1", 10, 24), ("s3", 4, 24), ("s4", 4, 24), ("unresolved", 6, 24)]
    assert rows(case, "naming", "words") == [("named", 14, 24), ("anonymous", 4, 24), ("unresolved", 6, 24)]
    assert rows(case, "type", "words") == [("mixed", 10, 24), ("indirect", 8, 24), ("direct", 6, 24)]
    assert rows(case, "direct_words", "words") == [("s1", 2, 8), ("s3", 0, 8), ("s4", 0, 8), ("unresolved", 6, 8)]
    assert rows(case, "verb_stance", "quotes") == [("neutral", 3, 5), ("doubting", 1, 5), ("none", 1, 5)]
    assert rows(case, "role_group_stance", "quotes") == [
        ("government:neutral", 2, 5),
        ("unknown:doubting", 1, 5),
        ("unresolved:neutral", 1, 5),
        ("unresolved:none", 1, 5),
    ]
    assert rows(case, "pronouns", "sources") == [("not_a_person", 1, 3), ("not_in_text", 1, 3), ("she", 1, 3),
                                                ("unresolved", 0, 3)]  # fmt: skip


def test_figures_carry_their_quotes_and_sources():
    measures = {m.id: m for m in sourcing(DAM, **WHO).audit.measures}
    assert measures["first_speaker"].sources == ("s1",)
    assert (measures["last_speaker"].sources, measures["last_speaker"].quotes) == ((), ("q6",))
    assert measures["standfirst_sources"].quotes == ("q9",)
    assert measures["ambiguous_quotes"].sources == ("s1", "s3")
    assert measures["no_comment"].sources == ("s5",)
    assert measures["anonymous_words"].quotes == ("q4",)


def test_an_article_without_quotes_has_all_measures():
    empty = sourcing("No quote at all.")
    assert [m.id for m in empty.audit.measures] == [m.id for m in sourcing(DAM, **WHO).audit.measures]
    assert {m.numerator for m in empty.audit.measures} == {0}
    assert figures(empty)["quoted_words"] == (0, 4)
    assert all(breakdown.shares == () for breakdown in empty.audit.breakdowns)


def test_a_word_of_two_quotes_is_the_shorter_ones():
    case = sourcing(
        "[S1:s1 Ana Reyes] [C1 said] [Q1 [S2:s2 the agency] had [C2:warn warned] [Q2 of [Q3:s3 “floods”] and fire]]."
    )
    words = Tally(*case.parts).words
    assert words == {"q1": 4, "q2": 3, "q3": 1}
    assert sum(words.values()) == figures(case)["quoted_words"][0]


def test_direct_words_of_a_mixed_quote_are_those_between_marks():
    case = sourcing("[S1:s1 Ana Reyes] [C1 said] [Q1 the wall was “old and tired”, and the gate “gone”].")
    assert figures(case)["direct_words"] == (4, 10)


def test_people_of_one_organisation_are_one_voice():
    story = "[S1:s1 Ana] [C1 said] [Q1 no]. [S2:s2 Li] [C2 said] [Q2 yes]. [S3:s3 Lakeside] [C3 said] [Q3 so]."
    lakeside = {"kind": "organization", "name": "Lakeside"}
    house = sourcing(story, s1={"affiliation": "Lakeside"}, s2={"affiliation": "the Lakeside"}, s3=lakeside)
    assert figures(house)["single_source"] == (1, 3)
    assert rows(house, "affiliation", "sources") == [("Lakeside", 3, 3)]
    assert figures(sourcing(story, s3=lakeside))["single_source"] == (3, 3)


def test_affected_people_against_experts():
    case = sourcing(
        "[S1:s1 Nneka Obi] [C1 said] [Q1 we ran]. [S2:s2 Luis Quispe] [C2 said] [Q2 soils were saturated at depth]. "
        "[S3:s3 Keiko Ito] [C3 said] [Q3 no].",
        s1={"role_group": "citizen"},
        s2={"role_group": "expert"},
        s3={"role_group": "government"},
    )
    assert figures(case)["affected_and_expert"] == (2, 7)


def test_thoughts_do_not_count():
    case = sourcing(DAM, **WHO)
    thoughts = tuple(dataclasses.replace(quote, act="thought") for quote in case.quotes)
    audit = measure_sourcing(case.article, thoughts, case.sources, case.no_comment)
    assert {m.id: m.numerator for m in audit.measures}["quotes"] == 0


def test_a_source_heard_only_in_a_repeated_quote_is_a_source():
    case = sourcing("# [Q1:s1!duplicate “Enough”]\n\n[Q2:? “Enough,”] [C2 said] [S2 she].")
    assert figures(case)["sources"] == (1, None)
    assert figures(case)["headline_sources"] == (1, 1)
    assert figures(case)["quotes"] == (1, None)


@pytest.mark.parametrize(
    ("lemma", "stance"),
    [("say", "neutral"), ("claim", "doubting"), ("reveal", "endorsing"), ("warble", "unlisted"), (None, "unlisted")],
)
def test_stance(lemma, stance):
    cue = Quote("q1", "indirect", (Span(0, 1),), Span(2, 3), None, "test", 0, cue_lemma=lemma)
    assert stance_of(cue) == stance
    assert stance_of(dataclasses.replace(cue, cue=None)) == "none"


@pytest.mark.parametrize(
    ("kind", "anonymous", "naming"),
    [
        ("person", False, "named"),
        ("organization", False, "named"),
        ("document", False, "named"),
        ("unnamed_person", False, "unnamed"),
        ("group", False, "unnamed"),
        ("group", True, "anonymous"),
        ("unnamed_person", True, "anonymous"),
    ],
)
def test_naming(kind, anonymous, naming):
    assert naming_of(Source("s1", "x", kind, anonymous=anonymous)) == naming


@pytest.mark.parametrize(
    ("before", "cue", "after", "target"),
    [
        ("She ", "accused", " the Northern Water Board of waste.", "Northern Water Board"),
        ("She ", "accused", " the Ministry of Health of waste.", "Ministry of Health"),
        ("She ", "accused", " the ministry of hiding it.", "ministry"),
        ("She ", "blamed", " Gen. Omar Haddad, who left, for it.", "Gen. Omar Haddad"),
        ("She ", "criticised", " both her rivals.", "rivals"),
        ("She ", "accused", " them of waste.", None),
        ("She ", "blamed", ", again, the board.", None),
        ("In May Omar Haddad was ", "accused", " of waste.", "May Omar Haddad"),
        ("On Monday, the board has been ", "accused", " of waste.", "board"),
        ("On Monday, the board was ", "accused", " of waste.", "board"),
        ("It said so. They were ", "accused", " of waste.", None),
        ("", "accused", "", None),
    ],
)
def test_targets_are_read_around_the_cue(before, cue, after, target):
    text = before + cue + after
    article = Article("a", text, (Paragraph(Span(0, len(text)), "body"),))
    found = read_target(article, Span(len(before), len(before) + len(cue)))
    assert (found.slice(text) if found else None) == target


@pytest.mark.parametrize(
    ("target", "answering", "heard"),
    [
        ("the Water Board", {"name": "Li Wen", "affiliation": "Water Board"}, "quoted"),
        ("the Water Board", {"name": "Li Wen", "affiliation": "Health Board"}, "not_heard"),
        ("Mayor Ito", {"name": "Keiko Ito"}, "quoted"),
        ("Mayor Ito", {"name": "Mayor Kone"}, "not_heard"),
        ("China", {"name": "a Chinese envoy", "kind": "unnamed_person"}, "quoted"),
        ("the police", {"name": "Omar Haddad", "role": "police chief"}, "quoted"),
        ("the police", {"name": "Omar Haddad", "role": "colonel", "role_group": "security"}, "quoted"),
        ("the police", {"name": "Omar Haddad", "role": "grocer", "role_group": "business"}, "not_heard"),
        ("the companies", {"name": "the company", "kind": "organization"}, "quoted"),
        ("Tidewall Partners", {"name": "Tidewall", "kind": "organization"}, "quoted"),
        ("Tidewall Partners", {"name": "Tidewall County", "kind": "organization"}, "not_heard"),
        ("Tidewall Partners", {"name": "Marsh Partners", "kind": "organization"}, "not_heard"),
    ],
)
def test_who_answers_for_whom(target, answering, heard):
    case = sourcing(
        f"[S1:s1 Ana Reyes] [C1:accuse accused] [Q1 {target} of waste].\n\n[Q2:s2 “No.”]",
        s2={**answering, "mentions": ()},
    )
    (accusation,) = find_accusations(*case.parts)
    assert accusation.heard == heard
    assert accusation.sources == (("s2",) if heard == "quoted" else ())


def test_nobody_answers_an_accusation_of_their_own():
    case = sourcing("[S1:s1 Ana Reyes] [C1:accuse accused] [Q1 Reyes Holdings of waste].")
    (accusation,) = find_accusations(*case.parts)
    assert accusation.heard == "not_heard"


TEXT = "One two “three four” five.\n\n“Six seven” eight-nine ’ten’ and “eleven."
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda pair: Span(*sorted(pair)))
SOURCES = st.builds(
    Source,
    id=st.just("s"),
    name=st.sampled_from(["Ana", "Board", ""]),
    kind=st.sampled_from(["person", "unnamed_person", "organization", "group", "document"]),
    role_group=st.sampled_from(["government", "citizen", "unknown"]),
    affiliation=st.sampled_from([None, "Board", "none"]),
    pronouns=st.sampled_from([None, "she", "they"]),
    anonymous=st.booleans(),
    reason=st.sampled_from([None, "fear"]),
)
QUOTES = st.builds(
    Quote,
    id=st.just("q"),
    type=st.sampled_from(["direct", "indirect", "mixed"]),
    content=st.lists(SPANS, min_size=1, max_size=3).map(tuple),
    cue=st.one_of(st.none(), SPANS),
    source=st.one_of(st.none(), SPANS),
    rule=st.just("test"),
    paragraph=st.integers(0, 1),
    act=st.sampled_from(["speech", "speech", "thought"]),
    cue_lemma=st.sampled_from([None, "say", "claim", "accuse"]),
    speaker=st.sampled_from([None, "s0", "s1", "s2", "s99"]),
    status=st.sampled_from(["resolved", "ambiguous", "unresolved"]),
    candidates=st.sampled_from([(), ("s0", "s1")]),
    flags=st.sampled_from([(), (), ("duplicate",)]),
)


@st.composite
def stories(draw):
    cut = TEXT.index("\n")
    zone = draw(st.sampled_from(["headline", "standfirst", "body", "boilerplate"]))
    article = Article("a", TEXT, (Paragraph(Span(0, cut), zone), Paragraph(Span(cut + 2, len(TEXT)), "body")))
    quotes = [dataclasses.replace(q, id=f"q{n}") for n, q in enumerate(draw(st.lists(QUOTES, max_size=6)))]
    sources = [dataclasses.replace(s, id=f"s{n}") for n, s in enumerate(draw(st.lists(SOURCES, max_size=3)))]
    lines = [NoComment(draw(SPANS), None, draw(st.sampled_from([None, "s0"])))] if draw(st.booleans()) else []
    return article, tuple(quotes), tuple(sources), tuple(lines)


@given(stories())
def test_sums_hold_for_any_story(story):
    article, quotes, _, _ = story
    audit = measure_sourcing(*story)
    measures = {measure.id: measure for measure in audit.measures}
    speech = {q.id for q in quotes if q.act == "speech"}
    counted = {q.id for q in quotes if q.act == "speech" and "duplicate" not in q.flags}
    for measure in audit.measures:
        assert set(measure.quotes) <= speech
        assert measure.numerator >= 0
        if measure.denominator is not None and measure.id != "effective_sources":
            assert measure.numerator <= measure.denominator
    low, high = (measures[f"effective_sources_{end}"].numerator for end in ("low", "high"))
    assert low <= high + 1e-9
    totals = {"sources": measures["sources"], "quotes": measures["quotes"], "words": measures["quoted_words"]}
    for breakdown in audit.breakdowns:
        denominators = {share.denominator for share in breakdown.shares}
        assert len(denominators) <= 1
        if denominators:
            (denominator,) = denominators
            assert sum(share.numerator for share in breakdown.shares) == denominator
            if breakdown.dimension not in {"direct_words", "first_quarter_source", "first_quarter_role_group"}:
                assert denominator == totals[breakdown.unit].numerator
        listed = [quote for share in breakdown.shares for quote in share.quotes]
        assert sorted(listed) == sorted(counted)
        assert len({share.key for share in breakdown.shares}) == len(breakdown.shares)
    # The union of the contents, counted another way.
    inside = {
        word.start
        for paragraph in article.paragraphs
        for word in word_spans(article.text, paragraph.span)
        for quote in quotes
        if quote.id in counted and any(span.start <= word.start < span.end for span in quote.content)
    }
    assert measures["quoted_words"].numerator >= len(inside)


def test_work_grows_with_the_story_and_not_with_its_square():
    def steps(size: int) -> int:
        # Quotes in quotes in quotes, so that every word has three owners to choose from.
        block = "[S{0}:s{3} He] [C{0} said] [Q{0} that [Q{1}:s{3} “one [Q{2}:? ‘two three’] four”] five]."
        story = "\n\n".join(block.format(3 * n, 3 * n + 1, 3 * n + 2, n) for n in range(size))
        case = sourcing(story)
        return count_steps(lambda: measure_sourcing(*case.parts))

    assert steps(240) < EIGHTFOLD * steps(30)


def test_every_measure_and_breakdown_is_documented_with_its_unit():
    text = (Path(__file__).parent.parent / "docs" / "audit.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)` \|.*\| ([a-z, ]+) \|$", text, re.MULTILINE))
    audit = sourcing(DAM, **WHO).audit
    told = {measure.id: measure.unit for measure in audit.measures}
    for dimension in dict.fromkeys(breakdown.dimension for breakdown in audit.breakdowns):
        units = [b.unit for b in audit.breakdowns if b.dimension == dimension]
        told.setdefault(dimension, ", ".join(units))
    # `pronouns` and `direct_words` are a measure and a breakdown; the later row, of the breakdown, is read.
    told["pronouns"] = "sources, quotes, words"
    assert rows == told
