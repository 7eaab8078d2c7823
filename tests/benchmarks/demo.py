"""``make demo`` in a fresh clone: the first time with all that it downloads, and again with everything installed."""

import os
import subprocess
import tempfile
import time
from pathlib import Path

from rich.console import Console

from tests.benchmarks.platform import ROOT
from tests.benchmarks.rows import Row, at_most
from tests.benchmarks.stage import Spoiled

OURS = ("TOONO_LOCAL", "TOONO_PORT_BASE", "TOONO_MONGO_URI", "TOONO_AMQP_URI")  # the clone finds ports of its own


def measure(console: Console) -> list[Row]:
    """Seconds of either, once: what is committed is cloned, not what only lies here."""
    with tempfile.TemporaryDirectory(prefix="toono-") as folder:
        clone = Path(folder, "clone")
        _run("git", "clone", "--quiet", str(ROOT), str(clone), where=Path(folder))
        try:
            first = _run("make", "demo", where=clone)
            console.print(f"  first make demo: {first:.0f} s")
            _run("make", "clean", where=clone)
            again = _run("make", "demo", where=clone)
            console.print(f"  make demo when installed: {again:.0f} s")
        finally:
            _run("make", "clean", where=clone)
    note = "Debian's packages were installed already"
    return [
        at_most("first make demo, with downloads", [first], "s", most=300, note=note),
        at_most("make demo when installed", [again], "s", most=90),
    ]


def _run(*command: str, where: Path) -> float:
    """Seconds that a command takes.

    Raises:
        Spoiled: it fails.
    """
    environment = {name: value for name, value in os.environ.items() if name not in OURS}
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603
        command, cwd=where, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=1200, check=False
    )
    if done.returncode:
        raise Spoiled(f"{' '.join(command)} failed: {(done.stdout + done.stderr)[-2000:]}")
    return time.monotonic() - began
