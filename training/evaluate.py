"""Measure a model package from raw text: every figure of the model card in one command.

    python -m training.evaluate --data ../shared/data [--models news-en] [--write]

Nothing gold goes in: the texts of the treebanks are annotated by `attribution.annotating.annotate` as an article would
be, paragraphs given. ``--write`` puts the figures into the package's manifest and writes its MODEL_CARD.md.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import resource
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.annotating.annotate import Annotator
from attribution.annotating.models import find_models
from attribution.model import Annotated, Article, Paragraph, Token
from attribution.spans import Span
from training.card import write_card
from training.convert import Sent, name_spans, read_conllu, to_bio
from training.package import write_manifest
from training.wikinews import read_wikinews_names

SPEAKERS = Path(__file__).parent / "speakers.tsv"
SILVER_TYPES = {"PERSON": "PER", "ORGANIZATION": "ORG", "LOCATION": "LOC"}
COUNTED = ("PER", "ORG", "LOC")
SUBJECTS = ("nsubj", "csubj")


@dataclass(frozen=True, slots=True)
class Gold:
    """A treebank text with the places of its sentences and words."""

    article: Article
    sentences: tuple[tuple[Span, ...], ...]
    words: tuple[Sent, ...]


def f1(found: set[Any], wanted: set[Any]) -> float:
    """Return the F1 of two sets in per cent."""
    return 200 * len(found & wanted) / max(len(found) + len(wanted), 1)


def treebank(sentences: Iterable[Sent], *, limit: int = 0) -> list[Gold]:
    """Return a text for each document of a treebank, its paragraphs apart by a blank line."""
    documents: list[list[Sent]] = []
    for sentence in sentences:
        if sentence.document or not documents:
            documents.append([])
        documents[-1].append(sentence)
    return [_gold(document) for document in documents[: limit or None]]


def _gold(document: Sequence[Sent]) -> Gold:
    text = ""
    starts: list[int] = []
    spans: list[tuple[Span, ...]] = []
    for sentence in document:
        if sentence.paragraph or not starts:
            text = f"{text.rstrip()}\n\n" if text else ""
            starts.append(len(text))
        elif not text.endswith(" "):
            text += " "
        own = []
        for word in sentence.words:
            own.append(Span(len(text), len(text) + len(word.form)))
            text += word.form + " " * word.space
        spans.append(tuple(own))
    text = text.rstrip()
    ends = [*(start - 2 for start in starts[1:]), len(text)]
    paragraphs = tuple(Paragraph(Span(a, b), "body") for a, b in zip(starts, ends, strict=True))
    return Gold(Article("gold", text, paragraphs), tuple(spans), tuple(document))


def score_treebank(results: list[Annotated], gold: list[Gold]) -> dict[str, float]:
    """Return F1 of tokens, sentences, UPOS, lemma, and LAS (no subtypes, as CoNLL 2018), aligned by offsets."""
    found: dict[str, set[Any]] = {key: set() for key in ("tokens", "sentences", "upos", "lemma", "las")}
    wanted: dict[str, set[Any]] = {key: set() for key in found}
    for number, (own, annotated) in enumerate(zip(gold, results, strict=True)):
        for sentence in annotated.sentences:
            found["sentences"].add((number, sentence.span.start, sentence.span.end))
            for token in sentence.tokens:
                head = sentence.tokens[token.head].span if token.head >= 0 else None
                _add(found, number, token.span, (token.upos, token.lemma, token.deprel), head)
        for spans, sent in zip(own.sentences, own.words, strict=True):
            wanted["sentences"].add((number, spans[0].start, spans[-1].end))
            for span, word in zip(spans, sent.words, strict=True):
                head = spans[word.head - 1] if word.head else None
                _add(wanted, number, span, (word.upos, word.lemma, word.deprel), head)
    return {key: round(f1(found[key], wanted[key]), 2) for key in found}


def _add(sets: dict[str, set[Any]], number: int, span: Span, said: tuple[str, str, str], head: Span | None) -> None:
    upos, lemma, deprel = said
    place = (number, span.start, span.end)
    sets["tokens"].add(place)
    sets["upos"].add((*place, upos))
    sets["lemma"].add((*place, lemma))
    sets["las"].add((*place, head, deprel.partition(":")[0]))


def lines_article(name: str, text: str) -> Article:
    """Return an article whose paragraphs are the lines that hold something."""
    spans = [Span(m.start(), m.end()) for m in re.finditer(r"[^\s](?:[^\n]*[^\s])?", text)]
    return Article(name, text, tuple(Paragraph(span, "body") for span in spans))


def read_silver(data: Path, split: str) -> list[tuple[Article, list[tuple[Span, ...]], set[tuple[int, int, str]]]]:
    """Return (article, sentences, names) of the PolNeAR articles as another parser sees them.

    Articles that write quotation marks as ``''`` are left out: their sentences end after an opening mark there.
    """
    found = []
    with lzma.open(data / "polnear" / f"polnear-corenlp-{split}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            path = next((data / "polnear" / split / "text").glob(f"{entry['name']}*"), None)
            text = path.read_bytes().decode("utf-8") if path else ""
            if not text or "''" in text or "``" in text:
                continue
            sentences, names = [], set()
            for tokens in entry["sentences"]:
                spans = tuple(Span(token[0], token[1]) for token in tokens)
                tags = to_bio([f"I-{t[4]}" if t[4] in SILVER_TYPES else "O" for t in tokens], SILVER_TYPES)
                names |= set(tagged_spans(spans, tags))
                sentences.append(spans)
            found.append((lines_article(entry["name"], text), sentences, names))
    return found


def tagged_spans(spans: Sequence[Span], tags: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return (start, end, type) of BIO-tagged words at ``spans``."""
    return [(spans[first].start, spans[end - 1].end, kind) for first, end, kind in name_spans(tags)]


