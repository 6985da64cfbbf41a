"""Whether the links of sources still answer. The only module that goes out to the network, and only when asked.

Polite: one request at a time to each host, with a pause between two; what fails is tried again, later each time, or
when the server says. Every address that a redirect leads to is looked at before it is asked: none of a private network
is.
"""

from __future__ import annotations

import ipaddress
import json
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests

from questionnaire.knowledge.entries import Source
from questionnaire.wording import notices
from questionnaire.wording import upkeep as wording

SECONDS = 20
AT_ONCE = 8
MOST_HOPS = 8
PAUSES = (1.0, 4.0)
"""How long to wait before the second and the third try."""
LONGEST_WAIT = 30.0
BETWEEN = 0.5
"""Seconds between two requests to the same host."""
GOOD_FOR = timedelta(days=30)
"""How long a link that answered is not asked again."""
REFUSES_MACHINES = (401, 403, 405, 406, 418, 429)
"""A page that answers with one of these is there, and does not want to be asked by a program."""
_LATER = (429, 500, 502, 503, 504)
_FOR_GOOD = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_RESOLVER = "https://doi.org/"


class Answered(NamedTuple):
    """What one link answered. `wrong` is empty where the page is there; `moved` is where it has moved for good, empty
    where it has not; `kept` where an earlier answer was taken."""

    source: str
    address: str
    wrong: str
    moved: str = ""
    kept: bool = False


class Wrong(Exception):
    """What is wrong with a link, as the end of a sentence that begins with its address."""


class _Said(NamedTuple):
    """What a server said once: a status, where it leads on, for how long it asks to wait, and as much as was read."""

    status: int
    onward: str
    wait: float
    body: bytes


class Kept:
    """Which links answered, and when, in one file. A file that cannot be read counts as empty."""

    def __init__(self, file: Path, today: date):
        self.file, self.today = file, today
        try:
            read = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            read = {}
        self.days: dict[str, str] = {
            key: day for key, day in (read.items() if isinstance(read, dict) else ()) if isinstance(day, str)
        }

    def holds(self, address: str) -> bool:
        """Whether the link answered not long ago."""
        try:
            return date.fromisoformat(self.days[address]) + GOOD_FOR >= self.today
        except (KeyError, ValueError):
            return False

    def add(self, address: str) -> None:
        """Keep that the link answered today."""
        self.days[address] = self.today.isoformat()

    def write(self, among: Iterable[str]) -> None:
        """Write what is kept of these links; where that cannot be done, the next time asks all of them anew."""
        text = json.dumps({key: self.days[key] for key in sorted(set(among)) if key in self.days}, indent=1)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            self.file.write_text(text + "\n", "utf-8")
        except OSError:
            return


