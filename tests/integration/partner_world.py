"""An invented country with everything that partners may and may not see, ten thousand facts long, and who subscribes to it.

`expected` is a second opinion on what a subscription is told, by other means than the platform's: paths in place of a tree,
and every rule asked of every fact by itself.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from shared.envelope import Event
from shared.events import instant
from tests.integration.jars import NOW

Json = dict[str, Any]
PEOPLE = ("learner", "enrolment", "case")
SERVICES = {
    "area": "registry", "center": "registry", "import": "registry", "session": "programs", "program": "programs",
    "learner": "programs", "enrolment": "programs", "need": "feedback", "case": "feedback", "sensitive-case": "feedback",
    "subscription": "partnerships",
}  # fmt: skip
PAST = {
    "center": ("activated", "corrected"), "session": ("scheduled", "held"), "program": ("revised", "approved"),
    "need": ("raised", "met"), "learner": ("registered", "moved"), "enrolment": ("enrolled", "completed"),
    "case": ("received", "triaged"), "import": ("received", "judged"), "subscription": ("opened", "paused"),
}  # fmt: skip
PLACES = {  # every area's path from the country down
    name: path
    for region in "AB"
    for name, path in [(f"R{region}", f"KZ/R{region}")]
    + [(f"D{region}{d}", f"KZ/R{region}/D{region}{d}") for d in "12"]
    + [(f"V{region}{d}{v}", f"KZ/R{region}/D{region}{d}/V{region}{d}{v}") for d in "12" for v in "12"]
} | {"KZ": "KZ"}
VILLAGES = sorted(name for name in PLACES if name.startswith("V"))
CENTERS = {f"center-{village}-{number}": village for village in VILLAGES for number in "12"}
BROAD = [
    "id",
    "version",
    "status",
    "area_id",
    "center_id",
    "name",
    "sex",
    "age_band",
    "program_id",
    "learner_id",
    "kind",
    "before",
]
NARROW = ["id", "status"]
SECRET = {"contacts": "kept-here", "reason": "kept-here", "program_id": "program-1"}


def moment_of(number: int) -> str:
    """When the fact with this number happened: one every second."""
    return instant(NOW.replace(hour=number // 3600, minute=number // 60 % 60, second=number % 60))


@dataclass
class Country:
    """All facts in their order, and what became of every aggregate."""

    events: list[Event]
    last: dict[tuple[str, str], Event] = field(default_factory=dict)
    before: dict[str, Event] = field(default_factory=dict)  # by a fact's id, the fact before of the same aggregate

    def __post_init__(self) -> None:
        """Follow every aggregate through its life."""
        for event in self.events:
            if event.subject:
                key = (event.kind, event.subject)
                if key in self.last:
                    self.before[event.id] = self.last[key]
                self.last[key] = event


def country(seed: int, size: int) -> Country:
    """A country with so many facts."""
    chance = random.Random(seed)  # noqa: S311  # the seed is printed with the test
    told = [_event("area.defined", number, name, 1, _area(name)) for number, name in enumerate(PLACES)]
    versions: dict[tuple[str, str], int] = {}
    closed: set[str] = set()
    while len(told) < size:
        kind = chance.choice([one for one in SERVICES if one != "area"])
        if kind == "sensitive-case":
            told.append(_event("sensitive-case.recorded", len(told), None, None, {}))
            continue
        subject = chance.choice(sorted(CENTERS)) if kind == "center" else f"{kind}-{chance.randint(1, size // 40)}"
        if subject in closed:
            continue
        version = versions[kind, subject] = versions.get((kind, subject), 0) + 1
        name, state = _life(chance, kind, subject, version)
        if name in {"erased", "closed"}:
            closed.add(subject)
        told.append(_event(f"{kind}.{name}", len(told), subject, version, state))
    return Country(told)


def _life(chance: random.Random, kind: str, subject: str, version: int) -> tuple[str, Json]:
    center = chance.choice(sorted(CENTERS))
    area = None if kind == "program" and chance.random() < 0.5 else CENTERS[center]
    if kind == "center" and chance.random() < 0.8:
        area = CENTERS[subject]
    state = {"id": subject, "version": version, "status": "open", "area_id": area, "name": {"en": subject}, **SECRET}
    state |= {"center_id": center} if kind != "center" else {}
    name = chance.choice(PAST[kind])
    if kind in PEOPLE:
        state |= {"sex": "female", "age_band": "25-64", "learner_id": "learner-1", "kind": "idea"}
    if kind == "subscription":
        state["partner_id"] = chance.choice(("partner-1", "partner-2"))
    if kind == "learner" and version > 2 and chance.random() < 0.3:
        return "erased", {**state, "status": "erased"}
    if kind == "case" and version > 2 and chance.random() < 0.3:
        return "closed", {"id": subject, "version": version, "status": "closed", "area_id": PLACES[CENTERS[center]].split("/")[1]}
    return name, state


def _area(name: str) -> Json:
    above = PLACES[name].split("/")[:-1]
    return {
        "id": name,
        "version": 1,
        "status": "defined",
        "area_id": name,
        "code": name,
        "parent_id": above[-1] if above else None,
    }


def _event(type_: str, number: int, subject: str | None, version: int | None, state: Json) -> Event:
    kind, _, name = type_.partition(".")
    service = SERVICES[kind]
    change = {"reason": "kept-here", "before": {"area_id": "VA11", "contacts": "kept-here"}} if subject else {}
    return Event(
        id=f"fact-{number}", source=f"/{service}", type=f"toono.{service}.{kind}.{name}", time=moment_of(number), subject=subject,
        version=version, position=number + 1, area=state.get("area_id"), correlationid="kept-here", causationid="kept-here",
        traceparent="kept-here", state=state, change=change,
    )  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A subscription and its agreement, in the test's own words. Spells are of numbers of facts."""

    party: tuple[str, str | None]
    opened: tuple[str, ...]
    asked: tuple[str, ...]
    areas: tuple[str, ...] = ()
    fields: tuple[str, ...] = tuple(BROAD)
    only_fields: tuple[str, ...] = ()
    only_areas: tuple[str, ...] = ()
    only_centers: tuple[str, ...] = ()
    only_programs: tuple[str, ...] = ()
    spells: tuple[tuple[int, int], ...] = ((0, 10**5),)
    approvals: tuple[tuple[int, int], ...] = ()
    approved: bool = False


