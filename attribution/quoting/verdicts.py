"""Stage 3c: does a cue report, and which words: the rules, the scorer and the tagger each have their say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from attribution.annotating.syntax import Tree, relation
from attribution.model import Token
from attribution.quoting.cues import Cue, cue_share, not_sources
from attribution.quoting.scorer import cue_features, load_weights, probability, slot_features
from attribution.quoting.slots import CLAUSAL, Slot, find_slots, source_tokens
from attribution.quoting.tagger import Reading
from attribution.spans import Span

# The thresholds below were chosen on the 84 development articles of PolNeAR, for the F of attributions.
# Least probability of a cue; less beside quoted words, as the marks say already that somebody speaks.
LEAST_CUE, LEAST_CUE_QUOTED = 0.58, 0.2
# Least probability of a slot (scorer) and of a token (tagger) to be content.
LEAST_SLOT, LEAST_TOKEN = 0.5, 0.5
# Least mean probability of a phrase to be taken for the source against the parse.
LEAST_SOURCE = 0.55
# The tagger's part in the probability of a cue; the scorer has the rest.
TAGGER_SHARE = 0.6
# A source this many words before its cue, give or take an auxiliary and an adverb, is the cue's own.
NEAR = 3
# "spoke about the economy": a topic and no words of anybody's (annotation guide).
TOPIC_CUES = frozenset({"talk", "speak", "discuss", "debate", "converse", "chat", "lecture", "address"})
TOPIC_PREPOSITIONS = frozenset({"about", "on"})
ABOUT_CUES = frozenset({"write", "ask", "testify", "tweet", "post", "blog", "tell", "read", "hear"})
RELAYING = frozenset({"quote", "cite", "report"})
# Words that give a name or a title, and words that ask for something.
NAMING = frozenset({"call", "know", "dub", "title", "entitle", "name", "nickname", "label", "style"})
REQUESTS = frozenset({"ask", "request", "insist", "demand", "wish", "prefer", "want"})
# What is shown must be a clause or stand in marks: "the cinema shows silent films" reports nothing.
CLAUSE_CUES = frozenset({"show", "demonstrate", "prove", "illustrate", "notice", "observe"})
# A verb on no list reports only what hangs on it by its place, or more quoted words than make a term.
LEAST_MARKED = 3
LONGEST_ADDRESSEE = 4
# A verb that is a cue in this share of its uses in the corpus (say .86, tell .71, add .74), finite and with a subject
# of its own, is believed by the scorer alone: the tagger has learned that a report inside a report is seldom marked.
SURE = 0.6
# Verbs whose object is who was told.
ADDRESSING = frozenset(
    {"tell", "inform", "remind", "assure", "notify", "reassure", "advise", "warn", "promise", "ask", "show"}
)
# "was not authorised to speak publicly" says why somebody is not named.
PERMISSIONS = frozenset({"authorize", "authorise", "allow", "permit", "free", "entitle"})
LOOSE = frozenset({"PUNCT", "ADP", "DET", "CCONJ", "SCONJ", "AUX"})
# Prepositions between a cue and its content belong to neither (annotation guide).
CUE_PREPOSITIONS = frozenset({"for", "about", "of", "over"})
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
    if (not cue.listed and not attached and _longest_marked(tree, slots, quoted) < LEAST_MARKED) or _is_excluded(
        tree, cue
    ):
        return None
    if not learned:
        return _judge_by_rules(cue, slots, any_marks=any_marks, attached=attached)
    score = scored = probability(load_weights("cue"), cue_features(tree, cue, slots, quoted=any_marks))
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
    tokens = _without_addressee(tree, cue, tokens)
    quoted_content = attached or _is_quoted(tree, tokens, quoted)
    if tokens and score < SURE and _is_plain_report(tree, cue):
        certain = _has_that_clause(tree, cue) or _is_relayed(tree, cue)
        score = max(score, scored, SURE if certain else 0.0)
    if score < (LEAST_CUE_QUOTED if quoted_content else LEAST_CUE) and not (
        attached and cue.listed and source is not None
    ):
        return None
    if not tokens and not attached:
        return None
    rule = name_rule(cue, names, attached=attached)
    if not quoted_content and _is_topic(tree, cue, rule, tokens):
        return None
    if quoted_content and cue.act == "thought" and not attached and _is_term(tree, rule, tokens, quoted):
        return None
    return Verdict(score, tokens, rule)


def rate_cue(tree: Tree, cue: Cue, reading: Reading | None) -> float:
    """Return the probability that a cue beside words in quotation marks reports them; 1 where nothing was learned."""
    if reading is None:
        return 1.0
    scored = probability(load_weights("cue"), cue_features(tree, cue, find_slots(tree, cue), quoted=True))
    return TAGGER_SHARE * reading.reports + (1 - TAGGER_SHARE) * scored


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


def _is_plain_report(tree: Tree, cue: Cue) -> bool:
    token = tree.tokens[cue.head]
    if _is_relayed(tree, cue):
        return cue.source is not None
    joined = not cue.shared or (relation(token) == "conj" and _has_that_clause(tree, cue))
    own = cue.source is not None and joined and not cue.negated and not cue.modal
    return own and cue.kind == "verb" and token.xpos in ("VBD", "VBZ", "VBP") and cue_share(cue.lemma) >= SURE


def _is_relayed(tree: Tree, cue: Cue) -> bool:
    """Tell whether this is the "saying" of "was quoted as saying"."""
    token = tree.tokens[cue.head]
    return token.xpos == "VBG" and token.head >= 0 and tree.tokens[token.head].lemma in RELAYING


def _has_that_clause(tree: Tree, cue: Cue) -> bool:
    return any(
        tree.tokens[mark].text.lower() == "that" and mark > cue.head
        for clause in tree.children(cue.head, "ccomp")
        for mark in tree.children(clause, "mark")
    )


def _without_addressee(tree: Tree, cue: Cue, tokens: tuple[int, ...]) -> tuple[int, ...]:
    """Leave out who was told, where a clause follows: "told the panel he was innocent"."""
    told = tree.child(cue.head, "obj", "iobj") if cue.lemma in ADDRESSING else None
    if told is None or not tokens or told < tokens[0] or not tree.children(cue.head, "ccomp", "xcomp", "parataxis"):
        return tokens
    phrase = set(range(tokens[0], told + 1))
    rest = tuple(i for i in tokens if i not in phrase)
    return rest if len(phrase) <= LONGEST_ADDRESSEE and any(tree.tokens[i].upos != "PUNCT" for i in rest) else tokens


def _is_topic(tree: Tree, cue: Cue, rule: str, tokens: tuple[int, ...]) -> bool:
    """Tell whether only a topic or a thing is named, and nobody's words."""
    if rule not in ("speech-target", "reported-infinitive", "tagged-words", "passive-report"):
        return False
    opens = tree.tokens[tokens[0]].lemma.lower() if tokens else ""
    before = tree.tokens[tokens[0] - 1].lemma.lower() if tokens and tokens[0] else ""
    if cue.lemma in ABOUT_CUES and (opens in TOPIC_PREPOSITIONS or before in TOPIC_PREPOSITIONS):
        return True
    return cue.lemma in TOPIC_CUES or cue.lemma in CLAUSE_CUES


