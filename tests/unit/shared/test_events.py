"""Aggregates: every change counts one version and leaves one fact that nothing can alter."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import ChangeNotPossible
from shared.events import Aggregate, instant, moment

AT = "2026-03-01T08:15:00.000Z"


@dataclass(kw_only=True)
class Lamp(Aggregate):
    """A lamp, with a secret and a seal."""

    KIND = "lamp"
    LIFE: ClassVar[Mapping[str, tuple[str, ...]]] = {"off": ("on", "broken"), "on": ("off", "broken"), "broken": ()}
    PRIVATE = frozenset({"switch"})
    SEALED = frozenset({"owner"})

    color: str = "red"
    places: list[dict[str, str]] = field(default_factory=list)
    switch: str | None = None
    owner: str | None = None


def lamp(**told) -> Lamp:
    return Lamp(id="l", status="off", area_id="a", **told)


def test_every_change_counts_one_version_and_leaves_one_fact():
    one = lamp()
    one.record("made", at=AT)
    one.move("on", "lit", at=AT, by="hand")
    one.move("off", at=AT)
    assert [(fact.name, fact.version) for fact in one.facts] == [("made", 1), ("lit", 2), ("off", 3)]
    assert one.version == 3
    assert one.facts[1].change == {"by": "hand"}
    assert {(fact.kind, fact.subject, fact.area, fact.time) for fact in one.facts} == {("lamp", "l", "a", AT)}


@given(st.lists(st.sampled_from(["off", "on", "broken", "elsewhere"]), max_size=12))
def test_only_what_the_life_cycle_draws_is_possible(wanted):
    one = lamp()
    for status in wanted:
        before = (one.status, one.version, len(one.facts))
        if status in Lamp.LIFE[one.status]:
            one.move(status, at=AT)
            assert (one.status, one.version) == (status, before[1] + 1)
        else:
            with pytest.raises(ChangeNotPossible):
                one.move(status, at=AT)
            assert (one.status, one.version, len(one.facts)) == before


def test_a_change_may_be_drawn_from_one_status_only():
    one = lamp()
    one.move("on", at=AT)
    with pytest.raises(ChangeNotPossible) as refused:
        one.require("broken", only_from="off")
    assert refused.value.params == {"kind": "lamp", "status": "on", "wanted": "broken", "possible": "off, broken"}


def test_private_and_sealed_fields_are_in_no_fact():
    one = lamp(switch="left", owner="Айгүл")
    one.record("made", at=AT)
    assert set(one.facts[0].state) == {"id", "version", "status", "area_id", "color", "places"}
    assert one.document()["switch"] == "left"


def test_later_changes_do_not_alter_an_earlier_fact():
    one = lamp(places=[{"room": "hall"}])
    one.record("placed", at=AT, places=one.places)
    one.places[0]["room"] = "attic"
    one.places.append({"room": "cellar"})
    one.record("placed", at=AT)
    assert one.facts[0].state["places"] == [{"room": "hall"}]
    assert one.facts[0].change == {"places": [{"room": "hall"}]}
    assert one.facts[1].state["places"] == [{"room": "attic"}, {"room": "cellar"}]


def test_what_was_loaded_is_its_own():
    document = {"_id": "l", "version": 4, "status": "on", "places": [{"room": "hall"}], "of_a_later_release": 1}
    one = Lamp.load(document)
    one.places[0]["room"] = "attic"
    assert document["places"] == [{"room": "hall"}]
    assert (one.id, one.version, one.loaded_version, one.color) == ("l", 4, 4, "red")


def test_a_stored_document_comes_back_as_it_was():
    one = lamp(color="blue", places=[{"room": "hall"}])
    one.record("made", at=AT)
    again = Lamp.load(one.document())
    assert again == one
    assert again.facts == []


def test_a_correction_tells_what_it_changed():
    one = lamp()
    one.correct(at=AT, reason="misread", changes={"color": "blue", "area_id": "a"})
    assert one.facts[0].name == "corrected"
    assert one.facts[0].change == {"reason": "misread", "corrected": ["color"]}
    assert one.facts[0].state["color"] == "blue"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001  # with a zone
def test_instants_sort_as_the_moments_do(when):
    later = when + timedelta(milliseconds=1)
    assert instant(when) < instant(later)
    assert timedelta(0) <= when - moment(instant(when)) < timedelta(milliseconds=1)


def test_instants_are_in_utc():
    assert instant(datetime(2026, 3, 1, 13, 15, tzinfo=timezone(timedelta(hours=5)))) == AT
