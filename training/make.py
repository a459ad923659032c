"""The whole recipe: one command a stage, or all; a stage that is done is not done again.

    python -m training.make all --data ../shared/data --out build/models
    python -m training.make ner --data ../shared/data --out build/models --steps ner=600

Stages: data, vectors, tokenize, pos, lemma, retag, depparse, ner-first, ner, package, evaluate. ``--from FOLDER``
starts pos, depparse and ner from the checkpoints there (``pos.pt`` ...) instead of random weights, which for a parser
without word vectors `training.widen` makes room for; `training.average` takes the mean of checkpoints. A stage leaves
``NAME.pt`` in OUT and a log beside it; to do it again, remove the file. Trainings run one at a time with one thread;
with jemalloc preloaded they need a third less time (MALLOC_CONF=dirty_decay_ms:20000,muzzy_decay_ms:20000).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from attribution.annotating.models import EMBEDDED
from training import prepare
from training.package import build
from training.retag import retag_file
from training.vectors import make_vectors

STAGES = ("data", "vectors", "tokenize", "pos", "lemma", "retag", "depparse", "ner-first", "ner", "package", "evaluate")
PACKAGE = EMBEDDED / "news-en"
STEPS = {"tokenize": 6_000, "pos": 3_500, "depparse": 3_000, "ner-first": 5_500, "ner": 1_750}
FILES = {
    "trees-train.conllu": prepare.prepare_trees,
    "lemma-types.conllu": prepare.prepare_lemmas,
    "ner-train.json": prepare.prepare_names,  # and ner-first.json
    "tokens-train.txt": prepare.prepare_tokens,
}
SEED = ("--seed", "1234", "--device", "cpu", "--shorthand", "en_news", "--mode", "train")
VECTORS = ("--wordvec_pretrain_file", "pretrain.pt")
TREES = (*VECTORS, "--eval_file", "trees-dev.conllu", "--word_cutoff", "3", "--dropout", "0.33")
# One hidden layer for both tag sets: without it a bilinear layer over them takes half of the tagger's time.
POS = (*TREES, "--train_file", "trees-train.conllu", "--share_hid", "--batch_size", "50", "--word_dropout", "0.2")
POS += ("--char_hidden_dim", "100", "--deep_biaff_hidden_dim", "150", "--save_each")
DEPPARSE = (*TREES, "--train_file", "trees-retagged.conllu", "--batch_size", "2000", "--word_dropout", "0.25")
DEPPARSE += ("--num_layers", "2", "--hidden_dim", "200", "--deep_biaff_hidden_dim", "150", "--char_hidden_dim", "100")
DEPPARSE += ("--eval_interval", "150", "--second_optim", "", "--optim", "adam", "--lr", "0.0012")
NER = (*VECTORS, "--eval_file", "ner-dev.json", "--batch_size", "64")
NER += ("--max_batch_words", "2500", "--hidden_dim", "200", "--char_hidden_dim", "75", "--word_emb_dim", "100")
NER += ("--optim", "adam", "--word_dropout", "0.1", "--eval_interval", "250")
NER_FIRST = (*NER, "--train_file", "ner-first.json", "--lr", "0.002")
NER_LAST = (*NER, "--train_file", "ner-train.json", "--lr", "0.0006")
LEMMA = (
    "--train_file",
    "lemma-types.conllu",
    "--secondary_file",
    "lemma-text.conllu",
    "--eval_file",
    "lemma-dev.conllu",
)
LEMMA += ("--hidden_dim", "100", "--emb_dim", "40", "--pos_dim", "40", "--num_epoch", "12", "--decay_epoch", "8")
LEMMA += ("--batch_size", "64")
TOKENIZE = ("--txt_file", "tokens-train.txt", "--label_file", "tokens-train.labels", "--dev_txt_file", "tokens-dev.txt")
TOKENIZE += ("--dev_label_file", "tokens-dev.labels", "--dev_conll_gold", "tokens-dev.conllu", "--lang", "en")
TOKENIZE += ("--mwt_json_file", "tokens-mwt.json", "--max_seqlen", "300", "--hidden_dim", "64", "--eval_steps", "1000")


def commands(start: Path | None, steps: dict[str, int]) -> dict[str, list[str]]:
    """Return the trainers' commands by stage, to be run in the output folder."""
    limit = {stage: ("--steps" if stage == "tokenize" else "--max_steps", str(count)) for stage, count in steps.items()}
    found = {
        "tokenize": ["stanza.models.tokenizer", *TOKENIZE, *limit["tokenize"]],
        # the tagger (1.15) fails where it was never evaluated
        "pos": ["stanza.models.tagger", *POS, *limit["pos"], "--eval_interval", str(min(250, steps["pos"]))],
        "lemma": ["stanza.models.lemmatizer", *LEMMA],
        "depparse": [
            "stanza.models.parser",
            *DEPPARSE,
            *limit["depparse"],
            "--checkpoint_save_name",
            "depparse-resume.pt",
        ],
        "ner-first": ["stanza.models.ner_tagger", *NER_FIRST, *limit["ner-first"]],
        "ner": ["training.resume", "recogniser", "ner-first.pt", *NER_LAST, *limit["ner"]],
    }
    if start is not None:
        found["pos"] = ["training.resume", "tagger", str(start / "pos.pt"), *found["pos"][1:], "--lr", "0.001"]
        found["depparse"] = ["training.resume", "parser", str(start / "depparse.pt"), *found["depparse"][1:]]
        found["ner"][2] = str(start / "ner.pt")
        del found["ner-first"]
    return found


