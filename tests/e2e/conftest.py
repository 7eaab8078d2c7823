"""What the tests of refusals share: nothing may change meanwhile."""

import re
from collections.abc import Iterator

import pytest

from gateway.catalog import contracts


@pytest.fixture
def unchanged(databases, world) -> Iterator[None]:  # noqa: ARG001
    """No command is carried out while the test runs; reactions to what was done before may be."""

    def entries() -> dict[str, int]:
        done = {"command": {"$not": re.compile("^on ")}}
        return {service: databases[f"toono_{service}"]["journal"].count_documents(done) for service in contracts()}

    before = entries()
    yield
    assert entries() == before
