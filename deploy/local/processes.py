"""The processes of a copy, in one table: what runs, in which order, and when it is ready."""

import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from deploy.local import broker, database, environment
from deploy.local.environment import SERVICES
from deploy.local.keys import Keys
from deploy.local.layout import METRICS
from deploy.local.settings import Settings

PYTHON = sys.executable
BEHIND = 5  # of what works behind the gateway, so that it refuses at once what is too much when all are busy


@dataclass(frozen=True, kw_only=True)
class Process:
    """One line of the table.

    Attributes:
        ready: the address that answers when it is ready: `http:` with 200, `tcp:` by accepting.
        once: it has to end well, and is not started again after that.
        needed: the next wave waits until it is ready, or has ended well.
        emptied: a folder that is emptied before every start.
        replaced: how it is replaced under load: "successor", beside it; "workers", its own; "restart", if nobody asks it.
        metrics: the address of its metrics, where they tell when its workers are ready.
        nice: how far it stands back where all share too few processors, as of nice(1).
    """

    name: str
    command: tuple[str, ...]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: str = ""
    once: bool = False
    needed: bool = False
    emptied: Path | None = None
    replaced: Literal["successor", "workers", "restart", ""] = ""
    metrics: str = ""
    nice: int = 0


Wave = list[Process]


def waves(settings: Settings, keys: Keys) -> list[Wave]:
    """Return the processes, wave after wave; they stop in the opposite order."""
    everyone = environment.shared(settings, keys)
    table = [
        *_embedded(settings),
        [
            _once("topology", _python("services", "topology"), everyone),
            _once("gateway-topology", _python("gateway", "topology"), everyone),
        ],
        [*_services(settings, everyone), *_workers(settings, everyone), _delivery(settings, everyone)],
        [_gateway(settings, everyone)],
    ]
    return [wave for wave in table if wave]


def _embedded(settings: Settings) -> list[Wave]:
    brokers, databases = not settings.amqp_uri, not settings.mongo_uri
    return [
        [_epmd(settings)] if brokers else [],
        ([_broker(settings)] if brokers else []) + ([_mongod(settings)] if databases else []),
        [_once("replica-set", _python("deploy.local.replicaset"), {})] if databases else [],
    ]


def _epmd(settings: Settings) -> Process:
    command = (shutil.which("epmd") or "epmd", "-address", "127.0.0.1", "-port", str(settings.port("epmd")))
    return Process(name="epmd", command=command, ready=_tcp(settings, "epmd"), needed=True)


def _broker(settings: Settings) -> Process:
    return Process(
        name="broker",
        command=broker.command(),
        env=broker.environment(settings),
        ready=_tcp(settings, "amqp"),
        needed=True,
    )


def _mongod(settings: Settings) -> Process:
    return Process(name="mongod", command=database.command(settings), ready=_tcp(settings, "mongod"), needed=True)


def _services(settings: Settings, everyone: Mapping[str, str]) -> Wave:
    return [
        Process(
            name=name,
            command=_python("services", "serve", name),
            env={**everyone, **environment.addresses(settings, name=name)},
            ready=settings.url(name, "/readyz"),
            replaced="successor",
            nice=BEHIND,
        )
        for name in SERVICES
    ]


def _workers(settings: Settings, everyone: Mapping[str, str]) -> Wave:
    commands = {
        **{f"{name}-relay": _python("services", "relay", name) for name in SERVICES},
        "importer": _python("services", "importer", "registry"),
        "projector": _python("gateway", "projector"),
        "verifier": _python("deploy.cli.verify"),
    }
    return [
        Process(
            name=name,
            command=command,
            env={**everyone, **environment.addresses(settings, name=name)},
            ready=settings.url(f"{name}-metrics", "/metrics"),
            replaced="restart",
            nice=BEHIND,
        )
        for name, command in commands.items()
    ]


def _delivery(settings: Settings, everyone: Mapping[str, str]) -> Process:
    return Process(
        name="delivery",
        command=_python("services", "delivery"),
        env={**everyone, **environment.addresses(settings, name="delivery")},
        ready=settings.url("delivery", "/readyz"),
        replaced="successor",
        nice=BEHIND,
    )


def _gateway(settings: Settings, everyone: Mapping[str, str]) -> Process:
    folder = METRICS / "gateway"
    own = {**environment.addresses(settings, name="gateway"), "PROMETHEUS_MULTIPROC_DIR": str(folder)}
    return Process(
        name="gateway",
        # gunicorn's control socket would be one for all copies of the user
        command=_python("gunicorn", "--no-control-socket", "-c", "gateway/gunicorn.py", "gateway.wsgi:application"),
        env={**everyone, **own},
        ready=settings.url("gateway", "/readyz"),
        emptied=folder,
        replaced="workers",
        metrics=settings.url("gateway-metrics", "/metrics"),
    )


def _once(name: str, command: tuple[str, ...], env: Mapping[str, str]) -> Process:
    return Process(name=name, command=command, env=env, once=True, needed=True)


def _python(module: str, *arguments: str) -> tuple[str, ...]:
    return (PYTHON, "-m", module, *arguments)


def _tcp(settings: Settings, name: str) -> str:
    return f"tcp://127.0.0.1:{settings.port(name)}"
