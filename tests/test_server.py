"""The server around the pages: who is let in, what goes out with every answer, its health and its start."""

from __future__ import annotations

import json
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from serving import HEALTH, Server, free_port, running

from questionnaire.web.hosts import SPACES, WrongSetting, hosts

NAMED = "riskwalk.example.org"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    """As it is by default, but for one more name."""
    with running(tmp_path_factory.mktemp("server"), RISKWALK_HOSTS=NAMED) as started:
        yield started


@pytest.fixture
def proxy() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a proxy that lets nothing through, and what it was asked for."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", asked


# --- under which name -------------------------------------------------------------------------------------------------

MEANT = ["localhost", "localhost:8501", "LOCALHOST.", "127.0.0.1", "127.0.0.1:80", "[::1]:8501", NAMED, f"{NAMED}:443"]
FOREIGN = [
    "evil.example",
    "evil.example:8501",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    f"{NAMED}.evil.example",
    f"evil.{NAMED}",
    f"evil@{NAMED}",
    f"{NAMED}@evil.example",
    f"{NAMED}/",
    "localhost:8501:8501",
    "10.0.0.1",
    "[::2]",
    "",
]


@pytest.mark.parametrize("host", MEANT)
def test_the_page_and_its_stream_open_under_a_name_that_is_meant(server, host):
    assert server.ask(host=host).status == 200
    assert server.knock(host).status == 101
    assert server.knock(host, f"http://{host}").status == 101
    assert server.knock(host, f"https://{host}").status == 101


@pytest.mark.parametrize("host", FOREIGN)
def test_nothing_opens_under_another_name_not_even_for_a_page_of_that_name(server, host):
    """A stranger's name that was made to point at this machine: for the browser both are one site."""
    for path in ("/", HEALTH, "/_stcore/health", "/_stcore/host-config", "/media/x.pdf"):
        assert server.ask(path, host).status == 403
    assert server.knock(host).status == 403
    assert server.knock(host, f"http://{host}").status == 403
    assert server.knock(host, "http://localhost").status == 403


def test_a_refusal_says_why_and_what_whoever_runs_it_can_do(server):
    assert server.ask(host="evil.example:99").text == (
        "This app does not answer under the name “evil.example:99”. Whoever runs it can allow the name in "
        "RISKWALK_HOSTS."
    )


def test_a_question_without_a_name_or_with_two_is_refused(server):
    assert server.ask(host=None).status in (400, 403)
    assert server.knock(host=None).status in (400, 403)
    with socket.create_connection(("127.0.0.1", server.port)) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        assert connection.recv(100).split()[1] in (b"400", b"403")


def test_the_address_at_which_somebody_comes_in_is_meant():
    """In numbers it cannot be made to point elsewhere, so a machine's own address needs no setting."""
    ours = hosts({})
    assert not ours.refusal(["192.168.1.5:8501"], ["http://192.168.1.5:8501"], "192.168.1.5")
    assert not ours.refusal(["192.168.1.5"], [], "::ffff:192.168.1.5")
    assert not ours.refusal(["[fe80::1]:8501"], [], "fe80::1%eth0")
    assert ours.refusal(["192.168.1.6"], [], "192.168.1.5")
    assert ours.refusal(["router.local"], [], "192.168.1.5")


# --- pages of which origin --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "https://evil.example",
        "http://localhost:3000",  # another program on the same machine
        "http://127.0.0.1",
        "http://localhost.evil.example",
        f"http://evil.{NAMED}",
        "file://",
        "null",
        "localhost",
    ],
)
def test_a_foreign_page_opens_no_stream_and_reads_nothing(server, origin):
    assert server.knock("localhost", origin).status == 403
    refused = server.ask("/_stcore/host-config", Origin=origin)
    assert refused.status == 403
    assert refused.text == f"This app does not answer pages of “{origin}”."


def test_behind_a_proxy_that_asks_under_another_name_a_page_of_a_named_host_is_at_home(server):
    assert server.knock("127.0.0.1:8501", f"https://{NAMED}").status == 101


def test_a_program_that_is_no_browser_names_no_origin_and_is_let_in(server):
    assert server.knock("localhost", None).status == 101


def test_a_foreign_origin_makes_the_server_ask_nobody(tmp_path, proxy):
    """Streamlit would ask a stranger for the address of this machine, to compare it with the origin."""
    address, asked = proxy
    with running(tmp_path, http_proxy=address, https_proxy=address, no_proxy="", RISKWALK_HOSTS=NAMED) as server:
        assert server.knock("localhost", "http://evil.example").status == 403
        assert server.knock("127.0.0.1", f"http://{NAMED}").status == 101
        assert server.knock(NAMED.upper(), f"http://{NAMED}").status == 101
        assert server.ask("/media/x.pdf", Origin="http://evil.example").status == 403
    assert asked == []


