"""What these tests share: a browser, and that nothing may change while something is refused."""

import re
from collections.abc import Iterator

import pytest
from selenium.webdriver import Chrome

from gateway.catalog import contracts
from tests.e2e import browsing


@pytest.fixture
def unchanged(databases, world) -> Iterator[None]:  # noqa: ARG001
    """No command is carried out while the test runs; reactions to what was done before may be."""

    def entries() -> dict[str, int]:
        done = {"command": {"$not": re.compile("^on ")}}
        return {service: databases[f"toono_{service}"]["journal"].count_documents(done) for service in contracts()}

    before = entries()
    yield
    assert entries() == before


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A browser of this run's own."""
    found = browsing.start(tmp_path_factory.mktemp("chromium"))
    yield found
    found.quit()
