"""Words a second, load time and peak memory, beside Stanza's pipeline, the rules alone and a spaCy pipeline.

    python -m benchmarks.speed [--texts FOLDER] [--models NAME] [--rounds 3] [--copies 4]

All on one core and the same articles: those of examples/, or a folder of texts. Times are of the processor
(`time.process_time`), and the contestants take turns at every slice of 16 articles, so that a busy machine slows all of
them alike; the best time of each slice over the rounds counts. Read the ratios. Each contestant runs in a process of
its own.

What spaCy reads has nothing to do with what it is worth: the weights are random, the shape is that of its small English
package (tagger, parser and names over one convolutional reader), and its speed does not depend on them. Without spaCy
(``pip install --group benchmark``) its line says so.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
CONTESTANTS = ("attribution", "attribution, one by one", "rules alone", "stanza", "spacy")
# spaCy's small English package: vectors of hashed features, a convolutional reader of four layers of 96.
SPACY_WIDTH, SPACY_DEPTH = 96, 4
SPACY_LABELS = {"tagger": 50, "parser": 45, "ner": 18}
BATCH = 16
Run = Callable[[Sequence[str]], None]
STAGES = ("read", "annotate", "marks", "quotes", "speakers", "confidence", "audit")


def load_texts(folder: Path | None, copies: int) -> list[str]:
    """Return the texts of a folder once, or those of examples/ so many times over."""
    paths = sorted((folder or EXAMPLES).glob("*.txt"))
    return [path.read_text(encoding="utf-8", errors="replace") for path in paths] * (1 if folder else copies)


def run_attribution(models: str | None, *, batch: int, learned: bool) -> Run:
    """Load the models, and return what analyses the texts whole, from reading to the audit."""
    from attribution.pipeline import Analyzer
    from attribution.reading.read import read_text

    analyzer = Analyzer(models, learned=learned)
    analyzer.annotator  # noqa: B018 - loads the models

    def run(texts: Sequence[str]) -> None:
        articles = (read_text(text, id=str(number)) for number, text in enumerate(texts))
        for outcome in analyzer.analyze_many(articles, batch=batch):
            if outcome.error is not None:
                raise outcome.error

    return run


def run_stanza(models: str | None) -> Run:
    """Load Stanza's pipeline with the same models and its own settings, and return what annotates text by text."""
    import stanza

    from attribution.annotating.models import find_models

    package = find_models(models)
    pipeline = stanza.Pipeline(
        "en", dir=str(package.directory), package=package.stanza_package, processors=",".join(package.processors),
        download_method=None, logging_level="ERROR", use_gpu=False,
    )  # fmt: skip

    def run(texts: Sequence[str]) -> None:
        for text in texts:
            pipeline(text)

    return run


def run_spacy() -> Run:
    """Make a pipeline of the small English package's shape with random weights, and return what annotates the texts."""
    import spacy

    pipeline = spacy.blank("en")
    encoder = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": SPACY_WIDTH, "rows": [5000, 1000, 2500, 2500, 50],
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY"], "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": SPACY_WIDTH, "depth": SPACY_DEPTH,
            "window_size": 1, "maxout_pieces": 3,
        },
    }  # fmt: skip
    pipeline.add_pipe("tok2vec", config={"model": encoder})
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": SPACY_WIDTH, "upstream": "tok2vec"}
    tagger: Any = pipeline.add_pipe("tagger", config={"model": {"tok2vec": listener}})
    parser: Any = pipeline.add_pipe("parser", config={"model": {"tok2vec": listener}})
    # As in the package, names have a reader of their own.
    names: Any = pipeline.add_pipe("ner", config={"model": {"tok2vec": encoder}})
    for pipe, count in ((tagger, "tagger"), (parser, "parser"), (names, "ner")):
        for number in range(SPACY_LABELS[count]):
            pipe.add_label(f"L{number}")
    pipeline.initialize()

    def run(texts: Sequence[str]) -> None:
        for _ in pipeline.pipe(texts, batch_size=BATCH):
            pass

    return run


def prepare(contestant: str, models: str | None) -> Run:
    """Load a contestant and return its run over texts."""
    makers: dict[str, Callable[[], Run]] = {
        "attribution": partial(run_attribution, models, batch=BATCH, learned=True),
        "attribution, one by one": partial(run_attribution, models, batch=1, learned=True),
        "rules alone": partial(run_attribution, models, batch=BATCH, learned=False),
        "stanza": partial(run_stanza, models),
        "spacy": run_spacy,
    }
    return makers[contestant]()


def work(contestant: str, options: argparse.Namespace) -> None:
    """Serve as a contestant: load, say so, then run the slice whose number stands in each line on standard input."""
    texts = load_texts(options.texts, options.copies)
    began = time.process_time()
    run = prepare(contestant, options.models)
    say(load=time.process_time() - began, loaded=peak())
    for line in sys.stdin:
        part = texts[int(line) * BATCH :][:BATCH]
        began = time.process_time()
        run(part)
        say(seconds=time.process_time() - began, peak=peak())


