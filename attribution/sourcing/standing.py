"""Where the article's own words place somebody to whom it gives no role: in an office, or on a campaign stage."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribution.spans import Span

# "the Mbeki campaign", "voters who support Mbeki", "Mbeki won the primary".
CAMPAIGN = (
    r"\bNAME(?:['’]s?)?\s+(?:(?:own|presidential|senate|mayoral|re-election|reelection|gubernatorial|general-election"
    r"|rival)\s+){0,2}"
    r"(?:campaign|candidacy|bid for|supporters?|voters|backers|rally|rallies|super PAC|running mate|nomination"
    r"|delegates"
    r"|ticket|surrogates?|primary|presidential|candidates?|rivals?|ads?|stump|poll numbers|fundraisers?|donors?"
    r"|base)\b"
    r"|\b(?:[Pp]ro|[Aa]nti)[-‑]NAME\b"
    r"|\b(?:supports?|supported|supporting|endors(?:e[ds]?|ing)|vot(?:e|ed|es|ing) for|elect(?:ed|ing)?"
    r"|nominat(?:ed?|ing)"
    r"|backing|campaign(?:ed|ing)? (?:for|with|against))\s+(?:[A-Z][\w.]+\s+)?NAME\b"
    r"|\bNAME(?:,? who|, [^.!?\n,]{0,70},)?\s+(?:(?:has|have|had|is|was|will|would|could|been)\s+){0,2}"
    r"(?:won|wins?|winning|los[et]s?|leads?|leading|led|beat|defeat(?:s|ed)?|campaign(?:s|ed|ing)|ran|runs|running|vying|bidding|standing|competing)\s"
    r"[^.!?\n]{0,60}"
    r"\b(?:primar(?:y|ies)|caucus(?:es)?|delegates|polls?|nomination|voters|election|states?|president|governor|senate"
    r"|mayor|campaign|votes)\b"
    r"|\bNAME,? [^.!?\n]{0,80}?\bwas the (?:winner|loser) of [^.!?\n]{0,40}\b(?:primary|caucus|election|race|vote)\b"
    r"|\bNAME(?:['’]s)?(?: [a-z’'-]+){0,8} (?:(?:victory|concession|stump) speech"
    r"|(?:his|her) (?:own )?(?:[a-z-]+ ){0,2}(?:campaign|candidacy|bid for|run for|stump speech))\b"
)
# Whoever they are otherwise, they run for an office.
RUNS = (
    r"\bNAME,? who (?:is|was|has been|had been) (?:also )?(?:vying|running|competing|campaigning|bidding|standing)\b"
    r"[^.!?\n]{0,60}\b(?:president|nomination|governor|mayor|senate|congress|parliament|seat|office|election|primary)\b"
)
OFFICE = (
    r"\b(?:NAME(?:['’]s?)?\s+(?:administration|government|cabinet|presidency|premiership|White House|first term"
    r"|second term|ministers?|executive orders?)"
    r"|(?<![Ff]ormer )(?<![Ee]x-)(?:President|Prime Minister|Chancellor|Premier|Taoiseach) (?:[A-Z][\w.]+ ){0,2}NAME)\b"
)
# "in an interview with Ama Sarpong", "Sarpong, who moderated": who asks is of the media.
INTERVIEWER = (
    r"\b(?:interview(?:s|ed)? (?:with|by)|(?:asked|pressed|questioned|moderated|hosted) by"
    r"|(?:[Mm]oderator|[Hh]ost|[Aa]nchor|[Ii]nterviewer|[Rr]eporter|[Cc]orrespondent|[Cc]olumnist)s?) "
    r"(?:(?:[A-Z]\w*(?:['’]s)?|[A-Z]\.|[DM]rs?\.|Ms\.) ){0,4}NAME\b(?!['’]s)"
    r"|\b[Tt]he [A-Z]\w+ NAME (?:show|programme|program|podcast)\b"
    r"|\bNAME (?:[A-Z]\w+ )?(?:Show|Radio|Programme|Program|Podcast|Hour)\b"
    r"|\bNAME['’]s?\s+(?:show|radio show|talk show|program|programme|podcast|broadcast|newscast|column)\b"
    r"|\bNAME,?\s+(?:who\s+)?(?:interviewed|moderat(?:es?|ed|ing)|anchors|anchored"
    r"|host(?:s|ed) (?:the|a|an|his|her) (?:[\w-]+ ){0,3}(?:show|programme|program|podcast|debate|broadcast))\b"
)
# Said of who asks and of who is asked; of somebody in office or on a stage it is the second.
MEETINGS = ("interview", "asked", "pressed", "questioned")
# Who asks and is told the answers, and is nothing else in the article, leads an interview.
ASKS_AND_IS_TOLD = (
    (
        r"\bNAME (?:then |also |later )?(?:asked|asks|pressed|followed up|interjected|wondered)\b"
        r"|\basked (?:[A-Z]\w+ )?NAME\b"
    ),
    r"\b(?:told|tells|telling|answered|replied to|interrupted) (?:[A-Z]\w+['’]s )?(?:[A-Z][\w.]+ ){0,2}NAME\b",
)
# Words of a sentence that is about an election.
ELECTION = re.compile(
    r"\b(?:campaign(?:s|ed|ing)?|candidates?|nomin(?:ation|ee|ees)|primar(?:y|ies)|caucus(?:es)?|delegates|running for"
    r"|presidential (?:race|bid|election|debate|contest)|debates?|polls?|polling|ballots?|voters|rall(?:y|ies)"
    r"|electoral|elections?|battleground|swing states?|running mate)\b",
    re.IGNORECASE,
)
# A person is on the stage where so many of the sentences that name them, and so large a share, are about an election.
LEAST_SENTENCES, SHARE = 2, 0.34
# Whom an article names in so many sentences it is about; then two such sentences, or one with others beside, do.
CENTRAL = 5
# "Wren Daily’s Omar Sy reported", "in a column for Wren Daily, Omar Sy".
OWNER = re.compile(r"\b(?!As )([A-Z][\w.&]*(?: [A-Z][\w.&]*){0,3})(?:['’]s|(?<=s)['’]) \Z")
WRITES = re.compile(
    r" (?:(?:has|had|first|also|recently|previously) ){0,2}(?:reports?|reported|writes|wrote|written|blogged)\b"
)
PIECE = re.compile(
    r"\b[Ii]n (?:an?|his|her|their) (?:[\w-]+ ){0,2}?(?:article|column|piece|op-ed|blog post|report|story|editorial)"
    r" (?:from|for|at|in) (?:the )?([A-Z][\w.]*(?: [A-Z][\w.]*){0,3}), \Z"
)
# "local employers such as Norvik", "charities including the Open Harbour".
EXAMPLE = re.compile(
    r"\b((?:[a-z-]+ )?[a-z-]+s),? (?:such as|including|like) "
    r"(?:the )?(?:[A-Z][\w&.’'-]*(?: [A-Z][\w&.’'-]*){0,3},? (?:and )?(?:the )?)?\Z"
)
# "The Quarry's Omar Sy" within a sentence: a capital that only the title of a paper keeps.
TITLED_OWNER = re.compile(r"[a-z,;“] (The [A-Z]\w+(?: [A-Z]\w+)?)(?:['’]s|(?<=s)['’]) \Z")
OF_TITLE = re.compile(r" of (The [A-Z]\w+(?: [A-Z]\w+){0,2})(?=[ ,])")
# "Omar Sy wrote on Inland Voice", "Omar Sy, writing for Inland Voice", "Omar Sy notes in a column on Inland Voice".
OUTLET = re.compile(
    r"(?:(?:,)? (?:(?:also|recently|then|has|had) ){0,2}(?:writing|wrote|writes|written|blogged|blogs) (?:on|for)"
    r"|,? (?:\w+ ){1,2}?(?:out )?in (?:an?|his|her|their) (?:[\w-]+ ){0,2}?"
    r"(?:article|column|piece|op-ed|essay|blog post|story|editorial) (?:on|for|in|at|from))"
    r" (?:[Tt]he )?(?!(?:Facebook|Twitter|Instagram|LinkedIn|YouTube|Tumblr|Snapchat|TikTok|Reddit|Weibo|Telegram"
    r"|Medium|Mastodon|WhatsApp|Threads|X|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)"
    r"([A-Z]\w*(?: [A-Z]\w*){0,3})"
)
# "Omar Sy said on his Radio Nine show".
OWN_SHOW = re.compile(
    r"[^.!?\n“”\"]{0,60}?\b(?:on|during) (?:his|her|their) (?:own )?(?:[A-Z][a-z]+day )?"
    r"([A-Z][\w&]*(?: [A-Z][\w&]*){0,3})"
    r" (?:(?:radio|television|TV|talk|cable|news|late-night|prime-time|weekly|daily|morning|evening|online) ){0,2}"
    r"(?:show|program(?:me)?|podcast|broadcast|newscast)\b"
)
# What an article calls a body beside its name: "a dating app called Plinq", "Plinq, the app", "the riders' group Velo".
KIND_BEFORE = re.compile(
    r"\b((?:[\w’'-]+ ){0,3}[a-z’'-]*[a-z]|(?:[\w’'-]+ ){0,3}PAC) (?:(?:called|named) )?(?:the )?\Z"
)
OPENER = re.compile(r"\b(?:the|an?|its|their|of|by|with|from|for|and|after|that) ")
KIND_AFTER = re.compile(
    r"(?:,| \(|\s?[–—]\s?|\s--\s)(?:[A-Z]+\), )? ?(?:which is )?(?:the|an?|one of the) "
    r"((?:[\w’'-]+ ){0,4}?[\w’'-]+)(?=[,.;)\n]|\s?[–—]| (?:that|which|who|for|of|to|in|on|with|from|by|devoted|based"
    r"|aligned|founded|backed|backing|supporting|opposed|run|led)\b| --)"
)
PLACES_OF_A_BODY = 20
SEVERAL = re.compile(r"(?:^|[.!?\n][\"”’']* |\n)(?:The |Two |Three |The two |The three )((?:[\w-]+ ){0,4}[a-z-]+s), \Z")
# Places of a surname that are looked at, and the characters before and after it that a pattern can take.
MAX_PLACES, BEFORE, AFTER = 200, 90, 110


def find_campaign(text: str, surname: str) -> re.Match[str] | None:
    """Return the words that put somebody of this surname on a campaign stage, or None."""
    return next(_around(CAMPAIGN, text, surname), None)


def find_candidacy(text: str, surname: str) -> Span | None:
    """Return the relative clause that says that somebody of this surname runs for an office, or None."""
    match = next(_around(RUNS, text, surname), None)
    return Span(*match.span()) if match is not None else None


def find_standing(text: str, surname: str) -> tuple[str, Span] | None:
    """Return the group that the words around a surname give: "media", else what they say most often, with the words."""
    asks = next(_around(INTERVIEWER, text, surname), None)
    office, stage = list(_around(OFFICE, text, surname)), list(_around(CAMPAIGN, text, surname))
    met = asks is not None and asks.group().startswith(MEETINGS) and len(office) + len(stage) >= LEAST_SENTENCES
    if asks is not None and not met:
        return "media", Span(*asks.span())
    if not office and not stage:
        found = [next(_around(part, text, surname), None) for part in ASKS_AND_IS_TOLD]
        return ("media", Span(*found[0].span())) if found[0] is not None and found[1] is not None else None
    group, words = ("government", office) if len(office) > len(stage) else ("politics", stage)
    return group, Span(*words[0].span())


def _around(pattern: str, text: str, surname: str) -> Iterator[re.Match[str]]:
    """Yield what matches around the first places of the surname; a text full of one name costs no more than a part."""
    whole = re.compile(pattern.replace("NAME", re.escape(surname)))
    place, end = text.find(surname), 0
    for _ in range(MAX_PLACES):
        if place < 0:
            return
        match = whole.search(text, max(end, place - BEFORE), place + len(surname) + AFTER)
        if match is not None:
            end = match.end()
            yield match
        place = text.find(surname, max(place + len(surname), end))


def find_election(text: str, sentences: Iterable[Span], beside: Iterable[Span] = ()) -> Span | None:
    """Return the first word on an election in the sentences that name somebody, where enough of them have one.

    ``beside`` are these sentences and their neighbours; they count for somebody who is named throughout.
    """
    spans = list(dict.fromkeys(sentences))
    found = [m for s in spans if (m := ELECTION.search(text, s.start, s.end))]
    if not found:
        return None
    near = sum(ELECTION.search(text, s.start, s.end) is not None for s in dict.fromkeys(beside))
    central = len(spans) >= CENTRAL and (len(found) >= LEAST_SENTENCES or near >= SHARE * len(spans))
    if not central and (len(found) < LEAST_SENTENCES or len(found) < SHARE * len(spans)):
        return None
    return Span(*found[0].span())


def find_newsroom(text: str, name: Span) -> str | None:
    """Return the words before a name that say which body it writes for ("Wren Daily’s", "in a column for Wren Daily,").

    Only where it writes or reports; whether the body is a newsroom is the caller's to know for "Wren Daily’s".
    """
    return _said_before(PIECE, text, name) or (find_owner(text, name) if WRITES.match(text, name.end) else None)


def find_owner(text: str, name: Span) -> str | None:
    """Return the capitalised words that own a name ("Wren Daily’s Omar Sy"), or None."""
    return _said_before(OWNER, text, name)


def find_outlet(text: str, name: Span) -> str | None:
    """Return the words after a name that say where it writes or has a show, or the paper before it."""
    match = OUTLET.match(text, name.end) or OWN_SHOW.match(text, name.end)
    if match is not None:
        return match.group(1)
    paper = OF_TITLE.match(text, name.end)
    if paper is not None and WRITES.match(text, paper.end()):
        return paper.group(1)
    return _said_before(TITLED_OWNER, text, name)


def find_station(text: str, name: Span) -> Span | None:
    """Return the station on whose show of their own somebody speaks ("said on his Radio Nine show"), or None."""
    match = OWN_SHOW.match(text, name.end)
    return Span(*match.span(1)) if match is not None else None


def find_kinds(text: str, body: str) -> Iterator[str]:
    """Yield what an article calls a body right before or after its name ("dating app", "progressive group")."""
    place = text.find(body)
    for _ in range(PLACES_OF_A_BODY):
        if place < 0:
            return
        end = place + len(body)
        if not text[end : end + 1].isalnum():
            after = KIND_AFTER.match(text, end, end + AFTER)
            if after is not None:
                yield after.group(1)
            before = KIND_BEFORE.search(text[max(0, place - BEFORE) : place])
            if before is not None:
                yield OPENER.split(before.group(1))[-1]
        place = text.find(body, end)


def find_class(text: str, name: Span) -> str | None:
    """Return what a name is an example of ("local employers" of "local employers such as Norvik"), or None."""
    return _said_before(EXAMPLE, text, name)


def find_several(text: str, name: Span) -> str | None:
    """Return the words that open a sentence before several names ("Two naval analysts, A and B, said"), or None."""
    return _said_before(SEVERAL, text, name)


def _said_before(pattern: re.Pattern[str], text: str, name: Span) -> str | None:
    match = pattern.search(text[max(0, name.start - BEFORE) : name.start])
    return match.group(1) if match else None
