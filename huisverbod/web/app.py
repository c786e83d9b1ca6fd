"""Makes the application: the routes, the refusals and their pages, the clock in the background."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import quote

from asgi_cross_origin_protection import CrossOriginProtection
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from sqlalchemy import Engine
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

from huisverbod import clock, seals
from huisverbod.clock import Ways
from huisverbod.database import connect
from huisverbod.errors import (
    BadFacts,
    Destroyed,
    HuisverbodError,
    NotAllowed,
    NotSignedIn,
    Reason,
    Refused,
    Stale,
    StepNotOpen,
    Unknown,
    Unreadable,
)
from huisverbod.rulebook import Rulebook
from huisverbod.settings import Settings
from huisverbod.web import (
    approval,
    cases,
    comparison,
    current,
    decisions,
    guidance,
    handover,
    house_style,
    instrument,
    intake,
    messages,
    papers,
    pilot,
    register,
    requested,
    rota,
    scrutiny,
    sign_in,
    steps,
    urgent,
    verification,
    versions,
    worklist,
)
from huisverbod.web.bounds import Bounds
from huisverbod.web.page import STATIC, STATIC_ADDRESS, page
from huisverbod.web.safety import Safety

LOG = logging.getLogger("huisverbod.web")
BAD_REQUEST = 400

ROUTERS = (
    sign_in.router,
    worklist.router,
    messages.router,
    cases.router,
    comparison.router,
    decisions.router,
    approval.router,
    scrutiny.router,
    papers.router,
    steps.router,
    urgent.router,
    requested.router,
    intake.router,
    instrument.router,
    pilot.router,
    register.router,
    versions.router,
    house_style.router,
    rota.router,
    handover.router,
    verification.router,
    guidance.router,
)

ANSWERS: dict[type[HuisverbodError], tuple[int, str]] = {
    Unknown: (404, "Niet gevonden"),
    NotAllowed: (403, "Dat mag u niet"),
    StepNotOpen: (409, "Dat kan nu niet"),
    Unreadable: (409, "Deze zaak kan nu niet verder"),
    Destroyed: (410, "De gegevens zijn vernietigd"),
    Stale: (409, "De zaak is intussen gewijzigd"),
    BadFacts: (422, "De gegevens kloppen niet"),
    Refused: (422, "Dat kan nog niet"),
}
"""What a refusal becomes when no form page showed it: a status and a heading."""


def create_app(
    settings: Settings, *, engine: Engine | None = None, rulebook: Rulebook | None = None
) -> FastAPI:
    """The application on these settings; tests bring their own engine and rulebook."""
    app = FastAPI(
        title="Huisverbod",
        openapi_url=None,
        lifespan=_lifespan,
        dependencies=[Depends(current.note_moment)],
        redirect_slashes=False,
    )
    app.state.settings = settings
    app.state.engine = engine or connect(settings.database)
    app.state.rulebook = rulebook or Rulebook.of(settings)
    app.state.keyring = seals.keyring(settings)
    for router in ROUTERS:
        app.include_router(router)
    app.mount(STATIC_ADDRESS, StaticFiles(directory=STATIC))
    app.add_exception_handler(HuisverbodError, _refused)
    app.add_exception_handler(RequestValidationError, _not_found)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_middleware(CrossOriginProtection, deny_app=_from_elsewhere)
    app.add_middleware(Bounds)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Safety, https=settings.secure_cookies)
    return app


def _refused(request: Request, refusal: Exception) -> Response:
    if isinstance(refusal, NotSignedIn):
        return RedirectResponse(f"/inloggen?verder={quote(_onward(request))}", 303)
    if not isinstance(refusal, HuisverbodError):
        raise refusal
    reasons = [] if isinstance(refusal, Unknown) else refusal.reasons
    return _error(request, *ANSWERS[type(refusal)], reasons)


def _onward(request: Request) -> str:
    """Where someone goes on after signing in: the page he asked for, or the page of the form he sent."""
    if request.method != "GET" and request.url.path.startswith("/berichten/"):
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def _error(request: Request, status: int, heading: str, reasons: Sequence[Reason] = ()) -> Response:
    number = request.path_params.get("number") if status not in (404, 405) else None
    return page(request, "error.html", status=status, heading=heading, reasons=reasons, number=number)


def _not_found(request: Request, fault: Exception) -> Response:
    return _error(request, *ANSWERS[Unknown])


def _not_served(request: Request, fault: Exception) -> Response:
    """An address that does not exist, or not for this kind of request; or a form that cannot be read."""
    if isinstance(fault, HTTPException) and fault.status_code == BAD_REQUEST:
        return page(request, "too_large.html", status=413)
    return _error(request, *ANSWERS[Unknown])


async def _from_elsewhere(scope: Scope, receive: Receive, send: Send) -> None:
    answer = page(Request(scope), "elsewhere.html", status=403)
    await answer(scope, receive, send)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    seconds = app.state.settings.tick_seconds
    ways = Ways.of(app.state.settings)
    at_work = [asyncio.create_task(_tick(app, ways, seconds))] if seconds else []
    if seconds and ways.carriers:
        at_work.append(asyncio.create_task(_deliver(app, ways, seconds)))
    if seconds and app.state.keyring:
        at_work.append(asyncio.create_task(_seal(app, seconds)))
    yield
    for task in at_work:
        task.cancel()
    if at_work:
        await asyncio.wait(at_work)


async def _tick(app: FastAPI, ways: Ways, seconds: int) -> None:
    while True:
        try:
            await asyncio.to_thread(clock.tick, app.state.engine, app.state.rulebook, datetime.now(UTC), ways)
        except Exception as fault:
            LOG.error("tick failed: %s", type(fault).__name__)
        await asyncio.sleep(seconds)


async def _deliver(app: FastAPI, ways: Ways, seconds: int) -> None:
    """Sends beside the clock, a message at a time: a slow server holds up nothing but messages."""
    engine, rulebook = app.state.engine, app.state.rulebook
    while True:
        left = None
        try:
            left = await asyncio.to_thread(
                clock.deliver_next, engine, rulebook, ways, lambda: datetime.now(UTC)
            )
        except Exception as fault:
            LOG.error("sending failed: %s", type(fault).__name__)
        await asyncio.sleep(0 if left is not None else seconds)


async def _seal(app: FastAPI, seconds: int) -> None:
    """Signs and seals beside the clock: a service that is silent holds up nothing but that."""
    engine, keys, regions = app.state.engine, app.state.keyring, app.state.rulebook.regions
    while True:
        try:
            await asyncio.to_thread(seals.work, engine, keys, regions, datetime.now(UTC))
        except Exception as fault:
            LOG.error("sealing failed: %s", type(fault).__name__)
        await asyncio.sleep(seconds)
