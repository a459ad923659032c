"""The one direction: a module imports only earlier ones; stanza, printing and size stay where they belong."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "attribution"
REPORTS = PACKAGE.parent / "reports"
ORDER = (
    "errors", "spans", "origin", "words", "model", "schema", "lexicons", "plugins",
    "reading.paragraphs", "reading.zones", "reading.language", "reading.decode", "reading.plain",
    "reading.tracing", "reading.drafts", "reading.markup", "reading.jsontree", "reading.xmltree", "reading.repeats",
    "reading.pageparts", "reading.prose", "reading.webfacts", "reading.webpage", "reading.nitf", "reading.feeds",
    "reading.ninjs", "reading.rows", "reading.word", "reading.registry", "reading.read",
    "annotating.models", "annotating.cleaning", "annotating.shaping", "annotating.checkpoints", "annotating.networks",
    "annotating.splitting", "annotating.tagging", "annotating.lemmas", "annotating.trees", "annotating.parsing",
    "annotating.entities", "annotating.engines", "annotating.annotate", "annotating.syntax",
    "quoting.glyphs", "quoting.marks", "quoting.speech_words", "quoting.subjects", "quoting.cues", "quoting.slots",
    "quoting.scorer", "quoting.tagger", "quoting.refusals", "quoting.direct", "quoting.floating",
    "quoting.readings", "quoting.shapes", "quoting.verdicts", "quoting.contents", "quoting.leads", "quoting.quotes",
    "sourcing.taxonomy", "sourcing.names", "sourcing.nouns", "sourcing.runs", "sourcing.phrases",
    "sourcing.mentions", "sourcing.headlines", "sourcing.naming", "sourcing.predicates", "sourcing.clauses",
    "sourcing.roles",
    "sourcing.bodynames", "sourcing.affiliations",
    "sourcing.anonymity", "sourcing.chains", "sourcing.agreement",
    "sourcing.coref", "sourcing.definites", "sourcing.owners", "sourcing.standing", "sourcing.wording",
    "sourcing.references", "sourcing.bodies", "sourcing.lives", "sourcing.principals",
    "sourcing.groups", "sourcing.portraits", "sourcing.turns", "sourcing.resolve", "sourcing.confidence",
    "sourcing.knowledge",
    "auditing.accusations", "auditing.tally", "auditing.audit", "auditing.compare", "auditing.house",
    "auditing.profiles",
    "auditing.story", "auditing.unnamed", "auditing.placement", "auditing.fairness", "auditing.rules",
    "auditing.silence", "auditing.sarif",
    "tables", "pipeline",
    "correcting.anchors", "correcting.edits", "correcting.corrections",
    "writing.facts", "writing.webannotation", "writing.schemaorg", "writing.ninjs", "writing.nitf", "writing.brat",
    "writing.citron", "writing.formats",
    "evaluating.labels", "evaluating.standoff", "evaluating.gold", "evaluating.align", "evaluating.speakers",
    "evaluating.scores", "evaluating.intervals", "evaluating.evaluate",
    "commands.summary", "commands.checks", "commands.changes", "commands.outputs", "commands.formats",
    "commands.progress", "commands.running", "commands.evaluation",
    "serving.limits", "serving.problems", "serving.access", "serving.worker", "serving.intake", "serving.answers",
    "serving.described", "serving.page", "serving.shield", "serving.app", "serving.wire", "serving.server",
    "corpus", "corpus.inputs", "corpus.settings", "corpus.records", "corpus.store", "corpus.workers", "corpus.frames",
    "corpus.running", "corpus.mapping", "corpus.cluster",
    "cli.options", "cli.analyze", "cli.report", "cli.check", "cli.diff", "cli.evaluate", "cli.models", "cli.serve",
    "cli.overview", "cli.corpus", "cli",
    "__main__",
)  # fmt: skip
# Methods of Analysis that hand on to the stage that does the work, imported when they are called.
LATER_ON_CALL = {("model", "schema"), ("model", "tables")}
REPORTS_MAY_IMPORT = {
    "errors", "spans", "origin", "words", "model", "schema", "quoting.marks", "sourcing.taxonomy", "auditing.tally",
    "auditing.audit", "auditing.compare", "tables", "correcting.edits",
    "writing.facts", "evaluating.evaluate", "evaluating.intervals", "evaluating.labels",
}  # fmt: skip


def module_name(path):
    """Return the module's name below the package: "spans", "reading.zones"; a folder of commands is "cli"."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def is_stage_file(path):
    """Tell whether the file only says what a stage's folder is for."""
    return path.name == "__init__.py" and len(path.read_text(encoding="utf-8").splitlines()) == 1


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.name != "__init__.py")
MODULES = [path for path in MODULES if not is_stage_file(path)]


