"""What is wrong with the ministry's list, on purpose: every kind of mistake that real lists have, and how many of each."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from deploy.demo.roster import Row
from deploy.demo.seeds import Seeds

LONG = 240  # characters of a name, more than the registry takes
EAST = 60.0  # degrees east of which swapped coordinates surely leave both countries
MOSCOW, PARIS = ("55.75580", "37.61730"), ("48.85660", "2.35220")
LOST = str.maketrans(dict.fromkeys("әғқңөұүһ", "?"))
OLD_FONT = str.maketrans("қғңөү", "ќѓњєї")
EMPTY: Row = {}


@dataclass
class List:
    """The rows as they will be written, and what is known of them beforehand."""

    rows: list[Row]
    clean: set[str]  # codes of centers without a mistake
    planted: Counter[str] = field(default_factory=Counter)  # by kind of mistake

    @property
    def expected(self) -> dict[str, int]:
        """The counts that the report of the first import must come to."""
        told = sum(row is not EMPTY for row in self.rows)
        rejected = sum(self.planted[kind] for kind in REJECTED)
        merged = self.planted["repeated"]
        flagged = sum(self.planted[kind] for kind in FLAGGED) + 2 * self.planted["look_alike"]
        return {
            "rows": told, "accepted": told - rejected - merged, "unchanged": 0, "merged": merged, "rejected": rejected,
            "flagged": flagged,
        }  # fmt: skip


Change = Callable[[Row], Row]


def _swapped(row: Row) -> Row:
    return {**row, "latitude": row["longitude"], "longitude": row["latitude"]}


def _zero(row: Row) -> Row:
    return {**row, "latitude": "0", "longitude": "0"}


def _abroad(row: Row) -> Row:
    latitude, longitude = MOSCOW if int(row["code"][-1]) % 2 else PARIS
    return {**row, "latitude": latitude, "longitude": longitude}


def _astray(row: Row) -> Row:
    return {**row, "area_code": f"99{row['area_code']}"}


def _named(change: Callable[[str], str]) -> Change:
    return lambda row: {name: change(value) if name.startswith("name_") else value for name, value in row.items()}


def _titled(change: Callable[[str], str]) -> Change:
    """Change the first of its names only."""
    return lambda row: row | {first: change(row[first]) for first in _first_name(row)}


def _first_name(row: Row) -> list[str]:
    return [name for name in row if name.startswith("name_")][:1]


MARRED: dict[str, tuple[int, Change]] = {  # rows that are changed where they stand
    "swapped": (5, _swapped),
    "zero": (4, _zero),
    "abroad": (3, _abroad),
    "unknown_area": (4, _astray),
    "lost_letters": (4, _titled(lambda name: name.translate(LOST))),
    "old_font": (3, _titled(lambda name: name.translate(OLD_FONT))),
    "control_character": (2, _titled(lambda name: f"{name}\x07")),
    "too_long": (2, _titled(lambda name: name.ljust(LONG, "."))),
    "formula": (2, _titled(lambda name: f'=CONCATENATE("{name}")')),
}
ADDED: dict[str, tuple[int, Change]] = {  # rows that follow the one that they are made of
    "repeated": (5, dict),
    "contradicting": (3, _named(lambda name: f"{name} (2)")),
    "look_alike": (4, lambda row: {**row, "code": f"{row['code']}-A", "latitude": _near(row["latitude"])}),
    "empty": (3, lambda _: EMPTY),
}
REJECTED = ("abroad", "unknown_area", "control_character", "too_long", "formula", "contradicting")
FLAGGED = ("swapped", "zero", "lost_letters", "old_font")


def soil(rows: list[Row], seeds: Seeds) -> List:
    """Return the list with its mistakes, in places that the seed chooses."""
    planned = dict(_plan(rows, seeds))
    soiled = List(rows=[], clean={row["code"] for row in rows} - set(planned))
    for row in rows:
        kind = planned.get(row["code"], "")
        soiled.rows.append(MARRED[kind][1](row) if kind in MARRED else row)
        soiled.rows += [ADDED[kind][1](row)] if kind in ADDED else []
        soiled.planted.update([kind] if kind else [])
    return soiled


def _plan(rows: list[Row], seeds: Seeds) -> Iterator[tuple[str, str]]:
    """Give each mistake rows of its own, that can show it."""
    chance = seeds.chance("dirt")
    left = [row for row in rows if float(row["longitude"]) > EAST and _has_own_letters(row)]
    for kind, (many, _) in {**MARRED, **ADDED}.items():
        for row in chance.sample(left, many):
            left.remove(row)
            yield row["code"], kind


def _has_own_letters(row: Row) -> bool:
    """Tell whether the first name is one that can lose letters: Kazakh or Mongolian, not English."""
    return "name_kk" in row or "name_mn" in row


def _near(latitude: str) -> str:
    return f"{float(latitude) + 0.002:.5f}"