@dataclass
class Asker:
    """Asks links one host at a time. `private` lets it into networks that are not public; tests need it."""

    get: Callable[..., requests.Response] = requests.get
    private: bool = False
    sleep: Callable[[float], None] = time.sleep
    kept: Kept | None = None
    _hosts: dict[str, threading.Lock] = field(default_factory=dict)
    _asked: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, source: Source) -> Answered:
        """What one source's link answers, after as many tries as it takes."""
        address = source.address
        if self.kept and self.kept.holds(address):
            return Answered(source.id, address, "", kept=True)
        try:
            moved = self._follow(address)
        except Wrong as wrong:
            return Answered(source.id, address, str(wrong))
        if self.kept and not moved:
            self.kept.add(address)
        return Answered(source.id, address, "", moved)

    def ask_all(self, sources: Iterable[Source]) -> Iterator[Answered]:
        """What every source's link answers, in the order of the sources, as the answers come in."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield from pool.map(self.ask, [source for source in sources if source.address])

    def read(self, address: str, most: int) -> tuple[int, bytes]:
        """The status of an address, redirects followed, and what stands there; raises Wrong where there is no answer,
        and where more than `most` bytes stand there."""
        here = address
        for _ in range(MOST_HOPS):
            said = self._try(here, most)
            if said.status in _REDIRECTS and said.onward:
                here = urljoin(here, said.onward)
                continue
            if len(said.body) > most:
                raise Wrong(notices.answers_too_much(most))
            return said.status, said.body
        raise Wrong(wording.leads_in_circles(MOST_HOPS))

    def _follow(self, address: str) -> str:
        """Where the page has moved for good, or empty; raises Wrong where there is none."""
        here, for_good = address, True
        for _ in range(MOST_HOPS):
            status, onward, *_ = self._try(here)
            if status in _REDIRECTS and onward:
                for_good = for_good and status in _FOR_GOOD
                here = urljoin(here, onward)
                continue
            if status >= 400 and status not in REFUSES_MACHINES:
                raise Wrong(wording.answers_with(status))
            moved = here != address and for_good and not address.startswith(_RESOLVER)
            return here if moved and _differs(address, here) else ""
        raise Wrong(wording.leads_in_circles(MOST_HOPS))

    def _try(self, address: str, most: int = 0) -> _Said:
        """What one address says, asked again where it fails for now. Up to `most` bytes are read, and one more."""
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise Wrong(wording.leads_to_no_page(address))
        if not self.private and not is_public(parts.hostname):
            raise Wrong(wording.leads_inside(parts.hostname))
        for number in range(len(PAUSES) + 1):
            last = number == len(PAUSES)
            try:
                said = self._once(address, parts.hostname, most)
            except requests.RequestException as error:
                if last:
                    raise Wrong(wording.no_answer(type(error).__name__)) from None
                self.sleep(PAUSES[number])
                continue
            if said.status not in _LATER or last:
                return said
            self.sleep(min(LONGEST_WAIT, max(said.wait, PAUSES[number])))
        raise AssertionError

    def _once(self, address: str, host: str, most: int) -> _Said:
        """One request."""
        with self._lock:
            turn = self._hosts.setdefault(host, threading.Lock())
        with turn:
            since = time.monotonic() - self._asked.get(host, float("-inf"))
            if since < BETWEEN:
                self.sleep(BETWEEN - since)
            try:
                with self.get(
                    address,
                    timeout=SECONDS,
                    stream=True,  # of the page itself only what is asked for is read
                    allow_redirects=False,
                    headers={"User-Agent": "riskwalk-links"},
                ) as response:
                    body = _read(response, most) if most and response.status_code == 200 else b""
                    return _Said(
                        response.status_code, response.headers.get("Location", ""), _wait(response.headers), body
                    )
            finally:
                self._asked[host] = time.monotonic()


def _read(response: requests.Response, most: int) -> bytes:
    """What stands at an address, up to one byte more than `most`; a server that takes its time is not waited for."""
    body, until = bytearray(), time.monotonic() + SECONDS
    for chunk in response.iter_content(16_384):
        body += chunk
        if len(body) > most:
            break
        if time.monotonic() > until:
            raise requests.Timeout
    return bytes(body[: most + 1])


def _wait(headers: Mapping[str, str]) -> float:
    said = headers.get("Retry-After", "")
    return float(said) if said.isdecimal() else 0.0


def _differs(before: str, after: str) -> bool:
    """Whether a page has moved further than from http to https, or by a slash at its end."""
    return before.rsplit("://", maxsplit=1)[-1].rstrip("/") != after.rsplit("://", maxsplit=1)[-1].rstrip("/")


def is_public(host: str) -> bool:
    """Whether every address that a host's name stands for is one of the public network; True where the name stands for
    none, for then nothing is asked."""
    try:
        found = socket.getaddrinfo(host, None, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return True
    return all(_public(str(address[0])) for *_, address in found)


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    inner = getattr(ip, "ipv4_mapped", None) or getattr(ip, "sixtofour", None) or ip
    return bool(inner.is_global and not inner.is_multicast)


def markdown(answers: Iterable[Answered]) -> str:
    """The links to look at, for an issue."""
    listed = list(answers)
    wrong, moved = [each for each in listed if each.wrong], [each for each in listed if each.moved]
    lines = [f"{wording.links(len(wrong), len(listed))} {wording.links_moved(len(moved))}".strip(), ""]
    lines += [f"- [ ] `{each.source}`: <{each.address}> {each.wrong}" for each in wrong]
    lines += [f"- [ ] `{each.source}`: <{each.address}> {wording.moved_to(f'<{each.moved}>')}" for each in moved]
    return "\n".join(lines).rstrip() + "\n"
