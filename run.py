#!/usr/bin/env python3
"""Riskwalk in one command; needs nothing but Python 3.11 or newer.

python3 run.py            start the app
python3 run.py test       run all tests (further words go to pytest)
python3 run.py lock       pin what the files of requirements ask for (with --upgrade: its newest releases)
python3 run.py WORDS…     the command line, such as: assess answers.yaml -o report.pdf
"""

import base64
import configparser
import errno
import hashlib
import http.client
import os
import pathlib
import re
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
import venv

HERE = os.path.dirname(os.path.abspath(__file__))
FOLDER = os.path.join(HERE, ".venv")
PYTHON = os.path.join(FOLDER, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")))
APP, TESTS = "requirements.lock", "requirements-dev.lock"
NAMED_INDEX = next(filter(None, map(os.environ.get, ("PIP_INDEX_URL", "UV_DEFAULT_INDEX", "UV_INDEX_URL"))), "")
PIP = "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"


def main(words):
    if sys.version_info < (3, 11):
        newer = next(filter(None, (shutil.which(f"python3.{minor}") for minor in (13, 12, 14, 11))), None)
        if not newer:
            stop("it needs Python 3.11 or newer, and this is %d.%d. Install a newer one." % sys.version_info[:2])
        become([newer, os.path.abspath(__file__), *words])
    try:
        prepare(TESTS if words[0] in ("test", "lock") else APP)
    except OSError as error:
        stop(refusal(error))
    if words[0] == "lock":
        sys.exit(renew(words[1:]))
    if words[0] in ("app", "test"):
        os.chdir(HERE)  # where the settings of pytest and of Streamlit are
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (HERE, os.environ.get("PYTHONPATH"))))
    tests = ["pytest", "-n", "auto", "--dist", "loadfile", *words[1:]] if words[0] == "test" else None
    os.environ["RISKWALK_COMMAND"] = "" if tests else "python3 " + sys.argv[0]  # what messages tell the user to type
    become([PYTHON, "-m", *(tests or ["questionnaire", *words])])


def become(command):
    try:
        sys.exit(subprocess.call(command)) if os.name == "nt" else os.execv(command[0], command)
    except OSError as error:
        stop(f"{command[0]} does not start ({error.strerror}). Remove the folder {FOLDER} and start again.")


def stop(sentence):
    sys.exit("Riskwalk cannot start: " + sentence)


def refusal(error):
    """A sentence on what the system refused while the environment was made, and on what to do."""
    name = error.filename or FOLDER
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full, and {FOLDER} takes 1 GB. Make room and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{name} cannot be written ({error.strerror}). Copy Riskwalk to a folder of yours."
    if error.errno == errno.ENOENT:
        return f"{name} is missing. Fetch Riskwalk anew."
    return f"{name} cannot be used ({error.strerror}). Move it out of the way and start again."


def prepare(lock):
    """Makes the environment, and installs what is locked where that changed since the last time; raises OSError."""
    stamp = pathlib.Path(FOLDER, "installed-" + lock)
    due = f"{sys.version} {hashlib.sha256(pathlib.Path(HERE, lock).read_bytes()).hexdigest()}"
    found = stamp.read_text(encoding="utf-8") if os.path.exists(PYTHON) and stamp.exists() else ""
    if found == due:
        return
    print(f"Preparing Riskwalk in {FOLDER}. The first time this takes a minute or two.", file=sys.stderr)
    if not os.path.exists(PYTHON) or (found and not found.startswith(sys.version)):
        if os.pathsep in FOLDER:
            stop(f"{FOLDER} has a {os.pathsep} in its path. Move Riskwalk to a folder without.")
        venv.create(FOLDER, clear=True, symlinks=os.name != "nt")
    install(lock)
    stamp.write_text(due, encoding="utf-8")


def install(lock):
    own = {"PIP_INDEX_URL": NAMED_INDEX, "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}  # pip skips empty ones
    command = [PYTHON, pip(), "install", "--no-input", "--require-hashes", "-r", os.path.join(HERE, lock)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **own}) as running:
        for line in running.stdout:
            if line.startswith((b"Collecting ", b"Installing ")):
                print(" ", line.decode(errors="replace").split(" (from")[0].strip()[:100], file=sys.stderr)
    if running.returncode:
        stop(f"pip could not install {lock}; its reason stands above. {likely_cause()}".strip())


