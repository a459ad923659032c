"""What other packages add, by entry points: found by group, loaded when first asked for, and told where one is broken.

The groups are ``attribution.readers`` (`attribution.reading.registry`), ``attribution.rules``
(`attribution.auditing.house`) and ``attribution.taxonomies`` (`attribution.sourcing.taxonomy`). Whatever another's code
raises is caught here, since it must not end a run: it becomes a line that names the plug-in and its package.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

_KINDS = {"attribution.readers": "reader", "attribution.rules": "rule", "attribution.taxonomies": "taxonomy"}


@dataclass(frozen=True, slots=True)
class Plugin:
    """What an entry point gives: its name, the package that it is of, and the object."""

    name: str
    package: str
    value: object

    @property
    def called(self) -> str:
        """What it is called in messages."""
        return f"{self.name} of {self.package}"


@dataclass(frozen=True, slots=True)
class Plugins:
    """The plug-ins of a group, by name and then by package, and a line for each that cannot be loaded."""

    found: tuple[Plugin, ...] = ()
    problems: tuple[str, ...] = ()


@cache
def load_plugins(group: str) -> Plugins:
    """Load the plug-ins of a group, once a process."""
    found: list[Plugin] = []
    problems: list[str] = []
    for entry in sorted(entry_points(group=group), key=lambda entry: (entry.name, _package(entry))):
        try:
            found.append(Plugin(entry.name, _package(entry), entry.load()))
        except Exception as error:  # noqa: BLE001 - another's code may raise anything
            problems.append(broken(f"{entry.name} of {_package(entry)}", group, error))
    return Plugins(tuple(found), tuple(problems))


def broken(called: str, group: str, fault: object) -> str:
    """Return the line that tells of a plug-in that cannot be used; ``fault`` is what it raised, or words."""
    told = f"{type(fault).__name__}: {fault}" if isinstance(fault, BaseException) else str(fault)
    package = called.rpartition(" of ")[2]
    kind = _KINDS.get(group, "plug-in")
    return f"the {kind} {called} is left out ({' '.join(told.split())[:200]}); update or remove {package}"


def _package(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist is not None else entry.value