def expected(of: Country, asked: Asked) -> dict[str, str]:
    """By a fact's id whether it is told or withdrawn; what is not in it is not heard of."""
    return {event.id: sight for event in of.events if (sight := _sight(of, asked, event))}


def _sight(of: Country, asked: Asked, event: Event) -> str | None:
    if not event.subject or event.kind in {"import", "sensitive-case"} or not _open_to(asked, event):
        return None
    last = of.last[event.kind, event.subject]
    gone = last.kind == "learner" and last.state["status"] == "erased"
    veiled = last.kind == "case" and "sex" not in last.state
    if _there(asked, event):
        if last is not event and (gone or veiled or not _there(asked, last)):
            return None
        if gone:
            return "withdrawn"
        return "told" if _typed(asked.opened, event) and _typed(asked.asked, event) else None
    before = of.before.get(event.id)
    return "withdrawn" if before and _during(asked.spells, before) and _there(asked, before) else None


def _open_to(asked: Asked, event: Event) -> bool:
    """Whether it is of a kind that is asked for and opened, and happened when it might be told."""
    approved = event.kind not in PEOPLE or (asked.approved and _during(asked.approvals, event))
    return approved and _during(asked.spells, event) and _about(asked.opened, event) and _about(asked.asked, event)


def _during(spells: tuple[tuple[int, int], ...], event: Event) -> bool:
    number = int(event.id.split("-")[1])
    return any(since <= number < until for since, until in spells)