def likely_cause():
    """A sentence on the disk or the network where one of them is why pip failed, or nothing."""
    if shutil.disk_usage(FOLDER).free < 10**9:
        return f"The disk is nearly full, and {FOLDER} takes 1 GB. Make room and start again."
    page, refusals = from_an_index(page_of_pip)
    return "" if page else f"No package index answers ({refusals}). Connect, or name one in PIP_INDEX_URL."


def pip():
    """What to run as pip: the pinned wheel from a package index, checked by its digest, or else Python's own."""
    wheel, refusals = from_an_index(wheel_of_pip)
    if not wheel:
        if subprocess.run([PYTHON, "-m", "ensurepip"], capture_output=True).returncode:
            stop(f"pip cannot be fetched ({refusals}). Connect, or name a package index in PIP_INDEX_URL.")
        return "-mpip"
    kept = os.path.join(FOLDER, PIP)
    pathlib.Path(kept).write_bytes(wheel)
    return os.path.join(kept, "pip")


def from_an_index(get):
    """What `get` makes of the first package index that answers; or else None, and why none of them does."""
    refusals = []
    for index in indexes():
        try:
            return get(index), ""
        except (OSError, ValueError, http.client.HTTPException) as error:
            why = getattr(error, "reason", error)
            if isinstance(why, ssl.SSLCertVerificationError):
                why = f"{why.verify_message}; install ca-certificates, or name a file of certificates in SSL_CERT_FILE"
            refusals.append(f"{index.rpartition('@')[2]}: {why}")
    return None, "; ".join(refusals)


def indexes():
    """The package indexes that the user's settings for pip and uv name, or else PyPI."""
    more = os.environ.get("PIP_EXTRA_INDEX_URL") or settings().get("extra-index-url", "")
    return [NAMED_INDEX or settings().get("index-url", "https://pypi.org/simple"), *more.split()]


def settings():
    """What the user's settings for pip say for all its commands."""
    places = ["/etc", "/etc/xdg/pip", "~/.pip", "~/.config/pip", "~/Library/Application Support/pip", "${APPDATA}/pip"]
    files = [f"{os.path.expanduser(os.path.expandvars(at))}/pip.{end}" for at in places for end in ("conf", "ini")]
    found = configparser.RawConfigParser(strict=False)
    try:
        found.read([os.environ.get("PIP_CONFIG_FILE", ""), *files])
    except (configparser.Error, UnicodeDecodeError) as error:
        stop(f"a settings file of pip cannot be read: {error}")
    return dict(found["global"]) if found.has_section("global") else {}


def page_of_pip(index):
    """Where an index lists the releases of pip, and what stands there; raises OSError."""
    address = index.rstrip("/") + ("/pip/index.html" if index.startswith("file:") else "/pip/")
    return address, read(address).decode()


def wheel_of_pip(index):
    """The bytes of the pinned pip wheel in an index; raises OSError or ValueError."""
    address, page = page_of_pip(index)
    link = re.search(rf'href=["\']([^"\'#]*{re.escape(PIP)})', page)
    wheel = read(urllib.parse.urljoin(address, link.group(1))) if link else b""
    if hashlib.sha256(wheel).hexdigest() != PIP_SHA256:
        raise ValueError(f"it does not have {PIP} as it was published")
    return wheel


def read(address):
    """The bytes at an address, its certificate always checked; raises OSError."""
    parts = urllib.parse.urlsplit(address)
    request = urllib.request.Request(parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl())
    if parts.username:
        words = urllib.parse.unquote(f"{parts.username}:{parts.password or ''}").encode()
        request.add_header("Authorization", "Basic " + base64.b64encode(words).decode())
    file = os.environ.get("PIP_CERT") or settings().get("cert") or os.environ.get("SSL_CERT_FILE")
    try:
        trust = ssl.create_default_context(cafile=file)
    except OSError as error:
        stop(f"{file} holds no certificates ({error.strerror}). Name a file that does in PIP_CERT or SSL_CERT_FILE.")
    return urllib.request.urlopen(request, timeout=60, context=trust).read()


def renew(words):
    """Writes the locks anew from the files of requirements, with further words for uv; the exit status."""
    where = {"cwd": HERE, "env": {**os.environ, "UV_DEFAULT_INDEX": indexes()[0]}}
    command = [PYTHON, "-m", "uv", "pip", "compile", "--quiet", *words]
    app = subprocess.call([*command, "requirements.txt", "-o", APP], **where)
    return app or subprocess.call([*command, "requirements-dev.txt", "-c", APP, "-o", TESTS], **where)


if __name__ == "__main__":
    try:
        main(sys.argv[1:] or ["app"])
    except KeyboardInterrupt:
        sys.exit(130)
