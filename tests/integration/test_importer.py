"""Imports are worked through one after the other, and one whose file is gone holds up none behind it."""

from functools import partial

import pytest

from services.registry.importer import Importer
from services.registry.imports.steps import start_import
from services.registry.service import Registry
from shared.config import Owner
from tests.integration.jars import because

AREAS = b"code,name_en,parent_code,level\nT1,Region,,region\n"
WHO = {"id": "0190b3a0-0000-7000-8000-0000000000aa", "roles": ["ministry_administrator"]}
SETTINGS = Owner(mongo_uri="", amqp_uri="", service_key="s", receipt_key="r", seal_key="")


@pytest.fixture
def registry(store):
    return store(Registry.aggregates)


def given(registry, content):
    """An import of areas that was taken in; its id."""
    told = {"of": "areas", "filename": "areas.csv", "language": "kk", "dry_run": False, "file": content}
    return registry.carry_out(because(actor=WHO), partial(start_import, **told)).id


def imported(registry, id_):
    return registry.database["import"].find_one({"_id": id_})


@pytest.mark.parametrize("lost", ["files.files", "files.chunks"])
def test_an_import_whose_file_is_gone_ends_with_its_reason_and_the_next_goes_on(registry, lost):
    gone, next_ = given(registry, AREAS), given(registry, AREAS.replace(b"T1", b"T2"))
    key = "_id" if lost == "files.files" else "files_id"
    registry.database[lost].delete_many({key: imported(registry, gone)["file_id"]})
    Importer(registry, SETTINGS).work_through()
    refused = imported(registry, gone)
    assert (refused["status"], refused["refused_because"]["code"]) == ("refused", "file_lost")
    assert refused["refused_because"]["reason"].startswith("Платформада")
    assert imported(registry, next_)["status"] == "finished"
    assert registry.database["area"].find_one({"code": "T2"})
