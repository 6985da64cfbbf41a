"""What registries say of sources: retracted, corrected, newer, withdrawn; told by a server nearby, sound or not."""

from __future__ import annotations

import json
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

import msgspec
import pytest

from questionnaire.upkeep import links, notices
from questionnaire.upkeep.notices import Notice, Registries

WORKS: dict[str, object] = {
    "10.1/plain": {"title": ["A study of voices"]},
    "10.1/retracted": {
        "title": ["RETRACTED: A study of voices"],
        "updated-by": [{"type": "retraction", "DOI": "10.1/notice", "label": "Retraction"}],
    },
    "10.1/marked": {"title": ["WITHDRAWN: A study of voices"]},
    "10.1/doubted": {"updated-by": [{"type": "expression_of_concern", "DOI": "10.1/concern"}]},
    "10.1/corrected": {"updated-by": [{"type": "erratum", "DOI": "10.1/erratum"}, {"type": "a-new-word", "DOI": "x"}]},
    "10.1/notice": {"update-to": [{"type": "retraction", "DOI": "10.1/retracted"}]},
    "10.1/preprint": {
        "relation": {"is-preprint-of": [{"id-type": "doi", "id": "10.1/printed", "asserted-by": "subject"}]}
    },
    "10.1/replaced": {
        "relation": {"is-replaced-by": [{"id-type": "doi", "id": "10.1/new"}, {"id-type": "uri", "id": "x"}]}
    },
    "10.1/odd": {"title": None, "updated-by": None, "relation": [], "update-to": ["x"]},
}
ENTRY = """<entry><id>http://arxiv.org/abs/{number}v{version}</id><title>Voices</title><summary>{summary}</summary>
<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">{comment}</arxiv:comment>{doi}</entry>"""
FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">{}</feed>'
PRINTED = '<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">10.1/printed</arxiv:doi>'
ON_ARXIV = {
    "2101.00001": ENTRY.format(number="2101.00001", version=3, summary="Voices.", comment="12 pages", doi=""),
    "2101.00002": ENTRY.format(
        number="2101.00002", version=2, summary="This paper has been withdrawn by the author.", comment="", doi=""
    ),
    "2101.00003": ENTRY.format(
        number="2101.00003", version=1, summary="Troops were withdrawn.", comment="", doi=PRINTED
    ),
}


