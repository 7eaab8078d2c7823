"""The ministry's lists go in: areas, then centers as a trial, in earnest, and once more as a spreadsheet."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from deploy.demo import sheets
from deploy.demo.api import Api, Document, Refused
from deploy.demo.atlas import atlas
from deploy.demo.country import Country
from deploy.demo.dirt import List, soil
from deploy.demo.places import Settlement
from deploy.demo.roles import Person
from deploy.demo.roster import roster
from deploy.demo.seeds import Seeds

ENCODINGS = {"KZ": ("kz1048", "utf-8-sig"), "MN": ("utf-8-sig", "utf-8")}  # of areas and centers
OTHER = {"KZ": "ru", "MN": "en"}  # language of the headers of the second copy
SECONDS = 120.0
MINISTRY = Person.national("ministry_administrator")


@dataclass(frozen=True)
class Sheet:
    """A file of the ministry, and the counts that its report must come to."""

    name: str
    kind: str  # of its rows
    media: str
    content: bytes
    expected: dict[str, int]
    trial: bool = False


@dataclass(frozen=True)
class Imported:
    """A file that went in, and what the platform reported."""

    sheet: Sheet
    id: str
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()

    @property
    def as_planted(self) -> bool:
        """Whether the report says what was known beforehand."""
        return self.counts == self.sheet.expected


@dataclass(frozen=True)
class Lists:
    """The ministry's lists, in the order in which they are sent."""

    sheets: tuple[Sheet, ...]
    centers: List


def lists(country: Country, places: list[Settlement], seeds: Seeds) -> Lists:
    """Draw up the lists."""
    areas, centers = atlas(country, places), soil(roster(country, places, seeds), seeds)
    language, (of_areas, of_centers) = country.languages[0], ENCODINGS[country.code]
    every = dict.fromkeys(("unchanged", "merged", "rejected", "flagged"), 0) | {"rows": len(areas), "accepted": len(areas)}
    first = centers.expected
    again = first | {"accepted": 0, "unchanged": first["accepted"]}
    csv = sheets.to_csv(centers.rows, language=language, encoding=of_centers)
    xlsx = sheets.to_xlsx(centers.rows, language=OTHER[country.code])
    areas_csv = sheets.to_csv(areas, language=OTHER[country.code] if country.code == "KZ" else "mn", encoding=of_areas)
    return Lists(
        (
            Sheet("areas.csv", "areas", sheets.CSV, areas_csv, every),
            Sheet("centers.csv", "centers", sheets.CSV, csv, first, trial=True),
            Sheet("centers.csv", "centers", sheets.CSV, csv, first),
            Sheet("centers.xlsx", "centers", sheets.XLSX, xlsx, again),
        ),
        centers,
    )


def keep(drawn: Lists, folder: Path) -> None:
    """Write the files where people can look at them."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in drawn.sheets:
        (folder / sheet.name).write_bytes(sheet.content)


def bring_in(api: Api, sheet: Sheet, seeds: Seeds, language: str) -> Imported:
    """Send a file, and follow it to its end. The language of the report is part of what is asked: it stays the same.

    Raises:
        Refused: the platform turned the whole file away.
    """
    asked = {"kind": sheet.kind, "filename": sheet.name, "language": language, "dry_run": str(sheet.trial).lower()}
    key = seeds.key("import", sheet.name, sheet.trial)
    begun = api.upload(f"/v1/imports?{urlencode(asked)}", MINISTRY, key=key, file=sheet.content, media=sheet.media)
    state: Document = begun

    def ended() -> bool:
        state.update(api.get(f"/v1/imports/{begun['id']}", MINISTRY))
        return state["status"] in {"finished", "refused"}

    api.until(f"the import of {sheet.name}", ended, seconds=SECONDS)
    if state["status"] == "refused":
        raise Refused(f"{sheet.name}: {state['refused_because']}")
    return Imported(sheet, begun["id"], state["counts"], tuple(one["code"] for one in state["warnings"]))
