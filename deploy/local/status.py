"""How the processes are: rows for programs, a table for people."""

from typing import TYPE_CHECKING, Any

import click
import psutil

if TYPE_CHECKING:
    from deploy.local.child import Child

Row = dict[str, Any]
GOOD_STATES = ("ready", "done")
LAYOUT = "{:<20} {:>7} {:<10} {:>8} {:>8} {:>9}  {}"


async def row(child: "Child") -> Row:
    """Describe one process: uptime in seconds, memory in bytes with all that it has started."""
    running = child.running
    state = await child.state()
    return {
        "name": child.process.name,
        "pid": running.pid if running else None,
        "state": state,
        "ready": state in GOOD_STATES,
        "restarts": child.restarts,
        "uptime": round(running.uptime, 1) if running else 0.0,
        "memory": memory(running.pid) if running else 0,
        "url": child.process.ready,
        "replaced": child.process.replaced,
    }


def memory(pid: int) -> int:
    """Return the resident memory of a process and its descendants, in bytes."""
    try:
        leader = psutil.Process(pid)
        return sum(process.memory_info().rss for process in (leader, *leader.children(recursive=True)))
    except psutil.NoSuchProcess:
        return 0


def all_ready(rows: list[Row]) -> bool:
    """Tell whether the platform as a whole does its work."""
    return all(row["ready"] for row in rows)


def show(rows: list[Row]) -> None:
    """Print the table."""
    click.secho(LAYOUT.format("process", "pid", "state", "restarts", "uptime", "memory", "ready when"), bold=True)
    for line in rows:
        cells = LAYOUT.format(
            line["name"],
            line["pid"] or "",
            line["state"],
            line["restarts"],
            f"{line['uptime']:.0f} s",
            f"{line['memory'] / 2**20:.0f} MiB",
            line["url"],
        )
        click.secho(cells, fg=None if line["ready"] else "red")
