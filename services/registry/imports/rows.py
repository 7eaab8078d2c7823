"""Accepted rows become commands, in groups; what the registry refuses after all becomes a rejected row."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import uuid_utils

from services.registry import commands
from services.registry.imports.known import Known
from services.registry.imports.report import row_report
from services.registry.imports.verdicts import Finding, Judgment, Outcome, Verdict
from shared.errors import Refusal
from shared.store import Cause, Store, Work
from shared.store.cause import command_key

CHUNK = 500  # rows that are settled and told of at once
Document = dict[str, Any]
Use = Callable[[Work], Any]


class Rows:
    """The rows of one file on their way into the registry."""

    def __init__(self, store: Store, document: Document, judgment: Judgment, known: Known, cause: Callable[..., Cause]) -> None:
        self._store = store
        self._document = document
        self._known = known
        self._cause = cause
        self.judgment = judgment
        self.counts: dict[str, int] = {}

    @property
    def rejected(self) -> int:
        """How many rows were rejected in the end."""
        return self.counts.get("rejected", 0)

    def settle(self) -> Iterator[list[Document]]:
        """Carry out chunk after chunk; yields what is told of its rows."""
        settled: list[Verdict] = []
        for start in range(0, len(self.judgment.verdicts), CHUNK):
            chunk = list(self.judgment.verdicts[start : start + CHUNK])
            done = chunk if self._document["dry_run"] else self._carry_out(self._recalled(chunk))
            settled += done
            part = replace(self.judgment, verdicts=tuple(done))
            yield row_report(part, self._document["language"])
        self.judgment = replace(self.judgment, verdicts=tuple(settled))
        self._count(settled)

    def _recalled(self, chunk: list[Verdict]) -> list[Verdict]:
        """Rows that this very import has carried out before it was interrupted are accepted, not unchanged."""
        keys = {
            command_key("importer", self._document["_id"], f"row {v.row}"): v.row for v in chunk if v.outcome is Outcome.UNCHANGED
        }
        if not keys or self._document["status"] == "received":
            return chunk
        done = {keys[e["_id"]] for e in self._store.journal.find({"_id": {"$in": list(keys)}}, {"_id": 1})}
        return [replace(v, outcome=Outcome.ACCEPTED, fields=None) if v.row in done else v for v in chunk]

    def _carry_out(self, chunk: list[Verdict]) -> list[Verdict]:
        orders: list[tuple[Cause, Use]] = []
        places: list[int] = []
        for place, verdict in enumerate(chunk):
            if verdict.outcome is Outcome.ACCEPTED and verdict.fields is not None:
                orders.append(self._order(verdict))
                places.append(place)
        done = list(chunk)
        for place, outcome in zip(places, self._store.carry_out_all(orders), strict=True):
            if isinstance(outcome, Refusal):
                finding = Finding(None, "refused", {"why": outcome.sentence, "what": outcome.advice})
                done[place] = replace(chunk[place], outcome=Outcome.REJECTED, fields=None, findings=(finding,))
        return done

    def _order(self, verdict: Verdict) -> tuple[Cause, Use]:
        assert verdict.fields is not None  # noqa: S101
        fields = dict(verdict.fields)
        code = fields.pop("code")
        areas = self._document["of"] == "areas"
        ids = self._known.area_ids if areas else self._known.center_ids
        new = code not in ids
        id_ = ids.setdefault(code, str(uuid_utils.uuid7()))
        above = self._known.area_ids.get(fields.pop("parent_code" if areas else "area_code") or "")
        use = self._area(id_, code, above, fields, new=new) if areas else self._center(id_, code, above, fields, new=new)
        return self._cause(self._document, f"row {verdict.row}", id_ if new else None), use

    def _area(self, id_: str, code: str, parent_id: str | None, fields: Document, *, new: bool) -> Use:
        if new:
            return partial(commands.define_area, parent_id=parent_id, since=None, code=code, **fields)
        return partial(_revise_area, area_id=id_, parent_id=parent_id, fields=fields)

    def _center(self, id_: str, code: str, area_id: str | None, fields: Document, *, new: bool) -> Use:
        if new:
            return partial(commands.enter_center, area_id=str(area_id), code=code, **fields)
        return partial(_revise_center, center_id=id_, area_id=area_id, fields=fields)

    def _count(self, settled: list[Verdict]) -> None:
        outcomes = Counter(verdict.outcome for verdict in settled)
        flagged = sum(bool(verdict.flags) for verdict in settled if verdict.outcome is not Outcome.REJECTED)
        self.counts = {"rows": len(settled), **{o.value: outcomes[o] for o in Outcome}, "flagged": flagged}


def _revise_area(work: Work, *, area_id: str, parent_id: str | None, fields: Document) -> Any:
    area = commands.revise_area(work, area_id=area_id, **fields)
    if area.parent_id != parent_id:
        commands.move_area(work, area_id=area_id, parent_id=parent_id, since=work.today, reason="import")
    return area


def _revise_center(work: Work, *, center_id: str, area_id: str | None, fields: Document) -> Any:
    center = commands.revise_center(work, center_id=center_id, **fields)
    if area_id and center.area_id != area_id:
        center.correct(at=work.now, reason="import", changes={"area_id": area_id})
    return center
