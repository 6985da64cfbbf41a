"""One answer in the app, from click to the next paint, beside plain Streamlit pages without logic.

The plain page has the same number and kinds of widgets; the still page also has the same texts and the same picture.
All run with the project's tuned settings, in one browser, and are clicked in turn.
"""

import contextlib
import os
import shutil
import statistics
import tempfile
from collections import Counter
from pathlib import Path
from unittest import mock

from benchmarks.served import APP, PATIENCE, served
from questionnaire.answers import reading
from questionnaire.answers.store import Store, default_url
from questionnaire.knowledge import loader

CASE = loader.DEFAULT_FOLDER / "cases" / "tenant-screening-score.yaml"
SECTION = "running"  # a part in which each question has one answer, seven of them
CLICKS, WARM_UP = 40, 6
WITH_OPTIONS = ("radio", "selectbox", "multiselect")
WIDGETS = ("button", "checkbox", "toggle", "text_input", "text_area", *WITH_OPTIONS)
TEXTS = ("title", "header", "subheader", "markdown", "caption", "html")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Counts from the click to the paint that follows the last change of the page, and notes when the server had answered.
# The page is at rest when no script runs and nothing has changed for 250 ms; that wait does not count.
CLOCK = """
(() => {
  const send = WebSocket.prototype.send, known = new WeakSet();
  WebSocket.prototype.send = function (data) {
    if (!known.has(this)) {
      known.add(this);
      this.addEventListener("message", () => { window.heard = performance.now(); });
    }
    window.sent = performance.now();
    return send.call(this, data);
  };
  window.answer = () => new Promise((resolve, reject) => {
    const radios = [...document.querySelector('[role="radiogroup"]').querySelectorAll("input")].slice(0, 3);
    const next = radios[(radios.findIndex((radio) => radio.checked) + 1) % radios.length].closest("label");
    let changed = 0, painted = 0;
    const clicked = performance.now();
    const observer = new MutationObserver((changes) => {
      if (changes.every(({ target }) => target.closest?.(".st-key-page-base"))) return;  // hidden, never painted
      changed = performance.now();
      requestAnimationFrame(() => setTimeout(() => { painted = performance.now(); }));
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    const watch = setInterval(() => {
      if (performance.now() - clicked > 10000) reject(new Error("The page does not come to rest."));
      const rests = document.querySelector('[data-test-script-state="notRunning"]');
      if (!rests || !(window.heard > clicked) || painted < changed || performance.now() - changed < 250) return;
      clearInterval(watch);
      observer.disconnect();
      resolve([painted - clicked, window.heard - window.sent]);
    }, 20);
    next.click();
  });
})();
"""


def run() -> None:
    browser = os.environ.get("CHROMIUM_PATH") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        print("  not measured: no browser here; install chromium, or name one in CHROMIUM_PATH")
        return
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as running:
        os.environ["RISKWALK_DATA"] = folder
        token = _begun()
        shown = _shown(token)
        widgets = [element for element in shown if element.type in WIDGETS]
        print("  " + ", ".join(f"{number} {kind}" for kind, number in Counter(each.type for each in widgets).items()))
        plain, still = (Path(folder) / f"{name}.py" for name in ("plain", "still"))
        plain.write_text(_script(widgets), encoding="utf-8")
        still.write_text(_script(shown), encoding="utf-8")
        addresses = {
            name: running.enter_context(served(script)).address
            for name, script in (("plain page", plain), ("still page", still), ("the app", APP))
        }
        addresses["the app"] += f"?assessment={token}&at={SECTION}"
        taken = _taken(browser, addresses)
    base = _paint(taken["plain page"])
    for name, times in taken.items():
        median, late = _paint(times)
        server = statistics.median(time[1] for time in times)
        print(
            f"  {name:10} click to paint: median {median:4.0f} ms {median / base[0]:.2f}x, 95th percentile "
            f"{late:4.0f} ms {late / base[1]:.2f}x; of it the server {server:4.0f} ms"
        )


def _paint(times: list[list[float]]) -> tuple[float, float]:
    paints = [paint for paint, _ in times]
    return statistics.median(paints), statistics.quantiles(paints, n=20)[-1]


def _begun() -> str:
    """The token of an assessment that holds a worked case."""
    store = Store(default_url())
    token = store.begin(reading.read(CASE.read_bytes(), CASE.name, loader.load()))
    store.close()
    return token


def _shown(token: str) -> list:
    """The widgets and texts that the app shows, in order, as Streamlit's own test reads them."""
    from streamlit.runtime.context import ContextProxy
    from streamlit.testing.v1 import AppTest

    app = AppTest.from_file(str(APP), default_timeout=PATIENCE)
    app.query_params["assessment"], app.query_params["at"] = token, SECTION
    with mock.patch.object(ContextProxy, "cookies", {}), mock.patch.object(ContextProxy, "headers", {}):
        app.run()
    return [node for side in (app.sidebar, app.main) for node in side if node.type in WIDGETS + TEXTS]


def _script(elements: list) -> str:
    """A page that shows these elements and does nothing."""
    lines = ["import streamlit as st"]
    for at, element in enumerate(elements):
        if element.type in TEXTS:
            lines.append(f"st.{element.type}({getattr(element, 'value', None) or element.proto.body!r})")
        elif element.type in WITH_OPTIONS:
            lines.append(f"st.{element.type}({element.label!r}, {element.options!r}, key='{at}')")
        else:
            lines.append(f"st.{element.type}({element.label!r}, key='{at}')")
    return "\n".join(lines)


def _taken(browser: str, addresses: dict[str, str]) -> dict[str, list[list[float]]]:
    """Milliseconds of each click to its paint and from the server's question to its answer, page by page."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-dev-shm-usage"])
        pages = {}
        for name, address in addresses.items():
            pages[name] = running.new_context(viewport={"width": 1280, "height": 1000}).new_page()
            pages[name].add_init_script(CLOCK)
            pages[name].goto(address)
            pages[name].get_by_role("radiogroup").first.wait_for(timeout=PATIENCE * 1000)
        taken = {name: [] for name in pages}
        for click in range(WARM_UP + CLICKS):
            for name, page in pages.items():  # in turn, so that a slow moment of the machine meets all of them
                took = page.evaluate("window.answer()")
                if click >= WARM_UP:
                    taken[name].append(took)
        running.close()
    return taken
