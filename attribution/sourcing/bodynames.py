"""Names of bodies as an article writes them: how far a name goes, what only looks like one, whose campaign it is."""

from __future__ import annotations

import re

from attribution.sourcing.mentions import Context
from attribution.sourcing.names import is_company_word, is_title
from attribution.sourcing.nouns import is_demonym, is_organisation_noun, is_person_noun
from attribution.sourcing.taxonomy import Taxonomy, singular
from attribution.spans import Span

PLACES = frozenset("town village state states county city province district borough parish municipality".split())
CALLED = re.compile(
    r"\b(?:called|named|known as) ([A-Z][\w&’'-]*(?: (?:(?:of|for|on|to|and|the) )?[A-Z][\w&’'-]*){0,7})"
)
KIND_AND_NAME = re.compile(
    r"\b(?:company|firm|group|bank|agency|charity|newspaper|magazine|website|network|nonprofit|non-profit|think tank"
    r"|organi[sz]ation|brokerage|startup|start-up|consultancy|union|outlet|watchdog|publisher|chain|airline|retailer) "
    r"([A-Z][\w&’'-]*(?: (?:(?:of|for|and|&) )?[A-Z][\w&’'-]*){0,6})"
)
OFFICES = frozenset("office offices division arm unit branch department bureau campus".split())
BEFORE_JOINT = re.compile(
    r"((?:[A-Z][\w&’'-]+ ){1,4}(?:for|of|against|on|with) (?:the |a |an )?(?:[A-Z][\w&’'-]+ )*)\Z"
)
BEFORE_YEAR = re.compile(r"\b(?:[A-Z][\w&-]+ ){1,4}\d{4} \Z")
TAIL = re.compile(
    r" (\d{4}) [A-Z][\w&-]+(?: [A-Z][\w&-]+)*"
    r"| (?:for|on|to|against) (?:a |an |the )?[A-Z][\w&-]+(?:(?: and)? [A-Z][\w&-]+)*"
)
WITH_TAIL = frozenset("center centre caucus initiative project committee campaign citizens americans doctors".split())
POSSESSIVE_BEFORE = re.compile(r"\b((?:[A-Z][\w&-]+ ){0,3}[A-Z][\w&-]+(?:['’]s|s['’]) (?:[A-Z][\w&-]+ )*)\Z")
IN_PLACE = re.compile(r"(?:\b(?:in|from|near)|[A-Z]\w+ [A-Z]\w+ of) \Z")
CAMPAIGN_OF = re.compile(
    r"(?:(?:of|for|at|with|managed|ran|runs|led|leads|headed|heads|directed|chaired|advised) |\A)"
    r"((?:M(?:r|rs|s)\.? )?(?:[A-Z][\w-]+ ){0,3}[A-Z][\w-]+['’]s? (?:[\w-]+ ){0,4}?campaign)\b"
)
BACKERS = frozenset({"supporter", "ally", "supporters", "allies"})  # of a candidate, not of the campaign
# What is won, passed or fought and belongs to nobody's job ("a Copley Medal winner").
NO_BODY_ENDS = frozenset(
    "trophy prize award awards medal cup bowl act bill law amendment war treaty agreement debate oscar emmy grammy "
    "title championship olympics".split()
)
LONGEST_ACRONYM = 6
NAME_REACH = 80
# What is fought or sued is nobody's own body ("a coalition fighting the Iron Front").
AGAINST = re.compile(
    r"\b(?:fighting|against|battling|opposing|opposed to|suing|investigating|targeting|criticizing|criticising"
    r"|accused by|attacked by|killed by|freed by|critical of|victims? of) (?:the )?\Z"
)
STANDS_FOR = re.compile(r" (?:hopeful|nominee|candidate|contender|aspirant|front-?runner)s?\b")
PLACE_OF_WORK = re.compile(
    r" (?:lawyer|attorney|businessman|businesswoman|developer|native|resident|activist|voter)s?\b"
)
# "the Riga office of Norvik Foods".
OF_BODY = re.compile(r" of (?:the )?([A-Z][\w&’'-]*(?: (?:(?:of|and) )?[A-Z][\w&’'-]*){0,7})")
# Who works under a paper's or a show's name.
STAFF_AFTER = re.compile(
    r" (?:(?:senior|national|political|chief|executive|deputy|managing|contributing|staff) ){0,2}"
    r"(?:editor|reporter|correspondent|columnist|writer|journalist|host|anchor|contributor|producer)\b"
)
STATE_OFFICE = re.compile(r" (?:Sen|Rep|Att|Treas|Aud|Supt|Super|Del)\w*\b")
COUNTRIES = frozenset(
    {"united states", "united states of america", "united kingdom", "great britain", "america", "u.s."}
)
PARTY_ADJECTIVES = frozenset(
    "defense defence republican republicans democratic democrat democrats labour conservative tory gop liberal "
    "libertarian green socialist".split()
)


def campaign_in(context: Context, span: Span) -> Span | None:
    """Return "Bob Mensah's 2004 campaign" where the words make somebody one of its staff."""
    words = span.slice(context.text)
    match = CAMPAIGN_OF.search(words)
    if match is None or BACKERS & set(words[: match.start()].lower().split()):
        return None
    found = Span(span.start + match.start(1), span.start + match.end(1))
    return found if any(n.label == "PER" for n in context.names_in(found)) else None


def calls_a_body(before: str) -> bool:
    """Tell whether what is called by a name is a body ("a group called ...") and no person or place."""
    words = [w.strip(",").lower() for w in before.split()[-2:]]
    return any(is_organisation_noun(singular(w)) for w in words)


