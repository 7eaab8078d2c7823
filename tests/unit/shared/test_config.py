"""Settings: read once, typed, and missed by their name."""

import base64
from dataclasses import FrozenInstanceError, dataclass

import pytest

from shared.config import Owner, SettingMissing, Settings


@dataclass(frozen=True, kw_only=True)
class Kettle(Settings):
    """What a kettle needs."""

    kettle_uri: str
    cups: int = 4
    seal: bytes = b""


def test_a_field_is_read_from_the_variable_of_its_name():
    found = Kettle.read({"TOONO_KETTLE_URI": "k://", "TOONO_CUPS": "7", "TOONO_SEAL": "00ff", "TOONO_OTHER": "x"})
    assert (found.kettle_uri, found.cups, found.seal) == ("k://", 7, b"\x00\xff")


@pytest.mark.parametrize("environment", [{}, {"TOONO_KETTLE_URI": ""}, {"KETTLE_URI": "k://"}])
def test_a_missing_one_is_named(environment):
    with pytest.raises(SettingMissing, match="TOONO_KETTLE_URI is not set"):
        Kettle.read(environment)


def test_an_empty_one_takes_its_default():
    assert Kettle.read({"TOONO_KETTLE_URI": "k://", "TOONO_CUPS": ""}).cups == 4


@pytest.mark.parametrize(("name", "value"), [("TOONO_CUPS", "many"), ("TOONO_CUPS", "1.5"), ("TOONO_SEAL", "xyz")])
def test_one_of_the_wrong_type_is_named_and_its_value_is_not(name, value):
    with pytest.raises(SettingMissing, match=name) as missing:
        Kettle.read({"TOONO_KETTLE_URI": "k://", name: value})
    assert f" {value} " not in str(missing.value)


def test_settings_do_not_change():
    found = Kettle.read({"TOONO_KETTLE_URI": "k://"})
    with pytest.raises(FrozenInstanceError):
        found.cups = 9  # type: ignore[misc]


@pytest.mark.parametrize("name", ["service_key", "receipt_key", "seal_key", "mongo_uri", "amqp_uri"])
def test_no_secret_has_a_default(name):
    all_of_them = ("service_key", "receipt_key", "seal_key", "mongo_uri", "amqp_uri")
    environment = {f"TOONO_{one.upper()}": base64.b64encode(b"x" * 32).decode() for one in all_of_them}
    assert Owner.read(environment).service_key
    del environment[f"TOONO_{name.upper()}"]
    with pytest.raises(SettingMissing, match=f"TOONO_{name.upper()}"):
        Owner.read(environment)