def tree_of(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(tree, package="attribution"):
    """Yield (module of the package, whether it is imported when the file is) for each import; typing ones left out."""
    dots = package.count(".") + 1
    skipped = {id(child) for node in ast.walk(tree) if is_type_checking(node) for child in ast.walk(node)}
    top = {id(node) for node in tree.body}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.ImportFrom) and (node.module == package or is_stage(node.module)):
            stage = [] if node.module == package else node.module.split(".")[dots:]
            yield from ((".".join([*stage, alias.name]), id(node) in top) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(f"{package}."):
            folder = PACKAGE.parent.joinpath(*node.module.split("."))
            for name in {f".{a.name}" if (folder / f"{a.name}.py").is_file() else "" for a in node.names}:
                yield ".".join(node.module.split(".")[dots:]) + name, id(node) in top
        elif isinstance(node, ast.Import):
            yield from (
                (".".join(alias.name.split(".")[dots:]), id(node) in top)
                for alias in node.names
                if alias.name.startswith(f"{package}.")
            )


def is_stage(module):
    """Tell whether an imported module is a folder of a stage, so that the names are its modules."""
    return (
        is_stage_file(PACKAGE.parent.joinpath(*(module or "").split("."), "__init__.py"))
        if is_folder(module)
        else False
    )


def is_folder(module):
    return PACKAGE.parent.joinpath(*(module or "none").split("."), "__init__.py").is_file()


def is_type_checking(node):
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def imported_packages(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").split(".")[0]


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_a_module_imports_only_earlier_ones(path):
    this = module_name(path)
    assert this in ORDER, f"give {this} its place in ORDER"
    for name, at_once in imports(tree_of(path)):
        if name not in {module_name(module) for module in MODULES}:
            continue  # a name of the package itself, such as its version
        if not at_once and (this, name) in LATER_ON_CALL:
            continue
        assert ORDER.index(name) < ORDER.index(this), f"{this} imports {name}, which comes after it"


def test_the_order_names_only_modules_that_are_there():
    assert set(ORDER) == {module_name(path) for path in MODULES}


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.py")), ids=lambda path: path.stem)
def test_reports_take_records_and_only_the_command_and_the_service_take_reports(path):
    assert {name for name, _ in imports(tree_of(path))} <= REPORTS_MAY_IMPORT
    users = {module_name(module) for module in MODULES if "reports" in imported_packages(tree_of(module))}
    assert {name.partition(".")[0] for name in users} == {"cli", "serving"}


def test_only_engines_import_stanza():
    users = {module_name(path) for path in MODULES if "stanza" in imported_packages(tree_of(path))}
    assert users == {"annotating.engines"}


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
    assert (PACKAGE / "cli") in path.parents or not calls


def test_no_module_is_long_and_none_is_a_drawer():
    lines = {
        str(path.relative_to(PACKAGE.parent)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*MODULES, *REPORTS.glob("*.py")]
    }
    assert {name: size for name, size in lines.items() if size > 450} == {}
    assert not {"utils.py", "helpers.py", "common.py", "misc.py"} & {Path(name).name for name in lines}


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
    tree = ast.parse("from attribution.auditing import unnamed\nfrom attribution.reading.read import x\n")
    assert set(imports(tree)) == {("auditing.unnamed", True), ("reading.read", True)}
