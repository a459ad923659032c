"""Stage 3c: reports whose shape is sure whatever the readers think of them, and what such a shape says is content.

Each shape is one that news uses over and over and that parsers or the tagger get wrong: a report that closes its
sentence, stands in a relative clause, hangs on "with", or has who was told before its clause.
"""

from __future__ import annotations

from functools import cache

from attribution.annotating.syntax import Tree, relation
from attribution.lexicons import load_table
from attribution.quoting.cues import Cue
from attribution.quoting.readings import without_opener
from attribution.quoting.slots import Slot, source_tokens
from attribution.quoting.speech_words import SURE, cue_share, not_sources
from attribution.quoting.subjects import SURE_STEM, closing_source, is_finite, phrase_after, speaker_before

RELAYING = frozenset({"quote", "cite", "report"})
LONGEST_ADDRESSEE = 4
# Verbs whose object is who was told.
ADDRESSING = frozenset(
    {"tell", "inform", "remind", "assure", "notify", "reassure", "advise", "warn", "promise", "ask", "show"}
)
# Verbs of these that take who was told and a clause: "told the panel he was innocent"; and what such a clause begins
# with.
TELLING = ADDRESSING - {"ask", "show", "advise"}
SUBJECTS = frozenset({"he", "she", "it", "they", "we", "i", "there"})
# A verb that closes a sentence behind a comma is a cue in this share of its uses or more (find .26, rule .33).
LEAST_CLOSING = 0.25
# Words behind such a verb that say when: "on Monday evening", "late last year".
LONGEST_DAY = 4
# Of these, verbs that never stand without an object of their own.
CLOSERS = frozenset({"find", "rule", "say", "claim", "allege", "report", "announce", "estimate", "suggest", "state"})
# Verbs of putting out a document, and the least share of cues among the uses of a verb that tells what it says (say
# .86, detail .56).
PUBLISHING = frozenset({"issue", "release", "publish", "post", "send", "write", "sign", "circulate", "email", "tweet"})
LEAST_PUBLISHED = 0.5
# What a report with a source of its own begins with behind a comma, or in its sentence.
CONTRASTS = frozenset({"and", "but", "while", "though", "although", "yet"})
# Least probability of such a report with a clause for its content: "while the defence maintained he was abroad".
LEAST_CLAUSE = 0.5
# "There were calls for an inquiry" counts without a source (annotation guide).
APPEALS = frozenset({"call", "appeal", "demand", "plea"})


def least_score(tree: Tree, cue: Cue, scored: float) -> float:
    """Return what a cue is worth by its shape, though the tagger doubts it: the scorer's word for it, or `SURE`."""
    if cue.kind == "according" and cue.source is not None and cue.lemma != "according to":
        return SURE
    if _is_claim(tree, cue) or _is_accompanied(tree, cue) or _is_closing(tree, cue) or _is_inserted(tree, cue):
        return SURE
    if _is_published(tree, cue) or (cue.shared and speaker_before(tree, cue.head) is not None):
        return SURE
    clause = bool(tree.children(cue.head, "ccomp"))
    if scored >= (LEAST_CLAUSE if clause else SURE) and _is_set_against(tree, cue):
        return max(scored, SURE)
    if not _is_plain_report(tree, cue):
        return 0.0
    return max(scored, SURE if _is_hung(tree, cue) or _has_clause(tree, cue) or _is_relayed(tree, cue) else 0.0)


