"""What every slide is made of: title, text, table, footer and notes, in fonts that show Chinese everywhere."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from etl.briefing import style
from etl.briefing.style import Box, rgb

_TITLE_ONLY = 5  # of the layouts that python-pptx brings along
_POINT = 12700  # EMU
LANGUAGE = {"zh": "zh-CN", "en": "en-US"}


@dataclass(frozen=True)
class Run:
    """A piece of text in one size and colour."""

    text: str
    size: int = style.TEXT
    colour: str = style.INK
    bold: bool = False


@dataclass
class Deck:
    """The slides so far. footer: what stands below each; source: what ends each slide's notes."""

    lang: str
    footer: str
    source: Sequence[str] = ()
    file: Any = field(default_factory=Presentation)

    def __post_init__(self) -> None:
        self.file.slide_width, stretch = style.WIDTH, style.WIDTH / self.file.slide_width
        self.file.slide_height = style.HEIGHT
        master = self.file.slide_master
        for shape in [*master.placeholders, *(item for page in master.slide_layouts for item in page.placeholders)]:
            if shape.element.spPr.find(qn("a:xfrm")) is not None:  # the template is 4:3
                shape.left, shape.width = round(shape.left * stretch), round(shape.width * stretch)
        _theme(master.part)

    def slide(self, title: str, notes: Sequence[str]) -> Any:
        """Add a slide with title, footer, page number and notes, and return it."""
        page = self.file.slides.add_slide(self.file.slide_layouts[_TITLE_ONLY])
        head = page.shapes.title
        head.left, head.top, head.width, head.height = style.MARGIN, Emu(360000), style.INNER, Emu(700000)
        head.text_frame.word_wrap = True
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        margins(head.text_frame)
        size = style.TITLE if width(title, style.TITLE) <= style.INNER else style.TITLE - 6
        self._write(head.text_frame, [[Run(title, size, bold=True)]], PP_ALIGN.LEFT)
        foot = Box(style.MARGIN, style.FOOT, style.INNER - 700000, 400000)
        self.text(page, foot, [[Run(self.footer, colour=style.QUIET)]], name="source")
        number = Box(foot.right, foot.y, 700000, foot.high)
        count = str(len(self.file.slides))
        self.text(page, number, [[Run(count, colour=style.QUIET)]], align=PP_ALIGN.RIGHT, name="page")
        page.notes_slide.notes_text_frame.text = "\n".join([*notes, *self.source])
        return page

    def text(
        self,
        page: Any,
        box: Box,
        lines: Sequence[Sequence[Run]],
        *,
        align: Any = PP_ALIGN.LEFT,
        anchor: Any = MSO_ANCHOR.TOP,
        name: str = "",
        wrap: bool = True,
    ) -> Any:
        """Add a text box and return its shape; each line is a paragraph of runs."""
        shape = page.shapes.add_textbox(box.x, box.y, box.wide, box.high)
        shape.name = name or shape.name
        shape.text_frame.word_wrap = wrap
        shape.text_frame.vertical_anchor = anchor
        margins(shape.text_frame)
        self._write(shape.text_frame, lines, align)
        return shape

    def _write(self, frame: Any, lines: Sequence[Sequence[Run]], align: Any) -> None:
        for index, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if index == 0 else frame.add_paragraph()
            paragraph.alignment = align
            for item in line:
                run = paragraph.add_run()
                run.text = item.text
                run.font.size, run.font.bold = Pt(item.size), item.bold
                run.font.color.rgb = rgb(item.colour)
                fonts(run._r.get_or_add_rPr(), self.lang)

    def table(self, page: Any, box: Box, shares: Sequence[float], rows: Sequence[Sequence[Run | str]]) -> Any:
        """Add a native table and return its shape; the first row is the head. shares: of the width, by column."""
        frame = page.shapes.add_table(len(rows), len(shares), box.x, box.y, box.wide, table_height(rows, box, shares))
        table = frame.table
        table.first_row, table.horz_banding = True, False
        frame._element.graphic.graphicData.tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN
        for column, share in zip(table.columns, shares, strict=True):
            column.width = Emu(round(box.wide * share / sum(shares)))
        for place, row in enumerate(rows):
            table.rows[place].height = Emu(_row_height(row, box, shares))
            for column, written in enumerate(row):
                run = (
                    written
                    if isinstance(written, Run)
                    else Run(written, colour=style.QUIET if place == 0 else style.INK)
                )
                cell = table.cell(place, column)
                cell.vertical_anchor = MSO_ANCHOR.MIDDLE
                cell.margin_left = cell.margin_right = Emu(60000)
                cell.margin_top = cell.margin_bottom = Emu(30000)
                _underline(cell, style.QUIET if place == 0 else style.LINE)
                self._write(cell.text_frame, [[run]], PP_ALIGN.LEFT)
        return frame


