"""The public names: the same from release to release, importable, typed, documented, and told in one place."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import attribution

ROOT = Path(__file__).parents[1]
LIBRARY = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
# Who builds on the library builds on these. A name may be added; one that goes, or takes other arguments, is a new
# major version and a line in the changelog.
STABLE = {
    "Analysis": None,
    "Analyzer": "models, *, taxonomy, profile, learned, sources",
    "Article": None,
    "AttributionError": None,
    "Finding": None,
    "HouseRule": "id, title, check, severity, thresholds, follows",
    "Outcome": None,
    "Quote": None,
    "Setting": None,
    "Source": None,
    "Span": "start, end",
    "Story": None,
    "analyze": "text_or_path, *, models, taxonomy, profile, learned, sources, markdown",
    "export": "analysis, format, *, indent",
    "read_articles": None,
}


def test_the_names_are_the_ones_that_were_promised():
    assert list(STABLE) == attribution.__all__ == sorted(attribution.__all__, key=lambda name: (name.islower(), name))


@pytest.mark.parametrize("name", attribution.__all__)
def test_each_is_importable_and_says_what_it_is(name):
    value = getattr(attribution, name)
    assert inspect.getdoc(value)
    assert value.__module__.startswith("attribution.")


@pytest.mark.parametrize(("name", "wanted"), [(name, wanted) for name, wanted in STABLE.items() if wanted])
def test_each_takes_what_it_took(name, wanted):
    given = []
    for parameter in inspect.signature(getattr(attribution, name)).parameters.values():
        if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in given:
            given.append("*")
        given.append(parameter.name)
    assert ", ".join(given) == wanted


@pytest.mark.parametrize("name", attribution.__all__)
def test_each_is_typed(name):
    value = getattr(attribution, name)
    functions = [value] if inspect.isfunction(value) else [f for _, f in inspect.getmembers(value, inspect.isfunction)]
    for function in functions:
        if function.__name__.startswith("_") or not function.__module__.startswith("attribution."):
            continue
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty, function.__qualname__
        for parameter in list(signature.parameters.values())[0 if inspect.isfunction(value) else 1 :]:
            assert parameter.annotation is not inspect.Parameter.empty, f"{function.__qualname__}: {parameter.name}"


@pytest.mark.parametrize("name", attribution.__all__)
def test_each_is_in_the_table_of_names(name):
    table = LIBRARY.partition("| name |")[2].partition("\n\n")[0]
    assert re.search(rf"`(?:attribution\.)?{name}\b", table)


def test_type_checkers_see_the_names_that_are_exported():
    tree = ast.parse(Path(attribution.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == set(attribution.__all__)
    for node in block.body:
        assert isinstance(node, ast.ImportFrom)
        module = importlib.import_module(node.module or "")
        assert all(getattr(module, alias.name) is getattr(attribution, alias.name) for alias in node.names)
    assert (Path(attribution.__file__).parent / "py.typed").is_file()


def test_importing_the_package_loads_nothing_heavy():
    heavy = "stanza torch pandas numpy jinja2 typer lxml fastapi"
    code = f"import sys, attribution; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"


def test_a_name_that_is_not_there_is_told():
    with pytest.raises(AttributeError, match="module 'attribution' has no attribute 'analyse'"):
        _ = attribution.analyse
