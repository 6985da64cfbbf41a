"""What a real browser makes of the server's headers: the app works under them, and stands in nobody's frame."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from serving import Server, running

pytestmark = pytest.mark.browser
PATIENCE = 60_000


@pytest.fixture
def server(tmp_path, toy_folder) -> Iterator[Server]:
    with running(tmp_path, RISKWALK_KB=str(toy_folder)) as started:
        yield started


@pytest.fixture
def page(chromium) -> Iterator[object]:
    context = chromium.new_context(accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def stranger(server: Server) -> Iterator[str]:
    """The address of somebody else's page, which shows the app in a frame."""

    class Framing(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<iframe src="http://127.0.0.1:{server.port}/"></iframe>'.encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Framing) as serving:
        threading.Thread(target=serving.serve_forever, daemon=True).start()
        yield f"http://localhost:{serving.server_port}/"
        serving.shutdown()


def test_the_app_works_under_its_policy_and_asks_nobody_else(server, page, tmp_path):
    said, asked = [], set()
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.get_by_role("button", name="Begin").click(timeout=PATIENCE)
    page.get_by_role("link", name="Result and report").click(timeout=PATIENCE)
    with page.expect_download(timeout=PATIENCE) as taken:
        page.get_by_role("button", name="Result as JSON").click(timeout=PATIENCE)
    taken.value.save_as(tmp_path / "result.json")
    page.get_by_role("button", name="Start page").click()
    page.set_input_files('input[type="file"]', {"name": "a.yaml", "mimeType": "text/yaml", "buffer": b"format: x"})
    page.get_by_text("Nothing was loaded").wait_for(timeout=PATIENCE)
    assert said == []
    assert asked <= {f"127.0.0.1:{server.port}", ""}


def test_a_page_elsewhere_shows_nothing_of_the_app_in_its_frame(page, stranger):
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.goto(stranger)
    page.wait_for_timeout(2000)
    assert any("frame-ancestors" in text for text in said), said
    assert page.frames[1].locator("#root").count() == 0


LOSES_ONE_WAY = """
() => {
  let go = window.riskwalkGo;
  let lost = 0;
  const once = (what, to) => (what === "page" && !lost++ ? undefined : go(what, to));
  Object.defineProperty(window, "riskwalkGo", { get: () => once, set: (next) => (go = next) });
}
"""


def test_a_way_is_taken_though_the_click_went_to_the_page_that_was_there_before(server, page):
    page.goto(f"http://127.0.0.1:{server.port}/")
    page.get_by_role("button", name="Begin").click(timeout=PATIENCE)
    way = page.get_by_role("link", name="Result and report")
    way.wait_for(timeout=PATIENCE)
    page.locator('[data-test-script-state="notRunning"]').wait_for(timeout=PATIENCE)
    page.evaluate(LOSES_ONE_WAY)
    way.click()
    page.get_by_role("button", name="Result as JSON").wait_for(timeout=PATIENCE)
