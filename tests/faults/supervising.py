"""The supervisor of the suite's platform, in the foreground: ``python -m tests.faults.supervising MEMBERS``.

It is the one of deploy/local with a longer table: more members of the replica set, a second relay of the registry that waits
for the lease, a consumer that counts, and a link of its own to the broker for every process. Two more requests are answered:
``link <process>=<mode>``, and ``tell <NAME>=<value>``, which every process hears at its next start.
"""

import asyncio
import signal
import sys
from dataclasses import replace
from typing import Any

from deploy.local import broker, child, database, endpoints, environment, keys, processes, settings
from deploy.local.control import Reply
from deploy.local.layout import DATABASE, LOCAL, ROOT
from deploy.local.pids import signal_group
from deploy.local.presence import only_one
from deploy.local.processes import Process, Wave
from deploy.local.supervisor import Supervisor
from tests.faults.links import Link
from tests.faults.platform import INSIDE

MEMBERS, TALLY, LINKS = 60, 50, 70  # offsets of ports
LONGEST_PAUSE = 1.0  # seconds before a process that dies again and again is started anew
ORPHANED = 6  # seconds that a transaction keeps its locks, whose client was killed
STANDBY = "registry-relay-2"


class Faulty(Supervisor):
    """Also spoils links, and tells processes what they have not been told."""

    def __init__(self, waves: list[Wave], links: dict[str, Link]) -> None:
        super().__init__(waves)
        self._links = links

    async def run(self) -> None:
        """Open the links first."""
        for link in self._links.values():
            await link.listen()
        await super().run()

    async def _stop(self) -> None:
        """All at once and without grace: nothing of it is needed again."""
        for one in self._children.values():
            if one.running:
                signal_group(one.running.pid, signal.SIGKILL)
        await asyncio.gather(*(one.stop() for one in self._children.values()))

    async def _answer(self, *, verb: str, name: str | None) -> Reply:
        first, _, second = (name or "").partition("=")
        if verb == "link":
            link = self._links[first]
            if second:
                link.turn(second)
            return {"spoilt": link.spoilt, "port": link.port}
        if verb == "tell":
            for one in self._children.values():
                one.process.env.update({first: second})  # type: ignore[attr-defined]  # the tables are dictionaries
            return {}
        return await super()._answer(verb=verb, name=name)


def ports(chosen: settings.Settings, members: int) -> list[int]:
    """Where the members of the replica set listen."""
    return [chosen.port("mongod"), *(chosen.port_base + MEMBERS + number for number in range(2, members + 1))]


def table(chosen: settings.Settings, secrets: keys.Keys, members: int) -> tuple[list[Wave], dict[str, Link]]:
    """What runs, and the links to the broker by the names of the processes."""
    waves = processes.waves(chosen, secrets)
    everyone = environment.shared(chosen, secrets)
    waves[1] = [_breakable(one) if one.name == "mongod" else one for one in waves[1]]
    waves[1] += [_breakable(_member(chosen, number)) for number in range(2, members + 1)]
    waves[2] = [replace(waves[2][0], command=(sys.executable, "-m", "tests.faults.members", str(members)))]
    waves[3].append(Process(name="tally-topology", command=_tally("topology"), env=dict(everyone), once=True, needed=True))
    address = chosen.port_base + TALLY
    own = {"TOONO_BIND": f"127.0.0.1:{address}", "TOONO_METRICS_PORT": str(address + 1)}
    waves[4].append(
        Process(name="tally", command=_tally("serve"), env={**everyone, **own}, ready=f"http://127.0.0.1:{address}/readyz")
    )
    relay = next(one for one in waves[4] if one.name == "registry-relay")
    standby = f"http://127.0.0.1:{address + 2}/metrics"
    waves[4].append(replace(relay, name=STANDBY, ready=standby, env={**relay.env, "TOONO_METRICS_PORT": str(address + 2)}))
    return waves, dict(_linked(chosen, secrets, one, place, members) for place, one in enumerate(_told(waves)))


def _told(waves: list[Wave]) -> list[Process]:
    return [one for wave in waves for one in wave if "TOONO_AMQP_URI" in one.env]


def _linked(chosen: settings.Settings, secrets: keys.Keys, one: Process, place: int, members: int) -> tuple[str, Link]:
    """Tell a process its own way to the broker, all members, whom it calls itself there, and where to look for failpoints."""
    port, amqp = chosen.port_base + LINKS + place, chosen.port("amqp")
    addresses = ",".join(f"127.0.0.1:{one}" for one in ports(chosen, members))
    told: Any = one.env
    told["TOONO_AMQP_URI"] = broker.uri(chosen, secrets).replace(f":{amqp}/", f":{port}/")
    mongo = database.uri(chosen, secrets).replace(f"127.0.0.1:{chosen.port('mongod')}", addresses)
    told["TOONO_MONGO_URI"] = f"{mongo}&appName={one.name}"
    points = LOCAL / "failpoints" / one.name
    points.mkdir(parents=True, exist_ok=True)
    told["TOONO_FAILPOINTS"] = str(points)
    told["PYTHONPATH"] = f"{INSIDE}:{ROOT}"
    return one.name, Link(port, amqp)


def _member(chosen: settings.Settings, number: int) -> Process:
    folder, port = DATABASE / f"data-{number}", chosen.port_base + MEMBERS + number
    folder.mkdir(exist_ok=True)
    others = {str(DATABASE / "data"): str(folder), str(chosen.port("mongod")): str(port)}
    command = tuple(others.get(word, word) for word in database.command(chosen))
    return Process(name=f"mongod-{number}", command=command, ready=f"tcp://127.0.0.1:{port}", needed=True)


def _breakable(one: Process) -> Process:
    """A member with failpoints, which waits neither for clients that were killed nor, as it ends, for others to leave it."""
    usual = f"transactionLifetimeLimitSeconds={database.TRANSACTION_SECONDS}"
    told = ("enableTestCommands=1", "shutdownTimeoutMillisForSignaledShutdown=0")
    command = [f"transactionLifetimeLimitSeconds={ORPHANED}" if word == usual else word for word in one.command]
    return replace(one, command=(*command, *(word for name in told for word in ("--setParameter", name))))


def _tally(mode: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "tests.faults.tally", mode)


def main() -> None:
    """Supervise until told to stop."""
    vars(child).update(LONGEST_PAUSE_SECONDS=LONGEST_PAUSE)
    members = int(sys.argv[1])
    chosen, secrets = settings.choose(), keys.load_or_make()
    broker.configure(chosen, secrets)
    database.configure(secrets)
    with only_one():
        endpoints.publish(chosen, secrets)
        asyncio.run(Faulty(*table(chosen, secrets, members)).run())


if __name__ == "__main__":
    main()
