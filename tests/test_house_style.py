"""The municipality's style: a logo that can only be seen, colours that can be read, faults by line."""

import base64
import io
import struct
import zlib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from huisverbod import region
from huisverbod.documents import example
from huisverbod.printing import press
from huisverbod.printing.pictures import HEAVIEST, SHOWN, Unfit, made_anew
from huisverbod.region.words import contrast
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from tests.conformance import PROFILES, failed, unheard
from tests.test_region import POWERS, written

LOGOS = Settings().pilot_regions / "logos"
SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {SPACES} viewBox="0 0 20 10">{{}}</svg>'
RED = '<rect width="20" height="10" fill="#aa0000"/>'
BRAND = 'brand = "#154273"'
COLOURS = "[municipalities.colours]\n"


def a_png(width: int = 80, height: int = 40, mode: str = "RGBA") -> bytes:
    """A picture of one colour."""
    out = io.BytesIO()
    Image.new(mode, (width, height), "#aa0000").save(out, "PNG")
    return out.getvalue()


def a_bomb(side: int) -> bytes:
    """A PNG of which the head says that it is enormous, and that holds hardly anything."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


# The file of a logo


def test_a_picture_is_made_anew_small_and_without_anything_else() -> None:
    out = io.BytesIO()
    large = Image.new("RGBA", (3000, 1000), (170, 0, 0, 128))
    large.save(out, "PNG", pnginfo=None, dpi=(300, 300), description="van iemand")
    picture = made_anew("logo.png", out.getvalue())
    content = base64.b64decode(picture.text)
    with Image.open(io.BytesIO(content)) as seen:
        assert (seen.size, "transparency" in seen.info) == ((720, 240), False)
        assert seen.size <= SHOWN
        assert seen.convert("RGB").getpixel((9, 9)) == (212, 127, 127)
    assert len(content) < HEAVIEST
    assert made_anew("logo.png", out.getvalue()) == picture


@pytest.mark.parametrize("side", [30_000, 5_000, 100_000])
def test_a_bomb_is_refused_by_its_head(side: int) -> None:
    with pytest.raises(Unfit, match="beeldpunten"):
        made_anew("logo.png", a_bomb(side))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.png", b"GIF89a\x01\x00\x01\x00", "geen PNG"),
        ("logo.jpg", a_png()[:40], "geen PNG"),
        ("logo.png", b"", "geen PNG"),
        ("logo.png", b"x" * 600_000, "groter dan"),
        ("logo.svg", b"\xff\xfe", "niet te lezen"),
        ("logo.svg", b"<svg", "niet te lezen"),
        ("logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "viewBox"),
        ("logo.svg", b"<html/>", "viewBox"),
        ("logo.svg", SVG.format(RED * 301).encode(), "eenvoudiger"),
        ("logo.svg", b"<!DOCTYPE svg [<!ENTITY x 'y'>]>" + SVG.format(RED).encode(), "DOCTYPE"),
    ],
)
def test_a_file_that_is_no_logo_is_refused(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Unfit, match=words):
        made_anew(name, content)


@pytest.mark.parametrize(
    ("shape", "named"),
    [
        ("<image href='file:///etc/hostname'/>", "<image>"),
        ("<script>alert(1)</script>", "<script>"),
        ("<style>rect { fill: url(http://x) }</style>", "<style>"),
        ("<g id='a'/><use xlink:href='#a'/>", "id="),
        ("<use xlink:href='#a'/>", "<use>"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<text>Dam</text>", "<text>"),
        ("<g>Dam</g>", "tekst in <g>"),
        ("<rect width='9' height='9' onload='x()'/>", "onload="),
        ("<rect width='9' height='9' style='fill:red'/>", "style="),
        ("<rect width='9' height='9' fill='url(#a)'/>", "fill="),
        ("<path d='zzz 1 2 3'/>", "d="),
        ("<path d='M1 1 z 1'/>", "d="),
        ("<path d='M1 1 W 2'/>", "d="),
        ("<path d=''/>", "d="),
        ("<x:rect xmlns:x='http://x' width='9'/>", "<rect>"),
    ],
)
def test_an_svg_has_plain_shapes_and_nothing_else(shape: str, named: str) -> None:
    with pytest.raises(Unfit) as refusal:
        made_anew("logo.svg", SVG.format(shape).encode())
    assert named in str(refusal.value)


# The region file


def with_logo(folder: Path, name: str, content: bytes) -> Path:
    """The template of a region with this logo."""
    (folder / "logos").mkdir()
    (folder / "logos" / name).write_bytes(content)
    return written(folder, (COLOURS, f'logo = "{name}"\n\n{COLOURS}'))


def test_a_region_with_a_logo_has_it_as_made_anew(tmp_path: Path) -> None:
    path = with_logo(tmp_path, "stad.png", a_png())
    (town,) = region.read(path, POWERS).municipalities
    assert town.picture == made_anew("stad.png", a_png())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (COLOURS, f'logo = "weg.png"\n{COLOURS}', "logos/weg.png is er niet"),
        (COLOURS, f'logo = "../geheim.png"\n{COLOURS}', "geen naam van een logo"),
        (COLOURS, f'logo = "logo.gif"\n{COLOURS}', "geen naam van een logo"),
        (BRAND, 'brand = "#d9a000"', "De kleur #d9a000 is te licht"),
        (BRAND, f'{BRAND}\naccent = "#8899aa"', "De kleur #8899aa is te licht"),
        (COLOURS, f'letterhead = ["a", "b", "c", "d", "e"]\n{COLOURS}', "letterhead"),
        (COLOURS, f'return_adress = "x"\n{COLOURS}', "Bedoelt u 'return_address'?"),
    ],
)
def test_a_fault_in_the_house_style_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, words: str
) -> None:
    path = written(tmp_path, (old, new))
    (fault,) = region.check(tmp_path, POWERS)
    key = new.removeprefix(BRAND + "\n").partition(" ")[0]
    lines = [
        n for n, line in enumerate(path.read_text("utf-8").split("\n"), 1) if line.startswith(f"{key} = ")
    ]
    assert words in fault.sentence
    assert (fault.file, fault.line) == ("sjabloon.toml", lines[0])


def test_a_logo_that_is_no_logo_is_named_with_the_line_that_asks_for_it(tmp_path: Path) -> None:
    path = with_logo(tmp_path, "bom.png", a_bomb(30_000))
    (fault,) = region.check(tmp_path, POWERS)
    assert path.read_text("utf-8").split("\n")[(fault.line or 0) - 1] == 'logo = "bom.png"'
    assert "te veel beeldpunten" in fault.sentence


def test_contrast_is_counted_as_wcag_does() -> None:
    assert (round(contrast("#000000"), 1), round(contrast("#ffffff"), 1)) == (21, 1)
    assert contrast("#767676") >= 4.5 > contrast("#777777")


# On paper


@pytest.mark.parametrize("name", sorted(path.name for path in LOGOS.iterdir()))
def test_the_logos_as_shipped_are_invented_and_can_be_drawn(name: str) -> None:
    content = (LOGOS / name).read_bytes()
    picture = made_anew(name, content)
    assert b"Verzonnen logo" in content
    page = f"<html lang=nl><title>x</title><h1>x</h1><img alt='Logo' src='asset:{picture.name}'>"
    assert press.printed(page, {picture.name: picture.text}).startswith(b"%PDF-")


@pytest.mark.parametrize("kind", ["logo.svg", "logo.png"])
def test_a_document_with_a_logo_conforms_and_the_logo_has_words(kind: str, rulebook: Rulebook) -> None:
    around = rulebook.regions["voorbeeldland"]
    town = around.municipality("voorbeelddam")
    if kind == "logo.png":
        town = town.shown_with(made_anew("stad.png", a_png()))
    content = example.printed(rulebook, around, town, "execution/einde.html", "nl")
    assert [failed(content, standard) for standard in PROFILES] == [set(), set()]
    assert unheard(content) == []
    with pikepdf.open(io.BytesIO(content)) as pdf:
        told = [str(obj.Alt) for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and "/Alt" in obj]
    assert told == ["Logo van de gemeente Voorbeelddam"]
