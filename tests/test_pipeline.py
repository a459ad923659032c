"""The pipeline: what it takes, what it hands on, models loaded once, batches that survive, any text analysed."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import attribution
from attribution.errors import (
    AttributionError,
    EmptyArticleError,
    LexiconError,
    ModelMissingError,
    ProfileError,
    ReadError,
)
from attribution.pipeline import Analyzer, analyze
from attribution.quoting.marks import find_regions
from attribution.quoting.quotes import find_quotes
from attribution.reading.read import read_text
from attribution.sourcing.resolve import resolve_speakers
from attribution.sourcing.taxonomy import load_taxonomy
from tests.builders import rough
from tests.handmade import FakeAnnotator, use_fake_stages

STORY = "Ferry to stop\n\nThe board met. “We will row,” said Tomasi Vuki.\n"


@pytest.fixture
def stages(monkeypatch):
    use_fake_stages(monkeypatch)


@pytest.mark.usefixtures("stages")
def test_a_string_is_text_and_a_path_is_a_file(tmp_path):
    file = tmp_path / "ferry.txt"
    file.write_text(STORY, encoding="utf-8")
    by_path, by_text = analyze(file), analyze(STORY)
    assert (by_path.article.id, by_text.article.id) == ("ferry", "article")
    assert by_path.quotes == by_text.quotes
    assert [span.slice(STORY) for span in by_text.quotes[0].content] == ["“We will row,”"]
    assert analyze(str(file)).article.text == str(file)
    assert analyze("# Ferry\n\nThe board met.", markdown=True).article.title == "Ferry"
    assert analyze(read_text(STORY, id="mine")).article.id == "mine"


@pytest.mark.usefixtures("stages")
def test_the_stages_meet_in_the_analysis():
    analysis = analyze(f"{STORY}\n“An open mark.\n")
    measures = {measure.id: measure for measure in analysis.audit.measures}
    assert measures["quotes"].numerator == len(analysis.quotes) == 2
    assert any(finding.rule == "R17" for finding in analysis.findings)
    assert analysis.warnings == find_regions(analysis.article).warnings != ()


@pytest.mark.usefixtures("stages")
def test_notes_on_reading_become_warnings(tmp_path):
    file = tmp_path / "ferry.txt"
    file.write_bytes(
        (STORY + "The harbour board met at the café and said that it was over for the boat.").encode("cp1252")
    )
    assert "Windows-1252" in analyze(file).warnings[0]


@pytest.mark.usefixtures("stages")
def test_a_batch_survives_bad_articles_and_loads_models_once(tmp_path):
    good = tmp_path / "good.txt"
    good.write_text(STORY, encoding="utf-8")
    articles = [good, tmp_path / "missing.txt", "  ", "RAISE the alarm", STORY]
    outcomes = list(Analyzer().analyze_many(articles))
    assert [outcome.name for outcome in outcomes] == [str(good), str(articles[1]), "text 3", "text 4", "text 5"]
    assert [outcome.analysis is None for outcome in outcomes] == [False, True, True, True, False]
    assert [type(outcome.error) for outcome in outcomes[1:4]] == [ReadError, EmptyArticleError, AttributionError]
    assert "text 4: ZeroDivisionError: a fault in a stage" in str(outcomes[3].error)
    assert isinstance(outcomes[3].error.__cause__, ZeroDivisionError)
    assert FakeAnnotator.made == 1


@pytest.mark.usefixtures("stages")
@pytest.mark.parametrize("batch", [1, 2, 3, 50])
def test_articles_annotated_together_have_the_outcomes_they_have_alone(batch, monkeypatch):
    together = []
    annotate_many = FakeAnnotator.annotate_many
    monkeypatch.setattr(
        FakeAnnotator, "annotate_many", lambda self, them: together.append(len(them)) or annotate_many(self, them)
    )
    articles = [read_text(STORY, id="a"), "  ", read_text("RAISE the alarm", id="b"), STORY, read_text(STORY, id="c")]
    alone = list(Analyzer().analyze_many(articles))
    outcomes = list(Analyzer().analyze_many(articles, batch=batch))
    assert [(o.name, o.analysis, str(o.error)) for o in outcomes] == [(o.name, o.analysis, str(o.error)) for o in alone]
    assert together == {1: [], 2: [1, 1, 1], 3: [2, 1], 50: [3]}[batch]


@pytest.mark.usefixtures("stages")
def test_a_missing_reader_of_cues_is_told_once_and_not_once_an_article(monkeypatch):
    def missing() -> None:
        raise ModelMissingError("no quote tagger")

    monkeypatch.setattr("attribution.pipeline.load_tagger", missing)
    with pytest.raises(ModelMissingError, match="no quote tagger"):
        Analyzer().analyze_many([STORY, STORY])
    assert [outcome.error for outcome in Analyzer(learned=False).analyze_many([STORY, STORY])] == [None, None]


@pytest.mark.usefixtures("stages")
def test_a_batch_comes_one_by_one():
    def articles() -> Iterator[str]:
        yield STORY
        raise AssertionError("the second article was taken before the first was handed on")

    assert next(Analyzer().analyze_many(articles())).analysis is not None


def test_options_that_name_nothing_are_told_at_once(tmp_path, monkeypatch):
    with pytest.raises(ModelMissingError):
        Analyzer("no-such-models")
    monkeypatch.setattr("attribution.pipeline.find_models", lambda name: name)
    with pytest.raises(ProfileError):
        Analyzer(profile="no-such-profile")
    with pytest.raises(LexiconError):
        Analyzer(taxonomy=tmp_path / "none.tsv")


PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "‘",
        "’",
        "'",
        "\n\n",
        "\n",
        " said ",
        "Mayor Ito",
        "she ",
        "told AFP",
        ", ",
        ". ",
        "according to ",
        "—",
        "…",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | st.text(max_size=8), min_size=1, max_size=30).map("".join), st.booleans())
@example("#\n", True)  # noqa: FBT003 - positional as the strategies are
def test_any_text_goes_through_every_stage_after_annotation(text, markdown):
    try:
        article = read_text(text, markdown=markdown)
    except EmptyArticleError:
        assert not any(character.isalnum() for character in text)
        return
    annotated = rough(article, {"Mayor Ito": "PER", "AFP": "ORG"})
    marks = find_regions(article)
    found = find_quotes(annotated, marks)
    resolved = resolve_speakers(annotated, marks, found.quotes, found.no_comment, taxonomy=load_taxonomy())
    assert len(resolved.quotes) == len(found.quotes)
    for quote in resolved.quotes:
        assert all(span.end <= len(text) for span in quote.content)
        assert quote.speaker is None or quote.speaker in {source.id for source in resolved.sources}


def test_importing_the_package_is_light():
    heavy = "{'stanza', 'torch', 'pandas', 'numpy', 'jinja2', 'typer', 'regex'}"
    code = f"import sys, attribution; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
    )
    assert done.stdout == "[]\n"


def test_exports_are_there_when_asked_for():
    assert {name: getattr(attribution, name).__name__ for name in attribution.__all__} == {
        n: n for n in attribution.__all__
    }
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = attribution.nothing


@pytest.mark.model
def test_a_story_with_the_embedded_models():
    text = (
        "Ferry to stop\n\nThe harbour board met. “We will row if we must,” Tomasi Vuki, a fisherman, said on Tuesday.\n"
    )
    analysis = analyze(text)
    (quote,) = [quote for quote in analysis.quotes if quote.type == "direct"]
    assert [span.slice(text) for span in quote.content] == ["“We will row if we must,”"]
    assert analysis.source(quote.speaker).name == "Tomasi Vuki"
    assert attribution.Analysis.from_dict(analysis.to_dict(), text=text) == analysis
