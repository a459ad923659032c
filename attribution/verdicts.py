"""Stage 3c: does a cue report, and which words: the rules, the scorer and the tagger each have their say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.cues import Cue, not_sources
from attribution.scorer import cue_features, load_weights, probability, slot_features
from attribution.slots import CLAUSAL, Slot, find_slots, source_tokens
from attribution.spans import Span
from attribution.syntax import Tree, relation
from attribution.tagger import Reading

# The thresholds below were chosen on the 84 development articles of PolNeAR, for the F of attributions.
# Least probability of a cue; less beside quoted words, as the marks say already that somebody speaks.
LEAST_CUE, LEAST_CUE_QUOTED = 0.5, 0.3
# Least probability of a slot (scorer) and of a token (tagger) to be content.
LEAST_SLOT, LEAST_TOKEN = 0.5, 0.45
# Least mean probability of a phrase to be taken for the source against the parse.
LEAST_SOURCE = 0.55
# The tagger's part in the probability of a cue; the scorer has the rest.
TAGGER_SHARE = 0.6
# A source this many words before its cue, give or take an auxiliary and an adverb, is the cue's own.
NEAR = 3
# "spoke about the economy": a topic and no words of anybody's (annotation guide).
TOPIC_CUES = frozenset({"talk", "speak", "discuss", "debate", "converse", "chat", "lecture", "address"})
# "was not authorised to speak publicly" says why somebody is not named.
PERMISSIONS = frozenset({"authorize", "authorise", "allow", "permit", "free", "entitle"})
RELATIVE = frozenset({"who", "which", "whose", "whom", "that", "where"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """A cue that reports: the probability, the content tokens in its sentence, and the rule that names the shape."""

    score: float
    tokens: tuple[int, ...]
    rule: str


def judge_cue(  # noqa: PLR0913 - what each reader has to say
    tree: Tree,
    cue: Cue,
    *,
    source: Span | None,
    quoted: Sequence[Span],
    attached: bool,
    reading: Reading | None,
    learned: bool,
) -> Verdict | None:
    """Return what a cue reports, or None where it reports nothing.

    ``quoted`` are the stretches in quotation marks, ``attached`` tells that one of them hangs on the cue by its place.
    """
    slots = find_slots(tree, cue)
    in_marks = [_is_quoted(tree, slot.tokens, quoted) for slot in slots]
    any_marks = any(in_marks) or attached
    if (not cue.listed and not any_marks) or _is_excluded(tree, cue):
        return None
    if not learned:
        return _judge_by_rules(cue, slots, any_marks=any_marks, attached=attached)
    score = probability(load_weights("cue"), cue_features(tree, cue, slots, quoted=any_marks))
    chosen = _scored_slots(tree, cue, slots, in_marks)
    tokens = tuple(sorted({i for slot in chosen for i in slot.tokens}))
    names = {slot.name for slot in chosen}
    if reading is not None:
        score = TAGGER_SHARE * reading.reports + (1 - TAGGER_SHARE) * score
        read = _read_tokens(tree, cue, source, slots, reading)
        if read:
            tokens = read
            inside = set(read)
            names = {s.name for s in slots if len(inside.intersection(s.tokens)) * 2 > len(s.tokens)} or {"tagged"}
    quoted_content = attached or _is_quoted(tree, tokens, quoted)
    if score < (LEAST_CUE_QUOTED if quoted_content else LEAST_CUE) and not (
        attached and cue.listed and source is not None
    ):
        return None
    if not tokens and not attached:
        return None
    rule = name_rule(cue, names, attached=attached)
    if (
        rule in ("speech-target", "reported-infinitive", "tagged-words")
        and cue.lemma in TOPIC_CUES
        and not quoted_content
    ):
        return None
    return Verdict(score, tokens, rule)


def _judge_by_rules(cue: Cue, slots: tuple[Slot, ...], *, any_marks: bool, attached: bool) -> Verdict | None:
    wanted = ("acl", "ccomp") if cue.kind == "noun" else ("ccomp", "before", "after")
    chosen = [slot for slot in slots if slot.name in wanted] or [
        slot for slot in slots if slot.name in ("governor", "front")
    ][:1]
    certain = (
        cue.kind == "according"
        or any_marks
        or (cue.act == "speech" and cue.source is not None and cue.kind != "adjective")
    )
    if not certain or not (chosen or attached):
        return None
    tokens = tuple(sorted({i for slot in chosen for i in slot.tokens}))
    return Verdict(1.0, tokens, name_rule(cue, {slot.name for slot in chosen}, attached=attached))


def name_rule(cue: Cue, names: set[str], *, attached: bool) -> str:
    """Return the name of the shape: what kind of cue, and where its content hangs."""
    if cue.kind == "according":
        return "according-to"
    if attached:
        return "direct-speech"
    if cue.kind in ("noun", "adjective"):
        return f"{cue.kind}-complement"
    if cue.passive:
        return "passive-report"
    if names & {"governor", "front"}:
        return "parenthetical-cue"
    if "relative" in names:
        return "relative-clause"
    if names & {"ccomp", "csubj", "parataxis"}:
        return "reported-clause"
    if names == {"tagged"}:
        return "tagged-words"
    return "reported-infinitive" if "xcomp" in names else "speech-target"


def _is_excluded(tree: Tree, cue: Cue) -> bool:
    """Tell whether a cue stands in a shape that reports nobody's words."""
    token = tree.tokens[cue.head]
    if (
        token.head >= 0
        and tree.tokens[token.head].lemma in PERMISSIONS
        and relation(token) in ("xcomp", "advcl", "ccomp")
    ):
        return True
    return cue.source is not None and tree.tokens[cue.source].lemma.lower() in not_sources(
        "sign"
    )  # slogans are nobody's quote (annotation guide)


