"""A partner in every region: agreements with its centers, what it gives, and what the communities give themselves."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from deploy.demo.api import Order
from deploy.demo.roles import Person
from deploy.demo.season.cast import Home
from deploy.demo.season.stage import Stage
from deploy.demo.words import text

YEAR = timedelta(days=364)
NGO, IMPLEMENTING, LIFE_SKILLS = "22", "4", "11230"
AMOUNTS = {"KZT": (900_000, 60_000), "MNT": (6_000_000, 400_000)}  # of laptops, of money collected
SHARED = {"event_types": ["toono.programs.session.held"], "area_ids": [], "field_names": ["id", "status", "center_id", "held_on"]}


def register(stage: Stage) -> None:
    """Districts register and verify the partners."""
    for region, homes in stage.regions.items():
        stage.api.batch(stage.officer(region), list(_registered(homes[0])))


def agree(stage: Stage) -> None:
    """Partners propose, centers negotiate, districts sign."""
    for step in (_proposed, _negotiated, _signed):
        who = {_proposed: contact(stage), _negotiated: stage.managers, _signed: stage.officer}[step]
        stage.act(who, step)


def give(stage: Stage) -> None:
    """Partners and communities promise; what arrives is put to use and acknowledged."""
    stage.act(contact(stage), lambda home: _pledged(home, stage.currency))
    stage.act(contact(stage), _confirmed)
    stage.act(stage.managers, lambda home: _received(home, stage.currency))


def contact(stage: Stage) -> Callable[[str], Person]:
    """Return whoever speaks for the partner of a region."""

    def of(region: str) -> Person:
        return Person.of("partner_contact", "partner", [partner(stage.regions[region][0])], called=region)

    return of


def partner(home: Home) -> str:
    """Return the id of the partner of a center's region."""
    return home.seeds.id("partner", home.region.code, on=home.seeds.day(0))


def _registered(home: Home) -> Iterator[Order]:
    name = text("season", "library_network", region=home.region.name)
    body = {"code": f"P-{home.region.code}", "name": name, "organisation_type": NGO}
    where = {"area_id": home.region_id, "area_ids": [home.region_id]}
    code = home.region.code
    yield Order(home.seeds.key("partner", code), "register_partner", {}, body | where, partner(home))
    yield Order(home.seeds.key("verify", code), "verify_partner", {"partner_id": partner(home)})


def _proposed(home: Home) -> Iterator[Order]:
    days = {"starts_on": home.seeds.day(1).isoformat(), "ends_on": (home.seeds.today + YEAR).isoformat()}
    terms = {"purpose": text("season", "purpose", center=home.name), "sectors": [LIFE_SKILLS], "role": IMPLEMENTING}
    body = {"party": {"kind": "center", "id": home.center_id}, "data_scope": SHARED, **terms, **days}
    yield Order(home.key("propose"), "propose_agreement", {"partner_id": partner(home)}, body, home.id("agreement"))


def _negotiated(home: Home) -> Iterator[Order]:
    yield Order(home.key("negotiate"), "negotiate_agreement", {"agreement_id": home.id("agreement")})


def _signed(home: Home) -> Iterator[Order]:
    path = {"agreement_id": home.id("agreement")}
    yield Order(home.key("sign"), "sign_agreement", path, {"signed_on": home.seeds.day(1, 2).isoformat()})
    yield Order(home.key("activate"), "activate_agreement", path)


def _pledged(home: Home, currency: str) -> Iterator[Order]:
    amount, _ = AMOUNTS[currency]
    count = home.seeds.chance(home.code, "laptops").randint(2, 8)
    body = {
        "kind": "goods", "value": {"amount": str(amount * count // 4), "currency": currency}, "quantity": str(count),
        "unit": "piece", "description": text("season", "laptops"), "agreement_id": home.id("agreement"),
        "center_id": home.center_id, "pledged_on": home.seeds.day(2).isoformat(),
    }  # fmt: skip
    yield Order(home.key("laptops"), "pledge_as_partner", {"partner_id": partner(home)}, body, home.id("laptops"))


def _confirmed(home: Home) -> Iterator[Order]:
    yield Order(home.key("firm", "laptops"), "confirm_contribution", {"contribution_id": home.id("laptops")})


def _received(home: Home, currency: str) -> Iterator[Order]:
    _, amount = AMOUNTS[currency]
    hours = home.seeds.chance(home.code, "hours").randint(40, 200)
    money = {"amount": str(amount * (hours % 7 + 1)), "currency": currency}
    yield from _by_community(home, "repair", {"kind": "labor_hours", "quantity": str(hours)})
    yield from _by_community(home, "money", {"kind": "cash", "value": money})
    for gift in ("laptops", "repair", "money"):
        yield from _taken(home, gift)


def _by_community(home: Home, gift: str, worth: dict[str, object]) -> Iterator[Order]:
    body = {"community": True, "description": text("season", gift), "pledged_on": home.seeds.day(3).isoformat(), **worth}
    yield Order(home.key(gift), "pledge_contribution", {"center_id": home.center_id}, body, home.id(gift))
    yield Order(home.key("firm", gift), "confirm_contribution", {"contribution_id": home.id(gift)})


def _taken(home: Home, gift: str) -> Iterator[Order]:
    """Go as far as the gift has come: the community's work is still under way at some centers."""
    path, steps = {"contribution_id": home.id(gift)}, {"receive": (4, "received_on"), "use": (6, "used_on")}
    steps["acknowledge"] = (11, "acknowledged_on")
    ended = 0 if gift == "repair" and home.place % 4 == 1 else len(steps)
    for step, (week, field) in list(steps.items())[:ended]:
        body = {field: home.seeds.day(week).isoformat()}
        yield Order(home.key(step, gift), f"{step}_contribution", path, body)
