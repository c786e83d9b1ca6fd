"""What is seen where a document was signed: who, in which capacity, and when."""

import io
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from fontTools import subset
from pyhanko.pdf_utils.font.api import FontEngine, FontEngineFactory
from pyhanko.pdf_utils.font.opentype import GlyphAccumulator
from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.text import TextBoxStyle
from pyhanko.stamp import TextStampStyle

from huisverbod.law import ZONE
from huisverbod.printing.press import FONTS
from huisverbod.wording import moment

FONT = FONTS / "SourceSans3_400Regular.ttf"
LATIN = range(0x20, 0x250)
TABLES = ["GPOS", "GSUB", "GDEF", "BASE", "DSIG", "STAT", "kern"]
SIZE = 8


@dataclass(frozen=True)
class Stamp:
    """The lines of a stamp: the capacity ("Namens de burgemeester van ..."), the name, the moment (aware)."""

    capacity: str
    name: str
    at: datetime

    @property
    def text(self) -> str:
        """The lines, in Dutch time with its zone."""
        zone = f"{self.at.astimezone(ZONE):%z}"
        when = f"{moment(self.at)} (UTC{zone[:3]}:{zone[3:]})"
        return f"Elektronisch ondertekend\n{self.capacity}\n{self.name}\n{when}"


def style(stamp: Stamp) -> TextStampStyle:
    """The stamp in a font that travels with the document, as PDF/A asks."""
    left = SimpleBoxLayoutRule(
        x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MID, margins=Margins(4, 4, 2, 2)
    )
    box = TextBoxStyle(font=_Font(), font_size=SIZE, leading=SIZE + 2, box_layout_rule=left)
    return TextStampStyle(
        border_width=1,
        background=None,
        stamp_text=stamp.text.replace("%", "%%"),
        text_box_style=box,
        inner_content_layout=left,
    )


class _Font(FontEngineFactory):
    """Our font, for one document."""

    def create_font_engine(self, writer: Any, obj_stream: Any = None) -> FontEngine:
        """The font as part of the document that is written."""
        return GlyphAccumulator(writer, io.BytesIO(_latin()), font_size=SIZE, obj_stream=obj_stream)


@cache
def _latin() -> bytes:
    """Our font cut down to Latin letters without layout tables: the whole one costs half a second a stamp."""
    options = subset.Options(drop_tables=TABLES, name_IDs=["*"], notdef_outline=True)
    with subset.load_font(str(FONT), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=LATIN)
        cutter.subset(font)
        output = io.BytesIO()
        font.save(output)
    return output.getvalue()
