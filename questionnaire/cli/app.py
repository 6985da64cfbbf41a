"""The web app, started."""

from __future__ import annotations

import os
import subprocess
import sys

from questionnaire.cli.status import DONE
from questionnaire.knowledge import loader


def app(arguments) -> int:
    script = loader.PROJECT / "streamlit_app.py"
    environment = {**os.environ, "RISKWALK_KB": str(arguments.kb.resolve())}
    try:
        return subprocess.call(
            [sys.executable, "-m", "streamlit", "run", str(script)], cwd=script.parent, env=environment
        )
    except KeyboardInterrupt:
        return DONE
