"""Stage 3b: lines that say somebody did not comment. They are listed apart from quotes.

The shapes follow the annotation guide ("declined to comment", "did not respond") and their variants in news.
"""

from __future__ import annotations

import regex

from attribution.annotating.syntax import Forest, Tree
from attribution.model import NoComment
from attribution.quoting.slots import source_tokens
from attribution.spans import Span, SpanIndex, hull, trim

_COMMENT = (
    r"(?:comment\w*|elaborat\w+|respond\w*|repl(?:y|ied)|answer\w*|be\s+(?:interviewed|named|drawn)|discuss\w*"
    r"|speak|talk|say\s+(?:more|anything|whether|how|why|what|if|who|when|where|which))"
)
_ASKED = r"(?:interview|comment|requests?\s+for\s+(?:an?\s+)?(?:interview|comment))"
_NOT = r"(?:\s+not|n['’]t)\s+"
_SHAPES = (
    rf"(?:declin|refus)\w+\s+(?:\w+\s+){{0,2}}(?:to\s+(?:\w+\s+){{0,2}}?{_COMMENT}|(?:an?\s+)?{_ASKED})",
    (
        rf"(?:did|does|do|has|have|had|would|will|could){_NOT}(?:\w+ly\s+)?(?:yet\s+)?"
        r"(?:(?:respond|repl(?:y|ied)|answer|comment)(?:ed)?\b(?!\s+(?:well|to\s+(?:treatment|drugs|therapy)))"
        r"|return(?:ed)?\s+(?:\w+\s+){0,3}?(?:calls?|messages?|e-?mails?|requests?|texts?|questions))"
    ),
    rf"(?:would|will){_NOT}(?:say|discuss|be\s+drawn|elaborate|confirm\s+or\s+deny)\b",
    (
        r"(?:could|can)(?:\s*not|n['’]t)\s+(?:immediately\s+)?be\s+(?:immediately\s+)?(?:reached|contacted)\b"
        r"(?=\s*(?:[.,;]|for\b|on\b|at\b|immediately\b|late\b|and\b|$))"
    ),
    (
        rf"(?:was|were|is|are){_NOT}(?:immediately\s+)?(?:available|reachable)\s+(?:for|to)\s+(?:\w+\s+)?"
        r"(?:comment|interview|speak)"
    ),
    # "Neither the mayor nor the council would comment"; 80 characters bound the search from each "nor".
    r"\bnor\b[^.!?]{1,80}?\b(?:would\s+comment|(?:ha[ds]\s+)?(?:responded|replied|commented))\b",
    r"(?:was|were)\s+unavailable\s+(?:for|to)\s+comment",
    r"(?:had|has|have|offered|gave|made)\s+no\s+(?:immediate\s+|further\s+)?(?:comment|response)",
    r"fail\w+\s+to\s+(?:respond|reply|comment|return|answer)",
    (
        r"(?:requests?|messages?|calls?|e-?mails?|questions|inquiries|enquiries)\s+(?:\w+\s+){0,8}?"
        r"(?:was|were|went)\s+(?:not\s+)?(?:immediately\s+)?(?:returned|answered|unanswered|unreturned)"
    ),
)
# What sets another clause against a refusal.
CONTRASTS = frozenset({"but", "while", "though", "although"})
_NEITHER = "neither "
_REFUSAL = regex.compile("|".join(f"(?:{shape})" for shape in _SHAPES), regex.IGNORECASE)


def find_refusals(forest: Forest, quoted: SpanIndex) -> tuple[NoComment, ...]:
    """Return the no-comment lines outside quotation marks, each from its source to the end of its clause."""
    found: list[NoComment] = []
    text = forest.annotated.article.text
    for sentence, tree in zip(forest.annotated.sentences, forest.trees, strict=True):
        for match in _REFUSAL.finditer(text, sentence.span.start, sentence.span.end):
            span = Span(*match.span())
            if quoted.overlapping(span) or (found and found[-1].span.overlaps(span)):
                continue
            source = _source(tree, span)
            whole = _clause(text, Span(sentence.span.start, _clause_end(tree, span)), span, source)
            found.append(NoComment(whole, source))
    return tuple(found)


def _source(tree: Tree, span: Span) -> Span | None:
    """Return the subject of the first verb of the refusal that has one."""
    for index in tree.covered(span):
        for candidate in (index, *tree.ancestors(index)):
            subject = tree.child(candidate, "nsubj")
            if subject is not None and tree.tokens[subject].span.start < span.end:
                return tree.span(source_tokens(tree, subject))
    return None


def _clause_end(tree: Tree, span: Span) -> int:
    """Return where a refusal ends: at its sentence's end, or where another clause follows, with its own subject.

    "Ito declined to comment, | but aides suggested that the talks had failed."
    """
    for index, token in enumerate(tree.tokens):
        begins = token.span.start >= span.end and token.text.lower() in CONTRASTS and tree.tokens[index - 1].text == ","
        clause = token.head if begins else -1
        if clause > index and any(index < i < clause for i in tree.children(clause, "nsubj")):
            return tree.tokens[index - 1].span.start
    return tree.sentence.span.end


def _clause(text: str, sentence: Span, span: Span, source: Span | None) -> Span:
    start = source.start if source is not None and source.start < span.start else span.start
    if text[max(start - len(_NEITHER), sentence.start) : start].lower() == _NEITHER:
        start -= len(_NEITHER)
    whole = hull((Span(start, span.end), Span(span.start, sentence.end)))
    return trim(whole, text, ".;,")
