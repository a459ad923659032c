"""Silencing: what an entry fits, what is left over, and what is said of a file that does not validate."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import check_sourcing
from attribution.auditing.silence import Silence, apply_silences, load_silences, silence_file
from attribution.errors import SilenceError
from tests.sourcing_builders import sourcing

CASE = sourcing(
    "[S1:s1 An aide] [C1 said] [Q1 it was late].\n\n[S2:s2 A clerk  at the port] [C2 said] [Q2 no].",
    s1={"kind": "unnamed_person", "anonymous": True},
    s2={"kind": "unnamed_person", "anonymous": True},
)
FOUND = check_sourcing(*CASE.parts, CASE.audit, profile=load_profile())


def left(*silences: Silence, today=None):
    result = apply_silences(CASE.article, FOUND, silences, today=today)
    assert len(result.left) + len(result.silenced) == len(FOUND)
    return [CASE.words(f.span) for f in result.left if f.rule == "R2"], list(result.unused)


@pytest.mark.parametrize(
    ("rule", "words", "expected"),
    [
        ("R2", "An aide", ["A clerk  at the port"]),
        ("R2", "clerk AT", ["An aide"]),
        ("R2", "A clerk at\nthe port", ["An aide"]),
        ("R2", "", []),
        ("R2", "the mayor", ["An aide", "A clerk  at the port"]),
        ("R1", "An aide", ["An aide", "A clerk  at the port"]),
    ],
)
def test_an_entry_fits_by_rule_and_words(rule, words, expected):
    entry = Silence(rule, words, "agreed")
    fits = len(expected) < 2
    assert left(entry) == (expected, [] if fits else [entry])


def test_an_entry_that_is_over_silences_nothing_and_is_reported():
    entry = Silence("R2", "", "for a week", date(2026, 5, 7))
    assert left(entry, today=date(2026, 5, 7)) == ([], [])
    assert left(entry, today=date(2026, 5, 8)) == (["An aide", "A clerk  at the port"], [entry])
    assert left(entry) == ([], [])


def test_the_reason_stays_with_what_is_silenced():
    entry = Silence("R2", "aide", "the editor knows")
    ((finding, kept),) = apply_silences(CASE.article, FOUND, [entry]).silenced
    assert (CASE.words(finding.span), kept.reason) == ("An aide", "the editor knows")


def test_the_file_stands_beside_the_article(tmp_path):
    path = silence_file(tmp_path / "dam.draft.txt")
    assert path == tmp_path / "dam.draft.silence.toml"
    assert load_silences(path) == ()
    path.write_text(
        '[[silence]]\nrule = "R2"\nreason = " agreed "\n\n'
        '[[silence]]\nrule = "R16"\nwords = "claimed"\nreason = "it is doubtful"\nuntil = 2026-12-31\n',
        encoding="utf-8",
    )
    assert load_silences(path) == (
        Silence("R2", "", "agreed"),
        Silence("R16", "claimed", "it is doubtful", date(2026, 12, 31)),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[silence", "is not TOML"),
        ('rule = "R2"', "holds entries [[silence]] and nothing else"),
        ("silence = 3", "holds entries [[silence]] and nothing else"),
        ('[[silence]]\nreason = "x"', 'entry 1: needs a line rule = "R1" to "R17"'),
        ('[[silence]]\nrule = "R18"\nreason = "x"', 'needs a line rule = "R1" to "R17"'),
        ('[[silence]]\nrule = "R1"', "nothing is silenced without one"),
        ('[[silence]]\nrule = "R1"\nreason = " "', "nothing is silenced without one"),
        ('[[silence]]\nrule = "R1"\nreason = "x"\nwords = 3', "words must be in quotation marks"),
        ('[[silence]]\nrule = "R1"\nreason = "x"\nuntil = "May"', "until must be a date"),
        ('[[silence]]\nrule = "R1"\nreason = "x"\n[[silence]]\nline = 3', 'entry 2: "line" is none of'),
    ],
)
def test_faults_are_named_in_one_line(tmp_path, text, says):
    path = tmp_path / "dam.silence.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SilenceError) as caught:
        load_silences(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_in_its_place_is_an_error(tmp_path: Path):
    with pytest.raises(SilenceError, match="cannot be read"):
        load_silences(tmp_path)
