"""An example of each type of event, from the example of its kind."""

from typing import Any

from gateway.catalog import Told
from shared.envelope import schema_path

Json = dict[str, Any]
ID = "0190b3a0-0000-7000-8000-0000000e0e01"
WHEN = "2026-03-01T08:15:00.000Z"
PLACE = "https://toono.example"


def example(told: Told) -> Json:
    """A whole event of the type, as outside systems are told it at most."""
    data = data_example(told)
    state = data["state"]
    most = told.kind.shared_fields or state
    event = {
        "specversion": "1.0",
        "id": ID,
        "source": f"/{told.service}",
        "type": told.type,
        "subject": state.get("id"),
        "time": WHEN,
        "datacontenttype": "application/json",
        "dataschema": PLACE + schema_path(told.type, told.kind.version),
        "version": state.get("version"),
        "area": state.get("area_id"),
        "data": {**data, "state": {name: value for name, value in state.items() if name in most}},
    }
    return {name: value for name, value in event.items() if value is not None}


def data_example(told: Told) -> Json:
    """Its data. Where a status has the name of the event, that is the status, and where a day has it, it is told."""
    state = dict(told.kind.example)
    status = told.kind.state().fields.get("status")
    choices = [choice for one in status.validators for choice in getattr(one, "choices", ())] if status else []
    following = told.name.replace("-", "_")
    if following in choices:
        state["status"] = following
    if f"{following}_on" in state:
        state[f"{following}_on"] = WHEN[:10]
    return {"state": state, "change": _change(told, state)}


def _change(told: Told, state: Json) -> Json:
    if told.name != "corrected":
        return {}
    why = {"reason_code": "wrong_entry"} if told.kind.shared == "approved" else {"reason": "A digit was left out."}
    return {**why, "corrected": [next(name for name in reversed(state) if name not in {"id", "version", "status"})]}
