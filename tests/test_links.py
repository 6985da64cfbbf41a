"""Links of sources: what a server nearby answers, without the network outside."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import pytest

from questionnaire.upkeep import links


class Pages(BaseHTTPRequestHandler):
    """Answers with the status that the path names."""

    def do_GET(self):
        self.send_response(int(self.path.strip("/")))
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def address():
    with HTTPServer(("127.0.0.1", 0), Pages) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def source(toy):
    return next(source for source in toy.sources.values() if source.address)


def at(source, url: str):
    return msgspec.structs.replace(source, URL=url, DOI=None)


@pytest.mark.parametrize(
    ("status", "wrong"),
    [
        (200, ""),
        (403, ""),
        (429, ""),
        (404, "answers with status 404"),
        (410, "answers with status 410"),
        (500, "answers with status 500"),
    ],
)
def test_a_page_that_is_gone_is_wrong_and_one_that_refuses_programs_is_there(source, address, status, wrong):
    assert links.ask(at(source, f"{address}/{status}")).wrong == wrong


def test_a_server_that_is_gone_does_not_answer(source):
    assert links.ask(at(source, "http://127.0.0.1:9/")).wrong == "does not answer (ConnectionError)"


def test_all_are_asked_in_the_order_of_the_sources(source, address):
    asked = [at(source, f"{address}/{status}") for status in (404, 200, 410)]
    assert [bool(answered.wrong) for answered in links.ask_all(asked)] == [True, False, True]
