"""What the contract tests look at: the published contracts, the services behind them, and the document."""

from importlib import import_module
from typing import Any, cast

import pytest

from gateway.app import routes
from gateway.catalog import contracts
from gateway.openapi import document
from gateway.platform import Platform


@pytest.fixture(scope="session")
def openapi() -> dict[str, Any]:
    return document()


@pytest.fixture(scope="session")
def resources() -> dict[str, Any]:
    """The application's routes; nothing behind them is opened."""
    return routes(cast("Platform", None))


@pytest.fixture(scope="session")
def services() -> dict[str, Any]:
    """The service classes by their names."""
    return {name: getattr(import_module(f"services.{name}.service"), name.capitalize()) for name in contracts()}
