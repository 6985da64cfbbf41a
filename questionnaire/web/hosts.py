"""Under which names the app may be asked for, by pages of which origin, and in whose frames it may stand.

A page of a stranger can make its own name point at this machine and then ask the app under that name; the browser takes
both for the same site. So only the names that are meant are answered. An address in numbers cannot be made to point
elsewhere: the one at which the question came in is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
HOSTS, FRAMED_BY = "RISKWALK_HOSTS", "RISKWALK_FRAMED_BY"
SPACE, SPACES = "SPACE_HOST", "https://huggingface.co"
"""A Space of Hugging Face names its own host in its environment, and is shown in a frame there."""

_NAME = r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?"
_HOST = re.compile(rf"(?:({_NAME})\.?|\[([0-9a-f:.]+)\])(?::\d{{1,5}})?")
_ORIGIN = re.compile(r"https?://(.+)")


class WrongSetting(Exception):
    """A setting that cannot be what somebody meant; the message says which, and what to write."""


@dataclass(frozen=True)
class Hosts:
    """`named` are names that were given for this app beside those of the machine itself; `framed_by` are origins."""

    named: frozenset[str] = frozenset()
    framed_by: tuple[str, ...] = ()

    def refusal(self, hosts: Iterable[str], origins: Iterable[str], arrived: str) -> str:
        """Why a question is not answered, in a sentence; empty where it is.

        `hosts` and `origins` are all headers of that name, `arrived` is the address at which the connection came in. A
        question without an origin comes from no page: browsers name it wherever they open a websocket.
        """
        named, from_pages = list(hosts), list(origins)
        host = named[0].lower() if len(named) == 1 else ""
        if not self._meant(_name(host), arrived):
            return (
                f"This app does not answer under the name “{', '.join(named)}”. "
                f"Whoever runs it can allow the name in {HOSTS}."
            )
        if any(not self._own(origin.lower(), host) for origin in from_pages):
            return f"This app does not answer pages of “{', '.join(from_pages)}”."
        return ""

    def _meant(self, name: str, arrived: str) -> bool:
        return bool(name) and (name in LOOPBACK or name in self.named or _same_address(name, arrived))

    def _own(self, origin: str, host: str) -> bool:
        """Whether the origin is the host itself, or has one of the names that were given for the app."""
        found = _ORIGIN.fullmatch(origin)
        return bool(found) and (found[1] == host or _name(found[1]) in self.named)


def hosts(environment: Mapping[str, str], *more: str | None) -> Hosts:
    """What the environment names; `more` are names from elsewhere, such as the address that the server listens at.

    Raises WrongSetting.
    """
    space = environment.get(SPACE, "")
    names = [*_words(environment.get(HOSTS, "")), *_words(space)]
    for name in names:
        if not _name(name):
            raise WrongSetting(
                f'{HOSTS}: "{name}" is no name of a host. Write names alone, with spaces between them, such as '
                f"{HOSTS}=riskwalk.example.org"
            )
    frames = _words(environment.get(FRAMED_BY, "")) or ([SPACES] if space else [])
    for frame in frames:
        found = _ORIGIN.fullmatch(frame)
        if not found or not _name(found[1]):
            raise WrongSetting(
                f'{FRAMED_BY}: "{frame}" is no origin of a page. Write scheme and name, with spaces between several, '
                f"such as {FRAMED_BY}=https://intranet.example.org"
            )
    known = {_name(name) for name in (*names, *filter(None, more))}
    return Hosts(frozenset(known - {"", "0.0.0.0", "::"} - LOOPBACK), tuple(frames))  # noqa: S104 - none is listened at


def _words(text: str) -> list[str]:
    return text.lower().replace(",", " ").split()


def _name(host: str) -> str:
    """The name in a host, without brackets, port and closing dot; empty where it is no host."""
    bare = f"[{host}]" if host.count(":") > 1 and "[" not in host else host
    found = _HOST.fullmatch(bare.lower())
    return (found[1] or found[2]) if found else ""


def _same_address(name: str, arrived: str) -> bool:
    try:
        one, other = ip_address(name), ip_address(arrived.partition("%")[0])
    except ValueError:
        return False
    if isinstance(other, IPv6Address) and other.ipv4_mapped:
        other = other.ipv4_mapped
    return one == other
