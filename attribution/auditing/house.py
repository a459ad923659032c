"""Sourcing rules of other packages: what such a rule states of itself, and finding those that are installed.

A package names each by an entry point of the group `GROUP` that gives a `HouseRule`. It is on with the severity that it
states, and a profile switches it and sets its thresholds as it does those of R1 to R17:

    [HOUSE1]
    severity = "error"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, get_args

from attribution.model import Finding, Severity
from attribution.plugins import broken, load_plugins

if TYPE_CHECKING:
    from attribution.auditing.profiles import Setting
    from attribution.auditing.story import Story

GROUP = "attribution.rules"
_ID = re.compile(r"[A-Z][A-Z0-9_]{1,19}")
_OURS = re.compile(r"R[0-9]+")  # now or later
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class HouseRule:
    """A sourcing rule of another package.

    Args:
        id: two to twenty capitals, digits and underscores, from a capital; R and a number are ours.
        title: its name for a reader.
        check: yields findings for a story and the rule's setting; `attribution.auditing.story.finding` makes one.
        severity: where no profile says otherwise; None is off.
        thresholds: (name, value) of each that a profile can set.
        follows: the handbook or reason that it rests on.
    """

    id: str
    title: str
    check: Callable[[Story, Setting], Iterable[Finding]]
    severity: Severity | None = "warning"
    thresholds: tuple[tuple[str, bool | int | float], ...] = ()
    follows: str = "a rule of the house"


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules installed, in the order of their ids, each with its package; a line for each that cannot be used."""

    rules: tuple[tuple[HouseRule, str], ...] = ()
    problems: tuple[str, ...] = ()


@cache
def load_house_rules() -> HouseRules:
    """Return the rules of other packages, loaded once a process; of two with one id the first package's is taken."""
    plugins = load_plugins(GROUP)
    problems = list(plugins.problems)
    rules: dict[str, tuple[HouseRule, str]] = {}
    for plugin in plugins.found:
        fault = _fault(plugin.value)
        if fault is None and isinstance(plugin.value, HouseRule) and plugin.value.id in rules:
            fault = f"its id {plugin.value.id} is that of a rule of {rules[plugin.value.id][1]}"
        if fault is not None:
            problems.append(broken(plugin.called, GROUP, fault))
        elif isinstance(plugin.value, HouseRule):
            rules[plugin.value.id] = (plugin.value, plugin.package)
    return HouseRules(tuple(rules[key] for key in sorted(rules)), tuple(problems))


def _fault(value: object) -> str | None:
    """Return what is wrong with a rule as it is given, or None."""
    if not isinstance(value, HouseRule):
        return f"it gives {type(value).__name__} and no HouseRule"
    if not isinstance(value.id, str) or not _ID.fullmatch(value.id) or _OURS.fullmatch(value.id):
        return f"its id {value.id!r} is not two to twenty capitals, digits and underscores, or is R and a number"
    if value.severity is not None and value.severity not in get_args(Severity):
        return f"its severity {value.severity!r} is none of {', '.join(get_args(Severity))}"
    if not callable(value.check) or not isinstance(value.title, str):
        return "its check cannot be called, or its title is no string"
    for name, threshold in value.thresholds:
        if (
            not _NAME.fullmatch(name)
            or name in {"severity", "follows"}
            or not isinstance(threshold, bool | int | float)
        ):
            return f"its threshold {name!r} is no name in small letters with a number or true or false"
    return None