def test_a_server_for_all_machines_asks_nobody_at_its_start(tmp_path, proxy):
    address, asked = proxy
    words = ("--server.address", "0.0.0.0")
    with running(tmp_path, words, http_proxy=address, https_proxy=address, no_proxy="") as server:
        assert server.ask().status == 200
        assert "It can be reached from other machines, at the addresses of this one.\n" in server.said()
    assert asked == []


# --- what the settings mean -------------------------------------------------------------------------------------------


def test_names_are_given_with_spaces_or_commas_and_what_is_listened_at_is_one_of_them():
    ours = hosts({"RISKWALK_HOSTS": "One.example, two.example\tthree.example"}, "four.example", "0.0.0.0", "::", None)
    assert ours.named == {"one.example", "two.example", "three.example", "four.example"}
    assert hosts({}).named == frozenset()
    assert hosts({}, "127.0.0.1").named == frozenset()


@pytest.mark.parametrize("name", ["https://one.example", "one.example/app", "*", "*.example.org", "a@b", "ü.example"])
def test_a_name_that_is_none_is_said(name):
    with pytest.raises(WrongSetting) as wrong:
        hosts({"RISKWALK_HOSTS": f"one.example {name}"})
    assert str(wrong.value) == (
        f'RISKWALK_HOSTS: "{name}" is no name of a host. Write names alone, with spaces between them, such as '
        "RISKWALK_HOSTS=riskwalk.example.org"
    )


@pytest.mark.parametrize("frame", ["intranet.example.org", "*", "'self'", "https://", "https://a.example;", "data:"])
def test_an_origin_that_is_none_is_said(frame):
    with pytest.raises(WrongSetting) as wrong:
        hosts({"RISKWALK_FRAMED_BY": frame})
    assert str(wrong.value) == (
        f'RISKWALK_FRAMED_BY: "{frame}" is no origin of a page. Write scheme and name, with spaces between several, '
        "such as RISKWALK_FRAMED_BY=https://intranet.example.org"
    )


def test_a_wrong_setting_ends_the_start_with_that_sentence(tmp_path):
    with pytest.raises(pytest.fail.Exception) as ended, running(tmp_path, RISKWALK_HOSTS="http://x"):
        pass
    assert str(ended.value) == (
        'The server did not start:\nRiskwalk cannot start: RISKWALK_HOSTS: "http://x" is no name of a host. Write '
        "names alone, with spaces between them, such as RISKWALK_HOSTS=riskwalk.example.org\n"
    )


