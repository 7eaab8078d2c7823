"""What befalls centers: one is suspended and reopened, one is closed, one is merged; everything at them follows."""

from collections.abc import Iterator

from deploy.demo.api import Order
from deploy.demo.season.cast import Home
from deploy.demo.season.stage import Stage
from deploy.demo.words import text

RUNNING = "running"


def suspend(stage: Stage) -> None:
    """A center is suspended; its offerings rest. Then it is reopened, and they go on."""
    home = suspended(stage)
    path, offerings = {"center_id": home.center_id}, [chain.id("offering") for chain in home.given]
    _change(stage, home, "suspend_center", path, reason="flooded")
    if not _is_over(stage, home):
        stage.until("offerings", offerings, "on_hold")
    _change(stage, home, "reopen_center", path, reason="repaired")
    stage.until("offerings", offerings, "open", "running", "completed")


def close(stage: Stage) -> None:
    """A center is closed for good; what still runs there is called off."""
    home = closed(stage)
    _change(stage, home, "close_center", {"center_id": home.center_id}, reason="moved_out")
    stage.until("offerings", _running(home), "cancelled")


def merge(stage: Stage) -> None:
    """A center is merged into its neighbor; what still runs there moves."""
    home, neighbor = merged(stage)
    _change(stage, home, "merge_center", {"center_id": home.center_id}, reason="joined", into=neighbor.center_id)

    def moved() -> bool:
        found = [stage.api.get(f"/v1/offerings/{id_}", stage.officer(home.region.code)) for id_ in _running(home)]
        return all(one["center_id"] == neighbor.center_id for one in found)

    stage.api.until("offerings of the merged center", moved)


def suspended(stage: Stage) -> Home:
    """The center that is suspended for a time."""
    return next(home for home in stage.homes if len(home.given) > 1)


def closed(stage: Stage) -> Home:
    """The center that is closed: the last of those where something still runs."""
    return list(_with_running(stage))[-1]


def merged(stage: Stage) -> tuple[Home, Home]:
    """The center that is merged, and the neighbor in its region that goes on."""
    for home in _with_running(stage):
        neighbors = [other for other in stage.regions[home.region.code] if other != home]
        if home != closed(stage) and neighbors and closed(stage) not in neighbors:
            return home, neighbors[0]
    raise LookupError("two centers of a region, one of them with a running offering")


def _with_running(stage: Stage) -> Iterator[Home]:
    return (home for home in stage.homes if home.chains[1].outcome == RUNNING and home != suspended(stage))


def _running(home: Home) -> list[str]:
    return [chain.id("offering") for chain in home.given if chain.outcome == RUNNING]


def _change(stage: Stage, home: Home, command: str, path: dict[str, str], *, reason: str, **body: str) -> None:
    order = Order(home.key(command), command, path, {"reason": text("season", reason)[home.language], **body})
    stage.api.batch(stage.officer(home.region.code), [order])


def _is_over(stage: Stage, home: Home) -> bool:
    """Tell whether this is a second run, and the center was reopened in the first."""
    found = stage.api.get(f"/v1/centers/{home.center_id}", stage.officer(home.region.code))
    return bool(found["status"] != "suspended")
