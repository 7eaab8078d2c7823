"""Where a season is played: the API, the centers by their regions, and who acts for them."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

from deploy.demo.api import Api, Document, Order
from deploy.demo.roles import Person
from deploy.demo.season.cast import Chain, Home
from deploy.demo.seeds import Seeds

AT_ONCE = 3  # regions that speak at the same time
MOST = 250  # commands of a batch, which keeps its body well below a megabyte
MINISTRY = Person.national("ministry_administrator")


@dataclass(frozen=True)
class Stage:
    """What every step of the season works with."""

    api: Api
    seeds: Seeds
    homes: tuple[Home, ...]
    currency: str

    @cached_property
    def regions(self) -> dict[str, list[Home]]:
        """The centers by the code of their region."""
        found: dict[str, list[Home]] = {}
        for home in self.homes:
            found.setdefault(home.region.code, []).append(home)
        return found

    @property
    def chains(self) -> list[Chain]:
        """All needs of all centers."""
        return [chain for home in self.homes for chain in home.chains]

    def managers(self, region: str) -> Person:
        """Return whoever manages the centers of a region."""
        return Person.of("center_manager", "center", self._ids(region), called=region)

    def facilitators(self, region: str) -> Person:
        """Return whoever teaches at the centers of a region."""
        return Person.of("facilitator", "center", self._ids(region), called=region)

    def officer(self, region: str) -> Person:
        """Return the officer who answers for a region."""
        return Person.of("district_officer", "area", [self.regions[region][0].region_id], called=region)

    def act(self, who: Callable[[str], Person], orders: Callable[[Home], Iterable[Order]]) -> list[Document]:
        """Let somebody of each region give the orders of its centers; several regions at once."""
        return self._act(who, {region: [o for home in homes for o in orders(home)] for region, homes in self.regions.items()})

    def _act(self, who: Callable[[str], Person], given: dict[str, list[Order]]) -> list[Document]:
        def give(region: str) -> list[Document]:
            return [state for part in _parts(given[region]) for state in self.api.batch(who(region), part)]

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return [state for states in pool.map(give, [region for region, some in given.items() if some]) for state in states]

    def states(self, plural: str, ids: Iterable[str]) -> dict[str, str]:
        """Return the statuses of some things, as the read model has them."""
        wanted = set(ids)
        return {one["id"]: one["status"] for one in self.api.all(f"/v1/{plural}", MINISTRY) if one["id"] in wanted}

    def until(self, plural: str, ids: Iterable[str], *statuses: str) -> None:
        """Wait until the read model shows all of them in one of the statuses."""
        wanted = list(ids)

        def happened() -> bool:
            found = self.states(plural, wanted)
            return len(found) == len(wanted) and set(found.values()) <= set(statuses)

        self.api.until(f"{plural} {', '.join(statuses)}", happened)

    def _ids(self, region: str) -> list[str]:
        return [home.center_id for home in self.regions[region]]


def _parts(orders: Sequence[Order]) -> Iterable[Sequence[Order]]:
    return (orders[start : start + MOST] for start in range(0, len(orders), MOST))
