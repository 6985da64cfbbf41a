"""Many people at once: the time from an answer to the finished page, beside the same for one person.

Each person speaks Streamlit's protocol over a websocket of their own, as the page in a browser does: begins an
assessment (every third opens a worked example), answers in sections and in the next best questions, looks at the
result, and thinks between two clicks: about three seconds, which is quicker than anybody reads a question, or about
ten, which is quicker than anybody talks one over. The people share one server, or two with one store, each staying with
theirs. All is started here, on this machine alone, with a store of its own; clicks and time are bounded.
"""

import asyncio
import contextlib
import os
import random
import re
import statistics
import tempfile
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.served import APP, Served, served

PEOPLE, MOST_PEOPLE, CLICKS = 30, 100, 15
HASTY, QUICK = (2.0, 4.0), (7.0, 13.0)
"""Seconds from one click to the next, at least and at most."""
PATIENCE, LONGEST = 60, 300  # seconds for one click, and for all of a crowd's
TURNS = 0.35  # how often somebody turns to another page where there is something to answer
ANSWER, BEGIN, A_SECTION = "an answer", "beginning", "a section"
EVERY_THIRD = 3
WAY = re.compile(r'data-page="([^"]*)"')
CHOICES, FIELDS = ("radio", "selectbox"), ("text_input", "text_area", "checkbox")
ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Click(NamedTuple):
    what: str
    seconds: float


class Lost(Exception):
    """The page offers no way on."""


class Widget(NamedTuple):
    """A widget, and the part of the page that it has run by itself; that is empty for the whole page."""

    id: str
    kind: str
    options: tuple[str, ...]
    part: str


class Page:
    """What a browser knows of the page: its address, its widgets by their keys, and what they show."""

    def __init__(self, socket) -> None:
        self.socket = socket
        self.query = ""
        self.widgets: dict[str, Widget] = {}
        self.ways: list[str] = []
        self.shows: dict[str, str | bool] = {}
        self.errors: list[str] = []
        self.alert = ""

    async def run(self, clicked: str = "", answered: str = "") -> float:
        """Sends what the page shows, and the click or the key of what was answered; returns the seconds until the
        script has finished, also where a part that ran has the whole page run again."""
        message = BackMsg()
        message.rerun_script.query_string = self.query
        if answered:
            message.rerun_script.fragment_id = self.widgets[answered].part
        states = message.rerun_script.widget_states.widgets
        for widget in self.widgets.values():
            if widget.id in self.shows:
                kind = "bool_value" if widget.kind == "checkbox" else "string_value"
                setattr(states.add(id=widget.id), kind, self.shows[widget.id])
        if clicked:
            states.add(id=self.widgets[clicked].id, trigger_value=True)
        self.alert = ""
        started = time.perf_counter()
        await self.socket.send(message.SerializeToString())
        await asyncio.wait_for(self._finished(), PATIENCE)
        return time.perf_counter() - started

    async def _finished(self) -> None:
        there: dict[str, Widget] = {}
        while True:
            message = ForwardMsg.FromString(await self.socket.recv())
            kind = message.WhichOneof("type")
            if kind == "new_session":
                parts = message.metadata.run.fragment_ids
                there = {key: widget for key, widget in self.widgets.items() if parts and widget.part not in parts}
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
                self._take(message.delta.new_element, there, message.delta.fragment_id)
            elif kind == "script_finished" and message.script_finished in ENDS:
                break
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                self.errors.append("the script does not compile")
                break
        self.widgets = there

    def _take(self, element, there: dict[str, Widget], part: str) -> None:
        kind = element.WhichOneof("type")
        shown = getattr(element, kind)
        if kind == "html" and (ways := WAY.findall(shown.body)):
            self.ways = ways
        if kind == "exception":
            self.errors.append(f"{shown.type}: {shown.message}")
        elif kind == "alert":
            self.alert = shown.body
        if not getattr(shown, "id", ""):
            return
        key = shown.id.split("-", 2)[-1]  # $$ID-hash-key
        there[key] = Widget(shown.id, kind, tuple(getattr(shown, "options", ())), part)
        if kind in CHOICES and shown.set_value:
            self.shows.pop(shown.id, None)
            if shown.HasField("raw_value"):
                self.shows[shown.id] = shown.raw_value
        elif kind in FIELDS and (shown.set_value or shown.id not in self.shows):
            self.shows[shown.id] = shown.value if shown.set_value else shown.default

    def answerable(self) -> list[str]:
        """Keys of what a question offers: those that choose one, and boxes to tick."""
        return sorted(
            key
            for key, widget in self.widgets.items()
            if widget.kind in CHOICES
            and key.startswith("one-")
            or widget.kind == "checkbox"
            and key.startswith(("many-", "status-"))
        )

    def turns(self) -> dict[str, list[str]]:
        """The places that the page can turn to, by what they are."""
        places = {"the result": ["result"], "the next best questions": ["next"]}
        special = ["result", "next", "review"]
        places[A_SECTION] = [way for way in self.ways if way not in special]
        return {what: found for what, ways in places.items() if (found := [way for way in ways if way in self.ways])}

    async def turn(self, to: str) -> float:
        """Has the page made that a way leads to; the seconds that it takes."""
        named = [(name, value) for name, value in parse_qsl(self.query) if name not in ("at", "ask")]
        self.query = urlencode([*named, ("at", to)])
        return await self.run()

    def answer(self, key: str, chance: random.Random) -> None:
        widget = self.widgets[key]
        if widget.kind == "checkbox":
            self.shows[widget.id] = not self.shows[widget.id]
        else:
            other = [option for option in widget.options if option != self.shows.get(widget.id)]
            self.shows[widget.id] = chance.choice(other)


