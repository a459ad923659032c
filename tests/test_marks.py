"""Regions between quotation marks: tables of marked-up text, and properties of any text.

In the tables ``⟦`` and ``⟧`` stand around each expected region; lines are paragraphs.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from attribution.model import ZoneKind
from attribution.quoting.marks import MAX_WARNINGS, Marks, Region, find_regions
from attribution.spans import Span
from tests.builders import make_article


def expect(marked: str) -> tuple[str, list[Span]]:
    text: list[str] = []
    opened: list[int] = []
    spans: list[Span] = []
    for character in marked:
        if character == "⟦":
            opened.append(len(text))
        elif character == "⟧":
            spans.append(Span(opened.pop(), len(text)))
        else:
            text.append(character)
    assert not opened
    return "".join(text), sorted(spans, key=lambda s: (s.start, -s.end))


def find(text: str, zones: dict[int, ZoneKind] | None = None) -> Marks:
    return find_regions(make_article(text, zones=zones))


def check(marked: str) -> tuple[Region, ...]:
    text, spans = expect(marked)
    regions = find(text).regions
    assert [r.span.slice(text) for r in regions] == [s.slice(text) for s in spans]
    assert [r.span for r in regions] == spans
    return regions


PAIRED = {
    "straight double": (
        '⟦"We rebuilt it twice,"⟧ said Ngozi Eze. ⟦"Never again."⟧',
        'Priya Nair called it ⟦"a very long winter"⟧ for the port.',
        'The board said: ⟦"No."⟧ It gave no reason.',
        '⟦"Who pays?"⟧ asked Tomasz Zając; ⟦"not us!"⟧ came the answer.',
    ),
    "curly double": (
        "⟦“We rebuilt it twice,”⟧ said Ngozi Eze. ⟦“Never again.”⟧",
        "Leila Haddad, 61, called it ⟦“a scandal”⟧ (⟦“and a shame”⟧).",
        "The plan is ⟦“dead”⟧—⟦“buried,”⟧ Ms Okafor said—and ⟦“mourned.”⟧",
    ),
    "curly single, British": (
        "⟦‘We’re not leaving,’⟧ said Bronwen Pugh. ⟦‘It’s our home.’⟧",
        "⟦‘The drivers’ pay hasn’t moved since ’09,’⟧ Mr Achebe said.",
        "Asked whether the firm’s offer was final, she said: ⟦‘I couldn’t tell you.’⟧",
        "It was, Ms Rao said, ⟦‘the residents’ decision, nobody else’s’⟧.",
    ),
    "straight single, British": (
        "⟦'We're not leaving,'⟧ said Bronwen Pugh. ⟦'It's our home.'⟧",
        "⟦'The drivers' pay hasn't moved since '09,'⟧ Mr Achebe said.",
        "⟦'Rock 'n' roll paid for this roof,'⟧ said Siân Morgan, the players' agent.",
        "He called them ⟦'the lads'⟧ and left; the lads' mothers didn't.",
    ),
    "possessives at the edge of a quotation (Q4)": (
        "⟦‘It’s the nurses’ victory.’⟧",
        "⟦‘They’ve sold the farmers’ land, the fishers’ boats.’⟧ He wept.",
        "⟦'That's the teachers' room,'⟧ said Kwame Boateng.",
        "⟦‘We back the strikers’⟧ said the bishop.",
        "⟦‘We stand with the miners’⟧, said the bishop, and the miners’ band played.",
    ),
    "leading elisions": (
        "It was big in the '90s, she said, and in the ’60s too.",
        "⟦“Tell ’em I’m busy, ’cause I am,”⟧ said Dai Rees.",
        "⟦'Get 'em out, 'tis late,'⟧ he said.",
        "⟦''Tis late,'⟧ said Carys Bevan.",
        "⟦‘’Tis late,’⟧ he said of the '80s revival.",
        "The dock was ⟦‘full of ‘em’⟧, Mr Lim said.",
        "Rock 'n' roll and fish ’n’ chips.",
    ),
    "TeX and treebank marks": (
        "⟦``We rebuilt it twice,''⟧ said Ngozi Eze. ⟦``Never again.''⟧",
        "⟦`` We rebuilt it , ''⟧ Ms Eze said .",
        "⟦``He said ⟦`no'⟧ and left,''⟧ Ms Eze said.",
        "⟦‘‘We rebuilt it,’’⟧ said Ngozi Eze.",
        "⟦''We rebuilt it,''⟧ said Ngozi Eze.",
        "⟦''He said, ⟦'We rebuilt it,'⟧''⟧ Ngozi Eze recalled.",
        "⟦''⟦'High Tide'⟧ was ours,''⟧ she said of ⟦''⟦'Low Tide.'⟧''⟧",
        "⟦‘‘He said, ⟦‘We rebuilt it,’⟧’’⟧ Ngozi Eze recalled.",
    ),
    "other languages' marks": (
        "⟦« Nous partons »⟧, said Aïcha Traoré.",
        "⟦«We go»⟧, said Irina Volkova. ⟦«Today.»⟧",
        "⟦„We go“⟧, said Jürgen Weiß, ⟦„and soon”⟧.",
        "⟦»We go«⟧, said Søren Holm.",
        "⟦‟We go,”⟧ said Lucía Vega.",
        "⟦‚We go‘⟧, said Jürgen Weiß.",
        "⟦«He said ⟦‹no›⟧ to us»⟧, she wrote.",
        "⟦”We go,”⟧ said Pekka Laine.",
        "\u202a⟦”We go,”⟧ said Pekka Laine.",
        "\u200bSo: ⟦”We go,”⟧\u200b said Pekka Laine. \u2066⟦”Now.”⟧\u2069",
    ),
    "inches, feet and bullets (Q5)": (
        "At 6'2\" and 14 stone, Idris Bello is hard to miss.",
        '⟦"He\'s 5\'11" and quick,"⟧ the coach said. ⟦"A 12" lead is nothing."⟧',
        'A 6-foot-3" forward on a 40" screen; ⟦"big,"⟧ said Mina Sato.',
        "» More on this story\n» ⟦“We go,”⟧ says Eze\nHome » News » Health",
        '" First item\n" Second item',
        'A gap of 12′ 6″, he said, or 3½" more.',
        '⟦"See Section 12"⟧ and ⟦"Rule 9"⟧ were the replies.',
    ),
    "wrong way round (Q2)": (
        '⟦"We wouldn‘t sign that,"⟧ said Aroha Ngata.',
        "⟦“We won‘t sign,“⟧ said Aroha Ngata. ⟦“Ever.“⟧",
        "⟦”We won’t sign,”⟧ said Aroha Ngata.",
        '⟦“We won‘t sign,"⟧ said Aroha Ngata, of the players‘ union.',
        "⟦’We are done’⟧, he wrote.",
    ),
    "spaced and the wrong way round": (
        "⟦” … we are done,”⟧ said Aroha Ngata.",
        "⟦“They said, ⟦‘We are done, ‘⟧ and left,”⟧ said Aroha Ngata.",
        "⟦“We are done, “⟧ said Aroha Ngata.",
    ),
    "white space inside (Q6)": (
        '⟦" We are tired , "⟧ said Ana Souza .',
        "⟦“ We are tired, ”⟧ said Ana Souza.",
        "⟦‘ We are tired, ’⟧ said Ana Souza. ⟦‘ So tired. ’⟧",
        '⟦"We are tired. "⟧ She sat down. ⟦" Really."⟧',
    ),
    "nested (Q22)": (
        "⟦“She told me: ⟦‘Sell it,’⟧ which hurt,”⟧ said Omar Aziz.",
        "⟦‘She told me: ⟦“Sell it,”⟧ which hurt,’⟧ said Omar Aziz.",
        "⟦\"She told me: ⟦'Sell it,'⟧ which hurt,\"⟧ said Omar Aziz.",
        "⟦'She told me: ⟦\"Sell it,\"⟧ which hurt,'⟧ said Omar Aziz.",
        "⟦“He said, ⟦‘They call it ⟦“the pit.”⟧’⟧”⟧",
        '⟦"He said, ⟦\'They call it ⟦"the pit."⟧\'⟧"⟧',
        '⟦"She told me ⟦"sell it"⟧ and I did,"⟧ said Omar Aziz.',
        "⟦“She told me ⟦“sell it”⟧ and I did,”⟧ said Omar Aziz.",
        "⟦'They called us ⟦'heroes'⟧ of the city,'⟧ she said.",
        "⟦“⟦‘Sell it,’⟧ she told me,”⟧ said Omar Aziz.",
        "⟦“It was the residents’ ⟦‘big day,’⟧ not the mayors’ day,”⟧ he said.",
    ),
    "empty (Q12)": (
        'She said ⟦""⟧ and ⟦“”⟧.',
        '⟦"Ines."⟧\n\n⟦"Who?"⟧',
        '⟦""⟧',
        "⟦“”⟧\n⟦«»⟧",
    ),
    "a line break inside, and the edges": (
        "⟦“No,”⟧",
        '⟦"No"⟧\t⟦"Yes"⟧',
        '(⟦“No”⟧) [⟦"Yes"⟧]',
        "said⟦“No”⟧then⟦“Yes”⟧.",
        '⟦"No,"⟧⟦"Yes,"⟧',
    ),
    "addresses, tags and code": (
        "<a href=\"https://example.org/a\" title='b'>⟦“We go,”⟧ he said</a>",
        "⟦“See https://example.org/it’s/a,”⟧ he said.",
        '[⟦"our plan"⟧](https://example.org "The plan") was dropped.',
        '⟦"See https://example.org"⟧ was all it said.',
        "Run `print('x')` first; ⟦'please,'⟧ he said.",
        'The page sets lang="cy" twice; ⟦"odd,"⟧ said Huw Parry.',
    ),
    "a false start does not swallow the rest": (
        '⟦"I were \'appy,"⟧ said Elsie Bairstow.',
        "⟦'I were 'appy an' 'ealthy,'⟧ said Elsie Bairstow.",
        "They're the owners' and the lads' boots, and ⟦'the best'⟧ too.",
        "⟦“He goes, ⟦‘Nothin’.’⟧”⟧",
        "⟦“Goin’ home,”⟧ said Ol’ Joe, nothin’ more.",
    ),
}


@pytest.mark.parametrize(
    "marked", [pytest.param(m, id=f"{s} {n}") for s, rows in PAIRED.items() for n, m in enumerate(rows)]
)
def test_pairs(marked: str):
    text, _ = expect(marked)
    regions = check(marked)
    assert not any(r.flags for r in regions), text
    for region in regions:
        around = [i for i, other in enumerate(regions) if other.span.contains(region.span) and other is not region]
        assert region.depth == len(around)
        assert region.parent == (max(around, key=lambda i: regions[i].span.start) if around else None)


def test_line_break_inside_a_paragraph():
    article = make_article("x")
    text = "“We rebuilt it\ntwice,” said Ngozi Eze.\n"
    paragraph = type(article.paragraphs[0])(Span(0, len(text) - 1), "body")
    regions = find_regions(type(article)("a", text, (paragraph,))).regions
    assert [r.span.slice(text) for r in regions] == ["“We rebuilt it\ntwice,”"]


REOPENED = (
    # paragraphs, for each region: (continues, flags)
    (
        "⟦“We came at dawn.⟧\n⟦“We found the gates shut.⟧\n⟦“So we waited,”⟧ said Aroha Ngata.",
        [(None, "runs_on"), (0, "runs_on"), (1, "")],
    ),
    (
        '⟦"We came at dawn.⟧\n\n⟦"Nobody was there,"⟧ Ms Ngata said. ⟦"Nobody.⟧\n\n⟦"Then it rained."⟧',
        [(None, "runs_on"), (0, ""), (None, "runs_on"), (2, "")],
    ),
    (
        "⟦‘We came for the miners’ sake.⟧\n⟦‘It was the miners’ day.’⟧",
        [(None, "runs_on"), (0, "")],
    ),
    (
        "Ms Ngata wrote: ⟦“We came at dawn.⟧\n⟦“He said: ⟦‘Go home.⟧⟧\n⟦“⟦‘Now,’⟧ he said.”⟧",
        [(None, "runs_on"), (0, "runs_on"), (None, "runs_on"), (1, ""), (2, "")],
    ),
    (
        '⟦"She told me ⟦"go home"⟧ and left.⟧\n⟦"I stayed."⟧',
        [(None, "runs_on"), (None, ""), (0, "")],
    ),
    (
        "⟦'We saw the traders' stalls burn.⟧\n⟦'Nobody came,'⟧ said Mr Lim.",
        [(None, "runs_on"), (0, "")],
    ),
    (
        "⟦“We came at dawn.⟧\n⟦And we found nobody,”⟧ said Aroha Ngata.",
        [(None, "runs_on"), (0, "unopened")],
    ),
)


@pytest.mark.parametrize(("marked", "links"), REOPENED)
def test_reopened_paragraphs(marked: str, links: list[tuple[int | None, str]]):
    regions = check(marked)
    assert [(r.continues, *r.flags) for r in regions] == [(c, *(f for f in [flag] if f)) for c, flag in links]


def test_a_reopened_speech_passes_over_boilerplate_and_not_into_another_zone():
    text = "“We came.\nRead more: “Dawn”\n“We left.”"
    found = find(text, zones={1: "boilerplate"})
    assert [(r.span.slice(text), r.continues) for r in found.regions] == [("“We came.", None), ("“We left.”", 0)]
    assert found.warnings == ()
    text = "“We came.\nThe “lost” pier\nDawn\n“We left.”"
    found = find(text, zones={1: "caption", 2: "subhead"})
    assert [(r.inner.slice(text), r.continues) for r in found.regions] == [
        ("We came.", None),
        ("lost", None),
        ("We left.", 0),
    ]
    found = find("“We came\n“We left.”", zones={0: "headline"})
    assert [(r.continues, r.flags) for r in found.regions] == [(None, ("unclosed",)), (None, ())]


ODD = (
    # (marked-up text, flags of each region, offsets warned of) - an odd number of marks (Q1)
    ("⟦“We came, he said.⟧", ["unclosed"], [0]),
    ('⟦"We came, he said.⟧ ⟦"We left,"⟧ he added. ⟦"For good."⟧', ["unclosed", "", ""], [0]),
    ('⟦"We came,"⟧ he said. ⟦"We left, he added.⟧\nNobody else spoke.', ["", "unclosed"], [20]),
    ("⟦We came,”⟧ he said. ⟦“We left.”⟧", ["unopened", ""], [8]),
    ('He left" and ⟦"came back,"⟧ she said.', [""], [7]),
    ("⟦‘We came,’⟧ he said.\n⟦‘We left, he added.⟧\nHe sat.", ["", "unclosed"], [20]),
    ('Odd " one\n⟦"Fine,"⟧ said Mei Lin.', [""], [4]),
)


@pytest.mark.parametrize(("marked", "flags", "offsets"), ODD)
def test_odd_marks_narrow_the_result_and_say_where(marked: str, flags: list[str], offsets: list[int]):
    regions = check(marked)
    assert [" ".join(r.flags) for r in regions] == flags
    text, _ = expect(marked)
    warnings = find(text).warnings
    assert len(warnings) == len(offsets)
    for warning, offset in zip(warnings, offsets, strict=True):
        paragraph = text.count("\n", 0, offset) + 1
        assert warning.startswith(f"paragraph {paragraph}, offset {offset}: ")
        assert "\n" not in warning


def test_singles_in_a_double_article_are_apostrophes_when_nothing_closes_them():
    text = "“We came,” said Omar Aziz.\nThe 'ouse stood empty. It were 'orrible, they said."
    assert [r.span.slice(text) for r in find(text).regions] == ["“We came,”"]


def test_the_article_decides_what_an_unclosed_single_is():
    tail = "\nShe said: 'Nobody will ever know what the town went through.\nThe end."
    single = find("'We came,' said Omar Aziz. 'We left,' he said." + tail)
    double = find('"We came," said Omar Aziz. "We left," he said.' + tail)
    assert single.regions[-1].flags == ("unclosed",)
    assert all(r.opening == '"' for r in double.regions)
    assert len(double.warnings) == 1


def test_zones():
    text = "Eze: ‘We go’\nBy Ana Souza\n“We go,” said Ms Eze.\nRead more: “We stay”"
    found = find(text, zones={0: "headline", 1: "byline", 3: "boilerplate"})
    assert [r.span.slice(text) for r in found.regions] == ["‘We go’", "“We go,”"]


HOUSE_STYLES = (
    ("“", "”", "‘", "’"),
    ("‘", "’", "“", "”"),
    ('"', '"', "'", "'"),
    ("'", "'", '"', '"'),
    ("«", "»", "“", "”"),
)
WORDS = ("we", "will", "not", "leave", "the harbour", "it's", "the players' day", "don't", "ask", "in the '90s")
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=7).map(lambda ws: (*ws, "now"))


@st.composite
def well_formed(draw: Callable[..., Any]) -> tuple[str, str]:
    """A paragraph of quotations nested up to four deep, marked up, and its house style."""
    style = draw(st.sampled_from(HOUSE_STYLES))
    apostrophe = "’" if style[0] in "“‘«" else "'"

    def quotation(depth: int) -> str:
        opening, closing = style[:2] if depth % 2 == 0 else style[2:]
        words = " ".join(draw(sentences)).replace("'", apostrophe)
        if depth < 3 and draw(st.booleans()):
            words += f" and {quotation(depth + 1)} {' '.join(draw(sentences))}".replace("'", apostrophe)
        return f"⟦{opening}{words.capitalize()}{draw(st.sampled_from(',.!?'))}{closing}⟧"

    speakers = ("Ngozi Eze", "Tomasz Zając", "Mei Lin")
    lines = [
        " ".join(f"{quotation(0)} said {draw(st.sampled_from(speakers))}." for _ in range(draw(st.integers(1, 3))))
        for _ in range(draw(st.integers(1, 3)))
    ]
    return "\n".join(lines), style[0]


@settings(max_examples=200)
@given(well_formed())
def test_well_formed_articles_are_recovered(case: tuple[str, str]):
    marked, _ = case
    assert not any(r.flags for r in check(marked))


messy = st.text(alphabet=st.sampled_from("\"'“”‘’„‟‚`«»‹›\n\r\u00a0 .,;:!?-—()5aAsn<>=]["), max_size=80) | st.text(
    max_size=60
)


@settings(max_examples=500)
@given(messy)
@example('""=')
@example('"Bob."\n\n"What."')
@example("'a\"b'c\"")
@example("“‘“‘")
@example("’")
def test_any_text(text: str):
    article = make_article(text)
    found = find_regions(article)
    regions = found.regions
    assert list(regions) == sorted(regions, key=lambda r: (r.span.start, -r.span.end))
    for index, region in enumerate(regions):
        words = region.span.slice(text)
        assert region.span.contains(region.inner)
        assert words == region.opening + region.inner.slice(text) + (region.closing or "")
        assert region.opening or "unopened" in region.flags
        assert any(p.span.contains(region.span) for p in article.paragraphs)
        if region.parent is not None:
            assert regions[region.parent].inner.contains(region.span)
            assert regions[region.parent].depth == region.depth - 1
        if region.continues is not None:
            assert region.continues < index
            earlier = regions[region.continues]
            assert earlier.flags == ("runs_on",)
            assert article.paragraph_at(earlier.span.start) < article.paragraph_at(region.span.start)
        assert (region.closing is None) == bool({"unclosed", "runs_on"} & set(region.flags))
        for other in regions[index + 1 :]:
            assert region.inner.contains(other.span) or not region.span.overlaps(other.span)
    for warning in found.warnings:
        assert warning.startswith("paragraph ")


@pytest.mark.parametrize(
    "glyphs", ['"', "'", "“", "”", "‘", "’", "«", "»", "`", "“‘", "'\"", "”“", '("', "a'", "” ", "\n“", '="', "<a "]
)
def test_work_grows_with_the_length(glyphs: str):
    def calls(size: int) -> int:
        article = make_article((glyphs * size)[:size])
        count = 0

        def tick(_frame: object, event: str, _arg: object) -> None:
            nonlocal count
            count += event in ("call", "c_call")

        sys.setprofile(tick)
        try:
            find_regions(article)
        finally:
            sys.setprofile(None)
        return count

    small, large = calls(2_000), calls(8_000)
    assert large < 4.5 * small + 2_000


@pytest.mark.parametrize("glyphs", ['"', "'", "“", "”", "‘“", "» "])
def test_nothing_but_marks(glyphs: str):
    found = find(glyphs * (200_000 // len(glyphs)))
    assert len(found.warnings) <= MAX_WARNINGS + 1
    assert all(len(w) < 120 for w in found.warnings)
