"""Plug-ins: what other packages add is found and used, and a broken one is a line while the run goes on."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from attribution import cli, plugins
from attribution.auditing import house, profiles
from attribution.auditing.house import HouseRule, load_house_rules
from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import MOST_FINDINGS, RULES, check_house_rules, known_rules
from attribution.auditing.sarif import to_sarif
from attribution.auditing.silence import load_silences
from attribution.auditing.story import Story, finding
from attribution.errors import LexiconError, ProfileError
from attribution.model import Finding
from attribution.pipeline import judge
from attribution.plugins import load_plugins
from attribution.sourcing.taxonomy import load_taxonomy
from attribution.spans import Span
from tests.handmade import TEXT, ferry_analysis, use_fake_stages

ROOT = Path(__file__).parents[1]
PLUGIN = ROOT / "examples" / "plugin"


def first_words(_story, setting):
    yield finding(setting, f"from {setting.number('least')}", Span(0, 5))


RULE = HouseRule("FIRST", "The first words", first_words, "info", (("least", 2), ("strict", False)), "our desk")
ROLES = "# source: test\n# licence: none\nphrase\trole\tfirm\torganisation\tfield\nferryman\tbusiness\tyes\t-\t-\n"


class Entry:
    """An entry point; an exception is raised when it is loaded."""

    def __init__(self, name, value) -> None:
        self.name, self._value = name, value
        self.dist = SimpleNamespace(name="house-pack")

    def load(self):
        if isinstance(self._value, Exception):
            raise self._value
        return self._value


def clear():
    for cached in (load_plugins, load_house_rules, profiles._named):
        cached.cache_clear()


@pytest.fixture
def install(monkeypatch):
    """Install objects as plug-ins of one group for the time of a test."""

    def installed(group: str, **values: object) -> None:
        entries = [Entry(name, value) for name, value in values.items()]
        monkeypatch.setattr(plugins, "entry_points", lambda group: entries if group == wanted[0] else [])
        wanted[0] = group
        clear()

    wanted = [""]
    yield installed
    monkeypatch.undo()
    clear()


def story_of(analysis):
    return Story.of(analysis.article, analysis.quotes, analysis.sources, analysis.no_comment, analysis.audit)


def test_without_plug_ins_there_are_seventeen_rules(install):
    install(house.GROUP)
    assert known_rules() == RULES
    assert check_house_rules(story_of(ferry_analysis()), profile=load_profile()).findings == ()


class TestRules:
    def test_a_rule_finds_and_a_profile_switches_it(self, install, tmp_path):
        install(house.GROUP, first=RULE)
        analysis = ferry_analysis()
        found = judge(analysis, profile=load_profile()).findings
        assert Finding("FIRST", "info", "from 2.0", Span(0, 5)) in found
        assert found == tuple(sorted(found, key=lambda item: item.span.start))
        desk = tmp_path / "desk.toml"
        head = 'name = "desk"\ndated = 2026-01-31\n[FIRST]\n'
        desk.write_text(f'{head}severity = "error"\nleast = 5\n', encoding="utf-8")
        (item,) = check_house_rules(story_of(analysis), profile=load_profile(str(desk))).findings
        assert (item.severity, item.message) == ("error", "from 5.0")
        desk.write_text(f'{head}severity = "off"\n', encoding="utf-8")
        assert check_house_rules(story_of(analysis), profile=load_profile(str(desk))).findings == ()
        desk.write_text(f"{head}most = 5\n", encoding="utf-8")
        with pytest.raises(ProfileError, match='FIRST has no threshold "most" \\(it has: least, strict\\)'):
            load_profile(str(desk))
        desk.write_text(head.replace("FIRST", "SECOND"), encoding="utf-8")
        with pytest.raises(ProfileError, match="no rule SECOND; the rules are R1 to R17, FIRST"):
            load_profile(str(desk))

    def test_its_findings_are_silenced_and_written_as_sarif(self, install, tmp_path):
        install(house.GROUP, first=RULE)
        analysis = judge(ferry_analysis(), profile=load_profile())
        driver = to_sarif([analysis], profile=load_profile())["runs"][0]
        assert driver["tool"]["driver"]["rules"][-1]["id"] == "FIRST"
        assert {result["ruleIndex"] for result in driver["results"] if result["ruleId"] == "FIRST"} == {len(RULES)}
        file = tmp_path / "a.silence.toml"
        file.write_text('[[silence]]\nrule = "FIRST"\nreason = "agreed"\n', encoding="utf-8")
        assert load_silences(file)[0].rule == "FIRST"

    @pytest.mark.parametrize(
        ("value", "told"),
        [
            (ImportError("no module\nnamed x"), "ImportError: no module named x"),
            ("R1", "it gives str and no HouseRule"),
            (replace(RULE, id="R18"), "its id 'R18' is not"),
            (replace(RULE, id="first"), "its id 'first' is not"),
            (replace(RULE, severity="fatal"), "its severity 'fatal' is none of info, warning, error"),
            (replace(RULE, check=None), "its check cannot be called"),
            (replace(RULE, thresholds=(("severity", 1),)), "its threshold 'severity'"),
            (replace(RULE, thresholds=(("least", "2"),)), "its threshold 'least'"),
        ],
    )
    def test_one_that_cannot_be_used_is_a_line(self, install, value, told):
        install(house.GROUP, broken=value, first=RULE)
        rules = load_house_rules()
        assert [rule.id for rule, _ in rules.rules] == ["FIRST"]
        (problem,) = rules.problems
        assert problem.startswith(f"the rule broken of house-pack is left out ({told}")
        assert problem.endswith("update or remove house-pack")
        assert "\n" not in problem

    def test_of_two_with_one_id_the_first_is_taken(self, install):
        install(house.GROUP, a=RULE, b=replace(RULE, title="Another"))
        rules = load_house_rules()
        assert [rule.title for rule, _ in rules.rules] == ["The first words"]
        assert "its id FIRST is that of a rule of house-pack" in rules.problems[0]

    @pytest.mark.parametrize(
        ("check", "told"),
        [
            (lambda *_: 1 / 0, "ZeroDivisionError: division by zero"),
            (lambda *_: ["words"], "ValueError: 'words' is no finding of this rule"),
            (lambda *_: [Finding("R1", "info", "", Span(0, 1))], "is no finding of this rule"),
            (lambda *_: [Finding("FIRST", "info", "", Span(0, 9999))], "is no range of the text"),
            (lambda *_: iter(range(MOST_FINDINGS + 1)), "more than 10,000"),
        ],
    )
    def test_one_that_fails_loses_nothing_else(self, install, check, told):
        install(house.GROUP, first=replace(RULE, check=check), second=replace(RULE, id="SECOND"))
        judged = judge(ferry_analysis(), profile=load_profile())
        assert {"SECOND", "R17"} <= {item.rule for item in judged.findings}
        problem = judged.warnings[-1]
        assert problem.startswith("the rule FIRST of house-pack failed (")
        assert told in problem
        assert judge(judged, profile=load_profile()).warnings == judged.warnings  # told once

    def test_the_command_tells_it_once_and_goes_on(self, install, monkeypatch, tmp_path):
        use_fake_stages(monkeypatch)
        monkeypatch.chdir(tmp_path)
        install(house.GROUP, broken=OSError("gone"), first=replace(RULE, check=lambda *_: 1 / 0))
        for name in ("a.txt", "b.txt"):
            Path(name).write_text(TEXT, encoding="utf-8")
        done = CliRunner().invoke(cli.app, ["check", "a.txt", "b.txt", "--fail-on", "error"], prog_name="attribution")
        assert done.exit_code in {0, 3}
        assert [line.split(" (")[0] for line in done.stderr.splitlines()] == [
            "attribution: the rule broken of house-pack is left out",
            "attribution: the rule FIRST of house-pack failed",
        ]


class TestTaxonomies:
    def test_one_goes_by_its_name(self, install, tmp_path):
        file = tmp_path / "roles.tsv"
        file.write_text(ROLES, encoding="utf-8")
        install("attribution.taxonomies", path=file, words=str(file), made=lambda: file)
        for name in ("path", "words", "made"):
            assert load_taxonomy(Path(name)).role_group("ferryman").group == "business"
        assert load_taxonomy(file).role_group("ferryman").group == "business"

    @pytest.mark.parametrize(
        ("value", "told"),
        [
            (ImportError("gone"), "the taxonomy harbour of house-pack is left out (ImportError: gone)"),
            (lambda: 1 / 0, "the taxonomy harbour of house-pack is left out (ZeroDivisionError"),
            (3, "it gives int and no file"),
        ],
    )
    def test_one_that_is_broken_is_a_line(self, install, value, told):
        install("attribution.taxonomies", harbour=value)
        with pytest.raises(LexiconError) as raised:
            load_taxonomy(Path("harbour"))
        assert told in str(raised.value)
        assert "\n" not in str(raised.value)

    def test_a_name_that_nothing_has_is_told_with_those_there_are(self, install):
        install("attribution.taxonomies", harbour="x")
        with pytest.raises(LexiconError, match=r'no taxonomy "sea"\. Installed: harbour;'):
            load_taxonomy(Path("sea"))
        with pytest.raises(LexiconError, match=r"sea\.tsv: cannot be read"):
            load_taxonomy(Path("sea.tsv"))


# --- the worked example, installed ------------------------------------------------------------------------------------

AT_WORK = """
import json, sys
from pathlib import Path
from attribution.auditing.house import load_house_rules
from attribution.auditing.profiles import load_profile
from attribution.auditing.rules import check_house_rules
from attribution.auditing.story import Story
from attribution.reading.read import read_file
from attribution.sourcing.taxonomy import load_taxonomy
from tests.handmade import ferry_analysis

