"""Typed settings from the environment, read once, failing at start by the missing name."""

import os
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, Self

PREFIX = "TOONO_"


class SettingMissing(SystemExit):
    """A setting without a default is not in the environment, or cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """A group of settings: field `amqp_uri` is read from TOONO_AMQP_URI."""

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The settings of this process.

        Raises:
            SettingMissing: naming the variable and what it is for.
        """
        return cls(**{field.name: _value(field, environment) for field in fields(cls)})


def _value(field: Field[Any], environment: Mapping[str, str]) -> Any:
    name = PREFIX + field.name.upper()
    text = environment.get(name)
    if text is None or text == "":
        if field.default is MISSING:
            raise SettingMissing(f"{name} is not set. Set it; the README lists the settings of every process.")
        return field.default
    try:
        return int(text) if field.type is int else bytes.fromhex(text) if field.type is bytes else text
    except ValueError:
        raise SettingMissing(f"{name} cannot be read as {field.type}: set it anew.") from None


@dataclass(frozen=True, kw_only=True)
class Process(Settings):
    """What every process needs."""

    mongo_uri: str
    amqp_uri: str
    metrics_port: int = 0
    log_level: str = "info"


@dataclass(frozen=True, kw_only=True)
class Owner(Process):
    """What a process needs that owns a service's database."""

    service_key: str
    receipt_key: str
    seal_key: str  # 32 bytes in base64
    bind: str = "127.0.0.1:8000"
    country: str = "KZ"
    time_zone: str = "Asia/Almaty"
