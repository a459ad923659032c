"""The example articles, their labels and the example scripts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

import attribution
from attribution.model import QuoteType, SourceKind
from attribution.quoting.marks import find_regions
from attribution.reading.read import read_file
from attribution.spans import Span

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLD = sorted((EXAMPLES / "gold").glob("*.json"))
GROUPS = {
    *("government", "politics", "security", "armed_group", "justice", "international", "business", "civil_society"),
    *("expert", "professional", "media", "culture_sport", "religion", "citizen", "unknown"),
}
TRANSCRIPTS = frozenset(["qa"])


def load(path: Path) -> tuple[dict[str, Any], str]:
    gold = json.loads(path.read_text(encoding="utf-8"))
    return gold, (path.parent / gold["text_file"]).read_bytes().decode("utf-8")


def test_every_article_has_labels():
    articles = {path.stem for path in EXAMPLES.iterdir() if path.suffix in (".txt", ".md")} - {"README"}
    assert articles == {path.stem for path in GOLD}
    assert len(articles) == 6


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
class TestLabels:
    def test_article_has_the_length_of_a_news_story(self, path: Path):
        gold, text = load(path)
        assert gold["id"] == path.stem
        assert 500 <= len(text.split()) <= 900

    def test_spans_slice_and_fields_are_of_the_guide(self, path: Path):
        gold, text = load(path)
        for quote in gold["quotes"]:
            assert quote["type"] in get_args(QuoteType)
            assert quote["kind"] in get_args(SourceKind)
            assert quote["role_group"] in GROUPS
            spans = [Span(start, end) for start, end in quote["content"]]
            assert [span.slice(text) for span in spans] == quote["content_text"]
            assert spans == sorted(spans)
            named = [Span(*quote[field]) for field in ("cue", "source") if quote[field]]
            for span in (*spans, *named):
                words = span.slice(text)
                assert words
                assert words == words.strip()
                assert "\n\n" not in words
            for part in named:
                assert not any(span.overlaps(part) for span in spans)
        for refusal in gold["no_comment"]:
            assert Span(*refusal["span"]).slice(text).endswith(tuple("abcdefghijklmnopqrstuvwxyz"))

    def test_quotes_are_in_order_and_none_twice(self, path: Path):
        gold, _ = load(path)
        starts = [quote["content"][0] for quote in gold["quotes"]]
        assert starts == sorted(starts, key=lambda span: (span[0], -span[1]))
        assert len({tuple(map(tuple, quote["content"])) for quote in gold["quotes"]}) == len(starts)

    def test_type_agrees_with_the_marks(self, path: Path):
        gold, _ = load(path)
        if path.stem in TRANSCRIPTS:
            return
        marks = re.compile(r"[\"“‘]|(?<!\w)'")
        for quote in gold["quotes"]:
            opens = [marks.match(words) is not None for words in quote["content_text"]]
            within = any(marks.search(words) for words in quote["content_text"])
            assert (quote["type"] == "indirect") == (not within)
            assert quote["type"] != "direct" or all(opens)

    def test_a_source_is_one_thing_throughout(self, path: Path):
        gold, text = load(path)
        seen: dict[str, tuple[object, ...]] = {}
        for quote in gold["quotes"]:
            facts = tuple(quote[field] for field in ("kind", "role", "affiliation", "role_group"))
            assert seen.setdefault(quote["speaker"], facts) == facts
        for name, (_, role, affiliation, _) in seen.items():
            for words in (name, role, affiliation):
                assert words is None or str(words).lower() in text.lower()

    def test_nobody_who_speaks_is_missed_for_want_of_a_cue(self, path: Path):
        gold, text = load(path)
        labelled = {quote["cue"][0] for quote in gold["quotes"] if quote["cue"]}
        spoken = [Span(*span) for quote in gold["quotes"] for span in quote["content"] if quote["type"] != "indirect"]
        for match in re.finditer(r"\b(?:said|according to|told|added|wrote|says)\b", text):
            inside = any(span.start <= match.start() < span.end for span in spoken)
            assert match.start() in labelled or inside, text[match.start() - 40 : match.end() + 40]


def test_the_articles_show_what_they_are_for():
    golds = [load(path)[0] for path in GOLD]
    quotes = [quote for gold in golds for quote in gold["quotes"]]
    assert {quote["type"] for quote in quotes} == set(get_args(QuoteType))
    assert {quote["kind"] for quote in quotes} == set(get_args(SourceKind))
    assert len({quote["role_group"] for quote in quotes}) >= 11
    assert sum(quote["cue"] is None for quote in quotes) >= 20
    assert any(len(quote["content"]) > 1 for quote in quotes)


def run_script(name: str, *arguments: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, str(EXAMPLES / name), *arguments]
    package = Path(attribution.__file__).parents[1]  # the one under test, installed or not
    env = os.environ | {"PYTHONPATH": str(package), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=cwd, env=env, input=stdin, capture_output=True, check=False, timeout=300)


@pytest.mark.model
def test_audit_one(tmp_path: Path):
    done = run_script("audit_one.py", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0].startswith("'We were lucky,' governor says as dam evacuation ends: ")
    assert any("Teresa Abara" in line and "(government)" in line for line in lines[1:])


@pytest.mark.model
def test_compare_desk_survives_a_bad_article(tmp_path: Path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"")
    done = run_script("compare_desk.py", str(EXAMPLES / "court.txt"), str(bad), cwd=tmp_path)
    assert done.returncode == 0
    assert b"left out: " in done.stderr
    assert b"bad.txt" in done.stderr
    assert b"justice" in done.stdout
    assert b"court" in done.stdout


@pytest.mark.model
def test_the_notebook_runs_cell_by_cell(tmp_path: Path):
    done = run_script("notebook.py", str(EXAMPLES / "court.txt"), str(EXAMPLES / "wire.txt"), cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    for heading in ("Words by role group", "First in the body", "Commonest verbs", "Names withheld"):
        assert heading.encode() in done.stdout


@pytest.mark.model
def test_before_publication_holds_a_story_or_writes_what_its_page_needs(tmp_path: Path):
    draft = tmp_path / "bridge.txt"
    draft.write_text(STORY, encoding="utf-8")
    done = run_script("before_publication.py", str(draft), "--profile", "strict-agency", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "bridge: par. 3, “sources”: R1:" in done.stdout.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bridge.txt"]
    done = run_script("before_publication.py", str(EXAMPLES / "wire.txt"), "--out", "site", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    names = sorted(path.name for path in (tmp_path / "site").iterdir())
    assert names == ["wire.annotations.jsonld", "wire.schema.jsonld"]
    done = run_script("before_publication.py", "gone.txt", cwd=tmp_path)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


STORY = """Bridge over the Lim closed

