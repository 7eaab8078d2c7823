"""Every row of the matrix, in its short form: few rounds, no planted bugs."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.faults.__main__ import platform
from tests.faults.load import Place
from tests.faults.platform import Platform
from tests.faults.row import LEEWAY, Row, carry_out
from tests.faults.rows import ROWS

pytestmark = [pytest.mark.platform, pytest.mark.slow]


@dataclass
class Ground:
    """A platform that may be broken, and where on it the load works."""

    platform: Platform
    place: Place

    def renew(self) -> None:
        """Begin anew: what a red row has left behind would make all that follow it red."""
        self.platform.up()
        self.place = Place.make(self.platform)


@pytest.fixture(scope="module")
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    """With so many members in its replica set."""
    with platform(request.param) as running:
        yield Ground(*running)


@pytest.mark.parametrize(
    ("ground", "row"), [pytest.param(row.members, row, id=row.name) for row in ROWS], indirect=["ground"], scope="module"
)
def test_what_was_accepted_holds_whatever_breaks(ground: Ground, row: Row):
    seed = random.SystemRandom().randrange(10**6)
    result = carry_out(row, ground.platform, ground.place, seed=seed, leeway=LEEWAY)
    if not result.holds:
        kept = ground.platform.keep_logs(row.name)
        ground.renew()
        pytest.fail("\n".join((f"seed {seed}, logs in {kept}", *result.complaints())))
