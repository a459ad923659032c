"""Stage 3c: what the tagger reads for a cue: the words of the content, from where to where, and those of the source."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache

from attribution.annotating.syntax import NOMINAL, Tree, relation
from attribution.lexicons import load_table
from attribution.quoting.cues import Cue
from attribution.quoting.slots import Slot, source_tokens
from attribution.quoting.speech_words import not_sources
from attribution.quoting.tagger import Reading
from attribution.spans import Span

# Least probability of a token to belong to the source. This and what follows: chosen on the development articles.
LEAST_TOKEN = 0.5
# What it costs to begin or end a piece of content, in log odds, and the least share of a word.
CHANGE, LEAST_SHARE = 0.6, 0.02
# Least mean probability of a phrase to be taken for the source against the parse.
LEAST_SOURCE = 0.55
# A source this many words before its cue, give or take an auxiliary and an adverb, is the cue's own.
NEAR = 3
LOOSE = frozenset({"PUNCT", "ADP", "DET", "CCONJ", "SCONJ", "AUX"})
# Prepositions between a cue and its content belong to neither (annotation guide).
CUE_PREPOSITIONS = frozenset({"for", "about", "of", "over", "against", "with", "on", "upon"})
BRACKETS = {"(": ")", "[": "]", "–": "–", "—": "—", "-": "-", "--": "--"}
RELATIVE = frozenset({"who", "which", "whose", "whom", "that", "where"})
OPENERS = frozenset({"who", "which", "whom", "that"})
# What follows "for" in an aside behind a name: "Ito, for his part,".
ASIDES = frozenset({"his", "her", "its", "their", "instance", "example", "one"})
# What opens the deed somebody is accused of or blamed for.
ACCUSING = frozenset({"of", "for"})
HELPERS = frozenset({"is", "are", "was", "were", "be", "been", "being"})
# Words before a day or a span of time that belong to it: "on Tuesday", "late last week".
DAY_OPENERS = frozenset({"on", "this", "last", "late", "early", "earlier"})
CLOSING = frozenset({")", "]", "”", "’", '"'})


def read_tokens(
    tree: Tree, cue: Cue, source: Span | None, slots: tuple[Slot, ...], reading: Reading
) -> tuple[int, ...]:
    """Return the words the tagger calls content."""
    taken = {*cue.tokens, *(tree.covered(source) if source is not None else ())}
    words = _content_words(tree, reading, taken)
    relative = cue.source is not None and _is_relative(tree.tokens[cue.source].text)
    end = _predicate_start(tree, cue) if cue.kind == "noun" else len(tree.tokens)
    if cue.kind in ("according", "noun") or relative:
        allowed = {i for slot in slots for i in slot.tokens if slot.name not in ("governor", "front")}
        if relative:
            allowed |= _inside_relative(tree, cue)
        if end < len(tree.tokens):
            allowed |= set(range(cue.head + 1, end))
        kept = [i for i in words if i in allowed] if allowed else words
        lost = not any(tree.tokens[i].upos != "PUNCT" for i in kept)
        words = words if lost and cue.kind == "according" else kept
    words = [i for i in words if i < end]
    if not any(tree.tokens[i].upos != "PUNCT" for i in words):
        return ()
    return _without_occasion(tree, cue, _from_cue(tree, cue, _from_that(tree, cue, words)))


def _without_occasion(tree: Tree, cue: Cue, words: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out when and where it was said: "told him | on Friday | how", "called for help | in a letter"."""
    last = max(cue.tokens)
    clause = [i for i in tree.children(cue.head, "ccomp", "xcomp", "parataxis") if i in words]
    for child in tree.children(cue.head, "obl", "nmod", "advmod"):
        phrase = tree.subtree(child)
        if clause and last < words[0] == phrase[0] and phrase[-1] < clause[0] and _is_occasion(tree, child):
            words = tuple(i for i in words if i > phrase[-1])
    while not clause and words[0] > last:
        while len(words) > 1 and tree.tokens[words[-1]].upos == "PUNCT":
            words = words[:-1]
        head = next((i for i in (words[-1], *tree.ancestors(words[-1])) if _is_occasion(tree, i)), None)
        phrase = tree.subtree(head) if head is not None else ()
        if not phrase or phrase[0] <= words[0] or words[-1] > phrase[-1]:
            break
        words = tuple(i for i in words if i < phrase[0])
    return words


