"""Evaluation: pairs, every figure against one counted by hand, intervals, and gold in each of its forms."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.errors import GoldError
from attribution.evaluating.align import Letters, Pair, align
from attribution.evaluating.evaluate import evaluate
from attribution.evaluating.gold import read_gold
from attribution.evaluating.intervals import Draws, Figure
from attribution.evaluating.labels import Forms, Label, Labelled, labelled_analysis
from attribution.evaluating.scores import count_differences, count_rates, count_scores, match
from attribution.evaluating.speakers import same_speaker, share_difference, speaker_keys, words_by
from attribution.model import Quote
from attribution.spans import Span
from attribution.writing.formats import export
from tests.builders import make_article, marked, span_of
from tests.handmade import TEXT, ferry_analysis
from tests.work import EIGHTFOLD, count_steps


def pairs_of(text, gold, predicted, beside=None):
    found = align(Letters(text), gold, predicted, beside=beside)
    return [(pair.gold, pair.predicted, pair.iou) for pair in found]


class TestPairs:
    def test_overlap_counts_letters_and_not_marks(self):
        #       0123456789012
        text = "“ab, cd” efgh"
        assert pairs_of(text, [[Span(0, 8)]], [[Span(1, 3), Span(5, 7)]]) == [(0, 0, 1)]
        assert pairs_of(text, [[Span(0, 8)]], [[Span(5, 11)]]) == []  # cd of abcdef: a third
        assert pairs_of(text, [[Span(0, 8)]], [[Span(1, 11)]]) == [(0, 0, 2 / 3)]

    def test_a_half_is_enough_and_less_is_not(self):
        assert pairs_of("abcdef", [[Span(0, 3)]], [[Span(0, 6)]]) == [(0, 0, 1 / 2)]
        assert pairs_of("abcdefg", [[Span(0, 3)]], [[Span(0, 7)]]) == []

    def test_no_quote_is_in_two_pairs_and_the_larger_overlap_wins(self):
        text = "abcdefgh"
        gold, predicted = [[Span(0, 8)], [Span(0, 6)]], [[Span(0, 6)], [Span(0, 7)]]
        assert pairs_of(text, gold, predicted) == [(0, 1, 7 / 8), (1, 0, 1)]

    def test_of_equals_the_cue_and_source_decide(self):
        text = "abcd said Ito told"
        same = [[Span(0, 4)], [Span(0, 4)]]
        said, told = [Span(5, 9)], [Span(14, 18)]
        found = pairs_of(text, same, same, beside=([said, told], [told, said]))
        assert found == [(0, 1, 1), (1, 0, 1)]
        assert pairs_of(text, same, same) == [(0, 0, 1), (1, 1, 1)]

    def test_content_without_letters_is_in_no_pair(self):
        assert pairs_of("...", [[Span(0, 3)]], [[Span(0, 3)]]) == []

    @given(st.data())
    def test_pairs_are_one_to_one_and_as_counted_letter_by_letter(self, data):
        text = data.draw(st.text("ab .", max_size=30))
        edges = st.integers(0, len(text))
        span = st.tuples(edges, edges).map(lambda pair: Span(*sorted(pair)))
        contents = st.lists(st.lists(span, min_size=1, max_size=3), max_size=6)
        gold, predicted = data.draw(contents), data.draw(contents)
        found = align(Letters(text), gold, predicted)
        assert len({p.gold for p in found}) == len({p.predicted for p in found}) == len(found)
        sets = [
            [{i for s in content for i in range(s.start, s.end) if text[i].isalnum()} for content in side]
            for side in (gold, predicted)
        ]
        for pair in found:
            one, other = sets[0][pair.gold], sets[1][pair.predicted]
            assert pair.iou == len(one & other) / len(one | other) >= 1 / 2
        left = {
            (i, j) for i, g in enumerate(sets[0]) for j, p in enumerate(sets[1]) if g and 2 * len(g & p) >= len(g | p)
        }
        used = ({p.gold for p in found}, {p.predicted for p in found})
        assert all(i in used[0] or j in used[1] for i, j in left)  # nothing that could be a pair is left over

    def test_the_work_grows_with_the_text_and_not_with_its_square(self):
        steps = []
        for quotes in (50, 400):
            spans = [[Span(10 * n, 10 * n + 8)] for n in range(quotes)]
            steps.append(count_steps(partial(align, Letters("abcdefgh. " * quotes), spans, spans)))
        assert steps[1] < EIGHTFOLD * steps[0]


# Three quotes are marked and three found, of which one is exact, one cut short and of another speaker, and one another:
#
#   marked   q1 direct   Ito, government       q2 indirect   Rossi, expert         q3 mixed   nobody
#   found    q1 direct   Ito, government       q2 indirect   Ito, government       another place, Rossi, expert, direct
STORY = (
    "[Q1 “We will row,”] [C1 said] [S1 Mayor Keiko Ito]. "
    "[S2 Ana Rossi] [C2 warned] that [Q2 [P2 the pier] is old]. "
    "[Q3 It has “no use” now]. [P3 “Nobody] asked.”"
)


def story():
    text, spans = marked(STORY)
    article = make_article(text)
    ito = {"speaker": "Keiko Ito", "kind": "person", "role_group": "government", "role": "mayor of Oru"}
    rossi = {"speaker": "Ana Rossi", "kind": "person", "role_group": "expert", "affiliation": "Pier Institute"}
    gold = (
        Label(spans["Q1"], spans["C1"], spans["S1"], "direct", "speech", **ito),
        Label(spans["Q2"], spans["C2"], spans["S2"], "indirect", "speech", **rossi),
        Label(spans["Q3"], (), (), "mixed", "speech"),
    )
    short = (Span(spans["S1"][0].start + 6, spans["S1"][0].end),)
    found = (
        Label(spans["Q1"], spans["C1"], short, "direct", "speech", **(ito | {"role": "mayor"}), rule="a"),
        Label(spans["P2"], (), spans["S2"], "indirect", "speech", **ito, rule="b"),
        Label(spans["P3"], (), (), "direct", "speech", **rossi, rule="b"),
    )
    told = {"tells_speakers": True, "tells_groups": True, "tells_acts": True}
    return Labelled(article, gold, **told), Labelled(article, found, **told)


def test_the_story_is_what_the_figures_below_count():
    gold, found = story()
    text = gold.article.text
    assert [span.slice(text) for label in gold.labels for span in label.content] == [
        "“We will row,”", "the pier is old", "It has “no use” now"]  # fmt: skip
    # "the pier" has 7 of the 12 letters of "the pier is old".
    assert match(gold, found).pairs == (Pair(0, 0, 1), Pair(1, 1, 7 / 12))


@pytest.mark.parametrize(
    ("key", "counts"),
    [
        # (found, predicted, covered, gold): precision is found of predicted, recall covered of gold
        (("quotes", "content", "overlap"), (2, 3, 2, 3)),
        (("quotes", "content", "exact"), (1, 3, 1, 3)),
        (("quotes", "source", "overlap"), (2, 2, 2, 2)),
        (("quotes", "source", "exact"), (1, 2, 1, 2)),  # "Keiko Ito" is not "Mayor Keiko Ito"
        (("quotes", "cue", "overlap"), (1, 1, 1, 2)),
        (("quotes", "cue", "exact"), (1, 1, 1, 2)),
        (("quotes", "attribution", "overlap"), (2, 3, 2, 3)),
        (("quotes", "attribution", "exact"), (0, 3, 0, 3)),
        (("quotes", "content and speaker", "overlap"), (1, 3, 1, 3)),
        (("type", "direct", "overlap"), (1, 2, 1, 1)),
        (("type", "indirect", "overlap"), (1, 1, 1, 1)),
        (("type", "mixed", "overlap"), (0, 0, 0, 1)),
        (("role group", "government", "overlap"), (1, 2, 1, 1)),
        (("role group", "expert", "overlap"), (0, 1, 0, 1)),
        (("role group", "unresolved", "overlap"), (0, 0, 0, 1)),
        (("rule", "a", "overlap"), (1, 1, 0, 0)),
        (("rule", "b", "overlap"), (1, 2, 0, 0)),
    ],
)
def test_each_score_is_the_one_counted_by_hand(key, counts):
    assert count_scores(match(*story()))[key] == counts


def test_each_rate_is_the_one_counted_by_hand():
    assert count_rates(match(*story())) == {
        "type given content": (2, 2),
        "source given content": (2, 2),
        "cue given content": (1, 2),
        "speaker given content": (1, 2),
        "kind given speaker": (1, 1),
        "role group given speaker": (1, 1),
        "role given speaker": (1, 1),  # "mayor" is half of the words of "mayor of Oru", small words left out
    }


def test_the_difference_of_shares_is_the_one_counted_by_hand():
    gold, found = story()
    article = gold.article
    # Marked: government 3 words, expert 4, nobody 5, of 12. Found: government 3 + 2, expert 1, of 6.
    assert words_by(article, gold.labels, lambda label: label.speaker or "-") == {
        "Keiko Ito": 3,
        "Ana Rossi": 4,
        "-": 5,
    }
    assert words_by(article, found.labels, lambda label: label.role_group) == {"government": 5, "expert": 1}
    # ½ (|3/12 − 5/6| + |4/12 − 1/6| + |5/12 − 0|) = ½ (7/12 + 2/12 + 5/12) = 7/12
    assert count_differences(match(gold, found)) == {
        "role group": pytest.approx(7 / 12),
        "speaker": pytest.approx(7 / 12),
    }


@pytest.mark.parametrize(
    ("gold", "found", "difference"),
    [
        ({"a": 3}, {"a": 7}, 0),
        ({"a": 1}, {"b": 1}, 1),
        ({"a": 1, "b": 1}, {"a": 1}, 0.5),
        ({"a": 2, "b": 1, "c": 1}, {"a": 1, "b": 2, "c": 1}, 0.25),
        ({}, {"a": 1}, 1),
        ({}, {}, None),
    ],
)
def test_total_variation(gold, found, difference):
    assert share_difference(gold, found) == (pytest.approx(difference) if difference is not None else None)
    assert share_difference(found, gold) == share_difference(gold, found)


def test_figures_of_the_whole_are_made_of_sums():
    gold, found = story()
    nothing = replace(found, labels=())
    evaluation = evaluate([(gold, found), (gold, nothing)], samples=0)
    content = evaluation.score("content")
    assert (content.found, content.predicted, content.gold) == (2, 3, 6)
    assert (content.precision, content.recall) == (Figure(2 / 3), Figure(2 / 6))
    assert content.f.value == pytest.approx(2 * (2 / 3) * (1 / 3) / (2 / 3 + 1 / 3))
    by_name = {difference.name: difference for difference in evaluation.differences}
    assert by_name["role group, mean of articles"].figure.value == pytest.approx((7 / 12 + 1) / 2)
    # All articles as one: marked government 6, expert 8, nobody 10; found government 5, expert 1.
    assert by_name["role group, all articles as one"].figure.value == pytest.approx(7 / 12)
    with pytest.raises(KeyError):
        evaluation.score("no such score")


def test_cases_say_what_is_wrong_with_each_quote():
    result = evaluate([story()], samples=0).articles[0]
    assert [case.faults for case in result.cases] == [("wrong span", "wrong speaker"), ("missed",), ("spurious",)]
    assert (result.gold, result.predicted, result.paired) == (3, 3, 2)


def test_thoughts_are_scored_where_gold_does_not_tell_them_apart():
    gold, found = story()
    thinking = replace(found, labels=(replace(found.labels[0], act="thought"), *found.labels[1:]))
    assert evaluate([(gold, thinking)], samples=0).score("content").predicted == 2
    assert evaluate([(gold, thinking)], acts="all", samples=0).score("content").predicted == 3
    mixed = replace(gold, tells_acts=False)
    evaluation = evaluate([(mixed, thinking)], samples=0)
    assert (evaluation.thoughts, evaluation.score("content").predicted) == (True, 3)


def test_a_cue_without_a_letter_counts_as_none():
    article = make_article("Ito: row on")
    gold = Labelled(article, (Label((Span(5, 11),), (Span(3, 4),), (Span(0, 3),)),))
    found = Labelled(article, (Label((Span(5, 11),), (), (Span(0, 3),)),))
    assert count_scores(match(gold, found))["quotes", "attribution", "exact"] == (1, 1, 1, 1)


def test_two_texts_are_never_scored_against_each_other():
    gold, found = story()
    with pytest.raises(ValueError, match="different texts"):
        evaluate([(gold, replace(found, article=make_article("Another.")))])


class TestSpeakers:
    @pytest.mark.parametrize(
        ("gold", "predicted", "kind", "same"),
        [
            ("Keiko Ito", "Ito", "person", True),
            ("Keiko Ito", "Mayor Keiko Ito", "person", True),
            ("Keiko Ito", "Daisuke Ito", "person", False),
            ("Oru Harbour Board", "harbour board", "organization", True),
            ("Norvik Foods", "Halden Foods", "organization", True),  # half of the words; names alone tell no more
            ("local officials", "officials", "group", True),
            ("local officials", "residents", "group", False),
            (None, None, None, True),
            ("Keiko Ito", None, "person", False),
            (None, "Keiko Ito", None, False),
        ],
    )
    def test_names(self, gold, predicted, kind, same):
        assert same_speaker(gold, predicted, kind) is same

    def test_a_speaker_goes_by_the_name_that_gold_has(self):
        key = speaker_keys([Label((), speaker="Keiko Ito", kind="person"), Label(())])
        names = [key(Label((), speaker=name)) for name in ("Ito", "Ana Rossi", None)]
        assert names == ["Keiko Ito", "Ana Rossi", "unresolved"]


class TestIntervals:
    def test_they_hold_the_middle_of_the_draws(self):
        rows = [(n % 2, 1) for n in range(40)]
        (figure,) = Draws(40, samples=500).figures(rows, lambda sums: sums[0] / sums[1])
        assert figure.value == 0.5
        # The standard error of a half of 40 is 7.9 points, so that 95 of 100 draws lie within 15.5.
        assert 0.3 <= figure.low <= 0.4
        assert 0.6 <= figure.high <= 0.7

    def test_the_same_seed_gives_the_same_interval_and_another_another(self):
        rows = [(n % 3, 2) for n in range(9)]
        one, same, other = (
            Draws(9, samples=50, seed=seed).figures(rows, lambda sums: sums[0] / sums[1]) for seed in (1, 1, 2)
        )
        assert one == same != other

    def test_of_one_article_there_is_none(self):
        assert Draws(1).figures([(1, 2)], lambda sums: sums[0] / sums[1]) == (Figure(0.5),)
        assert Draws(2).figures([(1, 0), (0, 0)], lambda _: None) == (Figure(None),)


def test_the_form_is_told_by_the_marks_where_nothing_tells_it():
    text = "“We row,” he said, and that it was “fine” or not."
    forms = Forms(make_article(text))
    words = [(span_of(text, w),) for w in ("“We row,”", "it was “fine” or not", "or not")]
    assert [forms.of(content) for content in words] == ["direct", "mixed", "indirect"]
    assert forms.told("mixed", words[0]) == "mixed"
    assert forms.told("sung", words[0]) == "direct"


class TestGold:
    @pytest.fixture
    def folder(self, tmp_path: Path):
        (tmp_path / "ferry.txt").write_text(TEXT, encoding="utf-8", newline="")
        return tmp_path

    def save(self, folder, name, content):
        content = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(content, encoding="utf-8", newline="")

    def only(self, path):
        gold = read_gold(path)
        assert gold.failed == ()
        (labelled,) = gold.articles
        return labelled

    @pytest.mark.parametrize("name", ["brat", "citron"])
    def test_what_is_written_is_read_again(self, tmp_path, name):
        analysis = ferry_analysis()
        for suffix, content in export(analysis, name).items():
            self.save(tmp_path, f"ferry{suffix}", content)
        read, ours = self.only(tmp_path), labelled_analysis(analysis)
        assert read.article.text == analysis.article.text
        for one, other in zip(read.labels, ours.labels, strict=True):
            assert (one.content, one.cue, one.source, one.type) == (other.content, other.cue, other.source, other.type)
            assert one.speaker == other.speaker
        assert read.tells_speakers
        perfect = evaluate([(read, ours)], samples=0)
        assert perfect.score("attribution", "exact").f == Figure(1.0)
        assert perfect.articles[0].cases == ()

    def test_an_analysis_is_read_with_the_article_it_names(self, folder):
        analysis = ferry_analysis()
        self.save(folder, "ferry.json", analysis.to_dict())
        labelled = self.only(folder)
        assert labelled.labels == labelled_analysis(analysis).labels
        assert (labelled.tells_speakers, labelled.tells_groups, labelled.tells_acts) == (True, True, True)
        self.save(folder, "ferry.txt", TEXT.replace("row", "hum"))
        ((_, error),) = read_gold(folder).failed
        assert "this is not the text it was made from" in str(error)
        (folder / "ferry.txt").unlink()
        ((_, error),) = read_gold(folder).failed
        assert "is neither at its path nor beside it" in str(error)

    def test_several_analyses_can_be_lines_of_a_file(self, folder):
        line = json.dumps(ferry_analysis().to_dict())
        self.save(folder, "ferry.jsonl", f"{line}\n{line}\n")
        assert len(read_gold(folder / "ferry.jsonl").articles) == 2

    def test_polnear_keeps_texts_and_annotations_apart(self, tmp_path):
        for name in ("text", "attributions"):
            (tmp_path / name).mkdir()
        for name in ("one", "two", "three"):
            self.save(tmp_path / "text", f"{name}.txt", TEXT)
        start = TEXT.index("the boat")
        lines = [f"T1\tContent {start} {start + 16}\tthe boat was old", f"T2\tCue {start - 5} {start - 1}\tsaid"]
        lines += [f"T3\tAttribution-no-source {start - 5} {start - 1}\tsaid"]
        lines += [
            "E1\tAttribution-no-source:T3 Content:T1 Cue:T2 ",
            "E2\tAttribution:T3 Cue:T2",
            "R1\tx Arg1:T1 Arg2:T2",
        ]
        self.save(tmp_path / "attributions", "one_a1b2.ann", "\r\n".join(lines))
        for name in ("two_a1b2", "two_c3d4"):
            self.save(tmp_path / "attributions", f"{name}.ann", "\n".join(lines))
        gold = read_gold(tmp_path)
        (labelled,) = gold.articles
        (label,) = labelled.labels
        assert [span.slice(TEXT) for span in (*label.content, *label.cue)] == ["the boat was old", "said"]
        assert (label.source, label.type, label.act, labelled.tells_speakers) == ((), "indirect", None, False)
        told = {Path(name).name: str(error) for name, error in gold.failed}
        assert "2 people annotated it" in told["two.txt"]
        assert "there are no annotations (.ann) of it" in told["three.txt"]

    def test_labels_of_the_examples(self):
        gold = read_gold(Path(__file__).parents[1] / "examples" / "gold")
        assert len(gold.articles) == 6
        assert gold.failed == ()
        assert all(labelled.labels and labelled.tells_groups for labelled in gold.articles)

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [
            ("ferry.ann", "T1\tContent 0 9999\twords\n", 'ferry.ann:1: "0 9999" is no span of a text of'),
            ("ferry.ann", "T1\tContent x y\twords\n", '"x y" is no span'),
            ("ferry.ann", "\nE1\tAttribution:T1 Content:T1\n", "ferry.ann:2: there is no T1"),
            ("a.json", "{", "is not JSON"),
            ("a.json", "[" * 9000, "is not JSON"),
            ("a.json", "[]", "is neither an analysis nor Citron JSON"),
            ("a.json", {"text": "Ito said so.", "quotes": [3]}, "quote 1: is no object"),
            ("a.json", {"text": "Ito said so.", "quotes": [{}]}, "quote 1: no 'contents'"),
            ("a.json", {"text": "Ito said so.", "quotes": [{"contents": [[0, True]]}]}, "is no span"),
            ("a.json", {"text": "Ito said so.", "quotes": [{"contents": [[5, 99]]}]}, "is no range of a text of 12"),
            (
                "a.json",
                {"text": "Ito said so.", "quotes": [{"contents": [{"start": 0, "end": 3, "text": "Ita"}]}]},
                'is not "Ita" in this text',
            ),
            ("a.json", {"text": "Ito said so.", "quotes": [{"contents": [[0, 3]], "speaker": 3}]}, "is no string"),
            ("a.json", {"text_file": "none.txt", "quotes": []}, "none.txt: cannot be read"),
            ("a.json", {"text": "", "quotes": []}, "there is no text in it"),
        ],
    )
    def test_what_is_wrong_is_one_line_and_the_rest_is_read(self, folder, name, content, told):
        self.save(folder, name, content)
        gold = read_gold(folder)
        assert gold.articles == ()
        ((_, error),) = gold.failed
        assert told in str(error)
        assert "\n" not in str(error)

    def test_nothing_to_read_is_said(self, tmp_path):
        with pytest.raises(GoldError, match="no such file or folder"):
            read_gold(tmp_path / "none")
        with pytest.raises(GoldError, match="nothing annotated here"):
            read_gold(tmp_path)


def test_a_speaker_that_is_not_certain_is_nobody():
    analysis = ferry_analysis()
    quote = replace(analysis.quotes[0], status="ambiguous")
    labels = labelled_analysis(replace(analysis, quotes=(quote, Quote("q", "direct", (), None, None, "r", 0)))).labels
    assert [label.speaker for label in labels] == [None]