def words_by_shape(tree: Tree, cue: Cue, slots: tuple[Slot, ...], tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Return the content of a report that the parse broke, as its shape has it; else ``tokens``."""
    if cue.passive and cue.source is not None:  # "described as unfair | by | small traders"
        agent = source_tokens(tree, cue.source)[0] - 1
        tokens = tuple(i for i in tokens if i != agent or tree.tokens[i].lemma != "by")
    if _is_closing(tree, cue):
        return next((slot.tokens for slot in slots if slot.name == "front"), tokens)
    if _is_plain_report(tree, cue) and _is_hung(tree, cue):
        behind = tuple(range(max(cue.tokens) + 1, len(tree.tokens)))
        return behind if any(tree.tokens[i].upos != "PUNCT" for i in behind) else tokens
    if cue.kind == "according" and cue.lemma != "according to":  # "In the words of Ito, the sea ..."
        comma = next((i for i in range(max(cue.tokens), len(tree.tokens)) if tree.tokens[i].text == ","), None)
        return tokens if comma is None or min(cue.tokens) else tuple(range(comma + 1, len(tree.tokens)))
    if not tokens and _is_claim(tree, cue):
        opener = cue.head + 1  # "that" or "for"
        head = phrase_after(tree, (opener,)) if tree.tokens[opener].text.lower() == "for" else None
        named = tuple(i for i in tree.subtree(head) if i > opener) if head is not None else ()
        tokens = named or next((slot.tokens for slot in slots if slot.name in ("acl", "ccomp")), ())
    return without_opener(tree, cue, tokens)


def _is_hung(tree: Tree, cue: Cue) -> bool:
    """Tell whether a finite verb hangs where only an infinitive can: the main verb behind a relative clause."""
    return relation(tree.tokens[cue.head]) == "xcomp" and is_finite(tree, cue.head)


def _is_closing(tree: Tree, cue: Cue) -> bool:
    """Tell whether a report closes its sentence though the parse has it otherwise: "..., a court ruled"."""
    speech = cue.kind == "verb" and cue.act == "speech" and cue_share(cue.lemma) >= LEAST_CLOSING
    if not speech or cue.source is None:
        return False
    return cue.source == closing_source(tree, cue.head) or _is_joined_loosely(tree, cue)


def _is_joined_loosely(tree: Tree, cue: Cue) -> bool:
    """Tell whether a verb at the end that wants an object has none: "The bridge was badly built, an inquiry found"."""
    token = tree.tokens[cue.head]
    if relation(token) not in ("conj", "parataxis") or cue.shared or cue.source is None or cue.lemma not in CLOSERS:
        return False
    first = source_tokens(tree, cue.source)[0]
    behind = [t for t in tree.tokens[cue.head + 1 :] if t.upos != "PUNCT"]
    closes = not behind or (len(behind) <= LONGEST_DAY and any(t.lemma.lower() in not_sources("time") for t in behind))
    if not closes or not 0 < first <= cue.head - 1 or tree.tokens[first - 1].text != ",":
        return False
    own = tree.children(cue.head, "cc", "obj", "ccomp", "xcomp", "advcl", "conj", "parataxis")
    return not own and is_finite(tree, cue.head)


def _is_inserted(tree: Tree, cue: Cue) -> bool:
    """Tell whether a report stands inside a relative clause: "a driver who they claimed was armed"."""
    token = tree.tokens[cue.head]
    if cue.kind != "verb" or cue.act != "speech" or cue.source is None or not is_finite(tree, cue.head):
        return False
    first, after = source_tokens(tree, cue.source)[0], max(cue.tokens) + 1
    if not 0 < first <= cue.source < cue.head or after >= len(tree.tokens) or token.deprel != "acl:relcl":
        return False
    opened = tree.tokens[first - 1].text.lower() in ("who", "which", "that")
    goes_on = tree.tokens[after].xpos in ("VBD", "VBZ", "VBP", "MD")
    return opened and goes_on and cue_share(cue.lemma) >= SURE_STEM


def _is_plain_report(tree: Tree, cue: Cue) -> bool:
    """Tell whether the scorer alone is believed: the tagger has learned that a report in a report goes unmarked."""
    token = tree.tokens[cue.head]
    if _is_relayed(tree, cue):
        return cue.source is not None
    joined = not cue.shared or (relation(token) == "conj" and _has_that_clause(tree, cue))
    own = cue.source is not None and joined and not cue.negated and not cue.modal
    return own and cue.kind == "verb" and is_finite(tree, cue.head) and cue_share(cue.lemma) >= SURE


def _is_published(tree: Tree, cue: Cue) -> bool:
    """Tell whether a participle says what a document does that somebody puts out: "issued a statement saying"."""
    token = tree.tokens[cue.head]
    reports = cue.kind == "verb" and cue.act == "speech" and cue_share(cue.lemma) >= LEAST_PUBLISHED
    if not reports or cue.source is None or token.xpos != "VBG" or tree.children(cue.head, "mark"):
        return False
    verb = next((i for i in tree.ancestors(cue.head) if i < cue.head and tree.tokens[i].upos == "VERB"), None)
    if verb is None or tree.tokens[verb].lemma not in PUBLISHING:
        return False
    things = (i for i in tree.children(verb, "obj") if verb < i < cue.head)
    return any(tree.tokens[i].lemma.lower() in _documents() for i in things)


@cache
def _documents() -> frozenset[str]:
    return load_table("document_nouns").words()


def _is_set_against(tree: Tree, cue: Cue) -> bool:
    """Tell whether a report with its own source begins behind another clause: "...; its critics call it a trick"."""
    if cue.kind != "verb" or cue.act != "speech" or cue.source is None or cue.shared or cue.negated or cue.modal:
        return False
    first = source_tokens(tree, cue.source)[0]
    opener = tree.tokens[first - 1].text.lower() if first else ""
    begins = opener == ";" or (opener in CONTRASTS and (first == 1 or tree.tokens[first - 2].text == ","))
    return begins and cue.source < cue.head and not cue.passive and is_finite(tree, cue.head)


def _is_claim(tree: Tree, cue: Cue) -> bool:
    """Tell whether a noun of speech stands with its owner and its clause ("his claim that"), or calls for something."""
    if cue.kind != "noun" or cue.act != "speech" or cue.head + 1 >= len(tree.tokens):
        return False
    following = tree.tokens[cue.head + 1].text.lower()
    if following == "for":
        return cue.lemma in APPEALS and tree.tokens[cue.head].xpos == "NNS"
    owned = cue.source is not None and tree.tokens[cue.source].deprel == "nmod:poss"
    return following == "that" and owned


def _is_accompanied(tree: Tree, cue: Cue) -> bool:
    """Tell whether "with" hangs the report on another clause: "with both sides urging a truce"."""
    reports = cue.kind == "verb" and cue.act == "speech" and cue.listed and cue_share(cue.lemma) >= SURE
    if not reports or cue.source is None or cue.source >= cue.head or tree.tokens[cue.head].xpos != "VBG":
        return False
    for index in range(cue.source - 1, max(cue.source - 5, -1), -1):
        if tree.tokens[index].text.lower() == "with":
            return True
        if tree.tokens[index].upos not in ("DET", "ADJ", "NUM", "NOUN", "PROPN", "ADV"):
            return False
    return False


def _is_relayed(tree: Tree, cue: Cue) -> bool:
    """Tell whether this is the "saying" of "was quoted as saying"."""
    token = tree.tokens[cue.head]
    return token.xpos == "VBG" and token.head >= 0 and tree.tokens[token.head].lemma in RELAYING


def _has_clause(tree: Tree, cue: Cue) -> bool:
    """Tell whether a report has a clause behind it: one with "that", or inside another report one with a subject."""
    nested = relation(tree.tokens[cue.head]) == "ccomp"
    clauses = [i for i in tree.children(cue.head, "ccomp") if i > cue.head and tree.children(i, "nsubj")]
    return _has_that_clause(tree, cue) or (nested and bool(clauses))


def _has_that_clause(tree: Tree, cue: Cue) -> bool:
    return any(
        tree.tokens[mark].text.lower() == "that" and mark > cue.head
        for clause in tree.children(cue.head, "ccomp")
        for mark in tree.children(clause, "mark")
    )


def without_addressee(tree: Tree, cue: Cue, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out who was told, where a clause follows: "told the panel he was innocent"."""
    if cue.lemma not in ADDRESSING or not tokens:
        return tokens
    told = tree.child(cue.head, "obj", "iobj")
    clause = _clause_behind(tree, cue, tokens) if cue.lemma in TELLING else None
    if clause is not None:
        return tuple(i for i in tokens if i >= clause)
    if told is None or told < tokens[0] or not tree.children(cue.head, "ccomp", "xcomp", "parataxis"):
        return tokens
    phrase = set(range(tokens[0], told + 1))
    rest = tuple(i for i in tokens if i not in phrase)
    return rest if len(phrase) <= LONGEST_ADDRESSEE and any(tree.tokens[i].upos != "PUNCT" for i in rest) else tokens


def _clause_behind(tree: Tree, cue: Cue, tokens: tuple[int, ...]) -> int | None:
    """Return where a clause with a pronoun for its subject begins behind the short noun phrase that was told."""
    first = max(cue.tokens) + 1
    if tokens[0] != first:
        return None
    for index in range(first + 1, min(first + LONGEST_ADDRESSEE + 1, len(tree.tokens) - 1)):
        following = tree.tokens[index + 1]
        if tree.tokens[index].text.lower() in SUBJECTS and following.upos in ("AUX", "VERB"):
            return index if index in tokens and tree.tokens[index - 1].upos in ("NOUN", "PROPN", "PRON") else None
        if tree.tokens[index].text.lower() == "that" and following.upos not in ("AUX", "VERB", "PUNCT"):
            return index + 1 if index + 1 in tokens else None
        if tree.tokens[index].upos not in ("DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM", "PART"):
            return None
    return None
