"""The one direction: a module imports only earlier ones; stanza, printing and size stay where they belong."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "attribution"
REPORTS = PACKAGE.parent / "reports"
ORDER = (
    "errors", "spans", "words", "model", "schema", "lexicons",
    "paragraphs", "zones", "language", "decode", "read",
    "models", "annotate", "syntax",
    "glyphs", "marks",
    "cues", "slots", "scorer", "tagger", "refusals", "direct", "verdicts", "contents", "leads", "quotes",
    "taxonomy", "names", "nouns", "runs", "phrases", "mentions", "naming", "roles", "affiliations", "anonymity",
    "chains", "coref", "references", "bodies", "lives", "groups", "portraits", "turns", "resolve",
    "confidence", "knowledge",
    "accusations", "tally", "audit", "compare",
    "profiles", "story", "unnamed", "placement", "fairness", "rules", "silence", "sarif",
    "tables", "pipeline",
    "anchors", "edits", "corrections", "corpus",
    "summary", "checks", "changes", "outputs", "formats", "progress", "running", "cli", "__main__",
)  # fmt: skip
# Methods of Analysis that hand on to the stage that does the work, imported when they are called.
LATER_ON_CALL = {("model", "schema"), ("model", "tables")}
REPORTS_MAY_IMPORT = {
    "errors", "spans", "words", "model", "schema", "marks", "taxonomy", "tally", "audit", "compare", "tables", "edits",
}  # fmt: skip
MODULES = sorted(path for path in PACKAGE.glob("*.py") if path.name != "__init__.py")


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree, package="attribution"):
    """Yield (module of the package, whether it is imported when the file is) for each import; typing ones left out."""
    skipped = {id(child) for node in ast.walk(tree) if is_type_checking(node) for child in ast.walk(node)}
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and node.module == package:
            yield from ((alias.name, id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            yield node.module.split(".")[1], id(node) in top
        elif isinstance(node, ast.Import):
            yield from (
                (alias.name.split(".")[1], id(node) in top)
                for alias in node.names
                if alias.name.startswith(f"{package}.")
            )


def is_type_checking(node):
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported_packages(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_imports_only_earlier_ones(path):
    assert path.stem in ORDER, f"give {path.stem} its place in ORDER"
    for name, at_once in imports(tree_of(path)):
        if not (PACKAGE / f"{name}.py").exists():
            continue  # a name of the package itself, such as its version
        if not at_once and (path.stem, name) in LATER_ON_CALL:
            continue
        assert ORDER.index(name) < ORDER.index(path.stem), f"{path.stem} imports {name}, which comes after it"


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.py")), ids=lambda path: path.stem)
def test_reports_take_records_and_only_the_command_takes_reports(path):
    assert {name for name, _ in imports(tree_of(path))} <= REPORTS_MAY_IMPORT
    users = {module.stem for module in MODULES if "reports" in imported_packages(tree_of(module))}
    assert users == {"cli"}


def test_only_annotate_imports_stanza():
    users = {path.stem for path in MODULES if "stanza" in imported_packages(tree_of(path))}
    assert users == {"annotate"}


@pytest.mark.parametrize(
    "path", [*MODULES, *sorted(REPORTS.glob("*.py"))], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_only_the_command_prints_or_exits(path):
    calls = {ast.unparse(node.func) for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)} & {
        "print",
        "sys.exit",
        "exit",
        "quit",
        "logging.basicConfig",
        "sys.stdout.write",
        "sys.stderr.write",
    }
    assert path.stem == "cli" or not calls


def test_no_module_is_long_and_none_is_a_drawer():
    lines = {
        path.stem: len(path.read_text(encoding="utf-8").splitlines()) for path in [*MODULES, *REPORTS.glob("*.py")]
    }
    assert {name: size for name, size in lines.items() if size > 450} == {}
    assert not {"utils", "helpers", "common", "misc"} & set(lines)


@pytest.mark.parametrize("package", [PACKAGE, REPORTS])
def test_the_package_file_only_names_what_is_exported(package):
    path = package / "__init__.py"
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 35
    heavy = {"stanza", "torch", "pandas", "numpy", "jinja2", "regex", "typer"}
    assert not heavy & set(imported_packages(tree_of(path)))


def test_the_reader_of_imports_sees_each_way_of_importing():
    tree = ast.parse(
        "import attribution.read\nfrom attribution import marks\nfrom attribution.cues import x\nimport os\n"
        "if TYPE_CHECKING:\n    from attribution.cli import y\n"
        "def f():\n    from attribution.schema import z\n"
    )
    assert set(imports(tree)) == {("read", True), ("marks", True), ("cues", True), ("schema", False)}
