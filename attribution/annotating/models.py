"""Stage 2a: find the model package that annotates, and check it against its manifest; nothing is ever downloaded.

A package is a folder laid out as Stanza's resources, with a ``manifest.json`` where it is one of ours.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from platformdirs import user_cache_dir

from attribution.errors import ModelMismatchError, ModelMissingError

EMBEDDED = Path(__file__).resolve().parents[1] / "models"
DEFAULT = "news-en"
STANZA = "stanza"
ENVIRONMENT = "ATTRIBUTION_MODELS"
PROCESSORS = ("tokenize", "mwt", "pos", "lemma", "depparse", "ner")
# What the stages after this one cannot do without; `mwt` is absent where the tokenizer makes words by itself.
REQUIRED = ("tokenize", "pos", "lemma", "depparse", "ner")
# Stanza's packages for English, best first, of those that need no transformer.
STANZA_PACKAGES = ("default", "default_fast")


@dataclass(frozen=True, slots=True)
class ModelPackage:
    """A model package on disk: ``directory`` is Stanza's resources folder, ``manifest`` says what lies in it."""

    name: str
    version: str
    directory: Path
    manifest: dict[str, Any]

    @property
    def stanza_package(self) -> str:
        """The package name inside Stanza's ``resources.json``."""
        return str(self.manifest["package"])

    @property
    def processors(self) -> tuple[str, ...]:
        """The processors to load, in the order they run."""
        return tuple(self.manifest["processors"])

    @property
    def size(self) -> int:
        """The size of the package's files in bytes."""
        return sum(int(entry["bytes"]) for entry in self.manifest["files"].values())


def find_models(name: str | None = None) -> ModelPackage:
    """Return the model package called ``name``: an embedded one, ``"stanza"``, or the path of a package's folder.

    Without a name it is ``$ATTRIBUTION_MODELS`` where that is set, else the embedded ``news-en``. Raises
    `ModelMissingError` where there is no such package or a file of it is missing, `ModelMismatchError` where a file has
    another size than the manifest says or the installed Stanza is outside the range it names.
    """
    wanted = name or os.environ.get(ENVIRONMENT) or DEFAULT
    if wanted == STANZA:
        return _stanza_package()
    embedded = EMBEDDED / wanted
    if os.sep not in wanted and (embedded / "resources.json").is_file():
        directory = embedded
    else:
        directory = Path(wanted).expanduser()
    if not (directory / "resources.json").is_file():
        looked = f"{embedded}, {directory.absolute()}" if os.sep not in wanted else str(directory.absolute())
        setting = os.environ.get(ENVIRONMENT) or "unset"
        raise ModelMissingError(
            f'no model "{wanted}". Looked in: {looked} (${ENVIRONMENT}: {setting}). Nothing was downloaded. '
            f"Run: attribution models list"
        )
    package = _read_package(directory)
    _check(package)
    return package


def list_models() -> tuple[ModelPackage, ...]:
    """Return the packages that can be used here: the embedded ones, then Stanza's own where it is installed."""
    found = [find_models(path.parent.name) for path in sorted(EMBEDDED.glob("*/resources.json"))]
    with contextlib.suppress(ModelMissingError):
        found.append(find_models(STANZA))
    return tuple(found)


def verify_files(package: ModelPackage) -> tuple[str, ...]:
    """Return the files of the package whose SHA-256 is not the one in its manifest; reads every file."""
    changed = []
    for name, entry in package.manifest["files"].items():
        digest = hashlib.sha256((package.directory / name).read_bytes()).hexdigest()
        if "sha256" in entry and digest != entry["sha256"]:
            changed.append(name)
    return tuple(changed)


def stanza_directory() -> Path:
    """Return the folder where Stanza keeps what its users download: ``$STANZA_RESOURCES_DIR`` or its default."""
    if setting := os.environ.get("STANZA_RESOURCES_DIR"):
        return Path(setting)
    # As in stanza.resources.common, without the two seconds that importing it takes.
    major, minor = _release(_installed())[:2]
    return Path(user_cache_dir("stanza", "StanfordNLP", f"{major}.{minor}.0")) / "resources"


def _stanza_package() -> ModelPackage:
    directory = stanza_directory()
    missing = directory / "resources.json"
    if missing.is_file():
        english = _read_json(missing).get("en", {})
        for name in STANZA_PACKAGES:
            if name in english.get("packages", {}):
                package = _described(STANZA, directory, english, name)
                gone = _missing_file(package)
                if gone is None:
                    return package
                missing = gone
    raise ModelMissingError(
        f'no model "{STANZA}": {missing} is not there. Looked in: {directory} ($STANZA_RESOURCES_DIR: '
        f"{os.environ.get('STANZA_RESOURCES_DIR') or 'unset'}). Nothing was downloaded. "
        f"""Run: python -c "import stanza; stanza.download('en')" (or leave out --models for {DEFAULT})"""
    )


