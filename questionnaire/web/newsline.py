"""The line over which a page is told that there is news: it says its word once, and then only listens.

A page that asked by itself would be made to run each time, or be answered; so nobody is busy while nothing happens. One
look serves all pages.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Collection

from starlette.concurrency import run_in_threadpool
from starlette.websockets import WebSocket, WebSocketDisconnect

LOOKS_EVERY = 1.0
"""Seconds between two looks."""
NEWS = "news"
_LONGEST_WORD = 100


class Newsline:
    """The pages that listen. `for_pages` says for which of their words there is news."""

    def __init__(self, for_pages: Callable[[Collection[str]], Collection[str]]) -> None:
        self._for_pages = for_pages
        self._listening: dict[WebSocket, str] = {}

    async def listen(self, page: WebSocket) -> None:
        """One page, from when it comes until it goes."""
        await page.accept()
        try:
            self._listening[page] = (await page.receive_text())[:_LONGEST_WORD]
            while True:
                await page.receive_text()
        except WebSocketDisconnect:
            pass
        finally:
            self._listening.pop(page, None)

    async def look(self) -> None:
        """Looks for news for as long as the server runs. A page is told again until it has been made anew."""
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            if not self._listening:
                continue
            words = await run_in_threadpool(self._for_pages, set(self._listening.values()))
            for page in [page for page, word in self._listening.items() if word in words]:
                with contextlib.suppress(WebSocketDisconnect):
                    await page.send_text(NEWS)
