"""Links of sources: what a server nearby answers, well-behaved or not, without the network outside."""

from __future__ import annotations

import io
import itertools
import threading
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import msgspec
import pytest
import requests

from questionnaire.upkeep import links, notices

TODAY = date(2026, 11, 2)


class Pages(BaseHTTPRequestHandler):
    """Answers with the status that the path names, or misbehaves as it names."""

    def do_GET(self):
        pages = self.server
        what, _, rest = self.path.strip("/").partition("/")
        pages.asked.append((self.path, time.monotonic()))
        before = sum(path == self.path for path, _ in pages.asked)
        match what:
            case "to" | "to-for-good":
                self.head(301 if what == "to-for-good" else 302, Location=rest if "://" in rest else f"/{rest}")
            case "circle":
                self.head(302, Location="/circle")
            case "tired":  # answers at the third time of asking
                self.head(503 if before < 3 else 200)
            case "later":
                self.head(429 if before < 2 else 200, **{"Retry-After": "7"})
            case "hangs-up":
                self.connection.close()
            case "silent":
                time.sleep(1.5)
            case "endless":
                self.head(200)
                for _ in range(2000):
                    try:
                        self.wfile.write(b"x" * 10_000)
                    except OSError:
                        pages.read_on = False
                        return
                pages.read_on = True
            case "nonsense":
                self.wfile.write(b"no http at all\r\n\r\n")
            case _:
                self.head(int(what))

    def head(self, status: int, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Pages) as server:
        server.daemon_threads, server.asked, server.read_on = True, [], None
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def address(server):
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def waited() -> list[float]:
    return []


@pytest.fixture
def asker(waited) -> links.Asker:
    """Goes into this machine's own network, and only notes how long it would wait."""
    return links.Asker(private=True, sleep=waited.append)


@pytest.fixture
def source(toy):
    return next(source for source in toy.sources.values() if source.address)


def leading(to: str) -> requests.Response:
    """A redirect that no server sent."""
    response = requests.Response()
    response.status_code, response.raw = 302, io.BytesIO()
    response.headers["Location"] = to
    return response


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
def test_a_page_that_is_gone_is_wrong_and_one_that_refuses_programs_is_there(asker, source, address, status, wrong):
    assert asker.ask(at(source, f"{address}/{status}")).wrong == wrong


def test_a_server_that_is_gone_does_not_answer(asker, source):
    assert asker.ask(at(source, "http://127.0.0.1:9/")).wrong == "does not answer (ConnectionError)"


def test_all_are_asked_in_the_order_of_the_sources(asker, source, address):
    asked = [at(source, f"{address}/{status}") for status in (404, 200, 410)]
    assert [bool(answered.wrong) for answered in asker.ask_all(asked)] == [True, False, True]


# --- a server that misbehaves -----------------------------------------------------------------------------------------


def test_what_fails_for_now_is_asked_again_later_each_time(asker, source, address, waited):
    assert asker.ask(at(source, f"{address}/tired/a")).wrong == ""
    assert [each for each in waited if each >= 1] == list(links.PAUSES)


def test_a_server_that_says_when_is_asked_then(asker, source, address, waited):
    assert asker.ask(at(source, f"{address}/later/a")).wrong == ""
    assert 7.0 in waited


@pytest.mark.parametrize("what", ["hangs-up", "nonsense"])
def test_a_server_that_speaks_no_http_does_not_answer(asker, source, address, what, server):
    assert asker.ask(at(source, f"{address}/{what}")).wrong == "does not answer (ConnectionError)"
    assert sum(path == f"/{what}" for path, _ in server.asked) == len(links.PAUSES) + 1


def test_a_server_that_stays_silent_is_not_waited_for(asker, source, address, monkeypatch):
    monkeypatch.setattr(links, "SECONDS", 0.2)
    assert asker.ask(at(source, f"{address}/silent")).wrong.startswith("does not answer (")


def test_a_page_without_end_is_not_read(asker, source, address, server):
    assert asker.ask(at(source, f"{address}/endless")).wrong == ""
    deadline = time.monotonic() + 10
    while server.read_on is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.read_on is False


def test_redirects_that_lead_in_a_circle_end(asker, source, address):
    assert asker.ask(at(source, f"{address}/circle")).wrong == "leads on more than 8 times"


def test_a_page_that_moved_for_good_is_told_and_one_that_moved_for_now_is_not(asker, source, address):
    assert asker.ask(at(source, f"{address}/to/200")).moved == ""
    assert asker.ask(at(source, f"{address}/to-for-good/200")).moved == f"{address}/200"
    assert asker.ask(at(source, f"{address}/to-for-good/404")).wrong == "answers with status 404"


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/x", "javascript:alert(1)"])
def test_a_redirect_to_what_is_no_page_is_not_followed(source, to):
    asker = links.Asker(get=lambda *_, **__: leading(to), private=True, sleep=lambda _: None)
    assert asker.ask(at(source, "https://example.org/")).wrong == f"leads to {to}, which is no page"


