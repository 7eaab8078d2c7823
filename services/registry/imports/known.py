"""What the registry holds already, in the shape that the judges of a file compare with."""

from dataclasses import dataclass
from typing import Any

from shared.store import Store

Fields = dict[str, Any]
AREA = ("code", "level", "name", "point", "population", "rural")
CENTER = ("code", "name", "point", "host_type", "founded_on", "contacts", "languages", "rooms", "ict", "accessible", "flags")


@dataclass(frozen=True)
class Known:
    """Areas and centers by their codes, and their ids."""

    areas: dict[str, Fields]
    centers: dict[str, Fields]
    area_ids: dict[str, str]
    center_ids: dict[str, str]

    @classmethod
    def load(cls, store: Store) -> "Known":
        """All that lives."""
        areas = {a["_id"]: a for a in store.database["area"].find({"status": {"$ne": "retired"}}, {"box": 0})}
        codes = {id_: area["code"] for id_, area in areas.items()}
        centers = list(store.database["center"].find({}, {"box": 0}))
        return cls(
            areas={
                area["code"]: {**{name: area.get(name) for name in AREA}, "parent_code": codes.get(area["parent_id"])}
                for area in areas.values()
            },
            centers={
                center["code"]: {**{name: center.get(name) for name in CENTER}, "area_code": codes.get(center["area_id"])}
                for center in centers
            },
            area_ids={code: id_ for id_, code in codes.items()},
            center_ids={center["code"]: center["_id"] for center in centers},
        )