def _is_occasion(tree: Tree, index: int) -> bool:
    """Tell whether a noun names a day without more, or what was spoken in, behind its preposition."""
    word = tree.tokens[index].lemma.lower()
    cases = {tree.tokens[i].lemma.lower() for i in tree.children(index, "case")}
    if word in not_sources("time"):
        return cases <= {"on", "at", "in"} and relation(tree.tokens[index]) in ("obl", "nmod", "advmod")
    return word in _occasions() and bool(cases & {"in", "at", "during", "on", "via"})


@cache
def _occasions() -> frozenset[str]:
    return frozenset(load_table("occasions").column("kind"))


def _content_words(tree: Tree, reading: Reading, taken: set[int]) -> list[int]:
    """Return the words that are content: the likeliest reading of the sentence where each change has its price.

    The words of the cue and its source, and marks, speak for neither.
    """
    best = (0.0, 0.0)  # log odds of the best reading up to here that ends outside, inside
    steps: list[tuple[bool, bool]] = []
    for index, share in enumerate(reading.content):
        odds = 0.0
        if index not in taken and tree.tokens[index].upos != "PUNCT":
            odds = math.log(max(share, LEAST_SHARE) / max(1 - share, LEAST_SHARE))
        outside, inside = best
        steps.append((inside - CHANGE > outside, outside - CHANGE > inside))
        best = (max(outside, inside - CHANGE), max(inside, outside - CHANGE) + odds)
    found = []
    state = best[1] > best[0]
    for index in range(len(steps) - 1, -1, -1):
        if state and index not in taken:
            found.append(index)
        if steps[index][state]:
            state = not state
    return found[::-1]


def _predicate_start(tree: Tree, cue: Cue) -> int:
    """Return where the verb begins whose subject a noun is: "his claim that it is fair | was met with jeers"."""
    token = tree.tokens[cue.head]
    if relation(token) not in ("nsubj", "csubj") or token.head < cue.head:
        return len(tree.tokens)
    return _group_start(tree, token.head, after=cue.head)


def _group_start(tree: Tree, verb: int, *, after: int) -> int:
    """Return where a verb begins with the auxiliaries and adverbs before it: "has | never been"."""
    first = start = verb
    while first - 1 > after and tree.tokens[first - 1].upos in ("AUX", "ADV", "PART"):
        first -= 1
        start = first if tree.tokens[first].upos == "AUX" else start
    return start


def _inside_relative(tree: Tree, cue: Cue) -> set[int]:
    """Return the words behind the cue of a relative clause up to where the clause around it goes on."""
    last = max(cue.tokens)
    before = tree.tokens[cue.source - 1].text if cue.source else ""
    if before in BRACKETS:  # "the study -- which says ... -- is out"
        closing = range(last + 1, len(tree.tokens))
        end = next((i for i in closing if tree.tokens[i].text == BRACKETS[before]), len(tree.tokens))
    else:
        main = next((i for i in tree.ancestors(cue.head) if i > last and tree.tokens[i].upos in ("VERB", "AUX")), None)
        end = len(tree.tokens) if main is None else _group_start(tree, main, after=last)
    return set(range(last + 1, end))


def _from_that(tree: Tree, cue: Cue, words: list[int]) -> tuple[int, ...]:
    """Let content begin right behind the "that" that opens it, where the tagger starts a word or two late."""
    late = 3
    first = words[0]
    if first <= max(cue.tokens):
        return tuple(words)
    for index in range(first - 1, max(cue.tokens), -1):
        if first - index > late or tree.tokens[index].upos == "PUNCT":
            break
        if tree.tokens[index].text.lower() == "that" and tree.tokens[index].upos == "SCONJ":
            return (*range(index + 1, first), *words)
    return tuple(words)


def _from_cue(tree: Tree, cue: Cue, words: tuple[int, ...]) -> tuple[int, ...]:
    """Set the start of content that follows its cue.

    With the words that hang on it ("said at least ten had died"), without "that" and without the preposition of the cue
    ("expressed concern for the children").
    """
    first, last = words[0], max(cue.tokens)
    while first - 1 > last and tree.tokens[first - 1].upos not in ("PUNCT", "SCONJ", "CCONJ", "PRON"):
        head = tree.tokens[first - 1].head
        if head not in words and head != first:
            break
        first -= 1
        words = (first, *words)
    return without_opener(tree, cue, words)


