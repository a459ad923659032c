# ruff: noqa: E501 - XML as Word writes it, without breaks between runs
"""Word documents for tests, made out of XML that can be read here; the same bytes each time."""

from __future__ import annotations

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    f'{_W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
RELATIONS = (
    f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="{target}"/></Relationships>'
)
STYLES = f"""{_HEAD}<w:styles {_W}>
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="Untertitel"><w:name w:val="Subtitle"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Beschriftung"><w:name w:val="caption"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
</w:styles>"""
CORE = f"""{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
<dc:title>Draft 3</dc:title><dc:creator>Abena Kuznetsova</dc:creator><cp:category>Local</cp:category>
<dcterms:created>2024-05-02T08:00:00Z</dcterms:created></cp:coreProperties>"""
FOOTNOTES = f"""{_HEAD}<w:footnotes {_W}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> Minutes of 4 April, “item nine”, said the clerk.</w:t></w:r></w:p></w:footnote>
</w:footnotes>"""

EDITED = """
<w:p><w:pPr><w:pStyle w:val="Titel"/></w:pPr><w:r><w:t>Lighthouse to be lived in again</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Untertitel"/></w:pPr><w:r><w:t>Keeper’s rooms go to a family of five</w:t></w:r></w:p>
<w:p><w:r><w:t>By Rania Okoro</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The light</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>house</w:t></w:r><w:r><w:t xml:space="preserve"> at Cape Fell will be lived in </w:t></w:r><w:del w:id="1"><w:r><w:delText>in May, the port said</w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t>from June, the port authority said</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:t>.</w:t></w:r></w:p>
<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><wps:txbx><w:txbxContent><w:p><w:r><w:t>“The stairs will keep us young”</w:t></w:r></w:p></w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><v:textbox><w:txbxContent><w:p><w:r><w:t>“The stairs will keep us young”</w:t></w:r></w:p></w:txbxContent></v:textbox></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>“The stairs will keep us young,” said Paloma Reyes</w:t></w:r><w:r><w:noBreakHyphen/></w:r><w:r><w:t xml:space="preserve">Grant, who moves in with four children &amp; a parrot. </w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>“Hidden,” she said.</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/><w:instrText> HYPERLINK "x" </w:instrText></w:r><w:hyperlink><w:r><w:t>“They can count the ships.”</w:t></w:r></w:hyperlink></w:p>
<w:p><w:pPr><w:pStyle w:val="berschrift2"/></w:pPr><w:r><w:t>Ninety-nine steps</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Built</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>1861</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>The har</w:t></w:r><w:r><w:softHyphen/></w:r><w:r><w:t xml:space="preserve">bour master, Idris Nakagawa,</w:t><w:tab/><w:t>said that the lamp “needs com</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:t>pany”.</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Beschriftung"/></w:pPr><w:r><w:t>The lighthouse in 1938. Photo: port archive</w:t></w:r></w:p>
<w:sectPr/>
"""
PLAIN = """
<w:p><w:r><w:t>Snow stops the post</w:t></w:r></w:p>
<w:p/>
<w:p><w:r><w:t>No letters reached the valley on Monday, the post office said.</w:t><w:br/><w:br/><w:t>“The van is under the snow, and so is the road,” said Marisol Ek, who drives it.</w:t></w:r></w:p>
<w:p><w:r><w:t>Her brother, Tendai Ek, told us: “She walks.</w:t><w:br/><w:t>She always has.”</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The mayor said   that the plough would come “when it comes”.</w:t></w:r></w:p>
"""


def word_file(body: str, *, parts: dict[str, str] | None = None, main: str = "word/document.xml") -> bytes:
    """Return a document with these paragraphs and further parts."""
    files = {
        "_rels/.rels": RELATIONS.replace("{target}", main),
        main: f"{_HEAD}<w:document {_MORE}><w:body>{body}</w:body></w:document>",
        **(parts or {}),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), text, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


WORD_FILES = {
    "edited.docx": word_file(
        EDITED,
        parts={"word/styles.xml": STYLES, "word/footnotes.xml": FOOTNOTES, "docProps/core.xml": CORE},
    ),
    "plain.docx": word_file(PLAIN, parts={"docProps/core.xml": CORE}, main="word/document2.xml"),
}
