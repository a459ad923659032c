"""Lay trained checkpoints out as a model package: half precision, rare words cut from the tables, a manifest.

    python -m training.package CHECKPOINTS attribution/models/news-en

CHECKPOINTS holds ``tokenize.pt pos.pt lemma.pt depparse.pt ner.pt`` as Stanza's trainers wrote them, and the vectors
``pretrain.pt`` (kept in single precision: Stanza reads no other); one that is not there keeps the file already in the
package. ``training/sources.json`` names the data with its licences.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import torch

VERSION = "1.4.0"
STANZA = ">=1.15,<1.16"
PROCESSORS = ("tokenize", "pos", "lemma", "depparse", "ner")
# Stages that read the shared word vectors.
WITH_VECTORS = frozenset(("pos", "depparse", "ner"))
# Tables of words are sorted by frequency, so that a cut at the end drops the rarest. Measured on GUM-open dev with gold
# tags: LAS 81.38 with all 23,704 words and 18,906 lemmas, 81.37 with these. The recogniser's own rows are most of what
# it knows of names: as many as 45 MB have room for.
TABLES = {
    "word": ("word_emb.weight", 10_000),
    "lemma": ("lemma_emb.weight", 7_500),
    "delta": ("delta_emb.weight", 42_500),
}


def shrink(checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Return the checkpoint in half precision, without optimizers, its word tables cut to the lengths in ``TABLES``."""
    model = checkpoint.get("model")
    if model is None:
        return checkpoint
    model = dict(model)
    for name, (weight, length) in TABLES.items():
        if weight in model and len(model[weight]) > length:
            model[weight] = model[weight][:length].clone()
            units = checkpoint["vocab"][name]["_id2unit"][:length]
            checkpoint["vocab"][name] |= {"_id2unit": units, "_unit2id": {unit: i for i, unit in enumerate(units)}}
    kept = {k: v for k, v in checkpoint.items() if k not in ("optimizer_state_dict", "scheduler_state_dict")}
    kept["model"] = {k: v.half() if v.is_floating_point() else v for k, v in model.items()}
    kept["config"] = {k: v for k, v in checkpoint["config"].items() if not _is_path(k)} | {
        k: None for k in checkpoint["config"] if _is_path(k)
    }
    return kept


def _is_path(option: str) -> bool:
    return option.endswith(("_file", "_dir", "_save_name")) or option in (
        "continue_from",
        "load_name",
        "dev_conll_gold",
    )


def resources() -> dict[str, Any]:
    """Return Stanza's ``resources.json`` for a package named ``news``: a model a processor, vectors that they share."""
    names = dict.fromkeys(PROCESSORS, "news")
    english: dict[str, Any] = {"lang_name": "English", "packages": {"news": names}, "default_processors": names}
    vectors = {"dependencies": [{"model": "pretrain", "package": "news"}]}
    english |= {p: {"news": {"md5": ""} | (vectors if p in WITH_VECTORS else {})} for p in PROCESSORS}
    english["pretrain"] = {"news": {"md5": ""}}
    return {"en": english}


def load_tokenizer(package: Path) -> Any:  # noqa: ANN401 - Stanza has no types
    """Return the package's tokenizer for sentences with an empty line between them."""
    return _pipeline(package, processors="tokenize", tokenize_no_ssplit=True)


def load_over_words(package: Path, processor: str) -> Any:  # noqa: ANN401 - Stanza has no types
    """Return the package's pipeline for a processor that needs no other; it takes sentences of words."""
    return _pipeline(package, processors=f"tokenize,{processor}", tokenize_pretokenized=True)


def _pipeline(package: Path, **options: Any) -> Any:  # noqa: ANN401 - Stanza has no types
    import stanza  # noqa: PLC0415 - seconds, which laying out a package need not wait for

    return stanza.Pipeline(
        "en", dir=str(package), package="news", download_method=None, logging_level="ERROR", **options
    )


def build(checkpoints: Path, package: Path, *, scores: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write the package and its manifest; scores already in the manifest stay where none are given."""
    for processor in (*PROCESSORS, "pretrain"):
        source, target = checkpoints / f"{processor}.pt", package / "en" / processor / "news.pt"
        if source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            checkpoint = torch.load(source, map_location="cpu", weights_only=True)
            torch.save(shrink(checkpoint), target, _use_new_zipfile_serialization=False)
    (package / "resources.json").write_text(json.dumps(resources(), indent=1) + "\n", encoding="utf-8")
    return write_manifest(package, scores=scores)


def write_manifest(package: Path, *, scores: dict[str, Any] | None = None) -> dict[str, Any]:
    """Write ``manifest.json`` over the files that lie in the package, and return it."""
    path = package / "manifest.json"
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    about = json.loads((Path(__file__).parent / "sources.json").read_text(encoding="utf-8"))
    files = sorted(p for p in package.rglob("*") if p.suffix == ".pt" or p.name == "resources.json")
    manifest = {
        "name": package.name,
        "version": VERSION,
        "language": "en",
        "stanza": STANZA,
        "package": "news",
        "processors": list(PROCESSORS),
        "licence": about["licence"],
        "data": about["data"],
        "stages": about["stages"],
        "trials": about["trials"],
        "scores": scores if scores is not None else old.get("scores", {}),
        "files": {
            str(p.relative_to(package).as_posix()): {
                "bytes": p.stat().st_size,
                "sha256": hashlib.sha256(p.read_bytes()).hexdigest(),
            }
            for p in files
        },
    }
    path.write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


def main() -> None:
    """Build the package from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoints", type=Path)
    parser.add_argument("package", type=Path)
    options = parser.parse_args()
    manifest = build(options.checkpoints, options.package)
    print(f"{sum(f['bytes'] for f in manifest['files'].values()) / 1e6:.1f} MB in {options.package}")


if __name__ == "__main__":
    main()