class Registry(BaseHTTPRequestHandler):
    """Crossref below /works/, arXiv below /query; other first words of the path misbehave as they say."""

    def do_GET(self):
        self.server.asked.append((self.path, time.monotonic()))
        before = sum(path == self.path for path, _ in self.server.asked)
        what, _, rest = self.path.strip("/").partition("/")
        if what == "works":
            doi = unquote(rest)
            self.said(200 if doi in WORKS else 404, json.dumps({"status": "ok", "message": WORKS.get(doi)}).encode())
        elif what.startswith("query"):
            numbers = unquote(what.partition("id_list=")[2]).split(",")
            self.said(200, FEED.format("".join(ON_ARXIV.get(number, "") for number in numbers)).encode())
        elif what == "tired":
            self.said(
                503 if before < 3 else 200, b'{"message": {"updated-by": [{"type": "retraction", "DOI": "10.1/n"}]}}'
            )
        elif what == "broken":
            self.said(500, b"")
        elif what == "nonsense":
            self.said(200, b"<html>Sign in first</html>")
        elif what == "list":
            self.said(200, b"[1, 2]")
        elif what == "entities":
            self.said(200, b'<!DOCTYPE x [<!ENTITY a "aaaa">]><feed>&a;</feed>')
        elif what == "circle":
            self.send_response(302)
            self.send_header("Location", self.path)
            self.end_headers()
        elif what == "inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.7/works/x")
            self.end_headers()
        elif what == "trickle":
            self.send_response(200)
            self.end_headers()
            for _ in range(60):
                try:
                    self.wfile.write(b"x" * 20_000)
                    self.wfile.flush()
                except OSError:
                    return
                time.sleep(0.05)
        elif what == "endless":
            self.send_response(200)
            self.end_headers()
            for _ in range(2000):
                try:
                    self.wfile.write(b"x" * 10_000)
                except OSError:
                    return

    def said(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture(scope="module")
def server():
    with ThreadingHTTPServer(("127.0.0.1", 0), Registry) as server:
        server.daemon_threads, server.asked = True, []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def at(server) -> Registries:
    return registries(server, "works")


def registries(server, what: str, arxiv: str = "query?id_list=") -> Registries:
    here = f"http://127.0.0.1:{server.server_port}"
    return Registries(f"{here}/{what}/", f"{here}/{arxiv}")


@pytest.fixture
def asker() -> links.Asker:
    return links.Asker(private=True, sleep=lambda _: None)


@pytest.fixture
def source(toy):
    return next(source for source in toy.sources.values() if source.address)


def by_doi(source, doi: str, identity: str = "voices"):
    return msgspec.structs.replace(source, id=identity, DOI=doi, URL=None)


def by_url(source, url: str, identity: str = "voices"):
    return msgspec.structs.replace(source, id=identity, DOI=None, URL=url)


def told(asker, sources, at: Registries) -> list[Notice]:
    return [each for _, said in notices.notices(asker, sources, at) for each in said]


@pytest.mark.parametrize(
    ("doi", "said", "grave"),
    [
        ("10.1/retracted", "is retracted (https://doi.org/10.1/notice)", True),
        ("10.1/marked", "is marked as withdrawn in its title (“WITHDRAWN: A study of voices”)", True),
        ("10.1/doubted", "is under an expression of concern (https://doi.org/10.1/concern)", True),
        ("10.1/corrected", "is corrected (https://doi.org/10.1/erratum)", False),
        ("10.1/notice", "is itself the notice that https://doi.org/10.1/retracted is retracted", True),
        ("10.1/preprint", "is published (https://doi.org/10.1/printed)", False),
        ("10.1/replaced", "is replaced (https://doi.org/10.1/new)", False),
    ],
)
def test_what_crossref_says_of_a_doi(asker, source, at, doi, said, grave):
    assert told(asker, [by_doi(source, doi)], at) == [Notice("voices", f"https://doi.org/{doi}", said, grave)]


@pytest.mark.parametrize("doi", ["10.1/plain", "10.1/odd", "10.9/of-another-registry"])
def test_a_doi_of_which_nothing_is_said_or_known_is_told_nothing_of(asker, source, at, doi):
    assert told(asker, [by_doi(source, doi)], at) == []


@pytest.mark.parametrize(
    ("url", "said", "grave"),
    [
        ("https://arxiv.org/abs/2101.00001v1", "is cited in version 1, and version 3 is out", False),
        ("https://arxiv.org/pdf/2101.00001v2", "is cited in version 2, and version 3 is out", False),
        ("https://arxiv.org/abs/2101.00002", "is withdrawn", True),
        ("https://arxiv.org/abs/2101.00003", "is published (https://doi.org/10.1/printed)", False),
    ],
)
def test_what_arxiv_says_of_a_number(asker, source, at, url, said, grave):
    assert told(asker, [by_url(source, url)], at) == [Notice("voices", url, said, grave)]


@pytest.mark.parametrize(
    "url",
    ["https://arxiv.org/abs/2101.00001", "https://arxiv.org/abs/2101.00001v3", "https://arxiv.org/abs/2199.99999v1"],
)
def test_the_newest_version_and_a_link_without_one_and_an_unknown_number_are_left_alone(asker, source, at, url):
    assert told(asker, [by_url(source, url)], at) == []


def test_a_doi_of_arxiv_is_asked_at_arxiv_alone_and_many_numbers_at_once(asker, source, at, server):
    before = len(server.asked)
    sources = [by_doi(source, "10.48550/arXiv.2101.00001"), by_url(source, "https://arxiv.org/abs/2101.00002", "gone")]
    assert [each.source for each in told(asker, sources, at)] == ["gone"]
    assert [path for path, _ in server.asked[before:]] == ["/query?id_list=2101.00001,2101.00002"]
    assert notices.number(sources) == 2


# --- a registry that misbehaves ---------------------------------------------------------------------------------------


def test_a_registry_that_is_tired_is_asked_again(asker, source, server):
    (said,) = told(asker, [by_doi(source, "10.1/x")], registries(server, "tired"))
    assert said.said == "is retracted (https://doi.org/10.1/n)"


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("broken", "answers with status 500"),
        ("nonsense", "answers with what cannot be read"),
        ("list", "answers with what cannot be read"),
        ("circle", "leads on more than 8 times"),
        ("endless", "answers with more than 4 MB"),
    ],
)
def test_an_answer_that_is_none_is_told_of_the_registry_and_clears_nothing(asker, source, server, what, said, tmp_path):
    asker.kept = links.Kept(tmp_path / "links.json", date(2026, 11, 2))
    at = registries(server, what)
    (found,) = told(asker, [by_doi(source, "10.1/x")], at)
    assert found == Notice("", f"{at.crossref}10.1%2Fx", said)
    assert not asker.kept.days


