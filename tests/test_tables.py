"""Frames: columns, types, counts that agree with the audit, and empty analyses."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings

from attribution.model import Analysis
from attribution.tables import (
    FINDING_COLUMNS,
    MEASURE_COLUMNS,
    QUOTE_COLUMNS,
    SOURCE_COLUMNS,
    findings_frame,
    measures_frame,
    quotes_frame,
    sources_frame,
)
from tests.builders import MODELS, make_article
from tests.handmade import ferry_analysis
from tests.strategies import analyses

FRAMES = [
    (quotes_frame, QUOTE_COLUMNS),
    (sources_frame, SOURCE_COLUMNS),
    (measures_frame, MEASURE_COLUMNS),
    (findings_frame, FINDING_COLUMNS),
]


@pytest.mark.parametrize(("frame", "columns"), FRAMES)
@pytest.mark.parametrize("analysis", [ferry_analysis(), Analysis(make_article("Rain."), MODELS)])
def test_columns_and_types_are_the_same_with_and_without_rows(frame, columns, analysis):
    made = frame(analysis)
    assert list(made.columns) == list(columns)
    assert [str(dtype) for dtype in made.dtypes] == [str(pd.api.types.pandas_dtype(kind)) for kind in columns.values()]


def test_a_row_for_each_quote():
    frame = ferry_analysis().quotes_frame()
    assert frame["text"].tolist() == ["“We will row if we must,”", "the boat was old", "“Nobody asked us.”"]
    assert frame["name"].tolist()[:2] == ["Tomasi Vuki", "harbour board"]
    assert frame["name"].isna().tolist() == [False, False, True]
    assert frame["words"].tolist() == [6, 4, 3]
    assert frame["own_words"].tolist() == [6, 0, 3]
    assert frame["zone"].tolist() == ["body"] * 3
    assert frame["flags"].tolist() == ["", "", "floating"]


def test_a_row_for_each_source():
    frame = ferry_analysis().sources_frame()
    assert frame[
        ["id", "quotes", "direct", "indirect", "words", "own_words", "first_paragraph"]
    ].to_numpy().tolist() == [
        ["s1", 1, 1, 0, 6, 6, 1],
        ["s2", 1, 0, 1, 4, 0, 2],
    ]
    assert frame["share"].tolist() == pytest.approx([6 / 13, 4 / 13])  # three words are nobody's


def test_measures_and_breakdowns_are_in_one_frame():
    analysis = ferry_analysis()
    frame = measures_frame(analysis)
    plain = frame[frame["key"].isna()]
    assert plain["measure"].tolist() == [measure.id for measure in analysis.audit.measures]
    quoted = plain[plain["measure"] == "quoted_words"].iloc[0]
    assert quoted["numerator"] == 13
    assert quoted["share"] == pytest.approx(13 / quoted["denominator"])
    keyed = frame[frame["key"].notna()]
    assert len(keyed) == sum(len(breakdown.shares) for breakdown in analysis.audit.breakdowns)


def test_findings_carry_their_words():
    frame = findings_frame(ferry_analysis())
    assert frame[["rule", "text", "quote"]].to_numpy().tolist() == [["R17", "“Nobody asked us.”", "q3"]]


@settings(max_examples=40, deadline=None)
@given(analyses())
def test_any_analysis_makes_frames(analysis):
    assert len(quotes_frame(analysis)) == len(analysis.quotes)
    assert len(sources_frame(analysis)) == len(analysis.sources)
    assert len(findings_frame(analysis)) == len(analysis.findings)
    assert len(measures_frame(analysis)) >= len(analysis.audit.measures)
