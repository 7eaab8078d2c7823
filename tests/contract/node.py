"""Runs the programs in JavaScript that are not ours: ``ask("events", …)``; what they need lies in .venv (deploy/local/setup)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

PROGRAMS = Path(__file__).parent / "partner" / "programs.cjs"
MODULES = Path(sys.prefix) / "node_modules"


def ask(what: str, told: Any) -> Any:
    """What a program makes of a JSON value."""
    done = subprocess.run(  # noqa: S603  # a command of the tests
        ["node", str(PROGRAMS), what],  # noqa: S607  # of the path
        input=json.dumps(told).encode(), env={**os.environ, "NODE_PATH": str(MODULES)},
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return json.loads(done.stdout)
