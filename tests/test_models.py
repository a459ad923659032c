"""Finding model packages: the embedded one, a folder, Stanza's own; and what is said where there is none."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from attribution.annotating.models import EMBEDDED, find_models, list_models, stanza_directory, verify_files
from attribution.errors import ModelMismatchError, ModelMissingError

LIMIT = 45_000_000


def _fake_package(directory: Path, **changes: object) -> Path:
    """Lay out a package with files of a few bytes."""
    (directory / "en").mkdir(parents=True)
    files = {"resources.json": b"{}"}
    for processor in ("tokenize", "pos", "lemma", "depparse", "ner"):
        files[f"en/{processor}/news.pt"] = processor.encode()
    for name, content in files.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_bytes(content)
    manifest = {
        "name": "ours",
        "version": "0.1",
        "stanza": ">=1.15,<1.16",
        "package": "news",
        "processors": ["tokenize", "pos", "lemma", "depparse", "ner"],
        "files": {name: {"bytes": len(content)} for name, content in files.items()},
    }
    (directory / "manifest.json").write_text(json.dumps(manifest | changes), encoding="utf-8")
    return directory


def _stanza_folder(directory: Path, *, missing: str = "") -> Path:
    """Lay out what ``stanza.download("en")`` leaves: combined models that need pretrained vectors."""
    names = {"tokenize": "combined", "mwt": "combined", "pos": "combined_charlm", "lemma": "combined_nocharlm"}
    names |= {"depparse": "combined_charlm", "ner": "ontonotes_charlm", "sentiment": "sstplus"}
    needs = {"pos": {"combined_charlm": {"dependencies": [{"model": "pretrain", "package": "conll17"}]}}}
    english = {"packages": {"default": names}, **needs}
    directory.mkdir()
    (directory / "resources.json").write_text(json.dumps({"en": english}), encoding="utf-8")
    paths = [f"{p}/{m}.pt" for p, m in names.items() if p != "sentiment"] + ["pretrain/conll17.pt"]
    for path in paths:
        if path != missing:
            (directory / "en" / path).parent.mkdir(parents=True, exist_ok=True)
            (directory / "en" / path).write_bytes(b"weights")
    return directory


def test_default_is_the_embedded_package(monkeypatch):
    monkeypatch.delenv("ATTRIBUTION_MODELS", raising=False)
    package = find_models()
    assert package.name == "news-en"
    assert package.directory == EMBEDDED / "news-en"
    assert package.processors == ("tokenize", "pos", "lemma", "depparse", "ner")


def test_embedded_package_is_whole_and_small():
    package = find_models("news-en")
    assert verify_files(package) == ()
    assert 0 < package.size < LIMIT
    named = {path.relative_to(package.directory).as_posix() for path in package.directory.rglob("*.pt")}
    assert named < set(package.manifest["files"])


def test_every_data_set_has_a_licence():
    data = find_models("news-en").manifest["data"]
    assert len(data) > 3
    assert all(entry["name"] and entry["licence"] and entry["use"] for entry in data)


def test_folder_of_a_package(tmp_path):
    package = find_models(str(_fake_package(tmp_path / "mine")))
    assert (package.name, package.version, package.stanza_package) == ("ours", "0.1", "news")


def test_environment_names_the_package(tmp_path, monkeypatch):
    monkeypatch.setenv("ATTRIBUTION_MODELS", str(_fake_package(tmp_path / "mine")))
    assert find_models().name == "ours"
    assert find_models("news-en").name == "news-en"


def test_missing_package_says_what_where_and_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("ATTRIBUTION_MODELS", raising=False)
    with pytest.raises(ModelMissingError) as raised:
        find_models(str(tmp_path / "none"))
    message = str(raised.value)
    assert "\n" not in message
    for part in (str(tmp_path / "none"), "Nothing was downloaded", "Run:", "$ATTRIBUTION_MODELS: unset"):
        assert part in message


def test_missing_file_is_named(tmp_path):
    directory = _fake_package(tmp_path / "mine")
    (directory / "en" / "ner" / "news.pt").unlink()
    with pytest.raises(ModelMissingError, match=r"ner.news\.pt is not there.*Nothing was downloaded"):
        find_models(str(directory))


def test_cut_off_file_is_named(tmp_path):
    directory = _fake_package(tmp_path / "mine")
    (directory / "en" / "pos" / "news.pt").write_bytes(b"p")
    with pytest.raises(ModelMismatchError, match=r"pos.news\.pt: 1 bytes where the manifest says 3"):
        find_models(str(directory))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"stanza": ">=9.0,<9.1"}, "needs stanza >=9.0,<9.1"),
        ({"stanza": ">=1.0,<1.1"}, "needs stanza"),
        ({"stanza": "~=1.15"}, "not a version range"),
        ({"processors": ["tokenize", "pos"]}, "no lemma processor"),
    ],
)
def test_package_that_does_not_fit(tmp_path, changes, words):
    with pytest.raises(ModelMismatchError, match=words):
        find_models(str(_fake_package(tmp_path / "mine", **changes)))


@pytest.mark.parametrize("content", ["", "[]", "{", '{"name": "x"}'])
def test_broken_manifest(tmp_path, content):
    directory = _fake_package(tmp_path / "mine")
    (directory / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ModelMismatchError, match=r"manifest\.json"):
        find_models(str(directory))


def test_changed_bytes_are_found(tmp_path):
    package = find_models("news-en")
    copy = tmp_path / "copy"
    shutil.copytree(package.directory, copy)
    weights = copy / "en" / "lemma" / "news.pt"
    content = bytearray(weights.read_bytes())
    content[len(content) // 2] ^= 1
    weights.write_bytes(content)
    assert verify_files(find_models(str(copy))) == ("en/lemma/news.pt",)


def test_stanzas_own_models(tmp_path, monkeypatch):
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(_stanza_folder(tmp_path / "stanza")))
    package = find_models("stanza")
    assert package.stanza_package == "default"
    assert package.processors == ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
    assert "en/pretrain/conll17.pt" in package.manifest["files"]
    assert [p.name for p in list_models()] == ["news-en", "stanza"]


@pytest.mark.parametrize("missing", ["pretrain/conll17.pt", "ner/ontonotes_charlm.pt"])
def test_stanzas_own_models_in_part(tmp_path, monkeypatch, missing):
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(_stanza_folder(tmp_path / "stanza", missing=missing)))
    with pytest.raises(ModelMissingError, match=r"stanza\.download") as raised:
        find_models("stanza")
    assert missing in str(raised.value)
    assert [p.name for p in list_models()] == ["news-en"]


def test_stanzas_own_models_not_installed(tmp_path, monkeypatch):
    monkeypatch.setenv("STANZA_RESOURCES_DIR", str(tmp_path / "empty"))
    with pytest.raises(ModelMissingError, match="Nothing was downloaded"):
        find_models("stanza")


@pytest.mark.model
def test_default_folder_is_stanzas(monkeypatch):
    monkeypatch.delenv("STANZA_RESOURCES_DIR", raising=False)
    common = pytest.importorskip("stanza.resources.common")
    assert str(stanza_directory()) == str(Path(common.USER_CACHE_DIR) / "resources")
