"""Analyses made by hand for the tests of the pages: invented stories, every offset implied by mark-up.

In a story ``[Q3 words]`` is content of quote 3 (several are several spans), ``[C3 said]`` its cue, ``[S3 she]`` its source,
``[N1 ...]`` a line of no comment, ``[F1 ...]`` the words of a finding.
"""
# ruff: noqa: E501 - a paragraph of a story is one line

from __future__ import annotations

from dataclasses import dataclass, replace

from attribution.auditing.audit import measure_sourcing
from attribution.model import Analysis, Evidence, Finding, ModelInfo, NoComment, Quote, QuoteType, Source, Status
from attribution.spans import Span
from tests.builders import make_article, marked


@dataclass(frozen=True, slots=True)
class Q:
    """What the mark-up of a quote does not say: its form, speaker, rule and the measured rate of that rule."""

    type: QuoteType
    speaker: str | None
    rule: str = "quotes:cue-before"
    rate: float | None = 0.94
    status: Status | None = None
    candidates: tuple[str, ...] = ()
    act: str = "speech"
    flags: tuple[str, ...] = ()
    note: str = ""


def analysis_of(  # noqa: PLR0913 - the parts of an analysis
    story: str,
    quotes: dict[int, Q],
    sources: tuple[Source, ...],
    *,
    findings: dict[int, tuple[str, str, str]] | None = None,
    silent: dict[int, str | None] | None = None,
    zones: dict[int, str] | None = None,
    **fields: str,
) -> Analysis:
    """Return the analysis that a marked-up story and these tables state, measured by the real audit."""
    text, spans = marked(story)
    article = make_article(text, zones=zones or {}, **fields)
    built = []
    for number, q in quotes.items():
        content = spans[f"Q{number}"]
        cue, source = spans.get(f"C{number}", (None,))[0], spans.get(f"S{number}", (None,))[0]
        status = q.status or ("resolved" if q.speaker else "unresolved")
        grounds = tuple(s for s in (cue, source) if s)
        note = q.note or (
            f"the reporting word “{cue.slice(text)}” stands beside it" if cue else "no speaker of its own"
        )
        built.append(
            Quote(
                id=f"q{number}",
                type=q.type,
                content=content,
                cue=cue,
                source=source,
                rule=q.rule,
                paragraph=article.paragraph_at(content[0].start),
                act=q.act,
                speaker=q.speaker,
                status=status,
                confidence=q.rate,
                evidence=(Evidence(q.rule, grounds, note),),
                candidates=q.candidates,
                flags=q.flags,
                cue_lemma={"said": "say", "claimed": "claim"}.get(cue.slice(text)) if cue else None,
            )
        )
    lines = tuple(NoComment(spans[f"N{n}"][0], None, speaker) for n, speaker in (silent or {}).items())
    found = tuple(
        Finding(rule, severity, message, spans.get(f"F{n}", (Span(0, 0),))[0])
        for n, (rule, severity, message) in (findings or {}).items()
    )
    analysis = Analysis(article, ModelInfo("news-en", "1.0"), tuple(built), sources, lines, findings=found)
    return replace(analysis, audit=measure_sourcing(article, analysis.quotes, sources, lines))


