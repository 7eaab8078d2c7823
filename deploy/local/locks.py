"""Checks that the locks hold what pyproject.toml asks for, and that no file says where packages come from.

Where a machine gets its packages is its own affair: a lock that named a place would fail everywhere else.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from deploy.local.layout import ROOT

PIN = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>\S+)(?: ;.*)? \\\n(?P<hashes>(?: +--hash=\S+.*\n)+)", re.MULTILINE
)
LINE = re.compile(r"^[^\s#]", re.MULTILINE)
PLACE = re.compile(r"://|^\s*-|@ |file:", re.MULTILINE)
REGISTRY = r"\b(py(pi|thonhosted)|npm(js|mirror)|registry\.yarn\w+)\.(org|com)\b"

MODULES = ROOT / "tests" / "contract" / "partner"

Pins = dict[str, str]


def faults() -> Iterator[str]:
    """Say of everything that is wrong what it is, in a sentence each."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime, every = project["project"]["dependencies"], project["dependency-groups"]["dev"]
    pinned = {name: (ROOT / name).read_text() for name in ("requirements.txt", "requirements-dev.txt")}
    for name, text in pinned.items():
        yield from _shape(name, text)
    yield from _unmet("requirements.txt", runtime, pins(pinned["requirements.txt"]))
    yield from _unmet("requirements-dev.txt", runtime + every, pins(pinned["requirements-dev.txt"]))
    yield from _differing(*map(pins, pinned.values()))
    yield from _modules()
    yield from _named_registries()


def pins(text: str) -> Pins:
    """Return the version of each package that the lock pins with a hash."""
    return {canonicalize_name(pin["name"]): pin["version"] for pin in PIN.finditer(text)}


def _shape(name: str, text: str) -> Iterator[str]:
    if len(LINE.findall(text)) != len(pins(text)):
        yield f"{name}: a line is not a version with its hashes."
    if PLACE.search(text.replace("--hash=", "")):
        yield f"{name}: names a place from which packages come."


def _unmet(name: str, wanted: list[str], pinned: Pins) -> Iterator[str]:
    for requirement in map(Requirement, wanted):
        version = pinned.get(canonicalize_name(requirement.name))
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            yield f"{name}: pins {version} where pyproject.toml wants {requirement}; `make lock`."


def _differing(runtime: Pins, every: Pins) -> Iterator[str]:
    for package, version in runtime.items():
        if every.get(package) != version:
            yield f"{package} is {version} at run time but {every.get(package)} in tests; `make lock`."


def _modules() -> Iterator[str]:
    wanted = json.loads((MODULES / "package.json").read_text())["dependencies"]
    locked = json.loads((MODULES / "package-lock.json").read_text())["packages"]
    if locked.pop("")["dependencies"] != wanted:
        yield "package-lock.json: pins something else than package.json wants; `make lock`."
    for name, package in locked.items():
        if "integrity" not in package:
            yield f"package-lock.json: {name} has no hash."
        if "resolved" in package:
            yield f"package-lock.json: {name} names a place from which packages come."


def _named_registries() -> Iterator[str]:
    found = subprocess.run(
        ("git", "grep", "--untracked", "--line-number", "--perl-regexp", "-I", REGISTRY),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    yield from (f"{line}: names a package registry." for line in found.stdout.splitlines())


if __name__ == "__main__":
    found = list(faults())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
