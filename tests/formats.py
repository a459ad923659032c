"""What the files in tests/inputs must give: a table, and a check that an offset map leads to the same words."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from pathlib import Path

from attribution.errors import BinaryFileError, EncodingError, FormatError, LanguageError

INPUTS = Path(__file__).parent / "inputs"
MADE = {"“", "”", "‘", "’", "\t", "-", "\n", " "}  # what an element of a file may stand for
_LONE = re.compile(r"(?<!\\)((?:\\\\)*)\"")


def file_text(path: Path, encoding: str, part: str | None) -> str:
    """Read the file, or a part of it, on a way of the tests' own."""
    data = path.read_bytes()
    if part is not None:
        data = zipfile.ZipFile(io.BytesIO(data)).read(part)
    return data.decode(encoding if part is None else "utf-8").removeprefix("\ufeff")


def leads_back(article, files) -> None:
    """Hold every character of the text to the words that its piece names in the file, and its line and column."""
    end = 0
    for piece in article.origin.pieces:
        assert article.text[end : piece.span.start].strip() == "", "only breaks between paragraphs stand nowhere"
        words, spelled = piece.span.slice(article.text), piece.file.slice(files[piece.part])
        assert spells(spelled, words), (spelled, words)
        if piece.part is None:
            line = re.split(r"\r\n|\n|\r", files[None])[piece.line - 1]
            assert (line + "\n")[piece.column - 1 :].startswith(spelled[:1].replace("\r", "\n")), (piece, line)
        end = piece.span.end
    assert article.text[end:] == ""


def spells(spelled: str, words: str) -> bool:
    """Tell whether a run of a file stands for the words, by the standard library's own readers of escapes."""
    if len(spelled) == len(words):  # one for one, and white space for white space
        return all(a == b or (a.isspace() and b.isspace()) for a, b in zip(spelled, words, strict=True))
    if words.isspace() and spelled.isspace():
        return True
    readings = {spelled, html.unescape(spelled), html.unescape(html.unescape(spelled)), spelled.replace('""', '"')}
    for reading in tuple(readings):
        try:
            made = json.loads(f'"{reading}"', strict=False)
        except ValueError:
            continue
        readings |= {made, html.unescape(made)}
    if words in readings or (words.isspace() and any(reading.isspace() for reading in readings)):
        return True
    return words in MADE and any("<" in reading for reading in readings)