def run_stage(stage: str, out: Path, command: list[str]) -> None:
    """Run a trainer in ``out`` with its log beside it; raises ``CalledProcessError`` where it fails."""
    root = str(Path(__file__).parents[1])
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": root}
    arguments = [sys.executable, "-m", *command, *SEED, "--save_dir", str(out), "--save_name", f"{stage}.part.pt"]
    print(f"{stage}: {out / stage}.log")
    with (out / f"{stage}.log").open("w", encoding="utf-8") as log:
        subprocess.run(arguments, cwd=out, env=environment, stdout=log, stderr=subprocess.STDOUT, check=True)
    (out / f"{stage}.part.pt").replace(out / f"{stage}.pt")


def make_data(data: Path, out: Path) -> None:
    """Write the files of `FILES` that are not there."""
    for name, write in FILES.items():
        if not (out / name).exists():
            print(f"data: {out / name}")
            write(data, out)


def main() -> None:
    """Run the stages that were asked for, in their order."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stages", nargs="+", choices=("all", *STAGES))
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="a folder outside the repository")
    parser.add_argument("--from", dest="start", type=Path)
    parser.add_argument("--steps", nargs="*", default=[], metavar="STAGE=COUNT")
    options = parser.parse_args()
    out, data = options.out.resolve(), options.data.resolve()
    out.mkdir(parents=True, exist_ok=True)
    steps = STEPS | {name: int(count) for name, _, count in (item.partition("=") for item in options.steps)}
    trainers = commands(options.start.resolve() if options.start else None, steps)
    wanted = STAGES if "all" in options.stages else [stage for stage in STAGES if stage in options.stages]
    actions: dict[str, Callable[[], object]] = {
        "data": lambda: make_data(data, out),
        "vectors": lambda: (out / "pretrain.pt").exists() or make_vectors(data, out),
        "retag": lambda: retag_file(out / "trees-train.conllu", out / "trees-retagged.conllu", PACKAGE),
        "package": lambda: build(out, PACKAGE),
        "evaluate": lambda: subprocess.run(
            [sys.executable, "-m", "training.evaluate", "--data", str(data), "--write"], check=True
        ),
    }
    for stage in wanted:
        if stage in actions:
            actions[stage]()
        elif stage in trainers and not (out / f"{stage}.pt").exists():
            run_stage(stage, out, trainers[stage])


if __name__ == "__main__":
    main()
