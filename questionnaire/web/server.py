"""The server around the pages: who is let in, which headers go out, its health, and what it does at its start.

Streamlit makes the server from what `settings` returns; the pages run in it unchanged.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import hashlib
import logging
import os
import re
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from questionnaire.web import health
from questionnaire.web.hosts import LOOPBACK, Hosts, WrongSetting, hosts
from questionnaire.web.newsline import NEWS, Newsline

HEALTH = "/healthz"
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - what is asked for here, not what is listened at
_GARBAGE = 10_000
"""New objects until the collector looks for garbage: at Python's own 700 it takes a quarter of an assessment's time."""
_TURN = 0.001
"""Seconds until a thread has to let another one run. A page lets go of Python's lock hundreds of times, and waits for
its turn each time: at Python's own 0.005 a few walks of other people make it wait for seconds."""
_FULL = "This app has no room for more people at the moment. Try again in a few minutes."


def settings(script: str, trouble: Callable[[], str], news_for: Callable[[Collection[str]], Collection[str]]) -> dict:
    """What Streamlit's App takes beside the script: routes, middleware and lifespan.

    `trouble` reads all that a page needs, once for all, and says in a sentence what cannot be read, or nothing;
    `news_for` says for which of some pages, by their words, there is news. Ends the process with a sentence where a
    setting of the environment is wrong.
    """
    try:
        meant = hosts(os.environ, st.get_option("server.address"), st.get_option("browser.serverAddress"))
    except WrongSetting as wrong:
        sys.exit(f"Riskwalk cannot start: {wrong}")
    newsline = Newsline(news_for)
    by_streamlit = Path(sys.argv[0]).resolve() == Path(script).resolve()
    if by_streamlit:
        logging.getLogger("uvicorn.error").setLevel(logging.WARNING)  # the address is said once, by us

    @asynccontextmanager
    async def lifespan(_app: object) -> AsyncIterator[None]:
        health.raise_limit()
        sys.setswitchinterval(_TURN)
        threading.Thread(target=_make_ready, args=(trouble,), name="make-ready", daemon=True).start()
        if by_streamlit:
            _say_where(meant)
        looking = asyncio.create_task(newsline.look())
        yield
        looking.cancel()

    def healthy(_request: Request) -> JSONResponse:
        return _health(trouble)

    return {
        "routes": [Route(HEALTH, healthy), WebSocketRoute(_under_base(NEWS), newsline.listen)],
        "middleware": [Middleware(Door, meant, _headers(meant))],
        "lifespan": lifespan,
    }


class Door:
    """Lets in who asks under a name that is meant, and gives every answer the headers that keep it to itself."""

    def __init__(self, app: ASGIApp, meant: Hosts, headers: dict[str, str]) -> None:
        self.app, self.meant, self.headers = app, meant, headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"].endswith("http.response.start"):
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        asked, arrived = Headers(scope=scope), scope.get("server") or ("", 0)
        refusal = self.meant.refusal(asked.getlist("host"), asked.getlist("origin"), arrived[0])
        if refusal:
            await PlainTextResponse(refusal, 403)(scope, receive, with_headers)
        elif (scope["type"] == "websocket" or scope["path"] == "/") and health.is_full():
            await PlainTextResponse(_FULL, 503)(scope, receive, with_headers)
        else:
            await self.app(_under_its_origin(scope, asked), receive, with_headers)


def _under_its_origin(scope: Scope, asked: Headers) -> Scope:
    """The question as if it were asked under the name that the page has in the browser; a proxy may have changed it.

    Streamlit compares the two by letter, and where they differ it asks a stranger for the address of this machine.
    """
    if "origin" not in asked:
        return scope
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["host"] = asked["origin"].partition("://")[2]
    return {**scope, "headers": headers.raw}


def _under_base(path: str) -> str:
    """The path beside the page's own."""
    return "/".join(("", *filter(None, (st.get_option("server.baseUrlPath").strip("/"), path))))


def _headers(meant: Hosts) -> dict[str, str]:
    """Headers of every answer. A page may not be framed, loads nothing from elsewhere, and tells its address nobody:
    the address of an assessment is the key to it."""
    frames = " ".join(meant.framed_by)
    policy = {
        "default-src": "'self'",
        "script-src": f"'self' blob: {_scripts_of_the_page()}",  # a component's script comes as a blob
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frames or "'none'",
    }
    headers = {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return headers if frames else headers | {"X-Frame-Options": "DENY"}


def _scripts_of_the_page() -> str:
    """The digests of the scripts that stand in Streamlit's own page, as a policy names them."""
    page = Path(st.__file__).parent / "static" / "index.html"
    scripts = re.findall(r"<script>(.*?)</script>", page.read_text(encoding="utf-8"), re.DOTALL)
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts)
    return " ".join(f"'sha256-{digest}'" for digest in digests)


def _health(trouble: Callable[[], str]) -> JSONResponse:
    """200 where the server can take somebody in, else 503 with what is wrong in sentences."""
    wrong = [sentence for sentence in (_FULL if health.is_full() else "", trouble()) if sentence]
    known = health.descriptors()
    return JSONResponse(
        {
            "status": "unavailable" if wrong else "ok",
            "because": wrong,
            "descriptors": dict(zip(("open", "limit"), known, strict=True)) if known else None,
        },
        503 if wrong else 200,
        {"Cache-Control": "no-store"},
    )


def _make_ready(trouble: Callable[[], str]) -> None:
    """Reads what the first page needs while nobody waits for it, and spares the collector all that stays for good."""
    wrong = trouble()
    if wrong:
        print(wrong, file=sys.stderr, flush=True)
    gc.collect()
    gc.freeze()
    gc.set_threshold(_GARBAGE)


def _say_where(meant: Hosts) -> None:
    """Says the address on the terminal, and opens it in a browser where there is a screen."""
    at, port = st.get_option("server.address") or _EVERYWHERE[0], st.get_option("server.port")
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    path = st.get_option("server.baseUrlPath").strip("/")
    host = "localhost" if at in _EVERYWHERE else f"[{at}]" if ":" in at else at
    url = f"{scheme}://{host}:{port}/{path}"
    print(f"Riskwalk is at {url} (stop it with Ctrl+C).", flush=True)
    if at not in LOOPBACK:
        names = f", and under {', '.join(sorted(meant.named))}" if meant.named else ""
        print(f"It can be reached from other machines, at the addresses of this one{names}.", flush=True)
    if not st.get_option("server.headless"):
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
