"""The record of a source: canonical name, kind, role, affiliation, role group, anonymity; each with its ground."""

# ruff: noqa: PLR2004  the figures count the words or letters of a name or phrase

from __future__ import annotations

import re
from collections.abc import Iterable

from attribution.model import Evidence, Source
from attribution.sourcing.affiliations import Affiliation, find_affiliation, organisation_in, owner_before
from attribution.sourcing.anonymity import Withheld, find_withheld
from attribution.sourcing.bodies import Bodies
from attribution.sourcing.bodynames import BACKERS, PLACES, is_party_adjective
from attribution.sourcing.chains import Chain, Chains
from attribution.sourcing.groups import AIDES, OWN_CAMPAIGN, Groups
from attribution.sourcing.lives import find_life
from attribution.sourcing.mentions import Context
from attribution.sourcing.names import POSSESSIVE_ENDINGS, is_acronym, is_style, person_words_of, same_organisation
from attribution.sourcing.nouns import is_organisation_noun
from attribution.sourcing.roles import Describer, Description
from attribution.sourcing.standing import find_station
from attribution.sourcing.taxonomy import UNKNOWN, Taxonomy, singular
from attribution.sourcing.wording import COUNT, role_text
from attribution.spans import Span

NO_NAMES = frozenset("The His Her A An This That Their Its Our My Presidential Election".split())
BARE = frozenset({"campaign", "party"})  # which one, the article tells elsewhere
CAMPAIGN = re.compile(r"\b[Cc]ampaign\b")
OF_BODY = re.compile(r",? (?:of|at|with|from) (?:the |a )?(?:[a-z-]+ ){0,3}\Z")
OPEN_BODIES = frozenset("committee caucus commission panel board council".split())
SAME_BODY = {"panel": "committee", "subcommittee": "committee", "outlet": "news", "network": "news"}
# Titles that say less than any description beside them.
COURTESY = frozenset("prof cllr".split())
SPOKES = frozenset("spokesman spokeswoman spokesperson spokespeople spokesmen".split())
# Roles of the first four mentions that have one are compared by their worth; later ones are asides.
MENTIONS, LATER, LONG = 4, 1.5, 8
OFFICE, PREDICATE = 3.0, 4.0


