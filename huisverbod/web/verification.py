"""The page on which anyone can have a document looked at. It says nothing about a file that is not ours."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from huisverbod import authenticity, seals
from huisverbod.authenticity import MOST, SAID, Outcome
from huisverbod.web.current import Now, Reading, Rules
from huisverbod.web.page import page

router = APIRouter()
MULTIPART = "multipart/form-data"
CHOOSE = "Kies een pdf-bestand op uw apparaat, en druk dan op Controleren."
STATUS = {Outcome.BUSY: 503}


@router.get("/controleren")
def show(request: Request) -> Response:
    """The form to hand over a file."""
    return page(request, "verification.html", report=None)


@router.post("/controleren")
async def verify(request: Request, session: Reading, rules: Rules, now: Now) -> Response:
    """What there is to say of the file; it is not kept. A file that is too large is not read at all."""
    length = request.headers.get("content-length", "")
    if not length.isdigit() or int(length) > MOST:
        return _again(request, SAID[Outcome.TOO_LARGE][1], 413)
    if not request.headers.get("content-type", "").startswith(MULTIPART):
        return _again(request, CHOOSE, 422)
    async with request.form(max_files=1, max_fields=1) as form:
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
    if not content:
        return _again(request, CHOOSE, 422)
    roots = seals.roots(request.app.state.keyring)
    report = await run_in_threadpool(authenticity.report, session, content, roots, now)
    found, (heading, sentence) = report.found, SAID[report.outcome]
    return page(
        request,
        "verification.html",
        status=STATUS.get(report.outcome, 200),
        report=report,
        heading=heading,
        sentence=sentence,
        town=rules.region(found.region).municipality(found.municipality).name if found else "",
        remarks=list(authenticity.remarks(report)),
    )


def _again(request: Request, sentence: str, status: int) -> Response:
    errors = [{"href": "#file", "text": sentence}]
    return page(request, "verification.html", status=status, errors=errors, report=None)
