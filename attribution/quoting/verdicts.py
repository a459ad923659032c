"""Stage 3c: does a cue report, and which words: the rules, the scorer and the tagger each have their say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attribution.annotating.syntax import Tree, relation
from attribution.model import Token
from attribution.quoting.cues import PHRASAL, Cue
from attribution.quoting.readings import ACCUSING, RELATIVE, read_tokens
from attribution.quoting.scorer import load_weights, probability, score_cue, slot_features
from attribution.quoting.shapes import least_score, without_addressee, words_by_shape
from attribution.quoting.slots import CLAUSAL, Slot, find_slots, source_tokens
from attribution.quoting.speech_words import SURE, cue_share, not_sources
from attribution.quoting.subjects import SURE_STEM
from attribution.quoting.tagger import Reading
from attribution.spans import Span

# The thresholds below were chosen on the 84 development articles of PolNeAR, for the F of attributions.
# Least probability of a cue; less beside quoted words, as the marks say already that somebody speaks.
LEAST_CUE, LEAST_CUE_QUOTED = 0.57, 0.1
# Least probability of a slot to be content.
LEAST_SLOT = 0.5
# The tagger's part in the probability of a cue; the scorer has the rest.
TAGGER_SHARE = 0.6
# "spoke about the economy": a topic and no words of anybody's (annotation guide).
TOPIC_CUES = frozenset({"talk", "speak", "discuss", "debate", "converse", "chat", "lecture", "address"})
TOPIC_PREPOSITIONS = frozenset({"about", "on"})
ABOUT_CUES = frozenset({"write", "ask", "testify", "tweet", "post", "blog", "tell", "read", "hear"})
# Words that give a name or a title, and words that ask for something.
NAMING = frozenset({"call", "know", "dub", "title", "entitle", "name", "nickname", "label", "style"})
REQUESTS = frozenset({"ask", "request", "insist", "demand", "wish", "prefer", "want"})
# Nouns before words in marks that are no report: 'the motto "Bread before guns"'.
TERMS = frozenset({"motto", "slogan", "word", "words", "phrase", "term", "title", "name", "nickname"})
OPENING_MARKS = frozenset("“‘\"'«„")
# What is shown must be a clause or stand in marks: "the cinema shows silent films" reports nothing.
CLAUSE_CUES = frozenset({"show", "demonstrate", "prove", "illustrate", "notice", "observe"})
# A verb on no list reports what hangs on it by its place, more quoted words than make a term, or what both readers are
# sure of: least probability.
LEAST_UNLISTED, LEAST_LABEL = 0.8, 0.5
LEAST_MARKED = 3
# Words behind "asked" in which "not to be named" begins.
LONGEST_REQUEST = 4
# "was not authorised to speak publicly" says why somebody is not named.
PERMISSIONS = frozenset({"authorize", "authorise", "allow", "permit", "free", "entitle"})


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
    known = cue.listed or attached or _longest_marked(tree, slots, quoted) >= LEAST_MARKED
    if not (known or learned) or _is_excluded(tree, cue):
        return None
    if not known and not any_marks and reading is not None and not reading.reports:
        return None  # not even read (`attribution.quoting.tagger.is_hopeless`)
    if not learned:
        return _judge_by_rules(cue, slots, any_marks=any_marks, attached=attached)
    score = scored = score_cue(tree, cue, quoted=any_marks)
    chosen = _scored_slots(tree, cue, slots, in_marks)
    tokens = tuple(sorted({i for slot in chosen for i in slot.tokens}))
    names = {slot.name for slot in chosen}
    if reading is not None:
        score = TAGGER_SHARE * reading.reports + (1 - TAGGER_SHARE) * score
        read = read_tokens(tree, cue, source, slots, reading)
        if read:
            tokens = read
            inside = set(read)
            names = {s.name for s in slots if len(inside.intersection(s.tokens)) * 2 > len(s.tokens)} or {"tagged"}
    tokens = without_addressee(tree, cue, words_by_shape(tree, cue, slots, tokens))
    quoted_content = attached or _is_quoted(tree, tokens, quoted)
    if tokens and score < SURE:
        score = max(score, least_score(tree, cue, scored))
    if score < (LEAST_CUE_QUOTED if quoted_content else LEAST_CUE) and not (
        attached and cue.listed and source is not None
    ):
        return None
    # "Thirty were hurt by a fire that she described as “...”": the marks below a passive are often another's
    known = known and (cue.listed or not cue.passive)
    if not known and score < (LEAST_LABEL if _is_label(tree, cue, quoted) else LEAST_UNLISTED):
        return None
    if not attached and (not tokens or _is_of_source(tree, cue, tokens)):
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
    return TAGGER_SHARE * reading.reports + (1 - TAGGER_SHARE) * score_cue(tree, cue, quoted=True)


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


def _is_of_source(tree: Tree, cue: Cue, tokens: tuple[int, ...]) -> bool:
    """Tell whether words only tell more of the source: 'The law, known as "Mira's rule," takes effect'."""
    if cue.kind != "verb" or cue.source is None or cue.source > cue.head or cue.shared:
        return False
    phrase = set(tree.subtree(cue.source))
    return cue.head not in phrase and phrase.issuperset(i for i in tokens if tree.tokens[i].upos != "PUNCT")


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