def _is_term(tree: Tree, rule: str, tokens: tuple[int, ...], quoted: Sequence[Span]) -> bool:
    """Tell whether an act has only a term in marks for its object: 'The city put "smart" benches along the canal'."""
    if rule not in ("speech-target", "reported-infinitive", "tagged-words", "passive-report"):
        return False
    marked = [i for i in tokens if tree.tokens[i].upos != "PUNCT" and _is_quoted(tree, (i,), quoted)]
    return len(marked) <= LEAST_MARKED


def _longest_marked(tree: Tree, slots: tuple[Slot, ...], quoted: Sequence[Span]) -> int:
    """Return how many words of a slot stand in marks, at most."""
    spans = [tree.span(slot.tokens) for slot in slots]
    near = [stretch for stretch in quoted if any(stretch.overlaps(span) for span in spans)]
    return max(
        (
            sum(
                any(tree.tokens[i].span.overlaps(q) for q in near)
                for i in slot.tokens
                if tree.tokens[i].upos != "PUNCT"
            )
            for slot in slots
        ),
        default=0,
    )


def _is_excluded(tree: Tree, cue: Cue) -> bool:
    """Tell whether a cue stands in a shape that reports nobody's words."""
    token = tree.tokens[cue.head]
    if cue.source is None and token.xpos == "VBN" and relation(token) == "advcl" and not tree.children(cue.head, "aux"):
        return True  # "Asked about the fire, Ito said ..."
    if cue.passive and any(tree.tokens[i].xpos == "VBG" for i in tree.children(cue.head, "xcomp", "advcl")):
        return True  # "was quoted as saying": the cue is "saying"
    if (
        cue.source is not None
        and cue.lemma in CLAUSE_CUES
        and tree.tokens[cue.source].lemma.lower() in not_sources("abstract")
    ):
        return True  # "experience shows that ..."
    if (
        token.head >= 0
        and tree.tokens[token.head].lemma in PERMISSIONS
        and relation(token) in ("xcomp", "advcl", "ccomp")
    ):
        return True
    thing = tree.child(cue.head, "obj")
    if thing is not None and tree.tokens[thing].lemma.lower() in not_sources("sign"):
        return True  # "carried placards that read ..."
    if cue.lemma in NAMING and (_names_itself(tree, cue) or (cue.source is None and token.xpos == "VBN")):
        return True  # "known as", "who calls himself"
    if cue.lemma in REQUESTS and _asks_to_stay_unnamed(tree, cue):
        return True
    return cue.source is not None and _antecedent(tree, cue).lemma.lower() in not_sources(
        "sign"
    )  # slogans are nobody's quote (annotation guide)


