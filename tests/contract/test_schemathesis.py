"""The running platform does what its OpenAPI document says, whatever it is asked (https://schemathesis.io).

Every operation gets the cases that its schemas' edges suggest and some at random, the same in every run. TOONO_FUZZ is how
many at random; 2 if not set, which keeps it under a minute.
"""

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, settings
from requests.adapters import HTTPAdapter
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gateway.catalog import commands, kinds
from gateway.openapi import document
from gateway.openapi.imports import XLSX
from gateway.resources.reads import GEOJSON
from shared.contract import UUID
from tests.client import Api
from tests.world import World, build

EXAMPLES = int(os.environ.get("TOONO_FUZZ", "2"))
CONFIG = {"phases": {"coverage": {"unexpected-methods": ["PUT"]}}}
DOCUMENT = schemathesis.openapi.from_dict(document(), config=SchemathesisConfig.from_dict(CONFIG))
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
OK = 200
ONE_BY_ONE = "/v1/batches"  # answers 200 with a result for each, bad ones too
SPARED = {"area": "other_area", "center": "far_center"}  # so that what closes them does not close the others' way


class Elsewhere(HTTPAdapter):
    """Sends from another address of this machine."""

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Bind what it opens."""
        super().init_poolmanager(*args, **more, source_address=("127.0.0.9", 0))


@schemathesis.serializer(XLSX)
def _bytes(_context: Any, value: Any) -> bytes:
    return str(value).encode()


@pytest.fixture(scope="module")
def connections() -> Iterator[requests.Session]:
    """From an address of their own, for it will be refused further tries at receipts."""
    with requests.Session() as kept:
        kept.mount("http://", Elsewhere())
        yield kept


@pytest.fixture(scope="module")
def there_is(api) -> World:
    """A world of its own, for it will be spoilt."""
    return build(api)


@pytest.fixture(scope="module")
def whoever_may(there_is, anybody, token, together) -> Api:
    """A client that holds grants for everything in it."""
    manager = token("center_manager", area=there_is.ids["region"])
    client: Api = anybody.to(together(token("ministry_administrator"), token("focal_point"), manager))
    return client


@pytest.mark.platform
@pytest.mark.slow
@DOCUMENT.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_it_answers_as_it_says(case, gateway_url, there_is, whoever_may, connections):
    case.path_parameters = {name: there(there_is, name, value) for name, value in (case.path_parameters or {}).items()}
    case.body = there_is.here(case.body)
    if not with_the_newest_version(case, whoever_may):
        return
    checks = [check for check in CHECKS if case.path != ONE_BY_ONE or check is not negative_data_rejection]
    for media in accepted(case):
        headers = {"Authorization": f"Bearer {whoever_may.token}", "Accept": media}
        case.call_and_validate(gateway_url, session=connections, headers=headers, checks=checks)


@pytest.mark.platform
def test_every_fact_told_meanwhile_is_as_published(databases, there_is):  # noqa: ARG001
    """Whatever has been done to this platform so far: each fact is a documented event, its state as the schema says."""
    schemas = {name: kind.state() for name, (_, kind) in kinds().items()}
    events = {f"toono.{service}.{kind.name}.{name}" for service, kind in kinds().values() for name in kind.events}
    for service in {service for service, _ in commands().values()}:
        for entry in databases[f"toono_{service}"]["journal"].find({}, {"facts": 1}):
            for fact in entry["facts"]:
                assert fact["type"] in events
                assert schemas[fact["type"].split(".")[2]].validate(fact["state"]) == {}, fact


def with_the_newest_version(case: Any, whoever_may: Api) -> bool:
    """Give a change the version that it needs; False if one is named where none is needed, which tests of its own try."""
    told = (case.headers or {}).get("If-Match")
    if told is None:
        return True
    if not next(one for one in case.operation.headers if one.name == "If-Match").is_required:
        return False
    thing = "/".join(case.formatted_path.split("/")[:4])
    if re.fullmatch(r'(W/)?"[0-9]{1,9}"', told) and (read := whoever_may.get(thing)).status == OK:
        case.headers["If-Match"] = read.etag
    return True


def accepted(case: Any) -> list[str]:
    """The media types between which a reader may choose."""
    content = case.operation.definition.raw["responses"].get("200", {}).get("content", {})
    return [*content] if GEOJSON in content else ["*/*"]


def there(world: World, name: str, value: Any) -> Any:
    """In place of a random id, which would only ever be unknown, that of something that is there."""
    kind = name.removesuffix("_id")
    known = isinstance(value, str) and UUID.fullmatch(value) and not value.endswith("0")
    return world.ids.get(SPARED.get(kind, kind), value) if known else value
