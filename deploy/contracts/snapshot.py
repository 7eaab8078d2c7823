"""What is published of each kind: its types of events, and the schema of the state that they carry."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from deploy.local.layout import ROOT
from gateway.asyncapi import examples
from gateway.catalog import Told, events, kinds
from gateway.openapi.schemas import Schemas
from shared.contract import Kind

Json = dict[str, Any]
PUBLISHED = ROOT / "deploy" / "contracts" / "published"
GOLDEN = ROOT / "tests" / "contract" / "golden"
PREFIX = "#/components/schemas/"


def published() -> dict[str, Json]:
    """By kind, as in "registry.center", what was accepted last."""
    return {path.stem: orjson.loads(path.read_bytes()) for path in sorted(PUBLISHED.glob("*.json"))}


def today() -> dict[str, Json]:
    """By kind, what the contracts say now."""
    return {f"{service}.{kind.name}": _of(kind) for service, kind in kinds().values()}


def accept(snapshots: Mapping[str, Json]) -> Iterator[Path]:
    """Write down what is published from now on, with an example of each type as it is now; the files that are new or changed."""
    for name, snapshot in snapshots.items():
        yield from _write(PUBLISHED / f"{name}.json", snapshot)
    for type_, told in events().items():
        path, example = GOLDEN / f"{type_}.json", _event(told)
        examples_ = orjson.loads(path.read_bytes()) if path.exists() else []
        if example not in examples_:
            yield from _write(path, [*examples_, example])


def _of(kind: Kind) -> Json:
    schemas = Schemas()
    reference = schemas.of(kind.state)
    state = _inlined(reference, schemas.all())
    return {"version": kind.version, "events": sorted(kind.events), "state": state}


def _inlined(node: Any, named: Mapping[str, Json]) -> Any:
    """A schema without references and without examples; descriptions stay, for they tell what a field means."""
    if isinstance(node, list):
        return [_inlined(one, named) for one in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return _inlined(named[node["$ref"].removeprefix(PREFIX)], named)
    return {name: _inlined(one, named) for name, one in sorted(node.items())}


def _event(told: Told) -> Json:
    data = examples.data_example(told)
    return {**examples.example(told), "data": data, "position": 1}


def _write(path: Path, content: Any) -> Iterator[Path]:
    text = orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    if not path.exists() or path.read_bytes() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text)
        yield path