# --- frames and other headers -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", HEALTH, "/_stcore/health", "/media/none.pdf", "/favicon.png", "/none/at/all"])
def test_every_answer_forbids_frames_and_foreign_use(server, path):
    headers = server.ask(path).headers
    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == policy["base-uri"] == "'self'"
    assert policy["object-src"] == "'none'"
    assert "'unsafe-inline'" not in policy["script-src"]
    assert "'unsafe-eval'" not in policy["script-src"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers


def test_a_refusal_has_the_same_headers(server):
    refused, given = server.ask(host="evil.example").headers, server.ask().headers
    for name in ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"):
        assert refused[name] == given[name]


def test_a_frame_can_be_allowed_and_a_space_of_hugging_face_is_both_host_and_framed():
    assert hosts({}).framed_by == ()
    assert hosts({"RISKWALK_FRAMED_BY": "https://a.example, http://b.example:80"}).framed_by == (
        "https://a.example",
        "http://b.example:80",
    )
    space = hosts({"SPACE_HOST": "team-riskwalk.hf.space"})
    assert space.named == {"team-riskwalk.hf.space"}
    assert space.framed_by == (SPACES,)
    framed = hosts({"SPACE_HOST": "team-riskwalk.hf.space", "RISKWALK_FRAMED_BY": "https://a.example"}).framed_by
    assert framed == ("https://a.example",)


def test_a_space_of_hugging_face_starts_as_it_is_started_there(tmp_path):
    words = ("--server.address", "0.0.0.0", "--server.enableCORS", "false", "--server.enableXsrfProtection", "false")
    with running(tmp_path, words, SPACE_HOST="team-riskwalk.hf.space") as server:
        page = server.ask(host="team-riskwalk.hf.space")
        assert page.status == 200
        assert "frame-ancestors https://huggingface.co" in page.headers["Content-Security-Policy"]
        assert "X-Frame-Options" not in page.headers
        assert server.knock("team-riskwalk.hf.space", "https://team-riskwalk.hf.space").status == 101
        assert server.knock("team-riskwalk.hf.space", "https://evil-app.hf.space").status == 403
        assert server.knock("team-riskwalk.hf.space", "https://huggingface.co").status == 403


# --- health -----------------------------------------------------------------------------------------------------------


def health(server: Server) -> tuple[int, list[str]]:
    said = server.ask(HEALTH)
    assert said.headers["Cache-Control"] == "no-store"
    told = json.loads(said.text)
    assert told["status"] == ("ok" if said.status == 200 else "unavailable")
    return said.status, told["because"]


def test_a_server_that_can_take_somebody_in_is_healthy(server):
    assert health(server) == (200, [])


def test_the_server_opens_as_many_files_as_the_system_allows(tmp_path):
    with running(tmp_path, descriptors=(256, 1024)) as server:
        told = json.loads(server.ask(HEALTH).text)
        assert told["descriptors"]["limit"] == 1024
        assert 10 < told["descriptors"]["open"] < 100


def test_a_full_server_says_so_takes_nobody_in_and_recovers(tmp_path):
    """Those who are in keep the last descriptors: their answers are written to files."""
    full = "This app has no room for more people at the moment. Try again in a few minutes."
    with running(tmp_path, descriptors=(160, 160)) as server:
        assert health(server) == (200, [])
        waiting = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
        assert health(server) == (503, [full])
        for said in (server.ask(), server.knock()):
            assert (said.status, said.text) == (503, full)
        for connection in waiting:
            connection.close()
        assert health(server) == (200, [])
        assert server.knock().status == 101


def test_a_store_that_cannot_be_read_is_said_without_naming_folders(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "assessments.sqlite3").write_text("no database at all, but long enough to be taken for one")
    with running(tmp_path) as server:
        assert health(server) == (503, ["The store of answers cannot be read; the server's log says why."])
        assert "assessments.sqlite3 is damaged, or is not one of Riskwalk." in server.said()


def test_a_knowledge_base_with_mistakes_is_said(tmp_path, changed: Callable[[str, str, str], Path]):
    broken = changed("questions/size.yaml", "why_we_ask:", "why_we_aks:")
    with running(tmp_path, RISKWALK_KB=str(broken)) as server:
        status, because = health(server)
        assert status == 503
        assert because == ["The knowledge base has 2 problems; `kb check` shows them."]
        assert server.comes_to_say(because[0])


# --- start and end ----------------------------------------------------------------------------------------------------


def test_the_start_says_one_line_and_the_end_none(tmp_path):
    with running(tmp_path) as server:
        assert health(server) == (200, [])
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=10)
        assert server.said() == f"Riskwalk is at http://127.0.0.1:{server.port}/ (stop it with Ctrl+C).\n"


APP = ("questionnaire", "app", "--port")


def test_the_command_says_where_the_app_is_and_whoever_ends_it_ends_the_app(tmp_path, toy_folder):
    with running(tmp_path, ("--host", "localhost", "--kb", str(toy_folder)), APP) as server:
        assert health(server) == (200, [])
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(timeout=10)
        assert server.said() == f"Riskwalk is at http://localhost:{server.port}/ (stop it with Ctrl+C).\n"
        with pytest.raises(OSError, match="refused"):
            server.ask()


def test_a_port_that_is_taken_is_said_with_what_to_do(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        said = run("app", "--port", str(number))
    assert said.status == 2
    assert said.err == (
        f"python -m questionnaire: port {number} is used by another program. Name another one with --port, or leave "
        "--port out: then the first free one from 8501 on is taken.\n"
    )


@pytest.mark.parametrize("host", ["192.0.2.77", "no-such-host.invalid", "", "a" * 300, "http://localhost"])
def test_a_host_that_is_not_this_machine_is_said_with_what_to_do(run, host):
    said = run("app", "--host", host, "--port", str(free_port()))
    assert said.status == 2
    assert said.err == (
        f'python -m questionnaire: "{host}" is no address of this machine. Name one of its own with --host, or '
        "0.0.0.0 for all of them.\n"
    )


@pytest.mark.parametrize("text", ["0", "65536", "eighty", "-1", "8600.5", "٨٦٠٠"])
def test_a_port_that_is_none_is_said(run, text):
    said = run("app", f"--port={text}")
    assert said.status == 2
    assert said.err.endswith(f'error: argument --port: "{text}" is no port. Allowed: 1 to 65535, such as 8600.\n')
