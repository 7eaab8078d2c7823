"""What a driver sends to the database, and whether all of it is safe."""

from typing import Any

from pymongo.monitoring import CommandListener

WRITES = {"insert", "update", "delete", "findAndModify"}
DURABLE = {"w": "majority", "j": True}
Told = dict[str, Any]


class Overheard(CommandListener):
    """Every command that the driver sends."""

    def __init__(self) -> None:
        self.commands: list[tuple[str, Told]] = []

    def started(self, event):
        self.commands.append((event.command_name, dict(event.command)))

    def succeeded(self, event):
        """Not of interest."""

    def failed(self, event):
        """Not of interest."""

    @property
    def written(self) -> list[tuple[str, Told]]:
        """Writes by themselves, outside of transactions."""
        return [(name, told) for name, told in self.commands if name in WRITES and "autocommit" not in told]

    @property
    def commits(self) -> list[tuple[str, Told]]:
        """The ends of transactions."""
        return [(name, told) for name, told in self.commands if name == "commitTransaction"]

    @property
    def begun(self) -> list[Told]:
        """The first commands of transactions."""
        return [told for _, told in self.commands if told.get("startTransaction")]

    def soft(self) -> list[tuple[str, str, Any]]:
        """Writes that do not wait for the majority and its journals: what, where, and what they wait for."""
        return [
            (name, str(told[name]), told.get("writeConcern"))
            for name, told in self.written + self.commits
            if not DURABLE.items() <= told.get("writeConcern", {}).items()
        ]

    def shallow(self) -> list[Any]:
        """Transactions that may read what is not there to stay: their read concerns."""
        levels = [told.get("readConcern", {}).get("level") for told in self.begun]
        return [level for level in levels if level not in {"snapshot", "majority"}]
