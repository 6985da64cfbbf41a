"""ReportLab without what a report does not use of it; imported before anything else imports ReportLab.

As it is imported, ReportLab loads a reader of pictures, a shaper of scripts that most texts do without, and what
evaluates and stores what nobody gives it: together as long as reading the fonts takes. Other modules stand in the place
of those while it is imported, and are gone afterwards.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


def stand_in(name: str, **holds: object) -> ModuleType:
    """A module that holds what is asked of it by name, and does nothing."""
    made = ModuleType(name)
    made.__dict__.update(holds)
    return made


@contextmanager
def left_out(*stand_ins: ModuleType) -> Iterator[None]:
    """While others are imported, these stand for modules of their names, but for those that are imported already."""
    taken = [each for each in stand_ins if each.__name__ not in sys.modules]
    sys.modules.update({each.__name__: each for each in taken})
    try:
        yield
    finally:
        for each in taken:
            del sys.modules[each.__name__]


with left_out(
    stand_in("PIL", Image=None),
    stand_in("uharfbuzz"),
    stand_in("reportlab.lib.rltempfile", get_rl_tempfile=None, get_rl_tempdir=None),
    stand_in(
        "reportlab.lib.rl_safe_eval",
        rl_safe_exec=None,
        rl_safe_eval=None,
        safer_globals=None,
        rl_extended_literal_eval=None,
    ),
):
    import reportlab.lib.utils
    import reportlab.pdfbase.ttfonts  # noqa: F401 -- for what it imports