# --- never into a private network -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[::ffff:10.0.0.1]",
        "100.64.0.1",
        "2130706433",
    ],
)
def test_nothing_inside_is_asked(source, host):
    asked = []
    answered = links.Asker(get=lambda *words, **_: asked.append(words)).ask(at(source, f"http://{host}/"))
    assert answered.wrong == (f"leads to {host.strip('[]')}, which is no host of the public network, and was not asked")
    assert not asked


def test_a_redirect_does_not_lead_inside(source, address, monkeypatch):
    asked = []

    def get(url, **_):
        asked.append(url)
        return leading(f"{address}/200")

    monkeypatch.setattr(links.socket, "getaddrinfo", _resolved({"example.org": "93.184.215.14"}))
    answered = links.Asker(get=get, sleep=lambda _: None).ask(at(source, "https://example.org/"))
    assert answered.wrong == "leads to 127.0.0.1, which is no host of the public network, and was not asked"
    assert asked == ["https://example.org/"]


def test_a_name_that_stands_for_one_address_inside_is_not_asked(monkeypatch):
    monkeypatch.setattr(links.socket, "getaddrinfo", _resolved({"inside.example.org": "10.0.0.7"}))
    assert not links.is_public("inside.example.org")


def _resolved(known: dict[str, str]):
    def resolve(host, *_, **__):
        return [(None, None, None, "", (known.get(host, host), 0))]

    return resolve


# --- politeness and what is kept --------------------------------------------------------------------------------------


def test_one_host_is_asked_one_at_a_time_with_a_pause(source, address, server, monkeypatch):
    monkeypatch.setattr(links, "BETWEEN", 0.1)
    before = len(server.asked)
    list(links.Asker(private=True).ask_all([at(source, f"{address}/200/{number}") for number in range(4)]))
    times = [when for _, when in server.asked[before:]]
    assert all(later - earlier > 0.08 for earlier, later in itertools.pairwise(times))


def test_what_answered_is_not_asked_again_for_a_while_and_what_did_not_is(source, address, server, tmp_path):
    asked = [at(source, f"{address}/{status}/kept") for status in (200, 404)]
    for day, times in ((TODAY, (1, 1)), (TODAY + timedelta(days=20), (1, 2)), (TODAY + timedelta(days=40), (2, 3))):
        kept = links.Kept(tmp_path / "deep" / "links.json", day)
        answers = list(links.Asker(private=True, sleep=lambda _: None, kept=kept).ask_all(asked))
        kept.write(source.address for source in asked)
        assert [bool(each.wrong) for each in answers] == [False, True]
        assert tuple(sum(path == f"/{status}/kept" for path, _ in server.asked) for status in (200, 404)) == times


@pytest.mark.parametrize("spoilt", ["", "[1]", "{", '{"http://x/": 3}', '{"http://x/": "soon"}'])
def test_what_was_kept_and_is_spoilt_counts_as_nothing(tmp_path, spoilt):
    (tmp_path / "links.json").write_text(spoilt, encoding="utf-8")
    assert not links.Kept(tmp_path / "links.json", TODAY).holds("http://x/")


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def answers(monkeypatch, toy, tmp_path):
    """Answers of no server: what one source's page has become, by its id."""

    def ask_all(_, sources):
        for each in sources:
            wrong = "answers with status 404" if each.id == "second-study" else ""
            yield links.Answered(
                each.id, each.address, wrong, "https://example.org/new" if each.id == "choir-law" else ""
            )

    monkeypatch.setattr(links.Asker, "ask_all", ask_all)
    monkeypatch.setattr(notices, "notices", lambda *_: iter(()))
    monkeypatch.setattr("questionnaire.knowledge.loader.CACHE_FOLDER", tmp_path / "cache")


def test_the_command_says_what_to_look_at(run, toy, answers):
    said = run("kb", "links")
    law, study = toy.sources["choir-law"].address, toy.sources["second-study"].address
    asked = sum(bool(source.address) for source in toy.sources.values())
    assert said.status == 1
    assert (
        f"second-study: {study} answers with status 404. Correct the link, or find where the page went.\n" in said.out
    )
    assert f"choir-law: {law} has moved to https://example.org/new. Write the new link.\n" in said.out
    assert said.out.endswith(f"1 link of {asked} to look at. 1 page has moved.\n")


def test_the_report_is_ready_for_an_issue(run, toy, answers, tmp_path):
    said = run("kb", "links", "--format", "md", "-o", "links.md")
    study = toy.sources["second-study"].address
    assert said.status == 1
    assert f"- [ ] `second-study`: <{study}> answers with status 404\n" in (tmp_path / "links.md").read_text("utf-8")
