"""Text for the screen: protected from Markdown in one place, cut, and times. A leaf of the web pages."""

from __future__ import annotations

import datetime
import re
import unicodedata
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_MARKS = re.compile(r"[\\`*_\[\]<~$]|&(?=#?\w+;)|^[#>+-]")
_NUMBERED = re.compile(r"^(\d{1,9})([.)])")
_TURNED = re.compile(r":(?=[a-zA-Z/]|[\w+-]+:)|[-<>~](?=[-=>])|www(?=\.)|@(?=\w)")
_JOINER = "\u2060"


def plain(text: str) -> str:
    """The text so that Streamlit's Markdown shows it as typed, on one line: no emphasis, list, formula, link or colour.

    A backslash protects what Markdown reads, and only that: some labels are also read out as they are, backslashes
    included. An invisible word joiner keeps apart what Streamlit turns after reading Markdown, whatever is protected:
    `:smile:`, `->`, `>=`, and addresses, which become links.
    """
    flat = _TURNED.sub(lambda found: found.group() + _JOINER, " ".join(text.split()))
    return _NUMBERED.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", flat))


def filled(sentence: str, **places: str) -> str:
    """A sentence of ours, which is Markdown, with a text at each of its places that shows as typed."""
    return sentence.format(**{name: plain(text) for name, text in places.items()})


def short(text: str, most: int = 60) -> str:
    """The text, cut with an ellipsis where it is longer."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"


def file_name(project: str, ending: str) -> str:
    """A file name that every system takes, from the project's name: `riskwalk-police-face-search.pdf`."""
    ascii_only = unicodedata.normalize("NFKD", project).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_only.lower())
    return "-".join(["riskwalk", *words])[:60].strip("-") + ending


def local(moment: datetime.datetime, zone: str | None) -> datetime.datetime:
    """The moment in the reader's time zone, where the browser names one that is known here."""
    try:
        return moment.astimezone(ZoneInfo(zone)) if zone else moment.astimezone()
    except (ZoneInfoNotFoundError, ValueError):
        return moment.astimezone()


def clock(moment: datetime.datetime, zone: str | None) -> str:
    """`14:03:22` in the reader's time zone."""
    return local(moment, zone).strftime("%H:%M:%S")


def day_and_time(moment: datetime.datetime, zone: str | None) -> str:
    """`22 November 2026, 14:03` in the reader's time zone."""
    here = local(moment, zone)
    return f"{here.day} {here:%B %Y, %H:%M}"


def day(moment: datetime.datetime, zone: str | None) -> str:
    """`22 November` in the reader's time zone."""
    here = local(moment, zone)
    return f"{here.day} {here:%B}"