def test_a_registry_that_takes_its_time_is_not_waited_for(asker, source, server, monkeypatch):
    monkeypatch.setattr(links, "SECONDS", 0.3)
    started = time.monotonic()
    (found,) = told(asker, [by_doi(source, "10.1/x")], registries(server, "trickle"))
    assert found.said == "does not answer (Timeout)"
    assert time.monotonic() - started < 5


def test_a_registry_that_does_not_answer_is_given_up(asker, source, server):
    before = len(server.asked)
    sources = [by_doi(source, f"10.1/{number}", f"s{number}") for number in range(6)]
    found = told(asker, sources, registries(server, "broken"))
    assert [each.said for each in found] == [
        "answers with status 500",
        "answers with status 500",
        "answers with status 500, and the registry is not asked any more",
    ]
    assert len(server.asked) - before == 3 * (len(links.PAUSES) + 1)


@pytest.mark.parametrize("what", ["nonsense", "entities"])
def test_an_answer_for_arxiv_that_is_none_is_told(asker, source, server, what):
    at = registries(server, "works", f"{what}/?id_list=")
    (found,) = told(asker, [by_url(source, "https://arxiv.org/abs/2101.00001v1")], at)
    assert found == Notice("", at.arxiv, "answers with what cannot be read")


def test_a_registry_does_not_lead_into_a_private_network(source, server, monkeypatch):
    monkeypatch.setattr(links, "is_public", lambda host: host == "127.0.0.1")
    (found,) = told(links.Asker(sleep=lambda _: None), [by_doi(source, "10.1/x")], registries(server, "inside"))
    assert found.said == "leads to 10.0.0.7, which is no host of the public network, and was not asked"


# --- politeness, what is kept, and the command ------------------------------------------------------------------------


def test_a_registry_is_asked_with_a_pause_and_not_again_for_a_while(source, at, server, tmp_path, monkeypatch):
    monkeypatch.setattr(links, "BETWEEN", 0.1)
    before = len(server.asked)
    sources = [by_doi(source, doi, doi[5:]) for doi in ("10.1/plain", "10.1/corrected", "10.1/odd")]
    kept = links.Kept(tmp_path / "links.json", date(2026, 11, 2))
    told(links.Asker(private=True, kept=kept), sources, at)
    times = [when for _, when in server.asked[before:]]
    assert len(times) == 3 and min(times[1] - times[0], times[2] - times[1]) > 0.08
    kept.write(notices.asked(sources, at))
    again = links.Kept(tmp_path / "links.json", date(2026, 11, 20))
    assert [each.source for each in told(links.Asker(private=True, kept=again), sources, at)] == ["corrected"]
    assert len(server.asked) - before == 4


def test_the_command_names_what_is_retracted_and_fails(run, toy, monkeypatch, tmp_path):
    def ask_all(_, sources):
        yield from (links.Answered(each.id, each.address, "") for each in sources)

    def said(_, sources, at=None):
        grave, mild = sources[0], sources[1]
        yield 1, (Notice(grave.id, grave.address, "is retracted (https://doi.org/10.1/notice)", grave=True),)
        yield 2, (Notice(mild.id, mild.address, "is corrected (https://doi.org/10.1/erratum)"),)
        yield 3, (Notice("", "https://registry.example/x", "answers with status 500"),)

    monkeypatch.setattr(links.Asker, "ask_all", ask_all)
    monkeypatch.setattr(notices, "notices", said)
    monkeypatch.setattr("questionnaire.knowledge.loader.CACHE_FOLDER", tmp_path / "cache")
    grave, mild = [source for source in toy.sources.values() if source.address][:2]
    done = run("kb", "links")
    assert done.status == 1
    assert (
        f"{grave.id}: {grave.address} is retracted (https://doi.org/10.1/notice). "
        "Read the notice, and take out or mend what rests on it.\n"
    ) in done.out
    assert (
        f"{mild.id}: {mild.address} is corrected (https://doi.org/10.1/erratum). "
        "Look whether what we cite still holds.\n"
    ) in done.out
    assert "https://registry.example/x answers with status 500.\n" in done.out
    assert done.out.endswith(
        "links answer. 1 source is retracted, withdrawn or in doubt. "
        "1 has been corrected, published or renewed since.\n"
    )
    run("kb", "links", "--format", "md", "-o", "links.md")
    listed = (tmp_path / "links.md").read_text("utf-8")
    assert f"- [ ] `{grave.id}`: <{grave.address}> is retracted (https://doi.org/10.1/notice)\n" in listed
    assert listed.index(grave.id) < listed.index(mild.id) < listed.index("registry.example")
