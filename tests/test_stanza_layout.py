"""Stanza's own English, where a user has it: the real loading code, on our weights in the layout of its download."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution import Analyzer
from attribution.annotating.annotate import Annotator
from attribution.annotating.models import EMBEDDED, find_models
from attribution.reading.read import read_text

TEXT = (
    "“The wells are dry,” said Farida Okonjo, a farmer. The ministry declined to comment.\n\n"
    "According to a report, it won’t rain before June.\n"
)
# Stanza names a language's models after the treebanks they learnt from; the package only points to them.
NAMES = {
    "tokenize": "combined", "pos": "combined_nocharlm", "lemma": "combined_nocharlm", "depparse": "combined_nocharlm",
    "ner": "conll03_nocharlm", "pretrain": "conll17",
}  # fmt: skip


@pytest.fixture
def resources(tmp_path, monkeypatch):
    """A folder as ``stanza.download("en")`` leaves it, with copies of the embedded weights under Stanza's names."""
    folder = tmp_path / "resources"
    own = json.loads((EMBEDDED / "news-en" / "resources.json").read_text(encoding="utf-8"))["en"]
    english = {"lang_name": "English", "packages": {"default": {p: NAMES[p] for p in own["packages"]["news"]}}}
    for stage, name in NAMES.items():
        source = EMBEDDED / "news-en" / "en" / stage / "news.pt"
        if not source.is_file():
            continue
        target = folder / "en" / stage / f"{name}.pt"
        target.parent.mkdir(parents=True)
        target.write_bytes(source.read_bytes())
        needs = [{**d, "package": NAMES[d["model"]]} for d in own[stage]["news"].get("dependencies", ())]
        english[stage] = {name: {"md5": "", "dependencies": needs}}
    english["default_processors"] = english["packages"]["default"]
    (folder / "resources.json").write_text(json.dumps({"en": english}), encoding="utf-8")
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(folder))
    return folder


@pytest.mark.model
def test_stanzas_package_annotates_as_the_same_weights_do_in_ours(resources: Path):
    package = find_models("stanza")
    assert package.directory == resources
    article = read_text(TEXT)
    theirs, ours = Annotator(package).annotate(article), Annotator(find_models()).annotate(article)
    assert theirs.sentences == ours.sentences
    assert theirs.entities == ours.entities
    assert theirs.models.package == "stanza"


@pytest.mark.model
def test_an_analysis_says_that_it_stands_on_stanzas_package(resources: Path):
    assert resources.is_dir()
    analysis = Analyzer(models="stanza").analyze(TEXT)
    assert analysis.models.package == "stanza"
    assert analysis.quotes[0].content[0].slice(analysis.article.text) == "“The wells are dry,”"
