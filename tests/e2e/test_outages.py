"""What fails takes nothing else with it: reads go on without any service, writes without the broker."""

import uuid

import pytest

from gateway.catalog import commands, contracts, kinds, path_of
from tests.client import refused, wait_until
from tests.world import build

pytestmark = [pytest.mark.platform, pytest.mark.slow]
LISTS = [path_of(kind) for _, kind in kinds().values() if kind.listed]
WRITES = {
    "registry": "verify_center",
    "programs": "revise_session",
    "partnerships": "confirm_contribution",
    "feedback": "raise_need",
}


def read_everything(by, world):
    """Every list, every thing of the world, and what is put together from several."""
    for path in LISTS:
        assert by.get(path).status == 200, path
        kind = path.removeprefix("/v1/")
        for name, id_ in world.ids.items():
            if f"{name}s".replace("_", "-") == kind:
                assert by.get(f"{path}/{id_}").status == 200, name
    for path in (
        "/v1/overview",
        f"/v1/centers/{world.ids['center']}/profile",
        "/v1/centers/nearest?latitude=46.8&longitude=61.6",
    ):
        assert by.get(path).status == 200, path


def write(by, world, service, match=None):
    command = commands()[WRITES[service]][1]
    match = match or (world.read(command.kind).etag if command.matches else None)
    return by.request(command.method, world.path(command), body=world.body(command.name), key=str(uuid.uuid4()), match=match)


@pytest.mark.parametrize("service", list(contracts()))
def test_without_a_service_all_reads_answer_and_its_writes_are_refused_for_now(service, everything, world, platform):
    with platform.without(service):
        read_everything(everything, world)
        refusal = write(everything, world, service)
        refused(refusal, 503)
        assert int(refusal.headers["Retry-After"]) > 0
        for other in set(WRITES) - {service}:
            assert write(everything, world, other).status in {200, 201, 409}
    assert wait_until(lambda: write(everything, world, service).status != 503)


def test_without_the_database_everything_is_refused_for_now(everything, world, platform):
    with platform.without("mongod"):
        refused(everything.get("/v1/centers"), 503)
        refused(world.read("center"), 503)
        refused(write(everything, world, "feedback", match='"1"'), 503)
    wait_until(lambda: everything.get("/v1/centers").status == 200, 60)
    wait_until(lambda: write(everything, world, "feedback").status == 201, 60)


@pytest.mark.parametrize("process", ["projector", "importer", "registry-relay", "feedback-relay"])
def test_without_a_process_beside_them_reads_and_writes_go_on(process, everything, world, platform):
    with platform.without(process):
        read_everything(everything, world)
        for service in WRITES:
            assert write(everything, world, service).status in {200, 201, 409}


def test_what_was_written_without_the_broker_arrives_when_it_is_back(api, everything, databases, platform):
    """The facts reach the read model, the copies and the reactions of other services."""
    world = build(api)
    with platform.without("broker"):
        need = world.give("raise_need", by=everything)
        read_everything(everything, world)
        assert databases["toono_gateway"]["need"].find_one({"_id": need["id"]}) is None
    wait_until(lambda: databases["toono_gateway"]["need"].find_one({"_id": need["id"]}), 60)
    wait_until(lambda: databases["toono_programs"]["known_need"].find_one({"_id": need["id"]}), 60)
    world.give("draft_center_program", need_ids=[need["id"]], agreement_id=None)
    program = world.give("approve_program", override_reason="The district asked for it.")
    wait_until(lambda: program["id"] in everything.get(f"/v1/needs/{need['id']}").body["program_ids"], 60)


@pytest.mark.parametrize("service", list(contracts()))
def test_no_fact_is_lost_meanwhile(service, databases):
    """In the end every journal entry is sent and seen: the projector's mark has no hole."""
    journal, marks = databases[f"toono_{service}"]["journal"], databases["toono_gateway"]["marks"]

    def everything_is_seen() -> bool:
        last = journal.find_one({"facts.position": {"$exists": True}}, sort=[("facts.position", -1)])
        mark = marks.find_one({"_id": service})
        position = max(fact["position"] for fact in last["facts"])
        return journal.find_one({"pending": True}) is None and (mark["upto"], mark["beyond"]) == (position, [])

    wait_until(everything_is_seen, 60)
