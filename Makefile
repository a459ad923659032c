# Two commands for everybody: `make report` and `make test`. Both make .venv on first use; nothing but packages is fetched.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
DATA ?= ../shared/data
SHARED ?= ../shared

.PHONY: report test lint types gate wheel models quotes clean install docs screenshot

report: $(VENV)/.installed
	@$(BIN)/attribution report examples/*.txt examples/business.md --output build/report
	@echo "Open build/report/index.html in a browser."

test: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -n auto --dist loadfile

install: $(VENV)/.installed

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

# Scores against the corpora beside the checkout; skipped with a word where they are not there.
gate: $(VENV)/.installed-dev
	$(BIN)/python -m pytest tests/eval -rs

# Runs every session in README and docs again, and writes what came out.
docs: $(VENV)/.installed-dev
	$(BIN)/python docs/refresh.py

# Needs Debian's Chromium.
screenshot: $(VENV)/.installed
	$(BIN)/python docs/screenshot.py

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build --wheel --no-isolation --outdir build/dist

# The language models anew, from the corpora; hours on a laptop. See training/ and the model card.
models: $(VENV)/.installed-dev
	$(BIN)/python -m training.make all --data $(DATA) --out build/models

# The learned parts of finding quotes, and how often each rule is right: about an hour.
quotes: $(VENV)/.installed-dev
	mkdir -p build/training
	$(BIN)/python -m training.cue_lexicon $(DATA)
	$(BIN)/python -m training.annotations $(DATA)/polnear/train/text build/training/train.pkl
	$(BIN)/python -m training.scorer $(DATA) --annotations build/training/train.pkl
	$(BIN)/python -m training.tagger $(DATA) --annotations build/training/train.pkl
	$(BIN)/python -m training.confidence $(SHARED)

clean:
	rm -rf build $(VENV)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "no Python found: install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "$(PYTHON) is too old: install Python 3.11 or newer, or run make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# pip, not uv: pip finds the CPU build of torch that constraints.txt pins.
$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV), once: about two minutes and 1.2 GB, mostly PyTorch."
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
	  $$($(BIN)/python -c 'import tomllib; t = tomllib.load(open("pyproject.toml", "rb")); g = t["dependency-groups"]; x = t["project"]["optional-dependencies"]; print(*(p for n in ("test", "lint", "build", "service") for p in g[n]), *(p for n in x for p in x[n]))')
	@touch $@
