"""Every row of the matrix, in its short form: few rounds, no planted bugs."""

import random
from collections.abc import Iterator

import pytest

from tests.faults.__main__ import platform
from tests.faults.load import Place
from tests.faults.platform import Platform
from tests.faults.row import LEEWAY, Row, carry_out
from tests.faults.rows import ROWS

pytestmark = [pytest.mark.platform, pytest.mark.slow]


@pytest.fixture(scope="module")
def broken(request: pytest.FixtureRequest) -> Iterator[tuple[Platform, Place]]:
    """A platform that may be broken, with so many members in its replica set."""
    with platform(request.param) as running:
        yield running


@pytest.mark.parametrize(
    ("broken", "row"), [pytest.param(row.members, row, id=row.name) for row in ROWS], indirect=["broken"], scope="module"
)
def test_what_was_accepted_holds_whatever_breaks(broken: tuple[Platform, Place], row: Row):
    seed = random.SystemRandom().randrange(10**6)
    result = carry_out(row, *broken, seed=seed, leeway=LEEWAY)
    assert result.holds, (f"seed {seed}", *result.complaints())