# file: format, encoding, and for each article its id, title, byline, date, section, url and zones; or, in the place of
# an article, the error that stands there.
GOOD: dict[str, tuple[str, str, tuple[tuple[str | None, ...] | str, ...]]] = {
    "agency.nitf": (
        "nitf",
        "utf-8",
        (
            (
                "agency",
                "Glacier huts to close as ice gives way",
                "Giulia Oyelaran Northern Wire",
                "2023-08-17T14:30",
                "World",
                "https://northernwire.example/glacier-huts",
                "headline standfirst byline dateline standfirst body*2 subhead body caption*2 body boilerplate*2 body*2 boilerplate",  # noqa: E501
            ),
        ),
    ),
    "amp.html": (
        "html",
        "utf-8",
        (
            (
                "amp",
                "Night buses return to the hill estates",
                "Lucía Haddad",
                "2023-11-02T19:05:00+01:00",
                "Transport",
                "https://valleypost.example/transport/night-buses",
                "headline byline dateline caption body*2 boilerplate body",
            ),
        ),
    ),
    "arc.html": (
        "html",
        "utf-8",
        (
            (
                "arc",
                "Hospital says sorry for lost scans",
                "Nokuthula Sørensen and Mehmet Tanaka",
                "2022-09-14T04:00:00Z",
                "Health",
                "https://metroherald.example/health/2022/09/14/lost-scans/",
                "headline standfirst byline dateline body*2 boilerplate caption body boilerplate body",
            ),
        ),
    ),
    "atom.xml": (
        "feed",
        "cp1252",
        (
            (
                "atom-1",
                "Mill & weir for sale",
                "Hanneke Okafor and Luis Brännström",
                "2025-02-09T07:00:00Z",
                "Property",
                "https://slowriver.example/mill/",
                "headline body*2",
            ),
            (
                "eels",
                "Eel count is up",
                None,
                "2025-02-10T00:00:00Z",
                None,
                None,
                "headline body*2",
            ),
        ),
    ),
    "broken-metadata.html": (
        "html",
        "utf-8",
        (
            (
                "broken-metadata",
                "Library’s roof & books saved",
                "Leilani Petrov",
                "2021-01-17",
                "Culture",
                None,
                "headline body*5",
            ),
        ),
    ),
    "by-hand.html": (
        "html",
        "utf-8",
        (
            (
                "by-hand",
                "Choir sings on after fire",
                "Thandiwe Kowalczyk",
                None,
                None,
                None,
                "boilerplate headline byline body*4 boilerplate",
            ),
        ),
    ),
    "data-components.html": (
        "html",
        "utf-8",
        (
            (
                "data-components",
                "Canal boat families told to move on",
                "Bronwen Ismail West of England",
                None,
                None,
                "https://broadcast.example/news/articles/c3po",
                "headline dateline byline caption*2 body*3 boilerplate*2 subhead body*2",
            ),
        ),
    ),
    "drupal-windows-1252.html": (
        "html",
        "cp1252",
        (
            (
                "drupal-windows-1252",
                "Café owners fight the terrace tax",
                "René Achebe on 21 May 2019",
                "2019-05-21",
                None,
                "https://quaygazette.example/node/4711",
                "headline byline body*2 subhead body*4",
            ),
        ),
    ),
    "edited.docx": (
        "docx",
        "utf-8",
        (
            (
                "edited",
                "Lighthouse to be lived in again",
                "Rania Okoro",
                "2024-05-02T08:00:00Z",
                "Local",
                None,
                "headline standfirst byline body*2 boilerplate subhead boilerplate body caption boilerplate",
            ),
        ),
    ),
    "feed.rss": (
        "feed",
        "utf-8",
        (
            (
                "feed-1",
                "Oyster beds reopen after “red” tide",
                "Emeka Johansson",
                "Tue, 12 Mar 2024 06:30:00 +0000",
                "Business",
                "https://lagooncourier.example/oysters/",
                "headline body*2 caption body",
            ),
            (
                "bell-tower",
                "Bell tower to lean a little longer",
                "Wanjiru Blom",
                "Mon, 11 Mar 2024 10:00:00 +0000",
                None,
                None,
                "headline body*2",
            ),
            "feed.rss (feed-3): there is no text of an article in it; nothing to analyse",
        ),
    ),
    "ghost.html": (
        "html",
        "utf-8",
        (
            (
                "ghost",
                "The last ferryman",
                "Siobhan Mutua",
                "2025-02-08T08:00:00.000Z",
                None,
                "https://slowriver.example/the-last-ferryman/",
                "headline standfirst byline dateline body*2 boilerplate body*4",
            ),
        ),
    ),
    "hashed-classes.html": (
        "html",
        "utf-8",
        (
            (
                "hashed-classes",
                "Beekeepers sue over spraying",
                "Oluwadamilare Frost",
                "2023-06-06T09:00:00.000Z",
                "Farming",
                None,
                "headline standfirst caption byline dateline body*3 subhead body",
            ),
        ),
    ),
    "newsletter.html": (
        "html",
        "utf-8",
        (
            (
                "newsletter",
                "The man who counts trains",
                "Xiomara Bell",
                "Sep 3, 2024",
                None,
                None,
                "headline standfirst byline dateline standfirst body*2 boilerplate body*2",
            ),
        ),
    ),
    "ninjs-2.json": (
        "ninjs",
        "utf-8",
        (
            (
                "ninjs-2",
                "Fishmarket clock to be wound by hand",
                "Camille Osei",
                "2023-04-12T09:15:00Z",
                "Heritage",
                "https://northernwire.example/items/2023-0412",
                "headline standfirst body*2 subhead body boilerplate body",
            ),
        ),
    ),
    "ninjs-3.json": (
        "ninjs",
        "utf-8",
        (
            (
                "ninjs-3",
                "Wind farm’s neighbours win rebate",
                "Sanjay Halloran",
                "2025-03-03T11:00:00+00:00",
                None,
                "https://plainsdesk.example/wind",
                "headline body*3",
            ),
        ),
    ),
    "ninjs-nitf.json": (
        "ninjs",
        "utf-8",
        (
            (
                "ninjs-nitf",
                "Quarry falls silent",
                "Plains Desk",
                "2024-12-01",
                None,
                "https://plainsdesk.example/quarry",
                "headline body*2",
            ),
        ),
    ),
    "plain.docx": (
        "docx",
        "utf-8",
        (
            (
                "plain",
                "Snow stops the post",
                "Abena Kuznetsova",
                "2024-05-02T08:00:00Z",
                "Local",
                None,
                "headline body*5",
            ),
        ),
    ),
    "rows.csv": (
        "csv",
        "utf-8",
        (
            (
                "c1",
                "Bakers strike, briefly",
                "Olga N’Diaye",
                "2022-02-03",
                "Labour",
                "https://metroherald.example/bakers",
                "headline body*3",
            ),
            "rows.csv:7: row 2 has 3 cells, the first row 7",
            (
                "c3",
                "Bridge swing stuck",
                "Malia Contreras",
                "2022-02-04",
                "Transport",
                "https://metroherald.example/bridge",
                "headline body",
            ),
        ),
    ),
    "rows.json": (
        "json",
        "utf-8",
        (
            (
                "kite-day",
                "Kites over the depot",
                "Yusuf Lindqvist",
                "2023-10-01T10:00:00Z",
                "Local",
                None,
                "headline body*2",
            ),
            (
                "depot-2",
                "Depot to close",
                None,
                None,
                None,
                None,
                "headline body*2",
            ),
        ),
    ),
    "rows.jsonl": (
        "jsonl",
        "utf-8",
        (
            (
                "p-17",
                "Tram 9 to skip the market",
                "Kwabena Holm, Inès Park",
                "2024-01-05",
                "Transport",
                "https://valleypost.example/tram",
                "headline body*3",
            ),
            "rows.jsonl:2: the line is no valid JSON (Expecting ',' delimiter)",
            "rows.jsonl (p-19): there is no text of an article in it; nothing to analyse",
            (
                "rows-4",
                "Swans arrested",
                None,
                None,
                None,
                None,
                "headline body*2",
            ),
        ),
    ),
    "script-only.html": (
        "html",
        "utf-8",
        (
            (
                "script-only",
                "Dam gates stay shut",
                "Ioana Mensah",
                "2024-07-30",
                "Water",
                "https://theweir.example/dam",
                "body*4",
            ),
        ),
    ),
    "semicolons.txt": (
        "csv",
        "utf-8",
        (
            (
                "semicolons-1",
                "Fog at the fair",
                None,
                "2020-11-11",
                None,
                None,
                "headline body",
            ),
        ),
    ),
    "wire.html": (
        "html",
        "utf-8",
        (
            (
                "wire",
                "UPDATE 2-Copper town votes to keep smelter",
                None,
                "Oct 9",
                None,
                None,
                "boilerplate headline dateline body*4 boilerplate",
            ),
        ),
    ),
    "wordpress.html": (
        "html",
        "utf-8",
        (
            (
                "wordpress",
                "Salt works to close after a century",
                "Adaeze Lindqvist",
                "2024-03-11T06:30:00+00:00",
                "Local",
                "https://lagooncourier.example/2024/03/salt-works/",
                "headline byline dateline caption body*2 boilerplate subhead body*4 boilerplate*3",
            ),
        ),
    ),
}
# file: the error, and its one line
BAD = {
    "analysis.json": (FormatError, "analysis.json: is an analysis by this program and no article; name the article"),
    "cut-off.json": (FormatError, "cut-off.json:1:27: is no valid JSON (Unterminated string starting at)"),
    "cut-off.xml": (FormatError, "cut-off.xml:3:30: is no well-formed XML (mismatched tag)"),
    "french.html": (
        LanguageError,
        "french.html: looks French (45% of its words are French function words, 3% English); only English is analysed",
    ),
    "front-page.html": (
        FormatError,
        "front-page.html: no article was found in this page; open one article and save it when it shows",
    ),
    "laughs.xml": (FormatError, "laughs.xml: declares the entity lol; XML that declares entities is not read"),
    "newsml.xml": (
        FormatError,
        "newsml.xml: is NewsML-G2, which is not read; export the article as ninjs, NITF, HTML or text",
    ),
    "no-encoding.html": (
        EncodingError,
        "no-encoding.html: not UTF-8 (byte 0x81 at 99), nor another encoding that can be told; it says that it is utf-8; save it as UTF-8 and run again",  # noqa: E501
    ),
    "no-text.csv": (
        FormatError,
        (
            "no-text.csv: no column holds the text (one of text, body, article_text, article_body, ..., or name it: "
            "--columns text=NAME)"
        ),
    ),
    "not-an-archive.docx": (
        BinaryFileError,
        "not-an-archive.docx: is a zip archive, not a text file; save the article as plain text (UTF-8)",
    ),
    "open-quote.csv": (FormatError, "open-quote.csv:2: a quotation mark of CSV opens here and is never closed"),
    "outside.xml": (FormatError, "outside.xml: declares the entity words; XML that declares entities is not read"),
    "page.mhtml": (FormatError, "page.mhtml: is a web archive (MHTML); save the page as HTML"),
    "settings.json": (
        FormatError,
        "settings.json: is JSON without the text of an article (ninjs, or an object with a text)",
    ),
}
