"""Whether the links of sources still answer. The only module that goes out to the network, and only when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import requests

from questionnaire.knowledge.entries import Source

SECONDS = 20
AT_ONCE = 8
REFUSES_MACHINES = (401, 403, 405, 406, 418, 429)
"""A page that answers with one of these is there, and does not want to be asked by a program."""


class Answered(NamedTuple):
    """What one link answered. `wrong` is empty where the page is there."""

    source: str
    address: str
    wrong: str


def ask(source: Source, get: Callable[..., requests.Response] = requests.get) -> Answered:
    """Ask for the head of one source's page."""
    try:
        with get(source.address, timeout=SECONDS, stream=True, headers={"User-Agent": "riskwalk-links"}) as response:
            status = response.status_code
    except requests.RequestException as error:
        return Answered(source.id, source.address, f"does not answer ({type(error).__name__})")
    wrong = "" if status < 400 or status in REFUSES_MACHINES else f"answers with status {status}"
    return Answered(source.id, source.address, wrong)


def ask_all(sources: Iterable[Source], get: Callable[..., requests.Response] = requests.get) -> Iterator[Answered]:
    """What every source's link answers, in the order of the sources, as the answers come in."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda source: ask(source, get), [source for source in sources if source.address])
