#!/usr/bin/env python3
"""Riskwalk in one command; needs nothing but Python 3.11 or newer.

python3 run.py            start the app
python3 run.py test       run all tests (further words go to pytest)
python3 run.py WORDS…     the command line, such as: assess answers.yaml -o report.pdf
"""

import base64
import configparser
import hashlib
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, ".venv")
PYTHON = os.path.join(FOLDER, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
APP, TESTS = "requirements.txt", "requirements-dev.txt"
NAMED_INDEX = next(filter(None, map(os.environ.get, ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"))), "")
PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main(words):
    if sys.version_info < (3, 11):
        newer = next(filter(None, (shutil.which(f"python3.{minor}") for minor in (13, 12, 14, 11))), None)
        if not newer:
            stop("it needs Python 3.11 or newer, and this is %d.%d. Install a newer one." % sys.version_info[:2])
        become([newer, os.path.abspath(__file__), *words])
    words = words or ["app"]
    testing = words[0] == "test"
    try:
        prepare([APP, TESTS] if testing else [APP])
    except OSError as error:
        stop(f"{FOLDER} cannot be written ({error.strerror}). It has to be writable, with 1 GB of room on the disk.")
    if testing or words[0] == "app":
        os.chdir(HERE)  # where the settings of pytest and of Streamlit are
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (HERE, os.environ.get("PYTHONPATH"))))
    if not testing:
        os.environ.setdefault("RISKWALK_COMMAND", "python3 " + sys.argv[0])  # what messages tell the user to type
    command = ["pytest", "-n", "auto", "--dist", "loadgroup", *words[1:]] if testing else ["questionnaire", *words]
    become([PYTHON, "-m", *command])


def become(command):
    sys.exit(subprocess.call(command)) if os.name == "nt" else os.execv(command[0], command)


def stop(sentence):
    sys.exit("Riskwalk cannot start: " + sentence)


def prepare(requirements):
    """Makes the environment, and installs what is required where that changed since the last time."""
    stamp = pathlib.Path(FOLDER, "installed-" + requirements[-1])
    texts = b"".join(pathlib.Path(HERE, name).read_bytes() for name in requirements)
    due = sys.version.replace("\n", " ") + "\n" + hashlib.sha256(texts).hexdigest()
    found = stamp.read_text(encoding="utf-8") if os.path.exists(PYTHON) and stamp.exists() else ""
    if found == due:
        return
    print(f"Preparing Riskwalk in {FOLDER}. The first time this takes a minute.", flush=True)
    if not os.path.exists(PYTHON) or found.partition("\n")[0] not in ("", due.partition("\n")[0]):
        made = subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--clear", FOLDER], capture_output=True)
        if made.returncode:
            stop("python3 -m venv fails: " + (made.stdout + made.stderr).decode(errors="replace").strip())
    install(requirements[-1])
    stamp.write_text(due, encoding="utf-8")


def install(requirements):
    named = {"PIP_INDEX_URL": NAMED_INDEX} if NAMED_INDEX else {}
    environment = {**os.environ, **named, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    command = [PYTHON, pip(), "install", "--no-input", "--prefer-binary", "-r", os.path.join(HERE, requirements)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as running:
        for line in running.stdout:
            if line.startswith((b"Collecting ", b"Installing ")):
                print(" ", line.decode(errors="replace").split(" (from")[0].strip()[:100], flush=True)
    if running.returncode:
        stop("pip could not install all; its reason stands above. Is there a network (PIP_CERT), and 1 GB on the disk?")


def pip():
    """What to run as pip: the pinned wheel from a package index, checked by its digest, or else Python's own."""
    kept, refusals = os.path.join(FOLDER, PIP), []
    for index in indexes() if not os.path.exists(kept) else ():
        print("  Fetching", PIP, "from", index.rpartition("@")[2], flush=True)
        try:
            wheel = wheel_from(index)
        except (OSError, ValueError) as error:
            refusals.append(str(error))
            continue
        pathlib.Path(kept + ".part").write_bytes(wheel)
        os.replace(kept + ".part", kept)
        break
    if os.path.exists(kept):
        return os.path.join(kept, "pip")
    if subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True).returncode:
        stop(f"no package index can be reached ({'; '.join(refusals)}). Connect, or name one in PIP_INDEX_URL.")
    return "-mpip"


def indexes():
    """The package indexes that the user's settings for pip and uv name, or else PyPI."""
    home, settings = os.path.expanduser("~"), configparser.RawConfigParser(strict=False)
    settings.read(
        [
            os.environ.get("PIP_CONFIG_FILE", ""),
            "/etc/pip.conf",
            "/etc/xdg/pip/pip.conf",
            home + "/.pip/pip.conf",
            home + "/.config/pip/pip.conf",
            home + "/Library/Application Support/pip/pip.conf",
            os.environ.get("APPDATA", "") + "/pip/pip.ini",
        ]
    )
    named = dict(settings["global"]) if settings.has_section("global") else {}
    more = os.environ.get("PIP_EXTRA_INDEX_URL") or named.get("extra-index-url", "")
    return [NAMED_INDEX or named.get("index-url", "https://pypi.org/simple"), *more.split()]


def wheel_from(index):
    """The bytes of the pinned pip wheel in an index; raises OSError or ValueError."""
    page = index.rstrip("/") + ("/pip/index.html" if index.startswith("file:") else "/pip/")
    link = re.search(rf'href=["\']([^"\'#]*{re.escape(PIP)})', read(page).decode())
    wheel = read(urllib.parse.urljoin(page, link.group(1))) if link else b""
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise ValueError(f"it does not have {PIP} as it was published")
    return wheel


def read(address):
    parts = urllib.parse.urlsplit(address)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    if parts.username:
        words = urllib.parse.unquote(f"{parts.username}:{parts.password or ''}").encode()
        request.add_header("Authorization", "Basic " + base64.b64encode(words).decode())
    trust = ssl.create_default_context(cafile=os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE"))
    try:
        return urllib.request.urlopen(request, timeout=60, context=trust).read()
    except urllib.error.URLError as error:
        if parts.username or not isinstance(error.reason, ssl.SSLCertVerificationError):
            raise
    # A bare machine may know no certificates. All that is fetched here is one file of known digest; pip brings its own.
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
    return urllib.request.urlopen(request, timeout=60, context=trust).read()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(130)
