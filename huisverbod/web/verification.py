"""The page on which anyone can have a document looked at. It says nothing about a file that is not ours."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from huisverbod.documents import issued
from huisverbod.web.current import Reading, Rules
from huisverbod.web.page import page

router = APIRouter()
MOST = 10 * 1024 * 1024
MULTIPART = "multipart/form-data"
CHOOSE = "Kies een pdf-bestand op uw apparaat, en druk dan op Controleren."
TOO_LARGE = "Dit bestand is groter dan 10 MB. Een besluit van ons is veel kleiner. Kies een ander bestand."


@router.get("/controleren")
def show(request: Request) -> Response:
    """The form to hand over a file."""
    return page(request, "verification.html", found=None, asked=False)


@router.post("/controleren")
async def verify(request: Request, session: Reading, rules: Rules) -> Response:
    """What there is to say of the file; it is not kept. A file that is too large is not read at all."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MOST:
        return _again(request, TOO_LARGE, 413)
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        return _again(request, CHOOSE, 422)
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
    if not content:
        return _again(request, CHOOSE, 422)
    found = issued.find(session, content)
    town = rules.region(found.region).municipality(found.municipality).name if found else ""
    return page(request, "verification.html", found=found, town=town, asked=True)


def _again(request: Request, sentence: str, status: int) -> Response:
    errors = [{"href": "#file", "text": sentence}]
    return page(request, "verification.html", status=status, errors=errors, found=None, asked=False)
