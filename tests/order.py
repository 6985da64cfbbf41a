"""Which files of tests start first, and in how many workers, so that a whole run is over soon.

The tests of one file run in one worker, one after the other: what they share is made once. `conftest.py` imports the
hooks.
"""

from __future__ import annotations

import pytest

LONG = (
    *("test_browser_pages", "test_browser_review", "test_walk", "test_html_report", "test_worlds", "test_style"),
    *("test_browser_journey", "test_readings", "test_browser_sign_in", "test_pdf", "test_browser_postgresql"),
    *("test_app_review", "test_browser_together", "test_advice", "test_browser_year", "test_commands"),
    *("test_browser_asked", "test_lint", "test_browser_by_itself", "test_facts", "test_browser_frames", "test_server"),
    *("test_app_together", "test_app_saving"),
)
"""The files that take longest, the longest first, and those with a browser between others: what starts late is short,
no worker is left alone with it, and no more browsers run at once than need be."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items) -> None:
    """The long files first, the others as they were collected."""
    last = len(LONG)
    items.sort(key=lambda item: LONG.index(item.path.stem) if item.path.stem in LONG else last)


@pytest.hookimpl(wrapper=True)
def pytest_xdist_auto_num_workers(config):
    """One worker more than there are processors: a journey in a browser mostly waits."""
    return (yield) + 1
