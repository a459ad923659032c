"""Profiles: which sourcing rules apply, how grave each is and with what thresholds, in dated TOML files.

``attribution/profiles/default.toml`` names every rule and every threshold; it is the pattern that all other profiles
are checked against, together with what rules of other packages state of themselves. A profile, a newsroom's own file
among them, states only what differs:

    name = "our-desk"
    dated = 2026-11-22
    extends = "strict-agency"      # "default" where this line is missing

    [R6]
    severity = "error"             # or "warning", "info", "off"
    max_share = 0.5
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from attribution.auditing.house import load_house_rules
from attribution.errors import ProfileError
from attribution.model import Severity

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

Threshold = bool | int | float
BASE = "default"
OFF = "off"
_HEAD = frozenset({"name", "dated", "title", "extends"})


@dataclass(frozen=True, slots=True)
class Setting:
    """How one rule applies: ``severity`` is None where it is off, ``follows`` names the handbook."""

    rule: str
    severity: Severity | None
    follows: str
    thresholds: tuple[tuple[str, Threshold], ...] = ()

    def number(self, name: str) -> float:
        """Return a threshold that is a number; KeyError where the rule has none of this name."""
        return float(dict(self.thresholds)[name])

    def flag(self, name: str) -> bool:
        """Return a threshold that is true or false; KeyError where the rule has none of this name."""
        return bool(dict(self.thresholds)[name])


@dataclass(frozen=True, slots=True)
class Profile:
    """The settings of all rules, in the order of their numbers, and the day they were written down."""

    name: str
    dated: date
    title: str
    settings: tuple[Setting, ...]

    def setting(self, rule: str) -> Setting:
        """Return the setting of a rule; KeyError where there is no such rule."""
        for setting in self.settings:
            if setting.rule == rule:
                return setting
        raise KeyError(rule)


def list_profiles() -> tuple[str, ...]:
    """Return the names of the profiles that come with the package."""
    folder = files("attribution") / "profiles"
    return tuple(sorted(p.name.removesuffix(".toml") for p in folder.iterdir() if p.name.endswith(".toml")))


def load_profile(name_or_path: str = BASE) -> Profile:
    """Load a profile by its name, or from a TOML file (a name with a slash or ending in ``.toml``).

    Raises `ProfileError`, naming the file, the rule and the fault, where it is missing or does not validate.
    """
    if "/" in name_or_path or "\\" in name_or_path or name_or_path.endswith(".toml"):
        return read_profile(Path(name_or_path))
    return _named(name_or_path)


@cache
def _named(name: str) -> Profile:
    if name not in list_profiles():
        raise ProfileError(
            f'no profile "{name}". There are: {", ".join(list_profiles())}; a file of your own goes by its path'
        )
    path = files("attribution") / "profiles" / f"{name}.toml"
    if name != BASE:
        return read_profile(path)
    head, rules = _parse(path)
    settings = tuple(_first(path, rule, values) for rule, values in rules.items())
    house = (Setting(rule.id, rule.severity, rule.follows, rule.thresholds) for rule, _ in load_house_rules().rules)
    return Profile(name, head["dated"], head["title"], (*settings, *house))


def read_profile(path: Path | Traversable) -> Profile:
    """Read a profile from a TOML file and fill what it leaves out from the one it extends; raises `ProfileError`."""
    head, rules = _parse(path)
    # Only those of the package can be extended, so that no file can lead round in a circle.
    try:
        base = _named(head["extends"])
    except ProfileError as error:
        raise ProfileError(f"{path}: extends: {error}") from error
    unknown = [rule for rule in rules if rule not in {setting.rule for setting in base.settings}]
    if unknown:
        house = [rule.id for rule, _ in load_house_rules().rules]
        known = f"R1 to R{len(base.settings) - len(house)}{''.join(f', {rule}' for rule in house)}"
        raise ProfileError(f"{path}: there is no rule {unknown[0]}; the rules are {known}")
    settings = tuple(_merge(path, setting, rules.get(setting.rule, {})) for setting in base.settings)
    return Profile(head["name"], head["dated"], head["title"], settings)


def _parse(path: Path | Traversable) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """Return the checked head of a profile, filled up, and the tables of its rules as they stand."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(f"{path}: cannot be read as a profile ({error.strerror or error})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path}: is not TOML ({error})") from error
    if not isinstance(data.get("name"), str) or type(data.get("dated")) is not date:
        raise ProfileError(f'{path}: needs a line name = "..." and a line dated = YYYY-MM-DD')
    stray = [key for key, value in data.items() if key not in _HEAD and not isinstance(value, dict)]
    if stray:
        raise ProfileError(f'{path}: "{stray[0]}" is neither a rule nor one of {", ".join(sorted(_HEAD))}')
    head = {
        "name": data["name"],
        "dated": data["dated"],
        "title": str(data.get("title", data["name"])),
        "extends": str(data.get("extends", BASE)),
    }
    return head, {key: value for key, value in data.items() if key not in _HEAD}


def _first(path: Path | Traversable, rule: str, values: dict[str, Any]) -> Setting:
    """Make a setting of the pattern itself, where nothing is left out."""
    thresholds = {key: value for key, value in values.items() if key not in {"severity", "follows"}}
    return Setting(rule, _severity(path, rule, values), str(values["follows"]), tuple(thresholds.items()))


def _merge(path: Path | Traversable, base: Setting, values: dict[str, Any]) -> Setting:
    thresholds = dict(base.thresholds)
    for key, value in values.items():
        if key in {"severity", "follows"}:
            continue
        if key not in thresholds:
            known = ", ".join(thresholds) or "none"
            raise ProfileError(f'{path}: {base.rule} has no threshold "{key}" (it has: {known})')
        wanted = isinstance(thresholds[key], bool)
        if not isinstance(value, int | float) or isinstance(value, bool) is not wanted:
            raise ProfileError(f"{path}: {base.rule}.{key} must be {'true or false' if wanted else 'a number'}")
        thresholds[key] = value
    severity = _severity(path, base.rule, values) if "severity" in values else base.severity
    return Setting(base.rule, severity, str(values.get("follows", base.follows)), tuple(thresholds.items()))


def _severity(path: Path | Traversable, rule: str, values: dict[str, Any]) -> Severity | None:
    severity = values.get("severity")
    if severity == OFF:
        return None
    for known in get_args(Severity):
        if severity == known:
            return known  # type: ignore[no-any-return]  # get_args loses the type
    raise ProfileError(f'{path}: {rule}.severity must be "off" or one of {", ".join(get_args(Severity))}')
