"""One need, from the first voice to its result, as the API tells it: every link leads to the next."""

from typing import Any

from rich.table import Table

from deploy.demo.season.cast import Home
from deploy.demo.season.stage import MINISTRY, Stage
from deploy.demo.words import say

Document = dict[str, Any]
Moment = tuple[str, str, Document]  # day, name of the text, what it is filled with


def moments(stage: Stage, home: Home) -> list[Moment]:
    """Follow the links from the need on."""
    chain = home.chains[0]
    need = _one(stage, "needs", chain.id("need"))
    assessment = _one(stage, "meetings", need["meeting_id"])
    return [
        (home.seeds.day(0).isoformat(), "voiced", {"need": need["title"]}),
        (assessment["held_on"], "backed", {"persons": need["support"]["persons"], "heads": need["support"]["head_count"]}),
        (assessment["held_on"], "ranked", {"rank": need["rank"]}),
        *_chosen(stage, need),
        *_given(stage, need),
        _judged(stage, need),
    ]


def teller(stage: Stage) -> Home:
    """Return a center with an ordinary season and a waiting line, whose story is told."""
    return next(home for home in stage.homes if home.is_crowded and home.place)


def drawn(stage: Stage, home: Home, language: str) -> Table:
    """Draw the story as a dated list."""
    table = Table("", "", title=say(language, "story", center=home.name), show_header=False)
    for day, name, params in moments(stage, home):
        table.add_row(day, say(language, name, **params))
    return table


def _chosen(stage: Stage, need: Document) -> list[Moment]:
    program = _one(stage, "programs", need["program_ids"][0])
    decision = _one(stage, "decisions", program["decision_ids"][0])
    meeting = _one(stage, "meetings", decision["meeting_id"])
    present = {"present": meeting["present"], "eligible": meeting["eligible"], "title": program["title"]}
    return [
        (decision["decided_on"], "decided", decision["votes"] | present),
        (decision["decided_on"], "planned", {"hours": program["hours"]}),
    ]


def _given(stage: Stage, need: Document) -> list[Moment]:
    offering = _one(stage, "offerings", need["offering_ids"][0])
    sessions = [one for one in stage.api.all("/v1/sessions", MINISTRY, offering_id=offering["id"]) if one["status"] == "held"]
    days = sorted(one["held_on"] for one in sessions)
    came = sum(one["attendance"][mark] for one in sessions for mark in ("present", "late"))
    marked = sum(sum(one["attendance"].values()) for one in sessions)
    return [
        (offering["starts_on"], "offered", {"places": offering["places"]}),
        (days[0], "taught", {"held": len(days), "last": days[-1], "share": round(100 * came / marked)}),
        (offering["completed_on"], "completed", {"completed": offering["completed"]}),
    ]


def _judged(stage: Stage, need: Document) -> Moment:
    decision = _one(stage, "decisions", need["decision_id"])
    return decision["decided_on"], "judged", decision["votes"]


def _one(stage: Stage, plural: str, id_: str) -> Document:
    return stage.api.get(f"/v1/{plural}/{id_}", MINISTRY)