def _names_itself(tree: Tree, cue: Cue) -> bool:
    named = tree.child(cue.head, "obj")
    return named is not None and tree.tokens[named].text.lower().endswith(("self", "selves"))


def _asks_to_stay_unnamed(tree: Tree, cue: Cue) -> bool:
    """Tell whether "asked not to be named" or its like stands here: it says why a name is missing."""
    ahead = [token.text.lower() for token in tree.tokens[cue.head + 1 : cue.head + 1 + LONGEST_ADDRESSEE]]
    return bool({"named", "identified", "quoted"}.intersection(ahead)) and bool(
        {"not", "anonymous"}.intersection(ahead)
    )


def _antecedent(tree: Tree, cue: Cue) -> Token:
    """Return the source's token, or the noun that a relative "that read ..." hangs on."""
    source = tree.tokens[cue.source if cue.source is not None else cue.head]
    above = tree.tokens[cue.head].head
    if source.text.lower() in RELATIVE and tree.tokens[cue.head].deprel == "acl:relcl" and above >= 0:
        return tree.tokens[above]
    return source


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
    relative = cue.source is not None and _is_relative(tree.tokens[cue.source].text)
    if cue.kind in ("according", "noun") or relative:
        allowed = {i for slot in slots for i in slot.tokens if slot.name not in ("governor", "front")}
        words = [i for i in words if i in allowed] if allowed else words
    if not any(tree.tokens[i].upos != "PUNCT" for i in words):
        return ()
    return _from_cue(tree, cue, _from_that(tree, cue, words))


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
    opens = tree.tokens[first].text.lower()
    follows = tree.tokens[first + 1].upos if len(words) > 1 and first + 1 < len(tree.tokens) else "PUNCT"
    if first == last + 1 and len(words) > 1:
        conjunction = opens == "that" and follows not in ("VERB", "AUX", "PUNCT")
        preposition = opens in CUE_PREPOSITIONS and tree.tokens[first].upos == "ADP"
        return words[1:] if conjunction or preposition else words
    return words


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


def _is_relative(word: str) -> bool:
    return word.lower() in RELATIVE and not (word.isupper() and len(word) > 1)  # WHO is a body


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
    while last > source and _is_relative(tree.tokens[last].text):
        last -= 1
    return tuple(range(first, last + 1))