def _is_label(tree: Tree, cue: Cue, quoted: Sequence[Span]) -> bool:
    """Tell whether a verb gives somebody a name in marks: 'has been pounding him as a "quitter"'."""
    above = (cue.head, *tree.children(cue.head, "obj"))
    return cue.source is not None and any(
        _is_quoted(tree, tree.subtree(i), quoted)
        for head in above
        for i in tree.children(head, "obl", "advcl", "nmod")
        if any(tree.tokens[c].lemma == "as" for c in tree.children(i, "case", "mark"))
    )


def _longest_marked(tree: Tree, slots: tuple[Slot, ...], quoted: Sequence[Span]) -> int:
    """Return how many words of a slot stand in marks, at most."""
    spans = [tree.span(slot.tokens) for slot in slots]
    terms = {t.span.end + 1 for t in tree.tokens if t.lemma.lower() in TERMS}  # 'the motto "Bread before guns"'
    near = [q for q in quoted if q.start not in terms and any(q.overlaps(span) for span in spans)]
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
    if cue.passive and any(_is_relayed_speech(tree, i) for i in tree.children(cue.head, "xcomp", "advcl")):
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
    helped = any(tree.tokens[i].lemma == "have" for i in tree.children(cue.head, "aux"))
    bare = token.xpos == "VBN" and (cue.source is None or relation(token) == "acl") and not helped
    bare = bare and not _is_knowledge(tree, cue)
    asks = cue.lemma in PHRASAL and max(cue.tokens) > cue.head  # "called for", which parsers take for a participle
    if cue.lemma in NAMING and ((bare and not asks) or _names_itself(tree, cue) or _names_source(tree, cue)):
        return True  # "known as", "who calls himself"
    if cue.lemma in REQUESTS and _asks_to_stay_unnamed(tree, cue):
        return True
    source = _antecedent(tree, cue).lemma.lower() if cue.source is not None else ""
    # slogans are nobody's quote (annotation guide), and fighting that eases says nothing
    return source in not_sources("sign") | not_sources("event")


def _is_relayed_speech(tree: Tree, index: int) -> bool:
    """Tell whether a participle below a passive is the cue: "as saying", and not "accused of lying"."""
    marks = {tree.tokens[i].lemma.lower() for i in tree.children(index, "mark")}
    spoken = cue_share(tree.tokens[index].lemma) >= SURE_STEM
    return tree.tokens[index].xpos == "VBG" and spoken and not marks & ACCUSING


def _is_knowledge(tree: Tree, cue: Cue) -> bool:
    """Tell whether something is said to be known: "is known to own two ships", and not "known as"."""
    after = cue.head + 1
    named = after < len(tree.tokens) and tree.tokens[after].lemma.lower() == "as"
    return cue.lemma == "know" and bool(tree.children(cue.head, "aux")) and not named


def _names_itself(tree: Tree, cue: Cue) -> bool:
    named = tree.child(cue.head, "obj")
    return named is not None and tree.tokens[named].text.lower().endswith(("self", "selves"))


def _names_source(tree: Tree, cue: Cue) -> bool:
    """Tell whether a participle between commas names the noun before it: 'The road, nicknamed "Devil's Spine,"'."""
    first, after = cue.head - 1, cue.head + 1
    if cue.source is None or first < 1 or after >= len(tree.tokens) or tree.tokens[first].text != ",":
        return False
    phrase = source_tokens(tree, cue.source)
    plain = phrase[-1] == first - 1 and not any(tree.tokens[i].upos == "PUNCT" for i in phrase)
    return plain and tree.tokens[cue.head].xpos in ("VBN", "VBD") and tree.tokens[after].text in OPENING_MARKS


def _asks_to_stay_unnamed(tree: Tree, cue: Cue) -> bool:
    """Tell whether "asked not to be named" or its like stands here: it says why a name is missing."""
    ahead = [token.text.lower() for token in tree.tokens[cue.head + 1 : cue.head + 1 + LONGEST_REQUEST]]
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
