"""The kernel's own packet filter, in a table of the suite's, for single ports of the loopback address."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

NFT = shutil.which("nft") or "/usr/sbin/nft"
TABLE = f"toono_faults_{os.getpid()}"
RULES = {  # what happens to packets to these ports, and to those from them
    "drop": ("tcp dport {ports} counter drop", "tcp sport {ports} counter drop"),
    "one way": ("tcp sport {ports} counter drop",),
    "reset": ("tcp dport {ports} counter reject with tcp reset",),
}


def permitted() -> bool:
    """Whether this user may filter packets here."""
    try:
        with filtered("one way", [9]):
            return True
    except (OSError, subprocess.CalledProcessError):
        return False


@contextmanager
def filtered(mode: str, ports: Sequence[int]) -> Iterator[None]:
    """Filter the packets to and from these ports, for as long as the context lasts.

    Raises:
        OSError, CalledProcessError: it is not there, or not permitted.
    """
    named = f"{{ {', '.join(map(str, ports))} }}"
    rules = "\n".join(f'iif "lo" {rule.format(ports=named)}' for rule in RULES[mode])
    chain = f"chain arriving {{\ntype filter hook input priority 0;\n{rules}\n}}"
    _nft("-f", "-", told=f"table ip {TABLE} {{\n{chain}\n}}\n")
    try:
        yield
    finally:
        _nft("delete", "table", "ip", TABLE)


def met() -> int:
    """How many packets the rules that are in force have met."""
    listed = json.loads(_nft("-j", "list", "table", "ip", TABLE))["nftables"]
    expressions = [part for one in listed for part in one.get("rule", {}).get("expr", ())]
    return sum(part["counter"]["packets"] for part in expressions if "counter" in part)


def _nft(*words: str, told: str = "") -> str:
    return subprocess.run([NFT, *words], input=told, capture_output=True, text=True, check=True).stdout  # noqa: S603