def _is_quoted(tree: Tree, tokens: tuple[int, ...], quoted: Sequence[Span]) -> bool:
    if not tokens:
        return False
    span = tree.span(tokens)
    near = [stretch for stretch in quoted if stretch.overlaps(span)]
    return any(tree.tokens[i].span.overlaps(stretch) for stretch in near for i in tokens)


def _scored_slots(tree: Tree, cue: Cue, slots: tuple[Slot, ...], in_marks: list[bool]) -> tuple[Slot, ...]:
    weights = load_weights("slot")
    scored = [
        (probability(weights, slot_features(tree, cue, slot, slots, quoted=quoted)), slot)
        for slot, quoted in zip(slots, in_marks, strict=True)
    ]
    chosen = tuple(slot for score, slot in scored if score >= LEAST_SLOT)
    if chosen or not scored:
        return chosen
    score, best = max(scored, key=lambda item: item[0])
    return (best,) if score >= LEAST_SLOT / 2 and (best.name in CLAUSAL or best.name in ("governor", "front")) else ()


def _read_tokens(
    tree: Tree, cue: Cue, source: Span | None, slots: tuple[Slot, ...], reading: Reading
) -> tuple[int, ...]:
    """Return the words the tagger calls content."""
    taken = {*cue.tokens, *(tree.covered(source) if source is not None else ())}
    words = [i for i, share in enumerate(reading.content) if share >= LEAST_TOKEN and i not in taken]
    if cue.kind == "according":
        allowed = {i for slot in slots for i in slot.tokens}
        words = [i for i in words if i in allowed]
    if not any(tree.tokens[i].upos != "PUNCT" for i in words):
        return ()
    return _from_that(tree, cue, words)


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
    beside = 0 < min(cue.tokens) - best[-1] <= NEAR or best[0] - max(cue.tokens) == 1
    return replace(cue, source=tree.head_of(best), shared=not beside)


def phrase_of_source(tree: Tree, source: int, reading: Reading | None) -> tuple[int, ...]:
    """Return the tokens of a source's phrase, grown over the words beside it that the tagger calls source too.

    Parsers split "Mr. Ito" and "Keiko Ito, a baker," in two subjects. Relative clauses are no part of a source
    (annotation guide).
    """
    tokens = source_tokens(tree, source)
    if reading is None:
        return tokens

    def belongs(index: int) -> bool:
        return 0 <= index < len(tree.tokens) and (
            reading.source[index] >= LEAST_TOKEN or tree.tokens[index].upos == "PUNCT"
        )

    first, last = tokens[0], tokens[-1]
    while belongs(first - 1):
        first -= 1
    while belongs(last + 1):
        last += 1
    while tree.tokens[first].upos == "PUNCT" and first < tokens[0]:
        first += 1
    relative = next(
        (i for i in range(tokens[0] + 1, last + 1) if tree.tokens[i].text.lower() in RELATIVE and i not in tokens), None
    )
    if relative is not None:
        last = relative - 1
    while last > tokens[-1] and tree.tokens[last].upos in ("PUNCT", "ADP") and tree.tokens[last].text != ")":
        last -= 1
    return tuple(range(first, last + 1))