def _about(named: tuple[str, ...], event: Event) -> bool:
    """Whether the kind is named at all: about persons with the kind itself."""
    kind = event.type.rsplit(".", 1)[0]
    whole = [one for one in named if (one + ".").startswith(kind + ".")]
    above = [one for one in named if kind.startswith(one + ".")]
    return bool(whole or (above and event.kind not in PEOPLE))


def _typed(named: tuple[str, ...], event: Event) -> bool:
    own = [one for one in named if event.kind not in PEOPLE or one.count(".") > 1]  # with the kind itself
    return any((event.type + ".").startswith(one + ".") for one in own)


def _there(asked: Asked, event: Event) -> bool:
    area = event.state.get("area_id")
    path = (PLACES[area] if area else "") + "/"
    center = event.subject if event.kind == "center" else event.state.get("center_id")
    kind, id_ = asked.party
    if event.kind == "subscription" and event.state["partner_id"] != "partner-1":
        return False
    if (kind == "center" and center != id_) or (kind == "area" and f"/{id_}/" not in f"/{path}"):
        return False
    if asked.areas and not any(f"/{one}/" in f"/{path}" for one in asked.areas):
        return False
    if event.kind in PEOPLE:
        path, center = "/".join(path.split("/")[:3]) + "/", None  # the district
    if asked.only_areas and not any(f"/{one}/" in f"/{path}" for one in asked.only_areas):
        return False
    program = None if event.kind in PEOPLE else event.subject if event.kind == "program" else event.state.get("program_id")
    return not (
        (asked.only_centers and center not in asked.only_centers) or (asked.only_programs and program not in asked.only_programs)
    )


def subscriptions(seed: int, size: int) -> Iterator[Asked]:
    """Subscriptions of every sort, over a country with so many facts."""
    half = ((0, size // 2),)
    gap = ((size // 10, size // 3), (size // 2, size - size // 10))
    every = ("toono.registry", "toono.programs", "toono.feedback", "toono.partnerships")
    people = (*every, "toono.programs.learner", "toono.programs.enrolment.completed", "toono.feedback.case")
    yield Asked(("ministry", None), every, every)
    yield Asked(("ministry", None), people, people, approved=True, approvals=((0, size),))
    yield Asked(("ministry", None), people, people, approved=False, approvals=half)  # withdrawn since
    yield Asked(("ministry", None), people, ("toono.programs.learner",), approved=True, approvals=gap, spells=gap)
    yield Asked(("ministry", None), people, people, ("DA1", "VB21"), approved=True, approvals=((0, size),), spells=half)
    yield Asked(("area", "RA"), every, ("toono.programs.session.held", "toono.registry.center"), spells=gap)
    yield Asked(("area", "DB2"), people, people, approved=True, approvals=gap, only_areas=("DB2", "VB21"), fields=tuple(NARROW))
    yield Asked(("area", "VA11"), every, every, only_fields=("status",), only_centers=("center-VA11-1",))
    yield Asked(("center", "center-VA11-1"), every, every)
    yield Asked(("center", "center-VA12-2"), people, people, approved=True, approvals=((0, size),), only_programs=("program-1",))
    chance = random.Random(seed)  # noqa: S311
    for _ in range(10):
        yield _random(chance, size, people)


def _random(chance: random.Random, size: int, people: tuple[str, ...]) -> Asked:
    area = chance.choice(sorted(PLACES))
    party = chance.choice([("ministry", None), ("area", area), ("center", chance.choice(sorted(CENTERS)))])
    cuts = sorted(chance.sample(range(size), 4))
    some = tuple(chance.sample(people, chance.randint(1, len(people))))
    return Asked(
        party, people, some, tuple(chance.sample(sorted(PLACES), chance.choice((0, 0, 1, 3)))),
        fields=tuple(chance.sample(BROAD, chance.randint(1, len(BROAD)))),
        only_areas=tuple(chance.sample(sorted(PLACES), chance.choice((0, 0, 2)))),
        spells=((cuts[0], cuts[1]), (cuts[2], cuts[3])), approvals=((cuts[0], cuts[2]),), approved=chance.random() < 0.7,
    )  # fmt: skip