def score_news(annotator: Annotator, data: Path) -> dict[str, float]:
    """Return F1 of sentences and names on the PolNeAR dev articles: agreement with another parser, not with people."""
    silver = read_silver(data, "dev")
    started = time.process_time()
    annotated = annotator.annotate_many([article for article, _, _ in silver])
    seconds = time.process_time() - started
    found: dict[str, set[Any]] = {"sentences": set(), "names": set()}
    wanted: dict[str, set[Any]] = {"sentences": set(), "names": set()}
    for number, ((article, sentences, names), own) in enumerate(zip(silver, annotated, strict=True)):
        for spans in sentences:
            # the other parser does not end a sentence with every line
            for part in _by_paragraph(article, spans):
                wanted["sentences"].add((number, part[0].start, part[-1].end))
        found["sentences"] |= {(number, s.span.start, s.span.end) for s in own.sentences}
        wanted["names"] |= {(number, *name) for name in names}
        found["names"] |= {(number, e.span.start, e.span.end, e.type) for e in own.entities if e.type in COUNTED}
    words = sum(len(article.text.split()) for article, _, _ in silver)
    return {
        "sentences": round(f1(found["sentences"], wanted["sentences"]), 2),
        "names": round(f1(found["names"], wanted["names"]), 2),
        **{
            f"names {kind}": round(
                f1({n for n in found["names"] if n[3] == kind}, {n for n in wanted["names"] if n[3] == kind}), 2
            )
            for kind in COUNTED
        },
        "words a second": round(words / seconds),
    }


def _by_paragraph(article: Article, spans: tuple[Span, ...]) -> list[list[Span]]:
    parts: dict[int, list[Span]] = {}
    for span in spans:
        parts.setdefault(article.paragraph_at(span.start), []).append(span)
    return list(parts.values())


def score_uner(results: list[Annotated], data: Path, gold: list[Gold]) -> dict[str, float]:
    """Return the F1 of names on Universal NER's EWT test, tags put on the treebank's words by sentence."""
    tags: dict[str, list[str]] = {}
    name = ""
    for line in (data / "ner" / "uner" / "en_ewt-ud-test.iob2").read_text(encoding="utf-8").splitlines():
        if line.startswith("# sent_id"):
            name = line.partition("=")[2].strip()
            tags[name] = []
        elif line and not line.startswith("#"):
            tags[name].append(line.split("\t")[2])
    found, wanted = set(), set()
    for number, (own, annotated) in enumerate(zip(gold, results, strict=True)):
        covered = []
        for spans, sent in zip(own.sentences, own.words, strict=True):
            if len(tags.get(sent.id, ())) == len(spans):
                covered.append(Span(spans[0].start, spans[-1].end))
                wanted |= {(number, *n) for n in tagged_spans(spans, tags[sent.id]) if n[2] in COUNTED}
        for entity in annotated.entities:
            if entity.type in COUNTED and any(span.contains(entity.span) for span in covered):
                found.add((number, entity.span.start, entity.span.end, entity.type))
    return {"names": round(f1(found, wanted), 2)}