FLOOD_WALL = """Harbour town puts its flood wall on hold

A vote that was to end nine years of argument was put off on Tuesday night, after [F1 [S1 two people close to the council] [C1 said] [Q1 the builder had not been told of the vote]].

By Anneke Oyelaran

[Q2 “We will not pour a single metre of concrete until the harbour families have seen the drawings,”] [S2 Mayor Keiko Ito] [C2 told] a crowded hall in Saltmere. [Q3 “That is a promise, and it is in the minutes.”]

[S4 Ms Ito], who has run the town since 2019, [C4 said] [Q4 the delay would cost nothing, because the state grant runs to the end of next year].

That is disputed. [F4 According to] [S5 the regional treasury], [Q5 every month of delay adds 140,000 to the bill], and [C6 a letter] seen by this newspaper [Q6 warns that “the grant may be withdrawn in full” if work has not begun by March].

[S7 Rashid Benali], who keeps a chandlery on Fore Street, [C7 said]: [Q7 “My father lifted the stock onto the top shelf in 1987. I did it in 2014. My daughter did it in January.”]

[Q8 “I don’t want a wall that hides the sea,”] [S8 he] [C8 added], [Q8 “I want a shop that opens in the morning.”]

Residents’ anger

[S9 Residents of Quay Cottages] [C9 said] [Q9 they had been asked for their views twice and had heard nothing back].

[Q10 “They came with a model, a very pretty model. My house was not on it.”]

[S11 Blessing Nwosu], 71, a retired nurse, [C11 said] [Q11 the drawings showed a gate across her path, and that “nobody at the council could say who would hold the key”].

[Q12 “It is our path. It was our path before there was a council.”]

[S13 Dr Ingrid Halvorsen], a coastal engineer at Northgate University, [C13 said] [Q13 a wall of this height would protect the lower town against all but one flood in two hundred years].

[Q14 “But water goes somewhere,”] [S14 she] [C14 said]. [Q15 “If you keep it out of Fore Street you send it to Quay Cottages, unless you build the basin as well. The basin was in the first design. Somebody took it out.”]

Who took it out is what the town would like to know. [S16 Councillor Tomasz Wierzbicki], who leads the opposition, [C16 claimed] [Q16 that [C17 officials] had told him [Q17 the basin was dropped to save money for the marina]].

[Q18 “Follow the yachts,”] [S18 he] [C18 said].

[S19 The mayor’s office] [C19 rejected] [Q19 the charge]. [Q20 “There is no link, financial or otherwise, between the basin and the marina,”] [C20 said] [S20 Pilar Echeverría], a spokeswoman. [Q21 “The basin failed on its ground survey.”]

[F2 [N1 Tidewall Partners, the builder, did not respond to three requests for comment.]] [N2 The harbour master declined to be interviewed.]

[F3 [S22 A person who has seen the ground survey] [C22 said] [Q22 it “does not say what they say it says”]]. The person asked not to be named because the survey is confidential.

[S23 Saltmere Watch], which campaigns for the lower town, [C23 called] on the council [Q23 to publish the survey before any new date is set].

[Q24 “We have read worse secrets than a soil report,”] [C24 said] [S24 its chairman, Luca Ferrante]. [Q25 “Put it on the website.”]

[S26 The police] [C26 said] [Q26 there had been no arrests at the meeting, which ended shortly before midnight].

[S27 Ms Nwosu] believes [Q27 the vote will never come].

[Q28 “Nine years,”] somebody called from the back of the hall. [Q29 “Nine winters.”]

The council meets again on 4 March.

Read more: How the sea took Fore Street
"""

_FLOOD_SOURCES = (
    Source("s1", "two people close to the council", "group", role_group="unknown", anonymous=True),
    Source("s2", "Keiko Ito", "person", role="Mayor", role_group="government", affiliation="Saltmere", pronouns="she"),
    Source("s3", "the regional treasury", "organization", role_group="government"),
    Source("s4", "a letter seen by this newspaper", "document", role_group="government"),
    Source(
        "s5", "Rashid Benali", "person", role="keeps a chandlery on Fore Street", role_group="business", pronouns="he"
    ),
    Source("s6", "residents of Quay Cottages", "group", role_group="citizen"),
    Source("s7", "Blessing Nwosu", "person", role="a retired nurse", role_group="citizen", pronouns="her"),
    Source(
        "s8",
        "Ingrid Halvorsen",
        "person",
        role="a coastal engineer",
        role_group="expert",
        affiliation="Northgate University",
        pronouns="she",
    ),
    Source("s9", "Tomasz Wierzbicki", "person", role="Councillor", role_group="politics", pronouns="he"),
    Source("s10", "officials", "group", role_group="government"),
    Source("s11", "The mayor’s office", "organization", role_group="government"),
    Source(
        "s12",
        "Pilar Echeverría",
        "person",
        role="a spokeswoman",
        role_group="government",
        affiliation="The mayor’s office",
    ),
    Source(
        "s13",
        "person who has seen the ground survey",
        "unnamed_person",
        role_group="unknown",
        anonymous=True,
        reason="the survey is confidential",
    ),
    Source("s14", "Saltmere Watch", "organization", role="campaigns for the lower town", role_group="civil_society"),
    Source("s15", "Luca Ferrante", "person", role="chairman", role_group="civil_society", affiliation="Saltmere Watch"),
    Source("s16", "police", "organization", role_group="security"),
    Source("s17", "Tidewall Partners", "organization", role_group="business"),
)

