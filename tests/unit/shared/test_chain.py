"""The chain of hashes: over everything that an entry says, and over all entries before it."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.relay.numbering import CHAINED, link
from shared.store.cause import command_key, derive, fingerprint, reaction_key

ENTRY: dict[str, Any] = {
    "_id": "key", "command": "suspend_center", "actor": {"id": "u", "roles": ["district_officer"]},
    "recorded_at": datetime(2026, 3, 1, 8, 15, tzinfo=UTC), "reason": "flooded", "fingerprint": "f", "correlation": "c",
    "causation": None, "moot": None, "reply": {"id": "x", "version": 2, "fact": 0},
    "facts": [{"id": "f1", "type": "toono.registry.center.suspended", "position": 4, "state": {"status": "suspended"}}],
}  # fmt: skip


def test_the_same_entry_after_the_same_chain_has_the_same_hash():
    shuffled = dict(reversed(ENTRY.items()))
    assert link("a", ENTRY) == link("a", deepcopy(ENTRY)) == link("a", shuffled)
    assert len(link("", ENTRY)) == 64


@pytest.mark.parametrize("name", [*CHAINED, "facts"])
def test_nothing_in_it_can_change_unnoticed(name):
    others: list[Any] = ["another", None, [], {"x": 1}]
    for other in others:
        if other != ENTRY[name]:
            assert link("a", {**ENTRY, name: other}) != link("a", ENTRY)


@pytest.mark.parametrize("path", ["position", "state", "type", "id"])
def test_nothing_in_a_fact_can_change_unnoticed(path):
    other = deepcopy(ENTRY)
    other["facts"][0][path] = "another"
    assert link("a", other) != link("a", ENTRY)


def test_what_the_relay_writes_itself_is_no_part_of_it():
    assert link("a", {**ENTRY, "sequence": 9, "hash": "h", "pending": True}) == link("a", ENTRY)


@given(st.lists(st.text(max_size=5), min_size=2, max_size=6, unique=True), st.data())
def test_one_left_out_or_moved_changes_all_that_follow(keys, data):
    place = data.draw(st.integers(0, len(keys) - 2))
    moved = [*keys]
    moved[place], moved[place + 1] = moved[place + 1], moved[place]
    assert chain(keys) != chain(moved)
    assert chain(keys) != chain(keys[:place] + keys[place + 1 :])


def chain(keys: list[str]) -> str:
    """The head after entries with these keys."""
    head = ""
    for key in keys:
        head = link(head, {**ENTRY, "_id": key})
    return head


def test_keys_tell_clients_services_and_consumers_apart():
    keys = {
        command_key("a", "registry", "k"), command_key("b", "registry", "k"), command_key("a", "programs", "k"),
        command_key("a", "registry", "l"), reaction_key("a", "k"), reaction_key("registry", "k"),
    }  # fmt: skip
    assert len(keys) == 6
    assert command_key("a", "registry", "k") == command_key("a", "registry", "k")


def test_a_fingerprint_tells_requests_apart_and_not_how_they_are_written():
    one = fingerprint("key", "enrol", [{"a": 1, "b": 2}, {"id": "x"}])
    assert one == fingerprint("key", "enrol", [{"b": 2, "a": 1}, {"id": "x"}])
    others = [("other", "enrol", [{"a": 1, "b": 2}, {"id": "x"}]), ("key", "apply", [{"a": 1, "b": 2}, {"id": "x"}])]
    assert one not in {fingerprint(*told) for told in [*others, ("key", "enrol", [{"a": 1, "b": 2}, {"id": "y"}])]}


@given(st.text(max_size=20), st.integers(1, 12))
def test_a_derived_secret_is_the_same_again_and_as_long_as_wanted(key, digits):
    pin = derive(b"server", key, "pin", digits)
    assert pin == derive(b"server", key, "pin", digits)
    assert len(pin) == digits
    assert pin.isdigit()
    assert derive(b"server", key, "pin") != derive(b"other", key, "pin")
    assert derive(b"server", key, "pin") != derive(b"server", key, "code")
