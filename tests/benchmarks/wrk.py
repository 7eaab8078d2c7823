"""Load from wrk: a constant number of connections, each with one request under way."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.stage import CONNECTIONS, Spoiled

SCRIPT = Path(__file__).with_name("requests.lua")
MISSING = "The benchmarks need wrk to make load: sudo apt-get install wrk"


@dataclass(frozen=True, kw_only=True)
class Load:
    """What wrk counted: answers in all, those of 400 and above, those that never came; latencies in microseconds."""

    requests: int
    microseconds: int
    refused: int
    broken: int
    mean: int
    p99: int

    @property
    def rate(self) -> float:
        """Answers per second.

        Raises:
            Spoiled: some were refused or lost.
        """
        if self.refused or self.broken:
            raise Spoiled(f"{self.refused} of {self.requests} requests were refused, {self.broken} were lost")
        return self.requests / self.microseconds * 1e6


def installed() -> bool:
    """Whether there is wrk."""
    return shutil.which("wrk") is not None


def load(url: str, *arguments: str, seconds: float) -> Load:
    """Read the URL for so many seconds, or post to it; the arguments are those of the script."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "-s", str(SCRIPT), url]
    said = subprocess.run([*command, "--", *arguments], capture_output=True, text=True, check=True).stdout  # noqa: S603
    return Load(**json.loads(said.splitlines()[-1]))
