"""A small analysis made by hand, and stages that need no models, for tests of what comes before and after them."""

from __future__ import annotations

from attribution.auditing.audit import measure_sourcing
from attribution.model import Analysis, Article, Evidence, Finding, NoComment, Quote, Source
from attribution.quoting.marks import find_regions
from attribution.quoting.quotes import Found
from attribution.sourcing.resolve import Resolved
from attribution.spans import Span
from tests.builders import MODELS, make_article, rough, span_of

TEXT = (
    "Ferry to stop in May\n\n"
    "“We will row if we must,” said Tomasi Vuki, a fisherman.\n\n"
    "The harbour board said the boat was old.\n\n"
    "“Nobody asked us.”\n\n"
    "Mele Taufa of the ferry company did not respond."
)


def ferry_analysis(text: str = TEXT, **facts: str | None) -> Analysis:
    """Return an analysis with a direct, an indirect and an unresolved quote, a no-comment line and a finding."""
    article = make_article(text, zones={0: "headline"}, **{"id": "ferry", "title": "Ferry to stop in May", **facts})

    def at(words: str) -> Span:
        return span_of(text, words)

    quotes = (
        Quote(
            "q1",
            "direct",
            (at("“We will row if we must,”"),),
            at("said"),
            at("Tomasi Vuki"),
            "direct-speech",
            1,
            cue_lemma="say",
            speaker="s1",
            status="resolved",
            confidence=0.9,
            evidence=(Evidence("direct-speech", (at("said"),), "said beside the quotation"),),
        ),
        Quote(
            "q2",
            "indirect",
            (at("the boat was old"),),
            at("said the boat"),
            at("The harbour board"),
            "reported-clause",
            2,
            cue_lemma="say",
            speaker="s2",
            status="resolved",
        ),
        Quote(
            "q3",
            "direct",
            (at("“Nobody asked us.”"),),
            None,
            None,
            "floating-quotation",
            3,
            status="ambiguous",
            candidates=("s1", "s2"),
            flags=("floating",),
        ),
    )
    sources = (
        Source("s1", "Tomasi Vuki", "person", "a fisherman", "citizen", mentions=(at("Tomasi Vuki"),)),
        Source("s2", "harbour board", "organization", None, "government", mentions=(at("The harbour board"),)),
    )
    no_comment = (NoComment(at("Mele Taufa of the ferry company did not respond."), at("Mele Taufa")),)
    findings = (Finding("R17", "warning", "No speaker was found.", quotes[2].content[0], "q3"),)
    audit = measure_sourcing(article, quotes, sources, no_comment)
    return Analysis(article, MODELS, quotes, sources, no_comment, audit, findings, ("a note",))


class FakeAnnotator:
    """Annotates by pattern; counts how often it was made."""

    made = 0

    def __init__(self, package: object) -> None:
        type(self).made += 1
        self.package = package

    def annotate(self, article: Article):
        if "RAISE" in article.text:
            raise ZeroDivisionError("a fault in a stage")
        return rough(article)

    def annotate_many(self, articles):
        return [self.annotate(article) for article in articles]


def find_quotations(annotated, marks, *, learned=True):  # noqa: ARG001 - the stage's signature
    """Return a direct quote for each outermost quotation, by nobody."""
    article = annotated.article
    regions = [region for region in find_regions(article).regions if region.depth == 0]
    quotes = tuple(
        Quote(f"q{n}", "direct", (r.span,), None, None, "by-hand", article.paragraph_at(r.span.start))
        for n, r in enumerate(regions, 1)
    )
    return Found(quotes, ())


def resolve_nobody(annotated, marks, quotes, no_comment, *, taxonomy):  # noqa: ARG001 - the stage's signature
    """Leave every speaker unresolved."""
    return Resolved(quotes, (), no_comment)


def use_fake_stages(monkeypatch):
    """Put the stages above in the place of those that need models."""
    FakeAnnotator.made = 0
    monkeypatch.setattr("attribution.pipeline.find_models", lambda name=None: name)
    monkeypatch.setattr("attribution.pipeline.Annotator", FakeAnnotator)
    monkeypatch.setattr("attribution.pipeline.load_tagger", lambda: None)
    monkeypatch.setattr("attribution.pipeline.find_quotes", find_quotations)
    monkeypatch.setattr("attribution.pipeline.resolve_speakers", resolve_nobody)