def score_wikinews(annotator: Annotator, data: Path) -> dict[str, float]:
    """Return the F1 of names on the labelled sentences of Wikinews that are held out, each an article of its own."""
    labelled = [s for s in read_wikinews_names(data / "wikinews" / "data") if s.held_out]
    annotated = annotator.annotate_many([lines_article(str(i), s.text) for i, s in enumerate(labelled)])
    wanted = {(i, *name) for i, s in enumerate(labelled) for name in s.names if name[2] in COUNTED}
    found = {
        (i, e.span.start, e.span.end, e.type) for i, a in enumerate(annotated) for e in a.entities if e.type in COUNTED
    }
    return {
        "names": round(f1(found, wanted), 2),
        **{
            f"names {kind}": round(f1({n for n in found if n[3] == kind}, {n for n in wanted if n[3] == kind}), 2)
            for kind in COUNTED
        },
    }


def read_speakers(path: Path = SPEAKERS) -> list[tuple[str, Span]]:
    """Return (sentence, place of the speaker's name) of the list of speakers."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("#", "sentence\t")):
            continue
        marked = line.split("\t")[0]
        start, end = marked.index("["), marked.index("]") - 1
        found.append((marked.replace("[", "").replace("]", ""), Span(start, end)))
    return found


def score_speakers(annotator: Annotator, speakers: list[tuple[str, Span]]) -> dict[str, Any]:
    """Return how many speakers are subjects to the parser, persons to the recogniser, both; and what is missed."""
    articles = [lines_article(str(i), text) for i, (text, _) in enumerate(speakers)]
    subjects, persons, missed = 0, 0, []
    both = 0
    for (text, name), annotated in zip(speakers, annotator.annotate_many(articles), strict=True):
        subject = is_subject(annotated, name)
        person = any(e.type == "PER" and e.span.contains(name) for e in annotated.entities)
        subjects += subject
        persons += person
        both += subject and person
        if not (subject and person):
            missed.append(f"{'' if subject else 'subject '}{'' if person else 'person '}: {text}")
    count = len(speakers)
    return {"of": count, "subject": subjects, "person": persons, "both": both, "missed": missed}


def is_subject(annotated: Annotated, name: Span) -> bool:
    """Tell whether the name is one phrase that is a subject or after "according to"; its title may be the head."""
    sentence = next((s for s in annotated.sentences if s.span.contains(name)), None)
    if sentence is None:
        return False
    tokens = sentence.tokens
    inside = {i for i, token in enumerate(tokens) if token.span.overlaps(name)}
    tops = [i for i in inside if tokens[i].head not in inside]
    if len(tops) != 1:
        return False
    top = tops[0]
    if _speaks(tokens, top):
        return True
    head = tokens[top].head
    return (
        0 <= head < top
        and tokens[top].deprel.partition(":")[0] in ("flat", "appos", "nmod", "compound")
        and _speaks(tokens, head)
    )


def _speaks(tokens: tuple[Token, ...], index: int) -> bool:
    relation = tokens[index].deprel.partition(":")[0]
    if relation in SUBJECTS:
        return True
    return relation in ("obl", "nmod") and any(t.head == index and t.text.lower() == "according" for t in tokens)


def measure(models: str | None, data: Path) -> dict[str, Any]:
    """Return every figure of the model card, by set and measure."""
    started = time.perf_counter()
    annotator = Annotator(find_models(models))
    loaded = time.perf_counter() - started
    ewt = treebank(read_conllu(_read(data / "ud" / "ewt-test.conllu.xz")))
    gum = treebank(read_conllu(_read(data / "ud" / "gum-open-dev.conllu.xz")))
    ewt_results = annotator.annotate_many([gold.article for gold in ewt])
    scores: dict[str, Any] = {
        "EWT test": score_treebank(ewt_results, ewt),
        "GUM-open dev": score_treebank(annotator.annotate_many([gold.article for gold in gum]), gum),
        "news (PolNeAR dev, state agreement with CoreNLP)": score_news(annotator, data),
        "UNER EWT test": score_uner(ewt_results, data, ewt),
        "Wikinews, 29 articles labelled for this project": score_wikinews(annotator, data),
        "speakers of 100 sentences": score_speakers(annotator, read_speakers()),
    }
    # Linux counts in KiB; the evaluation's own texts are in it.
    scores["resources"] = {
        "load seconds": round(loaded, 1),
        "peak MB": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    return scores


def _read(path: Path) -> str:
    with lzma.open(path, "rt", encoding="utf-8") as file:
        return file.read()


def main() -> None:
    """Print the figures; with ``--write`` put them into the manifest and the model card."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--models")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    scores = measure(options.models, options.data)
    for name, measures in scores.items():
        print(name)
        for measure_name, value in measures.items():
            print(
                f"    {measure_name:<16} {value}"
                if measure_name != "missed"
                else "\n".join(f"    missed {m}" for m in value)
            )
    if options.write:
        for measures in scores.values():
            measures.pop("missed", None)
        package = find_models(options.models).directory
        write_manifest(package, scores=scores)
        write_card(package)


if __name__ == "__main__":
    main()