_ROW, _FURTHER = 460000, 330000  # EMU: the height of a table's row of one line, and what each further line takes


def table_height(rows: Sequence[Sequence[Run | str]], box: Box, shares: Sequence[float]) -> int:
    """Return how high a table will be, in EMU."""
    return sum(_row_height(row, box, shares) for row in rows)


def _row_height(row: Sequence[Run | str], box: Box, shares: Sequence[float]) -> int:
    texts = [cell if isinstance(cell, str) else cell.text for cell in row]
    lines = [-(-width(text, style.TEXT) // column_room(box, shares, place)) for place, text in enumerate(texts)]
    return _ROW + (max(1, *lines) - 1) * _FURTHER


def column_room(box: Box, shares: Sequence[float], column: int) -> int:
    """Return how wide a text may be in a column of a table, in EMU."""
    return round(box.wide * shares[column] / sum(shares)) - 130000


_PLAIN = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"


def _underline(cell: Any, colour: str) -> None:
    """Draw a thin line below a table cell, and no other."""
    line = etree.SubElement(cell._tc.get_or_add_tcPr(), qn("a:lnB"), w="9525")
    fill = etree.SubElement(line, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:srgbClr"), val=colour)


def margins(frame: Any) -> None:
    """Take the inner margins of a text frame away."""
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def fonts(properties: Any, lang: str) -> None:
    """Name the font for Latin and for East Asian text, and the language: else Chinese falls to another font."""
    properties.set("lang", LANGUAGE[lang])
    properties.set("altLang", LANGUAGE["en" if lang == "zh" else "zh"])
    for tag in ("a:latin", "a:ea", "a:cs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        etree.SubElement(properties, qn(tag), typeface=style.FONT)


def _theme(master: Any) -> None:
    """Give the theme the product's fonts and colours, so that what is added by hand looks alike."""
    part = master.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    for kind in ("a:majorFont", "a:minorFont"):
        found = root.find(f".//{qn(kind)}")
        for tag in ("a:latin", "a:ea"):
            found.find(qn(tag)).set("typeface", style.FONT)
    scheme = root.find(f".//{qn('a:clrScheme')}")
    named = {"dk2": style.INK, "lt2": style.SURFACE} | {f"accent{n}": c for n, c in enumerate(style.ACCENTS, 1)}
    for name, colour in named.items():
        item = scheme.find(qn(f"a:{name}"))
        item.clear()
        etree.SubElement(item, qn("a:srgbClr"), val=colour)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def width(text: str, size: int) -> int:
    """Return about how wide a line is, in EMU: a Chinese character is as wide as high, another about half of it."""
    ems = sum(1.0 if unicodedata.east_asian_width(sign) in "WF" else 0.6 for sign in text)
    return round(ems * size * _POINT)


def shortened(text: str, size: int, room: int) -> str:
    """Return a text cut to a room in EMU, with … where something was cut."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    whole = text.rpartition(" ")[0]
    if len(whole) > 0.8 * len(text):  # rather between two words than inside one
        text = whole
    return f"{text.rstrip(' ,;')}…"
