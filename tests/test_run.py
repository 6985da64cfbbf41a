"""The one command: what it installs, and what it says where it cannot."""

from __future__ import annotations

import errno
import re
import ssl
import sys
import urllib.error
from pathlib import Path
from types import SimpleNamespace

import pytest
from packaging.requirements import Requirement

import run

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"requirements.txt": "requirements.lock", "requirements-dev.txt": "requirements-dev.lock"}
UNKNOWN_ISSUER = ssl.SSLCertVerificationError(1, "certificate verify failed")
UNKNOWN_ISSUER.verify_message = "unable to get local issuer certificate"

SYSTEMS = [
    {"sys_platform": system, "platform_system": name, "os_name": os_name, "platform_machine": machine}
    for system, name, os_name, machines in (
        ("linux", "Linux", "posix", ("x86_64", "aarch64")),
        ("darwin", "Darwin", "posix", ("x86_64", "arm64")),
        ("win32", "Windows", "nt", ("AMD64",)),
    )
    for machine in machines
]
PYTHONS = [
    {"python_version": f"3.{minor}", "python_full_version": f"3.{minor}.0", "implementation_name": "cpython"}
    for minor in (11, 12, 13, 14)
]


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout of nothing but locks, whose environment is still to be made, on a machine without settings for pip."""
    for lock in LOCKS.values():
        (tmp_path / lock).write_text("nothing==1\n")
    monkeypatch.setattr(run, "HERE", str(tmp_path))
    monkeypatch.setattr(run, "FOLDER", str(tmp_path / ".venv"))
    monkeypatch.setattr(run, "PYTHON", sys.executable)
    monkeypatch.setattr(run, "NAMED_INDEX", "https://mirror.example")
    monkeypatch.setattr(run, "settings", dict)
    for name in ("PIP_CERT", "SSL_CERT_FILE", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def said(act) -> str:
    """What the command says as it gives up."""
    with pytest.raises(SystemExit) as stopped:
        act()
    return str(stopped.value)


def network(monkeypatch, error) -> list[ssl.SSLContext]:
    """Lets every address answer with an error; the list fills with how the certificates were checked."""
    asked = []

    def urlopen(_request, timeout, context):
        asked.append(context)
        raise error

    monkeypatch.setattr(run.urllib.request, "urlopen", urlopen)
    return asked


# Certificates


def test_no_address_is_read_without_checking_its_certificate(checkout, monkeypatch):
    asked = network(monkeypatch, urllib.error.URLError(UNKNOWN_ISSUER))
    with pytest.raises(urllib.error.URLError):
        run.read("https://mirror.example/pip/")
    assert asked
    assert all(context.verify_mode == ssl.CERT_REQUIRED and context.check_hostname for context in asked)


def test_where_no_certificate_is_known_python_s_own_pip_is_used(checkout, monkeypatch):
    network(monkeypatch, urllib.error.URLError(UNKNOWN_ISSUER))
    monkeypatch.setattr(run.subprocess, "run", lambda *_args, **_named: SimpleNamespace(returncode=0))
    assert run.pip() == "-mpip"


def test_where_no_certificate_is_known_and_python_brings_no_pip_it_says_what_to_install(checkout, monkeypatch):
    network(monkeypatch, urllib.error.URLError(UNKNOWN_ISSUER))
    monkeypatch.setattr(run.subprocess, "run", lambda *_args, **_named: SimpleNamespace(returncode=1))
    assert said(run.pip) == (
        "Riskwalk cannot start: pip cannot be fetched (https://mirror.example: unable to get local issuer "
        "certificate; install ca-certificates, or name a file of certificates in SSL_CERT_FILE). Connect, or name a "
        "package index in PIP_INDEX_URL."
    )


def test_a_file_of_certificates_that_is_not_there_is_named(checkout, monkeypatch):
    monkeypatch.setenv("PIP_CERT", "/no/such.pem")
    assert said(lambda: run.read("https://mirror.example/pip/")) == (
        "Riskwalk cannot start: /no/such.pem holds no certificates (No such file or directory). Name a file that does "
        "in PIP_CERT or SSL_CERT_FILE."
    )


# What the system refuses


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            errno.EACCES,
            "FOLDER cannot be written (Permission denied). Copy Riskwalk to a folder of yours.",
        ),
        (
            errno.EROFS,
            "FOLDER cannot be written (Read-only file system). Copy Riskwalk to a folder of yours.",
        ),
        (errno.ENOSPC, "the disk is full, and FOLDER takes 1 GB. Make room and start again."),
        (errno.ENOTDIR, "FOLDER cannot be used (Not a directory). Move it out of the way and start again."),
    ],
)
def test_each_cause_has_its_own_sentence(checkout, monkeypatch, number, sentence):
    def refuse(folder, **_named):
        raise OSError(number, run.os.strerror(number), folder)

    monkeypatch.setattr(run.venv, "create", refuse)
    monkeypatch.setattr(run, "PYTHON", str(checkout / ".venv" / "bin" / "python"))
    assert said(lambda: run.main(["app"])) == "Riskwalk cannot start: " + sentence.replace("FOLDER", run.FOLDER)


def test_a_lock_that_is_not_there_is_not_blamed_on_the_environment(checkout):
    (checkout / "requirements.lock").unlink()
    assert said(lambda: run.main(["app"])) == (
        f"Riskwalk cannot start: {checkout / 'requirements.lock'} is missing. Fetch Riskwalk anew."
    )


def test_a_path_that_no_environment_can_have_is_said_before_one_is_made(checkout, monkeypatch):
    monkeypatch.setattr(run, "FOLDER", f"/a{run.os.pathsep}b/.venv")
    monkeypatch.setattr(run, "PYTHON", f"/a{run.os.pathsep}b/.venv/bin/python")
    assert said(lambda: run.main(["app"])) == (
        f"Riskwalk cannot start: /a{run.os.pathsep}b/.venv has a {run.os.pathsep} in its path. Move Riskwalk to a "
        "folder without."
    )


def test_an_environment_whose_python_is_gone_says_how_to_make_it_anew(checkout):
    gone = str(checkout / "python")
    assert said(lambda: run.become([gone])) == (
        f"Riskwalk cannot start: {gone} does not start (No such file or directory). Remove the folder {run.FOLDER} "
        "and start again."
    )


def test_settings_of_pip_that_cannot_be_read_are_the_user_s_to_mend(tmp_path, monkeypatch):
    (tmp_path / "pip.conf").write_text("index-url = https://mirror.example\n")
    monkeypatch.setenv("PIP_CONFIG_FILE", str(tmp_path / "pip.conf"))
    assert said(run.settings).startswith(
        "Riskwalk cannot start: a settings file of pip cannot be read: File contains no section headers."
    )


# Pip


@pytest.fixture
def pip(checkout, monkeypatch):
    """Stands in for pip: writes down how it was called, and ends with the status that its file `status` holds."""
    script = checkout / "pip.py"
    script.write_text(
        "import os, pathlib, sys\n"
        "here = pathlib.Path(__file__).parent\n"
        "(here / 'called').write_text(' '.join([os.environ['PIP_INDEX_URL'], *sys.argv[1:]]))\n"
        "print('Collecting nothing==1 (from -r requirements.lock (line 1))\\n  Downloading nothing.whl')\n"
        "sys.exit(int((here / 'status').read_text()))\n"
    )
    (checkout / "status").write_text("0")
    (checkout / ".venv").mkdir()
    monkeypatch.setattr(run, "pip", lambda: str(script))
    return checkout


def test_pip_installs_the_lock_checks_every_digest_and_uses_the_mirror_that_is_named(pip):
    run.prepare("requirements.lock")
    assert (pip / "called").read_text() == (
        f"https://mirror.example install --no-input --require-hashes -r {pip / 'requirements.lock'}"
    )


def test_what_is_said_while_installing_is_no_part_of_what_a_command_writes(pip, capfd):
    run.prepare("requirements.lock")
    said_aside = capfd.readouterr()
    assert said_aside.out == ""
    assert (
        said_aside.err
        == f"Preparing Riskwalk in {run.FOLDER}. The first time this takes a minute or two.\n  Collecting nothing==1\n"
    )


def test_pip_is_asked_once_and_again_when_the_lock_changes(pip):
    run.prepare("requirements.lock")
    (pip / "called").unlink()
    run.prepare("requirements.lock")
    assert not (pip / "called").exists()
    (pip / "requirements.lock").write_text("nothing==2\n")
    run.prepare("requirements.lock")
    assert (pip / "called").exists()


@pytest.mark.parametrize(
    ("free", "error", "cause"),
    [
        (5_000_000, None, " The disk is nearly full, and FOLDER takes 1 GB. Make room and start again."),
        (
            5_000_000_000,
            urllib.error.URLError("no such host"),
            " No package index answers (https://mirror.example: no such host). Connect, or name one in PIP_INDEX_URL.",
        ),
        (5_000_000_000, None, ""),
    ],
    ids=["disk", "network", "neither"],
)
def test_where_pip_fails_the_likely_cause_is_looked_up_and_not_guessed(pip, monkeypatch, free, error, cause):
    (pip / "status").write_text("1")
    monkeypatch.setattr(run.shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    if error:
        network(monkeypatch, error)
    else:
        monkeypatch.setattr(run, "read", lambda _address: b"a page")
    assert said(lambda: run.main(["app"])) == (
        "Riskwalk cannot start: pip could not install requirements.lock; its reason stands above."
        + cause.replace("FOLDER", run.FOLDER)
    )
    assert not list((pip / ".venv").glob("installed-*"))


# The locks


def lines(name: str) -> list[str]:
    """The requirements in a file, each with its digests, and those of the files that it refers to."""
    text = re.sub(r"(?m)#.*$", "", (ROOT / name).read_text(encoding="utf-8")).replace("\\\n", " ")
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found += lines(line.removeprefix("-r ")) if line.startswith("-r ") else [line]
    return found


def pins(name: str) -> dict[str, list[str]]:
    """Each pin of a lock with its digests."""
    return {(parts := re.split(r"\s+--hash=", line))[0]: parts[1:] for line in lines(name)}


def same(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize(("asked", "lock"), LOCKS.items())
@pytest.mark.parametrize("python", PYTHONS, ids=lambda python: python["python_version"])
def test_the_lock_answers_what_is_asked_for_on_every_system(asked, lock, python):
    pinned = [Requirement(pin) for pin in pins(lock)]
    for system in SYSTEMS:
        here = {**python, **system}
        for wanted in map(Requirement, lines(asked)):
            if wanted.marker and not wanted.marker.evaluate(here):
                continue
            answers = [
                str(pin.specifier).removeprefix("==")
                for pin in pinned
                if same(pin.name) == same(wanted.name) and (not pin.marker or pin.marker.evaluate(here))
            ]
            assert len(answers) == 1, f"{lock} does not pin {wanted} for {here}: run `python3 run.py lock`"
            assert wanted.specifier.contains(answers[0]), (
                f"{lock} has {answers[0]} for {wanted}: run `python3 run.py lock`"
            )


@pytest.mark.parametrize("lock", LOCKS.values())
def test_every_pin_has_its_digests(lock):
    assert pins(lock)
    for pin, digests in pins(lock).items():
        assert re.fullmatch(r"[a-z0-9-]+==[^ *]+( ; .+)?", pin)
        assert digests and all(re.fullmatch(r"sha256:[0-9a-f]{64}", digest) for digest in digests), pin


def test_the_tests_run_on_the_very_releases_that_the_app_runs_on():
    assert pins("requirements.lock").items() <= pins("requirements-dev.lock").items()


@pytest.mark.parametrize("name", [*LOCKS, *LOCKS.values()])
def test_no_index_and_no_address_is_written_down(name):
    assert not re.search(
        r"://|^\s*-(i|f|-index|-extra|-find)|/simple", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE
    )
