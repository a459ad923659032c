"""Make the cue lists of the package from counts and verb classes: ``python -m training.cue_lexicon DATA``.

DATA is the corpora folder. Writes ``attribution/data/cue_{verbs,nouns,adjectives}.tsv``: which words were marked as a
cue in PolNeAR's training articles, how often of how often seen (by CoreNLP's lemmas and tags), joined with the VerbNet
classes of communication and the Gender Gap Tracker's list of reporting verbs. Only counts leave the corpus.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections import Counter
from pathlib import Path

from attribution.lexicons import read_table
from training.polnear import articles

OUT = Path(__file__).parent.parent / "attribution" / "data"

# A word is listed when it was a cue at least this often and in at least this share of its uses: below, the share of
# true cues among the candidates falls under one in ten and the scorer has too few examples to tell them apart.
LEAST_CUES, LEAST_SHARE = 3, 0.10

# VerbNet classes whose members report what somebody said, wrote or asked for.
SPEECH_CLASSES = (
    "say-37.7", "tell-37.2", "manner_speaking-37.3", "transfer_mesg-37.1.1", "complain-37.8", "advise-37.9",
    "confess-37.10", "promise-37.13", "lecture-37.11", "overstate-37.12", "inquire-37.1.2", "interrogate-37.1.3",
    "judgment-33.1", "urge-58.1", "order-58.3", "beg-58.2", "declare-29.4", "instr_communication-37.4.1",
    "respond-113", "indicate-78",
)  # fmt: skip
# How words are used in news, read one by one after the annotation guide: training/acts.tsv.
ACTS = read_table(Path(__file__).parent / "acts.tsv", "acts").column("act")
# Fewer uses than this in the corpus say nothing against a verb that VerbNet lists.
SELDOM = 10


def main(data: Path) -> None:
    """Write the three lists."""
    seen, cues = count_cues(data)
    verbs = verb_classes(data)
    listed = (data / "lexicons/ggt/quote_verb_list.txt").read_text(encoding="utf-8").split()
    rows: dict[str, dict[str, tuple[str, ...]]] = {"verbs": {}, "nouns": {}, "adjectives": {}}
    for (lemma, tag), n in seen.items():
        kind = {"VB": "verbs", "NN": "nouns", "JJ": "adjectives"}[tag]
        k = cues[lemma, tag]
        frequent = (
            k >= LEAST_CUES
            and k / n >= LEAST_SHARE
            and lemma.isascii()
            and lemma.isalpha()
            and lemma == lemma.lower()
            and ACTS.get(lemma) != "none"
        )
        classes = verbs.get(lemma, set()) if kind == "verbs" else set()
        spoken = any(c.startswith(SPEECH_CLASSES) for c in classes) or (kind == "verbs" and lemma in listed)
        if ACTS.get(lemma) != "none" and (frequent or (spoken and (k / n >= LEAST_SHARE or n < SELDOM))):
            rows[kind][lemma] = describe(lemma, n, k, classes, spoken=spoken)
    for lemma, classes in verbs.items():
        if (
            lemma not in rows["verbs"]
            and (lemma, "VB") not in seen
            and ACTS.get(lemma) != "none"
            and any(c.startswith(SPEECH_CLASSES) for c in classes)
        ):
            rows["verbs"][lemma] = describe(lemma, 0, 0, classes, spoken=True)
    for lemma in (word for word, act in ACTS.items() if act == "speech-noun"):
        rows["nouns"][lemma] = ("speech", str(seen[lemma, "NN"]), str(cues[lemma, "NN"]), "own")
    for kind, table in rows.items():
        write(kind, table)


def describe(lemma: str, n: int, k: int, classes: set[str], *, spoken: bool) -> tuple[str, ...]:
    """Return a row's cells after the word: act, times seen, times a cue, where it comes from."""
    origin = "+".join(
        name for name, true in (("polnear", k >= LEAST_CUES), ("verbnet", bool(classes) and spoken)) if true
    )
    uttered = ACTS.get(lemma) == "speech" or (spoken and ACTS.get(lemma) != "thought")
    return ("speech" if uttered else "thought", str(n), str(k), origin or "ggt")


def count_cues(data: Path) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str]]]:
    """Return how often each (lemma, tag class) was seen and how often it stood inside a marked cue."""
    seen: Counter[tuple[str, str]] = Counter()
    cues: Counter[tuple[str, str]] = Counter()
    gold = {article.name: article for article in articles(data / "polnear/train")}
    with lzma.open(data / "polnear/polnear-corenlp-train.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            silver = json.loads(line)
            article = gold.get(silver["name"])
            if article is None:
                continue
            inside = {i for a in article.attributions for s, e in a.cue for i in range(s, e)}
            for start, _, lemma, tag, *_ in (token for sentence in silver["sentences"] for token in sentence):
                if tag[:2] in ("VB", "NN", "JJ"):
                    seen[lemma.lower(), tag[:2]] += 1
                    cues[lemma.lower(), tag[:2]] += start in inside
    return seen, cues


def verb_classes(data: Path) -> dict[str, set[str]]:
    """Return the VerbNet classes of each verb."""
    classes: dict[str, set[str]] = {}
    for line in (data / "lexicons/verbnet_communication_verbs.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name, verb = line.split("\t")
        if verb.isalpha():
            classes.setdefault(verb, set()).add(name)
    return classes


def write(kind: str, table: dict[str, tuple[str, ...]]) -> None:
    """Write one list with its provenance."""
    lines = [
        "# source: counts over PolNeAR's training articles (annotations only); VerbNet 3.4 classes; Gender Gap Tracker",
        "# licence: counts are facts; VerbNet licence (see NOTICE); MIT (Gender Gap Tracker)",
        "# made by: training/cue_lexicon.py",
        "word\tact\tseen\tcues\torigin",
    ]
    lines += ["\t".join((word, *cells)) for word, cells in sorted(table.items())]
    (OUT / f"cue_{kind}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