_FLOATING = "no speaker of its own: it follows a quote of the same speaker"
_FLOOD_QUOTES = {
    1: Q("indirect", "s1"), 2: Q("direct", "s2", "quotes:cue-after"), 3: Q("direct", "s2", "quotes:floating", 0.88, note=_FLOATING),
    4: Q("indirect", "s2", "resolve:surname", 0.97), 5: Q("indirect", "s3", "quotes:according-to", 0.98),
    6: Q("mixed", "s4", "quotes:document", 0.46), 7: Q("direct", "s5"), 8: Q("direct", "s5", "resolve:pronoun", 0.83),
    9: Q("indirect", "s6"), 10: Q("direct", None, "quotes:floating", None, "ambiguous", ("s6", "s7"), note="no speaker of its own"),
    11: Q("mixed", "s7"), 12: Q("direct", "s7", "quotes:floating", 0.88, note=_FLOATING), 13: Q("indirect", "s8"),
    14: Q("direct", "s8", "resolve:pronoun", 0.83), 15: Q("direct", "s8", "quotes:floating", 0.88, note=_FLOATING),
    16: Q("indirect", "s9"), 17: Q("indirect", "s10", "quotes:nested", 0.41), 18: Q("direct", "s9", "resolve:pronoun", 0.83),
    19: Q("indirect", "s11", "quotes:verb-object", 0.79), 20: Q("direct", "s12", "quotes:cue-after"),
    21: Q("direct", "s12", "quotes:floating", 0.88, note=_FLOATING), 22: Q("mixed", "s13"), 23: Q("indirect", "s14"),
    24: Q("direct", "s15", "quotes:cue-after"), 25: Q("direct", "s15", "quotes:floating", 0.88, note=_FLOATING),
    26: Q("indirect", "s16"), 27: Q("indirect", "s7", "quotes:thought", 0.7, act="thought"),
    28: Q("direct", None, "quotes:floating", None), 29: Q("direct", None, "quotes:floating", None, flags=("floating",)),
}  # fmt: skip


def flood_wall(story: str = FLOOD_WALL) -> Analysis:
    """A council story of 16 sources: mixed, nested, ambiguous, unresolved and thought quotes, findings and no comment.

    ``story`` is the marked-up story with changes that leave its mark-up there.
    """
    return analysis_of(
        story,
        _FLOOD_QUOTES,
        _FLOOD_SOURCES,
        findings={
            1: ("R2", "warning", "Two people close to the council are unnamed, and no reason is given"),
            2: ("R13", "info", "Tidewall Partners was approached and did not answer"),
            3: ("R3", "warning", "An unnamed source judges others: “does not say what they say it says”"),
            4: ("R11", "info", "“According to” is far from what is attributed"),
        },
        silent={1: "s17", 2: None},
        zones={0: "headline", 1: "standfirst", 2: "byline", 8: "subhead", 26: "boilerplate"},
        id="flood-wall",
        title="Harbour town puts its flood wall on hold",
        byline="Anneke Oyelaran",
        published="2026-02-11",
        section="Local",
    )
