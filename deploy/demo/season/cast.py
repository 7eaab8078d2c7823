"""The centers that live through the season, and what each of them goes through."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from deploy.demo.country import Country, Region
from deploy.demo.seeds import Seeds
from deploy.demo.words import Text, load

IN_A_REGION = 2  # centers with a season
LEARNERS = (18, 26)  # of a center; one more walks in
PLACES, CROWDED_PLACES = 28, 20
CROWD = 24  # learners where there are too few places
SESSIONS = 8  # of an offering
COMPLETED = ("met", "answered")
SECOND = ("refused", "running", "answered", "met", "answered")  # how the second need of a center fares, in turn
Document = dict[str, Any]


@dataclass(frozen=True)
class Chain:
    """From a need to its result: every link made by the seeds, so that it is known before it is there."""

    seeds: Seeds
    center: str  # code
    number: int
    topic: str
    outcome: str  # met, answered, running, refused

    def id(self, link: str, number: int = 0) -> str:
        """Return the id of a link: need, program, decision, offering, session and so on."""
        return self.seeds.id(self.center, self.number, link, number, on=self.seeds.day(0))

    def key(self, *step: object) -> str:
        """Return the key of a step."""
        return self.seeds.key(self.center, self.number, *step)

    @property
    def told(self) -> Document:
        """What the topic says: texts and codes."""
        told: Document = load("topics")[self.topic]
        return told

    @property
    def title(self) -> Text:
        """The program's title."""
        title: Text = self.told["program"]
        return title

    @property
    def is_given(self) -> bool:
        """Whether its program is ever given."""
        return self.outcome != "refused"

    def day_of(self, session: int) -> date:
        """Return the day of a session: one a week from the fourth on, the second offering two days later."""
        return self.seeds.day(3 + session, 2 * self.number)


@dataclass(frozen=True)
class Home:
    """A center with a season."""

    seeds: Seeds
    code: str
    center_id: str
    area_id: str
    name: Text
    region: Region
    region_id: str
    place: int  # among all of them

    @property
    def chains(self) -> tuple[Chain, Chain]:
        """Its two needs and what becomes of them."""
        topics = list(load("topics"))
        first, second = topics[self.place % len(topics)], topics[(self.place * 3 + 1) % len(topics)]
        second = second if second != first else topics[(self.place + 1) % len(topics)]
        outcome = SECOND[self.place % len(SECOND)]
        return Chain(self.seeds, self.code, 0, first, "met"), Chain(self.seeds, self.code, 1, second, outcome)

    @property
    def given(self) -> tuple[Chain, ...]:
        """Those whose programs are given."""
        return tuple(chain for chain in self.chains if chain.is_given)

    @property
    def is_crowded(self) -> bool:
        """Whether more people want to learn than there are places."""
        return self.place % 4 == 0

    def id(self, thing: str, number: int = 0) -> str:
        """Return the id of something of the center's own: a meeting, a learner."""
        return self.seeds.id(self.code, thing, number, on=self.seeds.day(0))

    def key(self, *step: object) -> str:
        """Return the key of a step."""
        return self.seeds.key(self.code, *step)

    @property
    def learners(self) -> list[str]:
        """The ids of its learners; the last one walks in."""
        many = CROWD if self.is_crowded else self.seeds.chance(self.code, "learners").randint(*LEARNERS)
        return [self.id("learner", number) for number in range(many + 1)]

    @property
    def places(self) -> int:
        """How many places its offerings have."""
        return CROWDED_PLACES if self.is_crowded else PLACES

    @property
    def language(self) -> str:
        """The language that its people write in."""
        return next(each for each in ("kk", "mn", "en") if each in self.name)


def cast(country: Country, centers: Iterable[Document], areas: Iterable[Document], clean: set[str], seeds: Seeds) -> list[Home]:
    """Choose the centers, some in every region."""
    by_id = {area["id"]: area for area in areas}
    found: dict[str, list[Document]] = {region.code: [] for region in country.regions}
    for center in sorted(centers, key=lambda one: str(one["code"])):
        if center["code"] in clean:
            found[by_id[by_id[center["area_id"]]["parent_id"]]["code"]].append(center)
    chosen = [(region, one) for region in country.regions for one in _some(found[region.code], region, seeds)]
    return [
        Home(
            seeds, one["code"], one["id"], one["area_id"], one["name"], region, by_id[one["area_id"]]["parent_id"], place
        )
        for place, (region, one) in enumerate(chosen)
    ]  # fmt: skip


def _some(centers: list[Document], region: Region, seeds: Seeds) -> list[Document]:
    return seeds.chance("homes", region.code).sample(centers, min(IN_A_REGION, len(centers)))
