"""The files by which the app is put on servers agree with the app and with each other."""

from __future__ import annotations

import re
import subprocess
import sys

from serving import HEALTH, PROJECT

COMPOSE, CADDY, DOCKER = (PROJECT / name for name in ("deploy/compose.yaml", "deploy/Caddyfile", "Dockerfile"))


def test_the_compose_file_is_one_by_the_specification() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_proxy_sends_people_to_the_servers_that_there_are() -> None:
    text = COMPOSE.read_text("utf-8")
    servers = set(re.findall(r"^  (\w+): \*app$", text, re.MULTILINE))
    named = dict(re.findall(r"(\w+):(\d+)", re.search(r"\{\$SERVERS:(.*?)\}", CADDY.read_text("utf-8"))[1]))
    assert set(named) == servers == {"one", "two"}
    assert set(named.values()) == set(re.findall(r"^EXPOSE (\d+)$", DOCKER.read_text("utf-8"), re.MULTILINE))


def test_the_container_holds_what_it_runs_and_asks_for_its_health_where_it_listens() -> None:
    steps = DOCKER.read_text("utf-8")
    for copied in re.findall(r"^COPY (\S+) ", steps, re.MULTILINE):
        assert (PROJECT / copied).exists()
    (port,) = re.findall(r"^EXPOSE (\d+)$", steps, re.MULTILINE)
    assert f"http://127.0.0.1:{port}{HEALTH}" in steps
    command = re.search(r'^CMD \["python", (.*)\]$', steps, re.MULTILINE)[1]
    words = re.findall(r'"([^"]*)"', command)
    assert words == ["-m", "questionnaire", "app", "--host", "0.0.0.0", "--port", port]