The bridge over the Lim was closed to traffic on Monday night after an inspection.

“The bearings are finished,” sources said.

The mayor, Amina Kovač, said it would reopen within a week.
"""


@pytest.mark.model
def test_cms_hook_stops_a_story_that_breaks_a_rule(tmp_path: Path):
    done = run_script("cms_hook.py", cwd=tmp_path, stdin=STORY.encode())
    result = json.loads(done.stdout)
    assert (done.returncode, result["publish"]) == (3, False), done.stderr
    rules = {finding["rule"]: STORY[finding["start"] : finding["end"]] for finding in result["findings"]}
    assert rules["R1"] == "sources"
    assert rules["R5"] == "“The bearings are finished,”"


@pytest.mark.model
def test_cms_hook_lets_a_sound_story_pass(tmp_path: Path):
    story = STORY.replace("sources said", "said Farouk Lindgren, the county engineer")
    done = run_script("cms_hook.py", cwd=tmp_path, stdin=story.encode())
    result = json.loads(done.stdout)
    assert (done.returncode, result["publish"]) == (0, True), done.stderr
    assert not {"R1", "R2", "R5"} & {finding["rule"] for finding in result["findings"]}


@pytest.mark.model
def test_cms_hook_says_what_is_wrong_with_an_empty_story(tmp_path: Path):
    done = run_script("cms_hook.py", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("path", GOLD, ids=lambda p: p.stem)
def test_marks_of_the_articles_are_the_ones_labelled(path: Path):
    gold, text = load(path)
    article = read_file((path.parent / gold["text_file"]).resolve())
    assert article.text == text
    marks = find_regions(article)
    assert marks.warnings == ()
    spans = {region.span for region in marks.regions}
    labelled = [Span(*span) for quote in gold["quotes"] for span in quote["content"]]
    direct = [Span(*span) for quote in gold["quotes"] for span in quote["content"] if quote["type"] == "direct"]
    assert [s.slice(text) for s in direct if s not in spans and path.stem not in TRANSCRIPTS] == []
    loose = [s.slice(text) for s in spans if not any(content.contains(s) for content in labelled)]
    assert loose == (["“Please do not feed the guard”"] if path.stem == "broadsheet" else [])
