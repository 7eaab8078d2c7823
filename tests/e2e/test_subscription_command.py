"""`toono subscription`: everything that a partner's technical contact does, from a shell."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from deploy.local.layout import ROOT
from tests.client import wait_until

pytest_plugins = ["tests.e2e.subscribing"]


@pytest.fixture
def toono(platform, town, contact) -> Callable[..., Any]:  # noqa: ARG001 (the agreement is in force)
    """``toono("list")``: what the command prints as JSON; where `fails`, what it says."""
    code = town.made["partner"]["code"]

    def run(*words: str, fails: bool = False) -> Any:
        command = [sys.executable, "-m", "deploy.cli", "subscription", "--partner", code, "--json", *words]
        done = subprocess.run(  # noqa: S603  # a command of this repository
            command, cwd=ROOT, env=platform.environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert (done.returncode != 0) is fails, done.stderr
        return done.stderr if fails else json.loads(done.stdout)

    return run


def test_a_subscription_from_the_shell(town, toono):
    opened = toono("open", town.ids["agreement"], "--name", "Library", "--way", "feed", "--type", "toono.feedback.need")
    id_ = opened["id"]
    assert toono("show", id_)["status"] == "active"
    wait_until(lambda: id_ in [one["id"] for one in toono("list")["items"]])
    need = town.give("raise_need", by=town.manager)["id"]
    wait_until(lambda: need in [one["subject"] for one in toono("events", id_, "--after", "0", "--limit", "1000")["items"]], 20)
    assert toono("pause", id_, "--reason", "We move house.")["status"] == "paused"
    assert toono("resume", id_)["status"] == "active"
    assert "Nothing is sent" in toono("ping", id_, fails=True)
    assert toono("deliveries", id_)["items"] == []
    assert toono("end", id_, "--reason", "We have moved.")["because"] == "We have moved."


def test_a_webhook_from_the_shell(town, toono):
    there = ("--way", "webhook", "--endpoint", "https://partner.example/events", "--type", "toono.feedback.need")
    opened = toono("open", town.ids["agreement"], "--name", "Library", *there)
    assert toono("rotate", opened["id"])["told"]["secret"] != opened["told"]["secret"]
    assert toono("replay", opened["id"], "--after", "0")["status"] == "pending"
    assert "data scope" in toono("open", town.ids["agreement"], "--name", "More", "--way", "feed", "--type", "toono.programs",
                                 fails=True)  # fmt: skip
