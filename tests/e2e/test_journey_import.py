"""The ministry brings its lists: areas, then centers; what was rejected is mended and sent again."""

import uuid
from typing import Any

from tests.client import Api, wait_until

pytest_plugins = ["tests.e2e.town"]

Json = dict[str, Any]
AREAS = "code,name_en,parent_code,level\n{t}1,Region,,region\n{t}11,North,{t}1,district\n{t}12,South,{t}1,district\n"
CENTERS = "code,name_en,area_code,rooms\n{t}A,Alpha,{t}11,2\n{t}B,Beta,{t}99,3\n{t}C,Gamma,{t}12,4\n"


def imported(ministry: Api, kind: str, content: bytes, key: str | None = None, **asked: str) -> Json:
    """The import of a file, once it has ended."""
    query = "&".join(f"{name}={value}" for name, value in {"kind": kind, "filename": f"{kind}.csv", **asked}.items())
    sent = ministry.request("POST", f"/v1/imports?{query}", raw=content, media="text/csv", key=key or str(uuid.uuid4()))
    assert sent.status == 201, sent.body

    def ended() -> Json:
        state = ministry.get(f"/v1/imports/{sent.body['id']}").body
        return state if state["status"] in {"finished", "refused"} else {}

    return wait_until(ended, 30)


def counts(state: Json) -> dict[str, int]:
    """What became of the rows, where anything did."""
    return {name: count for name, count in state["counts"].items() if count and name not in {"rows", "flagged"}}


def centers(ministry: Api, area: str) -> dict[str, int]:
    """Rooms of the centers of an area, by their codes."""
    return {one["code"]: one["rooms"] for one in ministry.get("/v1/centers", area=area).body.get("items", ())}


def test_a_file_is_imported_mended_and_sent_again(api):
    ministry, tag = api(), uuid.uuid4().hex[:6].upper()
    areas, file = (text.format(t=tag).encode() for text in (AREAS, CENTERS))
    assert counts(imported(ministry, "areas", areas)) == {"accepted": 3}

    trial = imported(ministry, "centers", file, dry_run="true")
    assert counts(trial) == {"accepted": 2, "rejected": 1}
    assert centers(ministry, f"{tag}1") == {}

    key = str(uuid.uuid4())
    first = imported(ministry, "centers", file, key)
    assert counts(first) == {"accepted": 2, "rejected": 1}
    assert imported(ministry, "centers", file, key)["id"] == first["id"]  # the connection broke, and it was sent again
    wait_until(lambda: centers(ministry, f"{tag}1") == {f"{tag}A": 2, f"{tag}C": 4}, 10)

    rows = f"/v1/imports/{first['id']}/rows"
    (row,) = wait_until(lambda: ministry.get(rows, outcome="rejected").body["items"], 10)
    assert (row["row"], row["code"], row["findings"][0]["code"]) == (3, f"{tag}B", "unknown_area")

    mending = ministry.get(f"/v1/imports/{first['id']}/rejected", format="csv")
    assert "attachment" in mending.headers["Content-Disposition"]
    mended = mending.body.replace(f"{tag}99".encode(), f"{tag}12".encode(), 1)
    assert counts(imported(ministry, "centers", mended)) == {"accepted": 1}
    wait_until(lambda: centers(ministry, f"{tag}12") == {f"{tag}B": 3, f"{tag}C": 4}, 10)

    whole = file.replace(f"{tag}99".encode(), f"{tag}12".encode())
    assert counts(imported(ministry, "centers", whole)) == {"unchanged": 3}


def test_a_file_that_is_none_is_refused_with_its_reason(api):
    state = imported(api(), "centers", b"\x89PNG\r\n\x1a\n" + bytes(200), language="kk")
    assert state["status"] == "refused"
    assert state["refused_because"]["reason"]
    assert state["refused_because"]["remedy"]


def test_only_the_ministry_imports(api, town):
    for caller in (town.manager, api("district_officer", area=town.ids["area"])):
        assert caller.request("POST", "/v1/imports?kind=areas", raw=b"code\n1\n", media="text/csv", key="k").status == 403
