"""What a single word on the command line may be, for the parser of words."""

from __future__ import annotations

import argparse
import datetime

from questionnaire.files.problems import shortened
from questionnaire.wording import command_line as wording

HIGHEST_PORT = 65_535


def port(text: str) -> int:
    """The number of a port."""
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= HIGHEST_PORT):
        raise argparse.ArgumentTypeError(wording.no_port(shortened(text), HIGHEST_PORT))
    return int(text)


def date(text: str) -> datetime.date:
    """The day that a text in ISO form names."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(wording.no_day(shortened(text))) from None


def day(text: str) -> str:
    """The same day, in ISO form."""
    return date(text).isoformat()
