"""The demonstration from a bare folder, twice; then `toono verify` on what was spoiled on purpose."""

import json
import os
import shutil
import subprocess
import sys
from typing import Any

import pytest
from pymongo import MongoClient

from deploy.local import ports
from deploy.local.layout import ROOT

pytestmark = [pytest.mark.platform, pytest.mark.slow]
FOLDER = ROOT / ".local" / "test-demo"
FIRST_PORT = 29000


@pytest.fixture(scope="module")
def environment():
    base = ports.next_free_base(ports.OFFSETS, FIRST_PORT)
    told = {**os.environ, "TOONO_LOCAL": str(FOLDER), "TOONO_PORT_BASE": str(base), "PYTHONPATH": str(ROOT)}
    shutil.rmtree(FOLDER, ignore_errors=True)
    yield told
    ran(told, "deploy.local", "down")


def ran(environment, module, *arguments, status=0):
    done = subprocess.run(  # noqa: S603  # commands of this test
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=1200, check=False,
    )  # fmt: skip
    assert done.returncode == status, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def demonstrate(environment, *arguments):
    return json.loads(ran(environment, "deploy.demo", "--json", *arguments))


@pytest.fixture(scope="module")
def first(environment):
    return demonstrate(environment, "--country", "KZ", "--lang", "en")


def test_the_season_is_rich_and_everything_holds(first):
    assert first["holds"]
    assert sum(first["events"]["after"].values()) > 10_000
    assert [one["counts"] for one in first["imports"]] == [one["expected"] for one in first["imports"]]


def test_a_partner_gets_the_same_by_all_ways(first):
    feed, webhook, queue = (first["partner"][way] for way in ("feed", "webhook", "amqp"))
    assert feed == webhook == queue
    assert {"toono.feedback.need.met", "toono.programs.session.held", "toono.registry.center.merged"} <= set(feed)
    assert sum(feed.values()) > 2000


def test_the_table_adds_up(first):
    *regions, total = first["table"]
    assert len(regions) == 20
    for name in total.keys() - {"code", "name", "mobilised"}:
        assert sum(region[name] for region in regions) == total[name], name


def test_a_need_is_followed_from_the_first_voice_to_its_result(first):
    days = [moment["day"] for moment in first["story"]["moments"]]
    assert days == sorted(days)
    assert len(days) == 9


def test_a_second_run_in_another_language_changes_nothing(environment, first):
    again = demonstrate(environment, "--lang", "kk")
    assert again["holds"]
    assert again["events"] == {"before": first["events"]["after"], "after": first["events"]["after"]}
    assert again["table"] == first["table"]
    assert again["partner"] == first["partner"]


@pytest.fixture
def databases(first):
    assert first["holds"]
    endpoints = json.loads((FOLDER / "endpoints.json").read_text())
    with MongoClient[dict[str, Any]](endpoints["mongo"], tz_aware=True) as client:
        yield client


SPOILED = {
    "a cell": ("toono_gateway", "cells", {"measure": "centers", "n": {"$gt": 0}}, {"$inc": {"n": 1}}, {"rollups"}),
    "a shown state": ("toono_gateway", "need", {"status": "met"}, {"$set": {"rank": 99}}, {"states"}),
    "a kept state": ("toono_feedback", "meeting", {}, {"$set": {"status": "held"}}, {"states", "rollups", "kept"}),
    "a fact": ("toono_programs", "journal", {"sequence": 7}, {"$set": {"facts.0.state.status": "met"}}, {"chain"}),
    "a receipt": ("toono_registry", "journal", {"sequence": 3}, {"$set": {"actor": None}}, {"chain"}),
    "a position": ("toono_feedback", "journal", {"sequence": 5}, {"$set": {"facts.0.position": 10**6}}, {"chain", "dense"}),
    "a copy": ("toono_programs", "known_need", {}, {"$inc": {"version": -1}}, {"copies"}),
    "a mark": ("toono_gateway", "marks", {"_id": "programs"}, {"$inc": {"upto": -1}}, {"seen"}),
}


@pytest.mark.parametrize("what", SPOILED)
def test_verify_notices_what_was_spoiled(environment, databases, what):
    database, collection, query, change, expected = SPOILED[what]
    spoiled = databases[database][collection]
    before = spoiled.find_one(query)
    spoiled.update_one({"_id": before["_id"]}, change)
    try:
        found = json.loads(ran(environment, "deploy.cli", "verify", "--json", "--wait", "0", status=1))
    finally:
        spoiled.replace_one({"_id": before["_id"]}, before)
    assert {check["name"] for check in found["checks"] if not check["holds"]} == expected


@pytest.mark.usefixtures("databases")
def test_verify_is_content_again_when_it_was_put_right(environment):
    assert "holds" in ran(environment, "deploy.cli", "verify")
