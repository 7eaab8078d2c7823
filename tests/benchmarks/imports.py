"""Imports: lists of a country's areas and centers, from the upload until every row is in the register."""

import csv
import io
import time
import uuid
from collections.abc import Iterable
from typing import Any

import urllib3

from tests.benchmarks import memory
from tests.benchmarks.platform import Platform
from tests.benchmarks.rows import Row, at_most
from tests.benchmarks.stage import Spoiled, Stage

AREAS, CENTERS = 16_000, 10_000
BRANCHES = 25  # areas below each
PATIENCE = 180  # seconds
STEP = 0.1  # seconds between two looks
HOSTS = ("school", "library", "cultural_center", "museum", "other")
Line = tuple[object, ...]


def measure(stage: Stage) -> list[Row]:
    """Seconds for either list in every round, and what the process needed that needed most memory."""
    areas, centers, peaks = [], [], dict[str, float]()
    for number in range(stage.rounds):
        run = uuid.uuid4().hex[:6].upper()
        areas.append(_imported(stage.platform, "areas", _areas(run), AREAS))
        centers.append(_imported(stage.platform, "centers", _centers(run), CENTERS))
        peaks = peaks or memory.peaks(stage.platform)  # before the register holds the lists of several countries
        stage.say(f"  round {number + 1} of {stage.rounds}: areas {areas[-1]:.1f} s · centers {centers[-1]:.1f} s")
    name, peak = memory.largest(peaks)
    stores = " and ".join(f"{store} {peaks.get(store, 0):.0f} MB" for store in ("mongod", "broker"))
    return [
        at_most(f"{AREAS:,} areas imported", areas, "s", most=15),
        at_most(f"{CENTERS:,} centers imported", centers, "s", most=20),
        at_most("memory of any process of the platform", [peak], "MB", most=400, note=f"{name}; beside it {stores}"),
    ]


def _areas(run: str) -> Iterable[Line]:
    """A tree of three levels below its tops; parents come before their children."""
    yield "code", "name_kk", "name_en", "level", "parent_code", "population", "population_year"
    for number in range(AREAS):
        above = f"{run}{number // BRANCHES:06}" if number >= BRANCHES else ""
        yield f"{run}{number:06}", f"Аудан {run} {number}", f"District {run} {number}", "audan", above, 1000 + number, 2021


def _centers(run: str) -> Iterable[Line]:
    """Centers in the lowest of those areas, all within the country."""
    yield "code", "name_kk", "name_en", "area_code", "latitude", "longitude", "host_type", "rooms", "languages"
    for number in range(CENTERS):
        area = f"{run}{AREAS - 1 - number:06}"
        north, east = 46 + number % 100 * 0.04, 62 + number // 100 * 0.12
        told = f"Орталық {run} {number}", f"Center {run} {number}"
        yield f"C-{run}-{number}", *told, area, f"{north:.4f}", f"{east:.4f}", HOSTS[number % len(HOSTS)], 3, "kk, ru"


def _imported(platform: Platform, kind: str, lines: Iterable[Line], count: int) -> float:
    """Seconds from the upload until the import is finished."""
    content = io.StringIO(newline="")
    csv.writer(content).writerows(lines)
    began = time.monotonic()
    path = f"/v1/imports?kind={kind}&filename={kind}.csv"
    state = _ask(platform, "POST", path, body=content.getvalue().encode())
    while state["status"] not in {"finished", "refused"}:
        if time.monotonic() - began > PATIENCE:
            raise Spoiled(f"the import of {kind} takes longer than {PATIENCE} s: {state}")
        time.sleep(STEP)
        state = _ask(platform, "GET", f"/v1/imports/{state['id']}")
    taken = time.monotonic() - began
    if state["counts"].get("accepted") != count:
        raise Spoiled(f"not every row of {kind} was taken in: {state}")
    return taken


def _ask(platform: Platform, method: str, path: str, body: bytes | None = None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {platform.token}", "Idempotency-Key": uuid.uuid4().hex}
    answer = urllib3.request(method, platform.gateway + path, body=body, headers=headers, timeout=60.0)
    if answer.status >= 300:
        raise Spoiled(f"{method} {path}: {answer.status} {answer.data[:500]!r}")
    found: dict[str, Any] = answer.json()
    return found