def name_after_kind(context: Context, span: Span) -> Span | None:
    """Return the name right after a noun that says what body it is ("the investment company Wren & Teal")."""
    match = KIND_AND_NAME.search(context.text, span.start, span.end)
    if match is None or is_title(match.group(1).split()[0]):
        return None
    if " " not in match.group(1) and is_surname(context, match.group(1)):
        return None
    return Span(*match.span(1))


def past_office(context: Context, found: Span, span: Span) -> Span:
    """Return the body whose office the words are ("the Riga office of Norvik Foods"), or the words themselves."""
    if found.slice(context.text).split()[-1] not in OFFICES:
        return found
    match = OF_BODY.match(context.text, found.end, span.end)
    return Span(*match.span(1)) if match is not None else found


def whole_name(context: Context, name: Span, span: Span) -> Span:
    """Return a body's name with what the recogniser cut off it ("Doctors for", "Women's", "for Scholars")."""
    tail = TAIL.match(context.text, name.end, span.end)
    last = singular(name.slice(context.text).lower().split()[-1])
    if tail is not None and (tail.group(1) is not None or is_organisation_noun(last) or last in WITH_TAIL):
        name = Span(name.start, tail.end())
    start = span.start
    year = BEFORE_YEAR.search(context.text[max(start, name.start - NAME_REACH) : name.start])
    if year is not None:
        return Span(name.start - len(year.group()), name.end)  # "Lagos 2031 Host Committee"
    before = context.text[max(start, name.start - NAME_REACH) : name.start]
    match = POSSESSIVE_BEFORE.search(before) or BEFORE_JOINT.search(before)
    if match is None or any(w.istitle() and is_title(w) for w in match.group(1).split()):
        return name
    found = Span(name.start - (len(before) - match.start(1)), name.end)
    words = re.split(r"['’]s? | (?:for|of|against|on|with) ", match.group(1))[0].lower().split()
    plural = singular(words[-1].strip("'’")) != words[-1].strip("'’")
    if any(n.span.overlaps(Span(found.start, name.start)) for n in context.names_in(found) if n.span != name):
        return name
    body = is_organisation_noun(singular(words[-1])) or words[-1] in WITH_TAIL
    return found if plural or body or words[-1] in {"women", "men", "people", "children"} else name


def is_party_adjective(word: str) -> bool:
    """Tell whether a party's name stands as an adjective ("a Labour lawmaker"), which is no affiliation."""
    return word.lower() in PARTY_ADJECTIVES


def names_a_party(context: Context, span: Span) -> bool:
    """Tell whether the words are a party's adjective or a bare noun for a body."""
    word = span.slice(context.text).lower()
    return is_organisation_noun(word) or is_party_adjective(word)


def is_no_body(context: Context, span: Span, taxonomy: Taxonomy) -> bool:
    """Tell whether a name taken for a body's is a party's adjective, a country or an office."""
    words = span.slice(context.text).lower()
    before = context.text[max(0, span.start - 40) : span.start]
    if words.split()[-1] in NO_BODY_ENDS:
        return True
    if words in PLACES or (" " not in words and IN_PLACE.search(before)):
        return True  # "organisers in Lomé"
    if span.slice(context.text).isupper() and any(
        n.label == "LOC" and n.span.slice(context.text).lower() == words for n in context.names
    ):
        return True  # a place in the capitals of a dateline
    if " " not in words and span.slice(context.text).isupper() and len(words) > LONGEST_ACRONYM:
        return True
    if " " not in words and (is_demonym(words) or is_person_noun(singular(words))):
        return True  # "the Basques", "a Muslim"
    if AGAINST.search(before) or words.endswith("-based") or _is_titled(context, span):
        return True
    if " " not in words and PLACE_OF_WORK.match(context.text, span.end):
        return True  # "a Nairobi lawyer"
    if is_wanted(context, span) or (words.endswith(" state") and STATE_OFFICE.match(context.text, span.end)):
        return True  # "Arizona State Senator"
    if before.endswith("from ") and not (taxonomy.organisation_group(words).phrase or _ends_as_name(words)):
        return True  # "a teacher from Mount Barker"
    if words.endswith("s") and " " not in words:
        family = words[:-1]
        if any(n.label == "PER" and n.span.slice(context.text).lower().split()[-1] == family for n in context.names):
            return True  # "the Okafors" are people
    if " " in words and STAFF_AFTER.match(context.text, span.end):
        return False  # "Harbor Insider editor Ivo Kral"
    return words in COUNTRIES or taxonomy.has_role(words.split()[-1]) or names_a_party(context, span)


def is_wanted(context: Context, span: Span) -> bool:
    """Tell whether somebody only stands for what the words name ("a White House hopeful")."""
    return STANDS_FOR.match(context.text, span.end) is not None


def _is_titled(context: Context, span: Span) -> bool:
    """Tell whether the words are somebody's name with a title ("President Adeyemi") or a title alone."""
    words = span.slice(context.text).split()
    return is_title(words[0]) and not any(is_organisation_noun(singular(w.lower())) for w in words)


def is_surname(context: Context, word: str) -> bool:
    """Tell whether the full name of somebody in the article ends in this word."""
    names = (n.span.slice(context.text) for n in context.names if n.label == "PER")
    return any(" " in name and name.endswith(word) for name in names)


def _ends_as_name(words: str) -> bool:
    last = words.rsplit(maxsplit=1)[-1]
    return is_organisation_noun(singular(last)) or is_company_word(last) or "&" in words