def stages(options: argparse.Namespace) -> None:
    """Serve as the measure of each stage of the program's own, over annotated articles."""
    from attribution import pipeline
    from attribution.reading.read import read_text

    texts = load_texts(options.texts, options.copies)
    analyzer = pipeline.Analyzer(options.models)
    analyzer.annotator  # noqa: B018 - loads the models
    spent = dict.fromkeys(STAGES, 0.0)

    def timed(stage: str, action: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: object, **named: object) -> object:
            began = time.process_time()
            try:
                return action(*given, **named)
            finally:
                spent[stage] += time.process_time() - began

        return call

    for stage, name in (
        ("marks", "find_regions"), ("quotes", "find_quotes"), ("speakers", "resolve_speakers"),
        ("confidence", "add_confidence"), ("audit", "judge"),
    ):  # fmt: skip
        setattr(pipeline, name, timed(stage, getattr(pipeline, name)))
    for _ in range(2):
        spent.update(dict.fromkeys(STAGES, 0.0))
        articles = [timed("read", read_text)(text, id=str(number)) for number, text in enumerate(texts)]
        for start in range(0, len(articles), BATCH):
            for annotated in timed("annotate", analyzer.annotator.annotate_many)(articles[start : start + BATCH]):
                analyzer.analyze_annotated(annotated)
    say(**spent)


def say(**facts: float) -> None:
    """Print one line of JSON."""
    print(json.dumps(facts), flush=True)


def peak() -> float:
    """Return the most memory the process has had, in MB."""
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / (1_000_000 if sys.platform == "darwin" else 1_000)


class Contestant:
    """A process that runs when it is asked."""

    def __init__(self, name: str, options: argparse.Namespace) -> None:
        command = [sys.executable, "-m", "benchmarks.speed", "--as", name, "--copies", str(options.copies)]
        command += ["--texts", str(options.texts)] if options.texts else []
        command += ["--models", options.models] if options.models else []
        one = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
        self.name = name
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | one
        )
        self.loaded = self._hear()
        self.best: dict[int, float] = {}
        self.peak = 0.0

    @property
    def seconds(self) -> float:
        """The best times of all slices together."""
        return sum(self.best.values())

    def run(self, number: int) -> None:
        """Run once over a slice of the texts and keep the best time."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{number}\n")
        self.process.stdin.flush()
        facts = self._hear()
        self.best[number] = min(self.best.get(number, float("inf")), facts["seconds"])
        self.peak = facts["peak"]

    def close(self) -> None:
        """Let the process end."""
        with suppress(BrokenPipeError):
            self.process.communicate()

    def _hear(self) -> dict[str, float]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name}: ended without an answer")
        facts: dict[str, float] = json.loads(line)
        return facts


def show(contestants: Iterable[Contestant], words: int) -> None:
    """Print a table: words a second, how many times Stanza's, load time, peak memory."""
    contestants = list(contestants)
    stanza = next(one.seconds for one in contestants if one.name == "stanza")
    print(f"{'':<26}{'words/s':>9}{'x stanza':>10}{'load s':>9}{'peak MB':>9}")
    for one in contestants:
        print(
            f"{one.name:<26}{words / one.seconds:>9,.0f}{stanza / one.seconds:>10.2f}"
            f"{one.loaded['load']:>9.2f}{one.peak:>9,.0f}"
        )


def main() -> None:
    """Run the contestants in turns and print the table, then the share of each stage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="a folder of .txt files; without it, examples/")
    parser.add_argument("--models", help="a model package; without it, the embedded one")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--copies", type=int, default=4, help="how many times over the examples are taken")
    parser.add_argument("--as", dest="role", choices=(*CONTESTANTS, "stages"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.role == "stages":
        stages(options)
        return
    if options.role:
        work(options.role, options)
        return
    texts = load_texts(options.texts, options.copies)
    words = sum(len(text.split()) for text in texts)
    there = [name for name in CONTESTANTS if name != "spacy" or importlib.util.find_spec("spacy")]
    contestants = [Contestant(name, options) for name in there]
    for _ in range(options.rounds):
        for number in range(-(-len(texts) // BATCH)):
            for contestant in contestants:
                contestant.run(number)
    for contestant in contestants:
        contestant.close()
    print(f"{words:,} words, best of {options.rounds} rounds, one core, seconds of the processor")
    show(contestants, words)
    if "spacy" not in there:
        print("spacy: not installed (pip install --group benchmark)")
    measure = Contestant("stages", options)
    measure.close()
    print("microseconds a word: " + ", ".join(f"{k} {v / words * 1e6:.0f}" for k, v in measure.loaded.items()))


if __name__ == "__main__":
    main()
