"""Profiles: the ones that come with the package, and what is said of one that does not validate."""

from __future__ import annotations

import pytest

from attribution.auditing.profiles import list_profiles, load_profile
from attribution.auditing.rules import RULES
from attribution.errors import AttributionError, ProfileError

HEAD = 'name = "desk"\ndated = 2026-01-31\n'
RANK = {None: 0, "info": 1, "warning": 2, "error": 3}


def write(tmp_path, text):
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_three_profiles_come_with_the_package():
    assert list_profiles() == ("broadcaster", "default", "strict-agency")


@pytest.mark.parametrize("name", list_profiles())
def test_a_profile_sets_every_rule_and_says_whom_it_follows(name):
    profile = load_profile(name)
    assert profile.name == name
    assert profile.dated.year >= 2026
    assert [setting.rule for setting in profile.settings] == [rule.id for rule in RULES]
    for setting in profile.settings:
        assert len(setting.follows) > 10


@pytest.mark.parametrize("name", ["broadcaster", "strict-agency"])
def test_a_handbook_profile_is_its_own(name):
    assert load_profile(name).settings != load_profile("default").settings


def test_the_agency_profile_is_never_milder_than_the_default():
    strict, default = load_profile("strict-agency"), load_profile("default")
    for setting in strict.settings:
        assert RANK[setting.severity] >= RANK[default.setting(setting.rule).severity]


def test_a_file_states_only_what_differs(tmp_path):
    path = write(tmp_path, HEAD + '[R6]\nseverity = "error"\nmax_share = 0.4\n[R5]\nseverity = "off"\n')
    desk, default = load_profile(path), load_profile()
    assert desk.setting("R6").severity == "error"
    assert desk.setting("R6").number("max_share") == 0.4
    assert desk.setting("R6").number("min_words") == default.setting("R6").number("min_words")
    assert desk.setting("R5").severity is None
    assert desk.setting("R1") == default.setting("R1")


def test_a_file_can_extend_another_profile(tmp_path):
    desk = load_profile(write(tmp_path, HEAD + 'extends = "strict-agency"\n[R1]\noffices = false\n'))
    strict = load_profile("strict-agency")
    assert desk.setting("R2") == strict.setting("R2")
    assert desk.setting("R1").severity == strict.setting("R1").severity
    assert strict.setting("R1").flag("offices")
    assert not desk.setting("R1").flag("offices")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "is not TOML"),
        ('name = "desk"\n', "dated = YYYY-MM-DD"),
        ('name = "desk"\ndated = "2026-01-31"\n', "dated = YYYY-MM-DD"),
        ("dated = 2026-01-31\n", "needs a line name"),
        ('name = "default"\ndated = 2026-01-31\n[R1]\nloud = true\n', 'R1 has no threshold "loud"'),
        (HEAD + "max_share = 0.5\n", '"max_share" is neither a rule'),
        (HEAD + '[R18]\nseverity = "error"\n', "no rule R18"),
        (HEAD + '[R1]\nseverity = "fatal"\n', "R1.severity must be"),
        (HEAD + "[R1]\nseverity = true\n", "R1.severity must be"),
        (HEAD + "[R6]\nmax_shares = 0.5\n", 'R6 has no threshold "max_shares" (it has: min_words, max_share)'),
        (HEAD + '[R6]\nmax_share = "half"\n', "R6.max_share must be a number"),
        (HEAD + "[R6]\nmax_share = true\n", "R6.max_share must be a number"),
        (HEAD + "[R1]\noffices = 1\n", "R1.offices must be true or false"),
        (HEAD + 'extends = "tabloid"\n', 'no profile "tabloid". There are: broadcaster, default, strict-agency'),
    ],
)
def test_faults_are_named_in_one_line(tmp_path, text, says):
    with pytest.raises(ProfileError) as caught:
        load_profile(write(tmp_path, text))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
    assert isinstance(caught.value, AttributionError)


def test_a_missing_file_and_a_missing_name_are_told_apart(tmp_path):
    with pytest.raises(ProfileError, match="cannot be read as a profile"):
        load_profile(str(tmp_path / "none.toml"))
    with pytest.raises(ProfileError, match='no profile "none"'):
        load_profile("none")


def test_a_file_that_extends_itself_is_one_fault(tmp_path):
    path = tmp_path / "desk.toml"
    path.write_text(HEAD + f'extends = "{path.as_posix()}"\n', encoding="utf-8")
    with pytest.raises(ProfileError, match="extends"):
        load_profile(str(path))


def test_asking_for_what_is_not_there_is_a_key_error():
    profile = load_profile()
    with pytest.raises(KeyError):
        profile.setting("R99")
    with pytest.raises(KeyError):
        profile.setting("R1").number("max_share")
