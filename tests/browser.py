"""A real browser for the journeys: one that is installed, else the one that Playwright fetches, else Debian's.

`conftest.py` imports the fixtures and the hooks. Where there is no browser the journeys are skipped, and the closing
line says loudly what was not tested; with RISKWALK_BROWSER_REQUIRED in the environment the run then fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ELSEWHERE = "riskwalk.test"
"""A name of this machine that is none of its own, so that who asks under it comes from elsewhere."""
MARK = "browser"
NEEDS = {
    MARK: ("RISKWALK_BROWSER_REQUIRED", "the journeys in a real browser were not made"),
    "postgresql": ("RISKWALK_POSTGRESQL_REQUIRED", "the store was not tried on a real PostgreSQL"),
}
"""Marks of tests that need more than Python: what requires them in the environment, and what to say without them."""
INSTALLED = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
APPLICATIONS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)

WITHOUT = (
    *("WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "AimEnabled", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsUpgrades", "HttpsFirstBalancedModeAutoEnable", "LensOverlay"),
    *("MediaRouter", "PaintHolding", "ThirdPartyStoragePartitioning", "NetworkTimeServiceQuerying"),
    *("OptimizationHints", "PreconnectToSearch"),
)
"""Features of Chromium that are switched off: the first two are pages that it makes ready behind the address line of
each window, a third of the work of a short test. Only the last list given counts, so Playwright's own follow."""


@cache
def executable() -> str | None:
    """The path of a browser that starts, fetched where that is possible, or None."""
    named = os.environ.get("CHROMIUM_PATH")
    for path in (named, *map(shutil.which, INSTALLED), *APPLICATIONS, _playwrights()):
        if path and _starts(path):
            return path
    for fetch in (_fetch_playwrights, _fetch_debians):
        path = fetch()
        if path and _starts(path):
            return path
    return None


@cache
def driver_failure() -> str:
    """Why Playwright's driver does not start, or nothing where it does. It lacks a library on a bare Debian."""
    for fetch in (True, False):
        tried = subprocess.run(
            [sys.executable, "-m", "playwright", "--version"], capture_output=True, text=True, timeout=60, check=False
        )
        if tried.returncode == 0:
            return ""
        if fetch and not _apt("libatomic1"):
            break
    return f"Playwright does not start: {tried.stderr.strip()[-200:]} (Debian: apt install libatomic1)"


def _starts(path: str) -> bool:
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _playwrights() -> str | None:
    """The browser that Playwright fetched earlier."""
    asked = "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60, check=False)
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None


def _fetch_playwrights() -> str | None:
    return _playwrights() if _done(sys.executable, "-m", "playwright", "install", "chromium") else None


def _fetch_debians() -> str | None:
    return shutil.which("chromium") if _apt("chromium") else None


def _apt(package: str) -> bool:
    """Installs a package of Debian where the tests run as root; whether it is there now."""
    if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")):
        return False
    _done("apt-get", "update", "-qq")
    return _done("apt-get", "install", "-y", "-qq", "--no-install-recommends", package)


def _done(*command: str) -> bool:
    print("  " + " ".join(command), file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        return subprocess.run(command, capture_output=True, timeout=600, env=quiet, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a browser; skips where there is none."""
    if driver_failure():
        pytest.skip(driver_failure())
    path = executable()
    if path is None:
        pytest.skip("no browser: install chromium (Debian: apt install chromium), or name one in CHROMIUM_PATH")
    return path


@pytest.fixture(scope="session")
def chromium(chromium_path) -> Iterator[object]:
    """A running browser of Playwright; skips where there is none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1",
                "--disable-features=" + ",".join(WITHOUT),
            ],
        )
        yield browser
        browser.close()


# --- hooks of pytest --------------------------------------------------------------------------------------------------


def question(page, key: str):
    """What the page shows of one question: what it asks, the answers, and what stands below them."""
    return page.locator("[data-testid=stVerticalBlock]", has=page.locator(f"#q-{key}")).last


def not_tested(stats: dict[str, list], mark: str) -> str:
    """Why the tests with a mark were not made, or nothing where they were."""

    def of(*outcomes: str) -> list:
        return [
            report
            for outcome in outcomes
            for report in stats.get(outcome, ())
            if mark in getattr(report, "keywords", ())
        ]

    if skipped := of("skipped"):
        reason = skipped[0].longrepr[-1] if isinstance(skipped[0].longrepr, tuple) else str(skipped[0].longrepr)
        return reason.removeprefix("Skipped: ")
    return "" if of("passed", "failed", "error") else "none of these tests was among those that ran"


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session) -> None:
    """Where something is required, a run without it has failed."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(session.config, "workerinput") or session.exitstatus:
        return
    if any(os.environ.get(required) and not_tested(reporter.stats, mark) for mark, (required, _) in NEEDS.items()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config) -> None:
    """The closing lines of a whole run, or of one that requires something."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or hasattr(config, "workerinput") or config.option.collectonly:
        return
    part = config.option.keyword or config.option.markexpr or config.args not in ([], config.getini("testpaths"))
    for mark, (required, lacking) in NEEDS.items():
        reason = not_tested(reporter.stats, mark)
        if reason and (not part or os.environ.get(required)):
            reporter.write_line(f"NOT TESTED: {lacking}: {reason}.", red=True, bold=True)
