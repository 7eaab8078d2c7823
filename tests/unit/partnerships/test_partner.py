import pytest

from services.partnerships.model import Partner
from services.partnerships.model.partner import (
    AgreementsInForce,
    OutsideItsArea,
    PartnerInactive,
    PartnerNotVerified,
    WorksElsewhere,
)
from tests.unit.partnerships.conftest import AT, Make
from tests.unit.partnerships.test_life import told

OBLAST, AUDAN, OKRUG, OTHER = "oblast", "audan", "okrug", "other-oblast"
ABOVE = {OBLAST: {OBLAST}, AUDAN: {AUDAN, OBLAST}, OKRUG: {OKRUG, AUDAN, OBLAST}, OTHER: {OTHER}}
DESCRIBED = {"id": "p", "code": "P-1", "name": {"en": "Library"}, "organisation_type": "22"}


def areas(*ids: str) -> dict[str, set[str]]:
    return {area: ABOVE[area] for area in ids}


def test_works_in_areas_that_its_own_area_holds() -> None:
    partner = Partner.register(area_id=AUDAN, areas=areas(AUDAN, OKRUG), at=AT, **DESCRIBED)
    assert partner.area_ids == [AUDAN, OKRUG]
    assert partner.facts[0].area == AUDAN


def test_is_not_registered_as_working_outside_its_area() -> None:
    with pytest.raises(OutsideItsArea):
        Partner.register(area_id=AUDAN, areas=areas(OKRUG, OTHER), at=AT, **DESCRIBED)


def test_is_not_placed_outside_its_area(a_partner: Make) -> None:
    with pytest.raises(OutsideItsArea):
        a_partner().place(area_id=AUDAN, areas=areas(OBLAST), at=AT, reason="Grown.")


def test_is_placed_anew(a_partner: Make) -> None:
    partner = a_partner()
    partner.place(area_id=None, areas=areas(OBLAST, OTHER), at=AT, reason="Grown.")
    assert (partner.area_id, partner.area_ids) == (None, [OBLAST, OTHER])
    assert partner.facts[0].change == {"reason": "Grown."}


@pytest.mark.parametrize(
    ("area_id", "area_ids", "place", "works"),
    [
        (None, [], OTHER, True),
        (None, [AUDAN], AUDAN, True),
        (None, [AUDAN], OKRUG, True),
        (None, [AUDAN], OBLAST, True),
        (None, [AUDAN], OTHER, False),
        (AUDAN, [], OKRUG, True),
        (AUDAN, [], OTHER, False),
        (OBLAST, [OKRUG], OTHER, False),
    ],
)
def test_takes_part_where_it_works(a_partner: Make, area_id: str | None, area_ids: list[str], place: str, works: bool) -> None:  # noqa: FBT001
    partner = a_partner(area_id=area_id, area_ids=area_ids)
    if works:
        partner.work_in(place, areas=areas(place, *partner.reach))
    else:
        with pytest.raises(WorksElsewhere):
            partner.work_in(place, areas=areas(place, *partner.reach))


def test_stays_while_agreements_are_in_force(a_partner: Make) -> None:
    partner = a_partner()
    with pytest.raises(AgreementsInForce) as refusal:
        partner.deactivate(in_force=["a", "b"], at=AT, reason="Dissolved.")
    assert "a, b" in refusal.value.advice
    assert partner.status == "verified"


def test_comes_back_without_the_reason_for_which_it_left(a_partner: Make) -> None:
    partner = a_partner()
    partner.deactivate(in_force=[], at=AT, reason="Dissolved.")
    assert partner.inactive_because == "Dissolved."
    partner.reactivate(at=AT, reason="Founded anew.")
    assert partner.inactive_because is None


def test_takes_no_part_while_inactive(a_partner: Make) -> None:
    with pytest.raises(PartnerInactive):
        a_partner(status="inactive", inactive_because="Dissolved.").take_part()


@pytest.mark.parametrize("status", ["registered", "inactive"])
def test_signs_only_once_verified(a_partner: Make, status: str) -> None:
    with pytest.raises(PartnerNotVerified):
        a_partner(status=status).answer_for()
    a_partner(status="verified").answer_for()


def test_tells_nobody_the_names_of_its_persons(a_partner: Make) -> None:
    partner = a_partner()
    partner.name_contact_persons([{"name": "Canary Person"}], at=AT)
    partner.forget_contact_persons(at=AT, reason="Asked for it.")
    told(partner, 2)
    assert partner.facts[0].change == {"persons": 1}
    assert "Canary" not in repr(partner.facts)


def test_records_no_revision_that_changes_nothing(a_partner: Make) -> None:
    partner = a_partner()
    partner.revise(at=AT, code=partner.code)
    assert not partner.facts
