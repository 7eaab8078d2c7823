"""The process that starts all others, keeps them alive and answers about them, until it is asked to end."""

import asyncio
import signal

from deploy.local import control, endpoints, keys, orphans, processes, settings
from deploy.local.child import Child
from deploy.local.control import Reply, RequestRefused
from deploy.local.presence import only_one
from deploy.local.rolling import NotReplaced
from deploy.local.status import GOOD_STATES, row

POLL_SECONDS = 0.1


class Supervisor:
    """Brings the waves of processes up one after the other, and down in the opposite order."""

    def __init__(self, waves: list[processes.Wave]) -> None:
        """Take the table; nothing runs before `run`."""
        self._waves = [[Child(process, changed=self._record) for process in wave] for wave in waves]
        self._children = {child.process.name: child for wave in self._waves for child in wave}

    async def run(self) -> None:
        """Start everything, answer on the control socket, and stop everything on SIGTERM or SIGINT."""
        asked_to_end = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, asked_to_end.set)
        async with control.serve(self._answer):
            starting = asyncio.create_task(self._start())
            await asked_to_end.wait()
            starting.cancel()
            await self._stop()

    async def _start(self) -> None:
        for wave in self._waves:
            for child in wave:
                child.start()
            for child in wave:
                while child.process.needed and await child.state() not in GOOD_STATES:  # noqa: ASYNC110  # it cannot tell
                    await asyncio.sleep(POLL_SECONDS)

    async def _stop(self) -> None:
        for wave in reversed(self._waves):
            await asyncio.gather(*(child.stop() for child in wave))

    async def _answer(self, *, verb: str, name: str | None) -> Reply:
        """Carry out one request of the command line."""
        if verb == "status":
            return {"processes": await asyncio.gather(*(row(child) for child in self._children.values()))}
        if name not in self._children:
            message = f"There is no process {name}; there are: {', '.join(self._children)}."
            raise RequestRefused(message)
        await self._change(self._children[name], verb)
        return {"process": await row(self._children[name])}

    async def _change(self, child: Child, verb: str) -> None:
        match verb:
            case "start":
                child.start()
            case "stop":
                await child.stop()
            case "restart":
                await child.restart()
            case "replace":
                await self._replace(child)
            case "kill":
                await child.kill()
            case "pause":
                child.pause()
            case "resume":
                child.resume()
            case _:
                message = f"There is no request {verb}."
                raise RequestRefused(message)

    async def _replace(self, child: Child) -> None:
        try:
            await child.replace()
        except NotReplaced as error:
            raise RequestRefused(str(error)) from error

    def _record(self) -> None:
        running = {name: child.running for name, child in self._children.items()}
        orphans.record({name: process.pid for name, process in running.items() if process})


def supervise() -> None:
    """Run the supervisor of this copy in the foreground; `up` starts it in the background."""
    with only_one():
        orphans.end()
        chosen, secrets = settings.load(), keys.load_or_make()
        endpoints.publish(chosen, secrets)
        asyncio.run(Supervisor(processes.waves(chosen, secrets)).run())


if __name__ == "__main__":
    supervise()
