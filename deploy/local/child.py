"""One process of the table, kept alive."""

import asyncio
import signal
from collections.abc import Callable

from deploy.local import probe, rolling
from deploy.local.layout import log_of
from deploy.local.pids import signal_group
from deploy.local.processes import Process
from deploy.local.running import Running

FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 15.0
HEALTHY_SECONDS = 60.0


class Child:
    """Starts its process, and again whenever it dies, after a pause that doubles until it has lived for a minute."""

    def __init__(self, process: Process, *, changed: Callable[[], None]) -> None:
        """Take the line of the table, and what to call each time that the process has started or ended."""
        self.process = process
        self.running: Running | None = None
        self.restarts = 0
        self._changed = changed
        self._done = False
        self._paused = False
        self._keeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Want it alive; nothing changes when it already is."""
        if not self._keeper or self._keeper.done():
            self._done = False
            self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Want it stopped, and return when it is."""
        if self._keeper:
            self._keeper.cancel()
            await asyncio.wait([self._keeper])
        if self.running:
            await self.running.end()
            self._ended()

    async def restart(self) -> None:
        """Stop it, then start it."""
        await self.stop()
        self.start()

    async def replace(self) -> None:
        """Put a new one in its place while it is in use; one that does not run is left to itself.

        Raises:
            NotReplaced: the new one does not become ready; the old one goes on.
        """
        old = self.running
        if not old:
            return
        if self.process.replaced == "workers":
            await rolling.workers(old.pid, self.process.metrics)
        elif self.process.replaced == "successor":
            await self._hand_over(old, await rolling.successor(self.process))
        else:
            await self.restart()

    async def _hand_over(self, old: Running, new: Running) -> None:
        if self._keeper:
            self._keeper.cancel()
        self._keeper = asyncio.create_task(self._keep(new))
        self.running = new
        self._changed()
        await old.end()

    async def kill(self) -> None:
        """End it at once with all that it has started, as if its machine had failed; it is started again."""
        if running := self.running:
            signal_group(running.pid, signal.SIGKILL)
            await running.over.wait()

    def pause(self) -> None:
        """Freeze it with all that it has started, as if its machine did not answer; `resume` lets it go on."""
        self._freeze(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on after `pause`."""
        self._freeze(signal.SIGCONT)

    async def state(self) -> str:
        """Say in a word how it is: done, of a one-shot that has ended well; waiting, for the wave before; and so on."""
        if self._done:
            return "done"
        if not self._keeper:
            return "waiting"
        if self._keeper.done():
            return "stopped"
        if not self.running:
            return "restarting"
        if self._paused:
            return "paused"
        works = not self.process.once and await probe.answers(self.process.ready)
        return "ready" if works else "starting"

    async def _keep(self, running: Running | None = None) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._done:
            lived = await self._live(running)
            running = None
            pause = FIRST_PAUSE_SECONDS if lived > HEALTHY_SECONDS else pause
            if not self._done:
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
                self.restarts += 1

    async def _live(self, running: Running | None) -> float:
        """Run it once to its end, or follow the one that runs; return how long it lived, in seconds."""
        try:
            self.running = running = running or Running(self.process)
        except OSError as error:
            with log_of(self.process.name).open("a") as log:
                log.write(f"It cannot be started: {error}\n")
            return 0.0
        self._changed()
        code = await running.wait()
        self._done = self.process.once and code == 0
        self._ended()
        return running.uptime

    def _ended(self) -> None:
        self.running = None
        self._paused = False
        self._changed()

    def _freeze(self, number: signal.Signals) -> None:
        if self.running:
            signal_group(self.running.pid, number)
            self._paused = number == signal.SIGSTOP
