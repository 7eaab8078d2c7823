"""Every filter of every list finds what has its value, leaves out what has not, and refuses what is no such value."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from marshmallow import fields

from gateway.catalog import kinds, path_of
from gateway.resources.filters import filters_of
from shared.contract import Code, Day, Id
from tests.client import Api, refused, wait_until
from tests.world import PLURALS

pytestmark = pytest.mark.platform
FILTERS = [(kind, name) for kind in PLURALS for name in filters_of(kinds()[kind][1])]
CLOSED = (fields.Boolean, fields.Integer, Code, Id, Day)  # types that do not take just any text
NONE = ("maybe", "True", "1.5", "-1", "٣", "null", "2026-02-30", "")


def as_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def listed(by: Api, of: str, **asked: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = by.get(path_of(kinds()[of][1]), limit=500, **asked).body["items"]
    return items


def holds(find: Callable[[], list[dict[str, Any]]], id_: str) -> bool:
    return id_ in [item["id"] for item in find()]


@pytest.mark.parametrize(("kind", "name"), [one for one in FILTERS if one[0] != "import"])
def test_a_list_is_filtered_by_it(kind, name, everything, world):
    thing = world.read(kind, by=everything).body
    held, where = thing.get(name), {"area": world.ids["region"]} if thing.get("area_id") else {}
    for wanted in held if isinstance(held, list) else [held] if held is not None else []:
        find = partial(listed, everything, kind, **where, **{name: as_text(wanted)})
        wait_until(partial(holds, find, thing["id"]))
        for item in find():
            assert wanted in item[name] if isinstance(held, list) else item[name] == wanted


@pytest.mark.parametrize("community", [True, False])
def test_what_is_true_is_told_from_what_is_false(community, everything, world):
    giver = None if community else world.ids["partner"]
    given = world.give("pledge_contribution", community=community, partner_id=giver)
    here = {"center_id": world.ids["center"]}
    wait_until(lambda: given in listed(everything, "contribution", community=as_text(community), **here))
    assert given not in listed(everything, "contribution", community=as_text(not community), **here)


@pytest.mark.parametrize(("kind", "name"), FILTERS)
def test_what_is_no_such_value_is_refused(kind, name, everything):
    field = filters_of(kinds()[kind][1])[name]
    for value in NONE if isinstance(field, CLOSED) else ():
        refused(everything.get(path_of(kinds()[kind][1]), **{name: value}), 400, names=name, why=value)


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, name in FILTERS if kinds()[kind][1].public])
def test_what_may_not_be_seen_is_not_found_out_by_filtering(kind, name, world, anybody, everything):
    held, public = world.read(kind, by=everything).body.get(name), kinds()[kind][1].public
    value = held[0] if isinstance(held, list) and held else held
    answer = anybody.get(path_of(kinds()[kind][1]), **{name: as_text(value or world.ids["need"])})
    assert answer.status in ({200, 400} if name in public else {400})
    if name not in public:
        refused(answer, 400, names=name)