analysis = ferry_analysis()
third = analysis.sources[1].__class__("s3", "Corvane", "organization", role_group="business")
who = (tuple(q.__class__(**{f: getattr(q, f) for f in q.__slots__} | {"speaker": s, "status": "resolved"})
             for q, s in zip(analysis.quotes, ("s1", "s2", "s3"))), (*analysis.sources, third), ())
sources = tuple(s.__class__(**{f: getattr(s, f) for f in s.__slots__} | {"role_group": "business"}) for s in who[1])
story = Story.of(analysis.article, who[0], sources, (), analysis.audit)
article = read_file(Path(sys.argv[1]))
print(json.dumps({
    "title": article.title, "byline": article.byline, "text": article.text, "format": article.origin.format,
    "zones": [p.zone for p in article.paragraphs],
    "group": load_taxonomy(Path("harbour")).role_group("pilot for twenty years").group,
    "problems": load_house_rules().problems,
    "findings": [(f.rule, f.severity, f.message) for f in check_house_rules(story, profile=load_profile()).findings],
    "from": __import__("newsroom_plugin").__file__,
}))
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    if importlib.util.find_spec("hatchling") is None:
        pytest.skip("hatchling is not installed: pip install --group build")
    target = tmp_path_factory.mktemp("site")
    flags = ["--no-deps", "--no-index", "--no-build-isolation", "--disable-pip-version-check", "--quiet"]
    command = [sys.executable, "-m", "pip", "install", *flags, "--target", str(target), str(PLUGIN)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    return os.environ | {"PYTHONPATH": os.pathsep.join((str(target), str(ROOT)))}


def test_the_example_is_installed_and_all_three_are_at_work(installed):
    command = [sys.executable, "-c", AT_WORK, str(PLUGIN / "pilots.quire")]
    done = subprocess.run(command, cwd=ROOT, env=installed, capture_output=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr.decode()
    seen = json.loads(done.stdout)
    assert str(PLUGIN) not in seen["from"]
    assert (seen["title"], seen["byline"], seen["format"]) == ("Pilots to stop at dusk", "Wiremu Castellanos", "quire")
    assert seen["zones"] == ["headline", "byline", "body", "body", "subhead", "body"]
    assert "tonnage" not in seen["text"]
    assert seen["group"] == "professional"
    assert seen["findings"] == [["LIVED", "info", "3 sources speak, and nobody who lives with it: ask one."]]
    assert seen["problems"] == []


@pytest.mark.model
def test_the_command_uses_the_example(installed, tmp_path):
    command = [sys.executable, "-m", "attribution", "analyze", str(PLUGIN / "pilots.quire"), "--taxonomy", "harbour"]
    done = subprocess.run(
        [*command, "--format", "json"], cwd=tmp_path, env=installed, capture_output=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr.decode()
    data = json.loads(done.stdout)
    groups = {source["name"]: source["role_group"] for source in data["sources"]}
    assert groups["Ngozi Halvorsen"] == "professional"
    assert [f["severity"] for f in data["findings"] if f["rule"] == "LIVED"] == ["info"]
