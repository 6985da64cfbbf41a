"""Which files of tests start first, and in how many workers, so that a whole run is over soon.

The tests of one file run in one worker, one after the other: what they share is made once. `conftest.py` imports the
hooks.
"""

from __future__ import annotations

import pytest

LONG = (
    *("test_browser_pages", "test_browser_review", "test_html_report", "test_browser_journey", "test_browser_sign_in"),
    *("test_browser_postgresql", "test_browser_together", "test_browser_year", "test_browser_asked", "test_walk"),
    *("test_worlds", "test_style", "test_browser_frames", "test_server", "test_pdf", "test_readings"),
    *("test_app_review", "test_advice", "test_commands", "test_lint", "test_facts", "test_app_saving"),
)
"""The files that take longest, the longest first: what starts late is short, and no worker is left alone with it."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """The long files first, the others as they were collected."""
    last = len(LONG)
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else last)


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers(config):
    """One worker more than there are processors: a journey in a browser mostly waits."""
    return (yield) + 1