async def _person(
    number: int, server: Served, thinks: tuple[float, float], clicks: list[Click], errors: list[str]
) -> None:
    chance = random.Random(number)
    address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
    try:
        await asyncio.sleep(chance.uniform(0, thinks[1]))
        async with websockets.connect(address, subprotocols=["streamlit"], max_size=None, ping_interval=None) as socket:
            page = Page(socket)
            await page.run()
            clicks.append(Click(BEGIN, await page.run("begin" if number % EVERY_THIRD else "open-example")))
            for _ in range(CLICKS):
                await asyncio.sleep(chance.uniform(*thinks))
                clicks.append(await _click(page, chance))
            errors += page.errors
    except (OSError, TimeoutError, Lost, websockets.WebSocketException) as error:
        errors.append(f"{type(error).__name__}: {error}")


async def _click(page: Page, chance: random.Random) -> Click:
    offered = page.answerable()
    if offered and chance.random() > TURNS:
        key = chance.choice(offered)
        page.answer(key, chance)
        return Click(ANSWER, await page.run(answered=key))
    turns = page.turns()
    if A_SECTION not in turns:
        raise Lost(f"the page offers {', '.join(sorted(page.widgets))[:100] or 'nothing'}. {page.alert}")
    what = chance.choice([*turns, A_SECTION])
    return Click(what, await page.turn(chance.choice(turns[what])))


async def _crowd(people: int, servers: list[Served], thinks: tuple[float, float]) -> tuple[list[Click], list[str]]:
    clicks: list[Click] = []
    errors: list[str] = []
    crowd = asyncio.gather(
        *(_person(number, servers[number % len(servers)], thinks, clicks, errors) for number in range(1, people + 1))
    )
    try:
        await asyncio.wait_for(crowd, LONGEST)
    except TimeoutError:
        errors.append(f"not done after {LONGEST} s")
    return clicks, errors


def run(people: int = PEOPLE) -> None:
    alone = _report("1 person", *_measured(1, 1, HASTY), None)
    for servers, thinks in ((1, QUICK), (1, HASTY), (2, HASTY)):
        pace = f"a click each {statistics.mean(thinks):.0f} s, {servers} server{'s' if servers > 1 else ''}"
        _report(f"{people} people, {pace}", *_measured(people, servers, thinks), alone)


def _measured(people: int, servers: int, thinks: tuple[float, float]) -> tuple[list[Click], list[str], float, float]:
    """Clicks, errors, seconds that it took, and seconds of processor time of the servers."""
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        os.environ["RISKWALK_DATA"] = folder
        started = [running.enter_context(served(APP)) for _ in range(servers)]
        for server in started:
            with urllib.request.urlopen(f"{server.address}/healthz", timeout=PATIENCE):
                pass  # all is read that the pages share
        before, begun = sum(_worked(server.process) for server in started), time.monotonic()
        clicks, errors = asyncio.run(_crowd(people, started, thinks))
        worked = sum(_worked(server.process) for server in started) - before
        return clicks, errors, time.monotonic() - begun, worked


def _report(
    who: str,
    clicks: list[Click],
    errors: list[str],
    took: float,
    worked: float,
    alone: dict[str, list[float]] | None,
) -> dict[str, list[float]]:
    """Prints what was measured; returns the seconds by kind of click."""
    kinds = defaultdict(list, {"all clicks": [click.seconds for click in clicks]})
    for click in clicks:
        kinds[click.what].append(click.seconds)
    print(
        f"  {who}: {len(clicks)} clicks in {took:.0f} s, {len(errors)} errors; worked {worked:.1f} s, "
        f"{1000 * worked / max(len(clicks), 1):.0f} ms for a click"
    )
    for what, times in sorted(kinds.items()):
        print(f"    {what:24} {'  '.join(_figures(times, alone.get(what) if alone else None))}")
    for error, number in Counter(errors).most_common(5):
        print(f"    error, {number} times: {error}")
    return kinds


def _figures(times: list[float], alone: list[float] | None) -> Iterator[str]:
    """Median and 95th percentile in milliseconds, and as ratios to those of one person."""
    for name, of in (("median", statistics.median), ("95th percentile", _late)):
        ratio = f" {of(times) / of(alone):6.1f}x" if alone else ""
        yield f"{name} {1000 * of(times):5.0f} ms{ratio}"


def _late(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0]


def _worked(process: int) -> float:
    """Seconds of processor time that the process has used; 0 where the system does not say."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
