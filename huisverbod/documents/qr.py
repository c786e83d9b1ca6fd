"""The square code on a decision: it leads to the page where anyone can check the file, and says no more."""

import io

import segno

FILE = "controleren.svg"
PATH = "/controleren"


def picture(address: str) -> str:
    """The code of an address as SVG; the same for the same address."""
    output = io.BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(output, kind="svg", xmldecl=False, svgclass=None, lineclass=None, border=4)
    return output.getvalue().decode()