def _read_package(directory: Path) -> ModelPackage:
    path = directory / "manifest.json"
    if path.is_file():
        manifest = _read_json(path)
        lacking = [
            key for key in ("name", "version", "stanza", "package", "processors", "files") if key not in manifest
        ]
        if lacking:
            raise ModelMismatchError(f"{path}: no {lacking[0]!r} in it; make the package anew with training.package")
        return ModelPackage(str(manifest["name"]), str(manifest["version"]), directory, manifest)
    english = _read_json(directory / "resources.json").get("en", {})
    names = [name for name in (*STANZA_PACKAGES, *english.get("packages", {})) if name in english.get("packages", {})]
    if not names:
        raise ModelMismatchError(
            f"{directory / 'resources.json'}: no English package in it; give a folder that has one"
        )
    return _described(directory.name, directory, english, names[0])


def _described(name: str, directory: Path, english: dict[str, Any], package: str) -> ModelPackage:
    """Describe a package of Stanza's own layout as a manifest would, without checksums (Stanza keeps MD5 sums)."""
    chosen = {p: m for p, m in english["packages"][package].items() if p in PROCESSORS}
    files = {"resources.json"}
    for processor, model in chosen.items():
        if model != "identity":
            files.add(f"en/{processor}/{model}.pt")
        for dependency in english.get(processor, {}).get(model, {}).get("dependencies", ()):
            files.add(f"en/{dependency['model']}/{dependency['package']}.pt")
    sizes = {f: (directory / f).stat().st_size if (directory / f).is_file() else 0 for f in sorted(files)}
    manifest = {
        "name": name,
        "version": f"{_installed()}/{package}",
        "stanza": "",
        "package": package,
        "processors": [p for p in PROCESSORS if p in chosen],
        "licence": "see stanfordnlp.github.io/stanza/available_models.html" if name == STANZA else "not stated",
        "scores": {},
        "files": {f: {"bytes": size} for f, size in sizes.items()},
    }
    return ModelPackage(name, str(manifest["version"]), directory, manifest)


def _missing_file(package: ModelPackage) -> Path | None:
    paths = (package.directory / name for name in package.manifest["files"])
    return next((path for path in paths if not path.is_file()), None)


def _check(package: ModelPackage) -> None:
    missing = _missing_file(package)
    if missing is not None:
        raise ModelMissingError(
            f'model "{package.name}" {package.version}: {missing} is not there. Nothing was downloaded. '
            f"Install attribution-audit again, or give the folder of a whole package with --models"
        )
    for name, entry in package.manifest["files"].items():
        size = (package.directory / name).stat().st_size
        if size != entry["bytes"]:
            raise ModelMismatchError(
                f"{package.directory / name}: {size} bytes where the manifest says {entry['bytes']}; "
                f"the file is cut off or changed. Install attribution-audit again"
            )
    lacking = [processor for processor in REQUIRED if processor not in package.processors]
    if lacking:
        raise ModelMismatchError(
            f'{package.directory}: model "{package.name}" has no {lacking[0]} processor, which is needed'
        )
    if not _in_range(_installed(), str(package.manifest["stanza"])):
        raise ModelMismatchError(
            f'model "{package.name}" {package.version} needs stanza {package.manifest["stanza"]}, and '
            f'{_installed()} is installed. Run: pip install "stanza{package.manifest["stanza"]}"'
        )


def _read_json(path: Path) -> dict[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelMismatchError(f"{path}: cannot be read as JSON ({error}); install the package again") from error
    if not isinstance(data, dict):
        raise ModelMismatchError(f"{path}: not a JSON object; install the package again")
    return data


def _installed() -> str:
    try:
        return version("stanza")
    except PackageNotFoundError as error:
        raise ModelMissingError("stanza is not installed. Nothing was downloaded. Run: pip install stanza") from error


def _release(number: str) -> tuple[int, ...]:
    """Return the leading numbers of a version: (1, 15, 0) of 1.15.0rc1 and of 1.15."""
    parts = [int(part) for part in re.findall(r"\d+", number)[:3]]
    return tuple([*parts, 0, 0, 0][:3])


def _in_range(number: str, wanted: str) -> bool:
    """Tell whether a version is in a range such as ``>=1.15,<1.16``; the empty range takes all."""
    release = _release(number)
    for clause in wanted.split(",") if wanted else ():
        bound = _release(clause)
        if clause.strip().startswith(">="):
            fits = release >= bound
        elif clause.strip().startswith("<"):
            fits = release < bound
        else:
            raise ModelMismatchError(f"not a version range: {wanted!r}; the manifest takes '>=A,<B'")
        if not fits:
            return False
    return True
