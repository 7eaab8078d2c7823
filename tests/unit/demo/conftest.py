from datetime import date

import pytest

from deploy.demo.country import Country
from deploy.demo.places import settlements
from deploy.demo.seeds import Seeds

TODAY = date(2026, 5, 18)


@pytest.fixture(scope="session", params=["KZ", "MN"])
def country(request):
    return Country.find(request.param)


@pytest.fixture(scope="session")
def places(country):
    return settlements(country)


@pytest.fixture(scope="session")
def seeds(country):
    return Seeds(country.code, TODAY)