def without_opener(tree: Tree, cue: Cue, words: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out the "that" or the preposition of the cue that content begins with: "calls | for | an inquiry"."""
    if len(words) < 2 or words[0] != max(cue.tokens) + 1:  # noqa: PLR2004 - the opener and one more
        return words
    first = tree.tokens[words[0]]
    follows = tree.tokens[words[0] + 1].upos if words[0] + 1 < len(tree.tokens) else "PUNCT"
    conjunction = first.text.lower() == "that" and follows not in ("VERB", "AUX", "PUNCT")
    preposition = first.text.lower() in CUE_PREPOSITIONS and first.upos == "ADP"
    return words[1:] if conjunction or preposition else words


def choose_source(tree: Tree, cue: Cue, reading: Reading | None) -> Cue:
    """Return the cue with the source the tagger reads, where the parse gives none or one it does not believe in."""
    if reading is None or (cue.kind == "noun" and cue.source is None):
        return cue  # "the claim that ...": an owner would stand beside it
    if cue.source is not None:
        own = source_tokens(tree, cue.source)
        if sum(reading.source[i] for i in own) / len(own) >= 1 - LEAST_SOURCE:
            return cue
    runs: list[list[int]] = []
    for index, share in enumerate(reading.source):
        if share >= LEAST_TOKEN:
            if runs and runs[-1][-1] == index - 1:
                runs[-1].append(index)
            else:
                runs.append([index])
    best = max(runs, key=lambda run: sum(reading.source[i] for i in run), default=None)
    if best is None or sum(reading.source[i] for i in best) / len(best) < LEAST_SOURCE:
        return cue
    if cue.source in best or any(i in best for i in _told(tree, cue)):
        return cue  # the parse gave the same noun more words; who was told or accused says nothing
    beside = 0 < min(cue.tokens) - best[-1] <= NEAR or best[0] - max(cue.tokens) == 1
    return replace(cue, source=tree.head_of(best), shared=not beside)


def _told(tree: Tree, cue: Cue) -> tuple[int, ...]:
    """Return the subject of a passive of speech; "'s" may be "has"."""
    helpers = (tree.tokens[i] for i in tree.children(cue.head, "aux"))
    passive = any(t.deprel == "aux:pass" and t.text.lower() in HELPERS for t in helpers)
    return tree.children(cue.head, "nsubj") if cue.passive and cue.act == "speech" and passive else ()


def _is_relative(word: str) -> bool:
    return word.lower() in RELATIVE and not (word.isupper() and len(word) > 1)  # WHO is a body


def phrase_of_source(tree: Tree, source: int, reading: Reading | None) -> tuple[int, ...]:
    """Return the tokens of a source's phrase, grown over the words beside it that the tagger calls source too.

    Parsers split "Mr. Ito" and "Keiko Ito, a baker," in two subjects. Where the phrase ends is told by its words, not
    by the tagger: relative clauses are no part of a source (annotation guide).
    """
    tokens = source_tokens(tree, source)
    if reading is not None:
        tokens = _grown(tree, source, tokens, reading)
    return _without_clauses(tree, source, _with_name(tree, tokens))


def _with_name(tree: Tree, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Add the name right behind what somebody is: "the poet | Yusuf Darwish", which parsers hang elsewhere."""
    last = tokens[-1]
    if tree.tokens[last].upos != "NOUN":
        return tokens
    while (
        last + 1 < len(tree.tokens)
        and tree.tokens[last + 1].upos == "PROPN"
        and tree.tokens[last + 1].lemma.lower() not in not_sources("time")
    ):
        last += 1
    return (*tokens, *range(tokens[-1] + 1, last + 1))


def _grown(tree: Tree, source: int, tokens: tuple[int, ...], reading: Reading) -> tuple[int, ...]:
    if tree.tokens[source].upos == "VERB":
        tokens = (source,)  # a parse gone wrong: the clause below it is no name

    def belongs(index: int) -> bool:
        return 0 <= index < len(tree.tokens) and (
            reading.source[index] >= LEAST_TOKEN or tree.tokens[index].upos == "PUNCT"
        )

    first, last = tokens[0], tokens[-1]
    while belongs(first - 1):
        first -= 1
    while belongs(last + 1):
        last += 1
    while tree.tokens[first].upos in ("PUNCT", "ADP", "VERB", "ADV", "CCONJ", "SCONJ") and first < tokens[0]:
        first += 1
    relative = next(
        (i for i in range(tokens[0] + 1, last + 1) if _is_relative(tree.tokens[i].text) and i not in tokens), None
    )
    if relative is not None:
        last = relative - 1
    while last > tokens[-1] and (tree.tokens[last].upos in LOOSE or _is_relative(tree.tokens[last].text)):
        if tree.tokens[last].text == ")":
            break
        last -= 1
    return tuple(range(first, last + 1))


def _without_clauses(tree: Tree, source: int, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """End a source's phrase before what is no part of a noun phrase, whatever the parse and the tagger make of it.

    A relative clause ("Ito, whose brother ..."), a participle that a comma sets off ("Ito, speaking on the radio,"),
    an aside ("Ito, for his part,") and the day it was said on ("Ito on Tuesday").
    """
    ends = (_clause_start(tree, source, i) for i in tokens if i > source)
    end = next((i for i in ends if i is not None), tokens[-1] + 1)
    kept = [i for i in tokens if i < end]
    opener = tree.tokens[kept[0]]
    if (
        kept[0] < source
        and opener.text in OPENERS
        and opener.upos == "PRON"
        and tree.tokens[kept[1]].upos in NOMINAL | {"DET"}
    ):
        kept.pop(0)  # "a nurse who | police said had ..."
    while kept[-1] > source:
        last = tree.tokens[kept[-1]]
        start = _day_start(tree, kept)
        if last.upos == "PUNCT" and last.text not in CLOSING:
            kept.pop()
        elif start is not None and start > source:
            kept = [i for i in kept if i < start]
        else:
            break
    return tuple(kept)


def _clause_start(tree: Tree, source: int, index: int) -> int | None:
    """Return where a clause or an aside begins that has this word for its first, or for its relative word."""
    token, before = tree.tokens[index], tree.tokens[index - 1]
    word = token.text
    if word in RELATIVE - {"that"} and token.upos != "DET":
        start = index
        while start > source and tree.tokens[start - 1].upos in ("ADP", "DET", "NUM"):  # "both of | whom"
            start -= 1
        return start if start > source else None
    if before.text != ",":
        return index if _opens_deed(tree, index) else None
    following = [t.text.lower() for t in tree.tokens[index + 1 : index + 2]]
    if word == "for" and ASIDES.intersection(following):
        return index
    verb = next(i for i in range(index, len(tree.tokens)) if tree.tokens[i].upos != "ADV" or i + 1 == len(tree.tokens))
    return index if _is_set_off(tree, verb) else None


def _opens_deed(tree: Tree, index: int) -> bool:
    """Tell whether "of" or "for" opens what somebody is accused of: "accused by rivals | of taking bribes"."""
    after = index + 1
    if tree.tokens[index].text.lower() not in ACCUSING or after >= len(tree.tokens):
        return False
    return tree.tokens[after].xpos == "VBG" and bool(tree.children(after, "obj", "ccomp", "xcomp"))


def _is_set_off(tree: Tree, index: int) -> bool:
    """Tell whether a participle behind a comma opens a clause: "speaking on the radio", no "retired Sen. Ito"."""
    token = tree.tokens[index]
    if token.upos != "VERB" or token.lemma == "include" or relation(token) in ("amod", "compound", "case"):
        return False
    after = tree.tokens[index + 1].upos if index + 1 < len(tree.tokens) else ""
    led = token.xpos in ("VBN", "VBD") and after not in ("PROPN", "NOUN")
    return token.xpos == "VBG" or led


def _day_start(tree: Tree, phrase: list[int]) -> int | None:
    """Return where the day at the end of a phrase begins, with its preposition: "Ito | on Tuesday"."""
    start = phrase[-1]
    if tree.tokens[start].lemma.lower() not in not_sources("time"):
        return None
    while start - 1 in phrase and tree.tokens[start - 1].text.lower() in DAY_OPENERS:
        start -= 1
    # "in recent weeks" and "conducted Tuesday" tell of the source, not of what it said.
    loose = start - 1 in phrase and tree.tokens[start - 1].upos in ("NOUN", "PROPN", "PRON", "PUNCT")
    return start if loose else None