class Portraits:
    """Draws a `Source` from a chain."""

    def __init__(self, context: Context, chains: Chains, taxonomy: Taxonomy, describer: Describer) -> None:
        self.context = context
        self.text = context.text
        self.chains = chains
        self.taxonomy = taxonomy
        self.describer = describer
        self.groups = Groups(context, chains, taxonomy, self._facts)
        self.bodies = Bodies(
            context, chains, lambda chain: self.groups.of(chain)[0].group, self._facts, self._named_body
        )

    def draw(self, chain: Chain, source_id: str) -> Source:
        """Return the source that the chain's mentions describe."""
        name = self._name(chain)
        evidence: list[Evidence] = [Evidence(f"kind:{chain.kind.replace('_', '-')}", tuple(chain.mentions[:1]), "")]
        role, spans, rule = self._role(chain)
        if role is not None:
            evidence.append(Evidence(rule, spans, ""))
        affiliation, found = self._affiliation(chain)
        if affiliation is not None and found is not None:
            evidence.append(Evidence(found.rule, (found.span,), ""))
        ground, words = self.groups.of(chain)
        if ground.group != UNKNOWN:
            evidence.append(Evidence("group:taxonomy", words, f"“{ground.phrase}”"))
        withheld = self._withheld(chain)
        if withheld is not None:
            evidence.append(
                Evidence(withheld.rule, (withheld.span, *((withheld.reason,) if withheld.reason else ())), "")
            )
        return Source(
            id=source_id,
            name=name,
            kind=chain.kind,
            role=role,
            role_group=ground.group,
            affiliation=affiliation,
            pronouns=self._pronouns(chain),
            anonymous=withheld is not None,
            reason=role_text(withheld.reason, self.text) if withheld and withheld.reason else None,
            mentions=tuple(sorted(set(chain.mentions) | set(chain.names))),
            evidence=tuple(evidence),
        )

    def _name(self, chain: Chain) -> str:
        if chain.person is not None:
            outside = [s for s in chain.names if not self.context.quoted(s.start)]
            if not any(" " in s.slice(self.text) for s in outside):
                outside = chain.names  # a full name that only the words of others give is one too
            candidates = [person_words_of(" ".join(s.slice(self.text).split())) for s in outside]
            return _readable(max(candidates, key=lambda n: (len(n.split()), len(n), not n.isupper())))
        if chain.kind == "organization" and chain.names:
            candidates = [" ".join(s.slice(self.text).split()) for s in chain.names]
            return max(candidates, key=lambda n: (not is_acronym(n), len(n)))
        return chain.name

    def _facts(self, chain: Chain) -> tuple[str, str | None, str | None]:
        return self._name(chain), self._role(chain)[0], self._affiliation(chain)[0]

    @staticmethod
    def _pronouns(chain: Chain) -> str | None:
        used = chain.pronouns + chain.spoken
        if chain.kind not in {"person", "unnamed_person"} or not used:
            return None
        (best, count), *rest = used.most_common(2)
        return best if not rest or count >= 2 * rest[0][1] else None

    # --- role -------------------------------------------------------------------------------------------------------

    def _role(self, chain: Chain) -> tuple[str | None, tuple[Span, ...], str]:
        if chain.among is not None:
            return chain.among.name, tuple(chain.among.mentions[:1]), "role:one-of"
        if chain.kind == "unnamed_person" and chain.phrase is not None:
            span = _uncounted(chain.phrase.core, self.text)
            return role_text(span, self.text), (span,), "role:head-noun"
        if chain.kind == "organization" and chain.names:
            found = next((d for d in chain.descriptions if d.rule.startswith("role:")), None)
            return (role_text(found.span, self.text), (found.span,), found.rule) if found else (None, (), "")
        if chain.kind == "group" and chain.phrases:
            longest = max(chain.phrases, key=lambda p: len(p.core))
            if len(longest.core) > len(chain.name) + 2:
                return role_text(longest.core, self.text), (longest.core,), "role:later-mention"
        if chain.kind == "group" and chain.phrase is not None and chain.phrase.head.slice(self.text)[:1].isupper():
            fuller = self._fuller_group(chain)
            if fuller is not None:
                return role_text(fuller, self.text), (fuller,), "role:named-elsewhere"
        if chain.kind == "group" and chain.phrase is not None and not chain.members and " " in chain.name:
            span = _uncounted(chain.phrase.core, self.text)
            return role_text(span, self.text), (span,), "role:head-noun"
        if chain.kind != "person":
            return None, (), ""
        by_name: dict[Span, list[Description]] = {}
        for description in sorted(chain.descriptions, key=lambda d: d.name):
            if description.rule.startswith("role:"):
                by_name.setdefault(description.name, []).append(description)
        best: tuple[float, str, tuple[Span, ...], str] | None = None
        for rank, group in enumerate(list(by_name.values())[:MENTIONS]):
            joined = self._joined(group)
            if joined is None:
                continue
            worth = joined[0] - LATER * rank
            if best is None or worth > best[0]:
                best = (worth, *joined[1:])
        if best is None:
            life = find_life(self.context, chain)
            if life is not None and life.role:
                return role_text(life.span, self.text), (life.span,), "role:family"
        return best[1:] if best else (None, (), "")

    def _fuller_group(self, chain: Chain) -> Span | None:
        """Return "Energy Committee Democrats" for bare "Democrats", where the article has one such phrase."""
        if " " in chain.name or chain.phrase is None:
            return None
        pattern = re.compile(rf"\b(?:[A-Z][\w’'-]+ ){{1,4}}{re.escape(chain.phrase.head.slice(self.text))}\b")
        found = [Span(m.start() + 4 * m.group().startswith("The "), m.end()) for m in pattern.finditer(self.text)]
        found = [
            s for s in found if any(is_organisation_noun(singular(w.lower())) for w in s.slice(self.text).split()[:-1])
        ]
        return found[0] if found and len({s.slice(self.text) for s in found}) == 1 else None

    def _joined(self, group: Iterable[Description]) -> tuple[float, str, tuple[Span, ...], str] | None:
        """Return the descriptions beside one name as one role, with its worth: longer is better, an office best."""
        roles = [d for d in group if d.rule != "role:party" and not is_style(d.span.slice(self.text))]
        if not roles:
            return None
        if any(d.rule != "role:predicate" for d in roles):
            roles = [d for d in roles if d.rule != "role:predicate"]
        if len(roles) > 1:
            roles = [d for d in roles if d.span.slice(self.text).lower().rstrip(".") not in COURTESY] or roles[:1]
        text = ", ".join(role_text(d.span, self.text) for d in sorted(roles, key=lambda d: d.span))
        worth = min(len(text.split()), LONG) - (
            PREDICATE if roles[0].rule in {"role:predicate", "role:later-mention"} else 0.0
        )
        if self.taxonomy.role_group(text).group not in {UNKNOWN, "citizen"}:
            worth += OFFICE
        return worth, text, tuple(d.span for d in roles), roles[0].rule

    # --- affiliation ------------------------------------------------------------------------------------------------

    def _affiliation(self, chain: Chain) -> tuple[str | None, Affiliation | None]:
        found = self._found_affiliation(chain)
        if found is None:
            return None, None
        return found.name or self._full(found.span), found

    def _found_affiliation(self, chain: Chain) -> Affiliation | None:
        if chain.kind == "person":
            descriptions = sorted(chain.descriptions, key=lambda d: d.span)
            found = find_affiliation(self.context, descriptions, self.taxonomy)
            if found is not None and found.span.slice(self.text).lower() not in BARE:
                return found
            roles = " , ".join(d.span.slice(self.text) for d in descriptions if d.rule.startswith("role:"))
            told = self.taxonomy.role_group(roles).group in {"government", "politics"}
            for name in () if told else chain.names:  # "Radio Nine’s Omar Sy"
                owner = None if self.context.quoted(name.start) else owner_before(self.context, name)
                if owner is not None and owner.slice(self.text)[:1].isupper():
                    return Affiliation(owner, "affiliation:owner")
            principal = self._principal_campaign(chain, descriptions)
            if principal is not None:
                return principal
            named_elsewhere = self._body_of_noun(descriptions)
            if named_elsewhere is not None:
                return named_elsewhere
            bare = [d for d in descriptions if " " not in d.span.slice(self.text)]
            spokes = next((d for d in bare if d.noun in SPOKES), None)
            near = self._body_near(spokes.span) if spokes else None
            if near is None and spokes is not None:
                campaign = self._campaign_near(spokes.span.start)
                near = Affiliation(campaign, "affiliation:campaign") if campaign is not None else None
            return near or self.bodies.of_descriptions(descriptions) or self._station(chain) or found
        if chain.phrase is None or chain.kind not in {"unnamed_person", "group", "document"}:
            return None
        span = chain.phrase.span
        if chain.kind == "group":
            span = self._fuller_group(chain) or span
        organisation = organisation_in(self.context, span, self.taxonomy, after=False)
        itself = organisation is not None and chain.kind != "document" and organisation.contains(chain.phrase.head)
        if organisation is not None and not itself:
            return Affiliation(organisation, "affiliation:in-role")
        owner = owner_before(self.context, chain.phrase.core)
        if owner is not None:
            return Affiliation(owner, "affiliation:owner")
        found = self.bodies.of_phrase(chain.phrase.span) if chain.kind == "unnamed_person" else None
        if found is None and singular(chain.phrase.noun) in SPOKES:
            return self.bodies.last_speaker(chain.phrase.span) or self._body_near(chain.phrase.span)
        return found

    def _station(self, chain: Chain) -> Affiliation | None:
        stations = (find_station(self.text, name) for name in chain.names if not self.context.quoted(name.start))
        found = next((s for s in stations if s is not None), None)
        return Affiliation(found, "affiliation:own-show") if found is not None else None

    def _principal_campaign(self, chain: Chain, descriptions: Iterable[Description]) -> Affiliation | None:
        """Return the campaign, named in the article, of the person whose aide the descriptions tell of."""
        for description in descriptions:
            if description.noun not in AIDES - BACKERS:
                continue
            area = Span(max(0, description.span.start - 40), description.span.end)
            for name in self.context.names_in(area):
                between = self.text[name.span.end : description.span.start].strip()
                if name.label != "PER" or (
                    name.span.end <= description.span.start and between not in POSSESSIVE_ENDINGS
                ):
                    continue
                found = self._campaign_of(name.span.slice(self.text).split()[-1])
                if found is not None:
                    return found
            principal = self.groups.principals.antecedent(chain, description.span)  # "his campaign manager"
            if principal is not None and principal.person is not None:
                found = self._campaign_of(principal.person.surname)
                word = CAMPAIGN.search(self.text, description.span.start, description.span.end)
                if found is None and word is not None:
                    whose = f"{principal.name.split()[-1]} campaign"
                    found = Affiliation(Span(*word.span()), "affiliation:campaign", whose)
                if found is not None:
                    return found
        return None

    def _campaign_of(self, surname: str) -> Affiliation | None:
        """Return the campaign that the article names by a candidate's surname, or None."""
        match = re.search(rf"\b(?i:{re.escape(surname)})(?:['’]s?)? campaign\b", self.text)
        return Affiliation(Span(*match.span()), "affiliation:campaign") if match else None

    def _body_of_noun(self, descriptions: Iterable[Description]) -> Affiliation | None:
        """Return the body, named elsewhere in the article, that a role only calls "the committee" or "campaign"."""
        for description in descriptions:
            if not description.rule.startswith("role:") or description.noun in BACKERS:
                continue
            for token in self.context.tokens_in(description.span):
                noun = SAME_BODY.get(token.text.lower(), singular(token.text.lower()))
                if noun in PLACES or not is_organisation_noun(noun):
                    continue
                if token.text[:1].isupper() and noun not in OPEN_BODIES | BARE:
                    continue
                if noun == "campaign" and OWN_CAMPAIGN.search(description.span.slice(self.text)):
                    continue
                if noun == "campaign":
                    span = self._campaign_near(description.span.start)
                    if span is not None:
                        return Affiliation(span, "affiliation:campaign")
                    continue
                span = self._named_body(noun, description.span.start)
                kind = self.text[max(0, token.span.start - 12) : token.span.start].lower().split()
                other = kind and kind[-1] in PLACES and span and kind[-1] not in span.slice(self.text).lower()
                if span is not None and not other:
                    return Affiliation(span, "affiliation:named-elsewhere")
        return None

    def _campaign_near(self, start: int) -> Span | None:
        """Return the campaign of the candidate mentioned last before ``start``, or the only one named."""
        named = re.finditer(r"(?<![’'])\b([A-Z](?:['’][A-Z])?\w+)(?:['’]s?)? campaign\b", self.text)
        found = [m for m in named if m.group(1) not in NO_NAMES]
        if not found:
            return None
        if len({m.group(1) for m in found}) == 1:
            return Span(*found[0].span())
        last = {m.group(1): self.text.rfind(m.group(1), 0, start) for m in found}
        name = max(last, key=lambda n: last[n])
        return next(Span(*m.span()) for m in found if m.group(1) == name) if last[name] >= 0 else None

    def _named_body(self, noun: str, start: int) -> Span | None:
        """Return the body whose capitalised name ends in ``noun``: the last before ``start``, else the first."""
        spans = [
            s
            for c in self.chains.all
            if c.label == "ORG"
            for s in c.names
            if " " in s.slice(self.text) and s.slice(self.text).lower().split()[-1] == noun
        ]
        body = re.compile(rf"\b(?:[A-Z][\w&’'-]+ (?:(?:of|and|on|for) )?){{1,5}}{re.escape(noun.capitalize())}\b")
        spans += [Span(m.start() + 4 * m.group().startswith("The "), m.end()) for m in body.finditer(self.text)]
        spans = [
            s for s in spans if " " in s.slice(self.text) and not is_party_adjective(s.slice(self.text).split()[0])
        ]
        before = [s for s in spans if s.end <= start]
        return (max(before) if before else min(spans)) if spans else None

    def _body_near(self, span: Span) -> Affiliation | None:
        """Return the body that a bare "spokesman" speaks for: of the sentence, else the last one named before."""
        found = self._body_in_sentence(span)
        if found is not None:
            return found
        paragraphs = self.context.forest.annotated.article.paragraphs
        here = self.context.forest.annotated.article.paragraph_at(span.start)
        area = Span(paragraphs[max(0, here - 1)].span.start, span.start)
        named = [
            n
            for n in self.context.names_in(area)
            if n.label == "ORG" and not self.context.quoted(n.span.start) and not self._of_somebody(n.span)
        ]
        bodies = [n for n in named if self.taxonomy.organisation_group(n.span.slice(self.text)).group != "media"]
        return Affiliation(bodies[-1].span, "affiliation:last-named") if bodies else None

    def _of_somebody(self, body: Span) -> bool:
        """Tell whether a body only says whose somebody else is ("Ama Owusu of the Wren Report")."""
        match = OF_BODY.search(self.text, max(0, body.start - 60), body.start)
        return match is not None and any(
            n.label == "PER" and n.span.end == match.start()
            for n in self.context.names_in(Span(max(0, body.start - 120), body.start))
        )

    def _body_in_sentence(self, span: Span) -> Affiliation | None:
        """Return the subject of the sentence, where it is a body that a bare "spokesman" of it can speak for."""
        index = self.context.forest.index_at(span.start)
        if index is None:
            return None
        tree = self.context.forest.trees[index]
        for i, token in enumerate(tree.tokens):
            if not token.deprel.startswith("nsubj") or token.span.overlaps(span):
                continue
            subject = tree.span(
                [j for j in tree.subtree(i, without=tree.children(i, "acl", "appos", "conj")) if j <= i] or [i]
            )
            named = next((n.span for n in self.context.names_in(subject) if n.label == "ORG"), None)
            if named is not None and tree.tokens[i].span.overlaps(named):
                return Affiliation(named, "affiliation:subject-of-sentence")
            if token.upos in {"NOUN", "PROPN"} and self.taxonomy.organisation_group(token.text).phrase:
                words = [t for t in tree.tokens if subject.contains(t.span) and t.upos != "DET"]
                return Affiliation(Span(words[0].span.start, words[-1].span.end), "affiliation:subject-of-sentence")
        return None

    def _full(self, span: Span) -> str:
        """Return the fullest name that the article has for the organisation."""
        decision = self.chains.by_name.get(span)
        if decision is not None and decision.chain is not None and decision.chain.kind == "organization":
            return self._name(decision.chain)
        words = " ".join(span.slice(self.text).split())
        words = re.sub(r"^(?:the|a|an)\s+", "", words, flags=re.IGNORECASE)
        if words.islower() and " " not in words:
            named = self._named_body(words, span.start)
            if named is not None:
                return self._full(named)
            body = self.bodies.by_noun(singular(words), span.start)
            if body is not None:
                return self._name(body)
        for chain in self.chains.all:
            if (
                chain.kind == "organization"
                and chain.names
                and same_organisation(self._name(chain), words) in {"equal", "acronym"}
            ):
                return self._name(chain)
        return words

    # --- anonymity --------------------------------------------------------------------------------------------------

    def _withheld(self, chain: Chain) -> Withheld | None:
        """Return the ground for calling a source anonymous: at its first mention, a later one, or its group's."""
        if chain.kind not in {"unnamed_person", "group"} or chain.phrase is None or chain.members:
            return None
        if chain.among is not None:
            return self._withheld(chain.among)
        found = self._withheld_at(chain, chain.phrase.span)
        if found is not None and found.reason is not None:
            return found
        for seen in self.chains.history:
            if seen.chain is chain and seen.span != chain.phrase.head and (seen.subject or seen.speaker):
                later = self._withheld_at(chain, seen.span)
                if later is not None and later.rule in {"anonymous:condition", "anonymous:withheld"}:
                    return later
        return found

    def _withheld_at(self, chain: Chain, span: Span) -> Withheld | None:
        index = self.context.forest.index_at(span.start)
        if index is None or chain.phrase is None:
            return None
        sentences = self.context.forest.annotated.sentences
        following = None
        if index + 1 < len(sentences) and sentences[index + 1].paragraph == sentences[index].paragraph:
            following = sentences[index + 1].span
        return find_withheld(self.text, span, chain.phrase.noun, sentences[index].span, following)


def _uncounted(span: Span, text: str) -> Span:
    """Return a description without the number that opens it ("two people familiar with ...")."""
    match = COUNT.match(span.slice(text))
    return Span(span.start + match.end(), span.end) if match else span


def _readable(name: str) -> str:
    """Return a name from an upper-case headline in ordinary case; any other as written."""
    if len(name) > 4 and name.isupper():
        return " ".join("-".join(p.capitalize() for p in w.split("-")) for w in name.split())
    return name
