"""The services' own public states beside the read model: the same things, versions and fields."""

from collections.abc import Iterator
from typing import Any

from deploy.cli.verify.finding import Finding
from deploy.cli.verify.installation import Opened, aggregates
from shared.events import Aggregate

Document = dict[str, Any]
States = dict[str, dict[str, Document]]  # by kind and id


def own_states(installation: Opened) -> States:
    """Return what the services themselves would tell of everything now. What hides even its existence is left out."""
    return {cls.KIND: dict(_told(installation, service, cls)) for service, cls in aggregates()}


def _told(installation: Opened, service: str, cls: type[Aggregate]) -> Iterator[tuple[str, Document]]:
    for document in installation.own(service)[cls.KIND].find():
        state = cls.load(document).state()
        if state:
            yield document["_id"], state


def compared(installation: Opened, own: States) -> Finding:
    """Compare them, kind by kind."""
    wrong = [line for kind, states in own.items() for line in _differences(installation, kind, states)]
    return Finding.of("states", sum(map(len, own.values())), wrong)


def _differences(installation: Opened, kind: str, own: dict[str, Document]) -> Iterator[str]:
    shown = {document["_id"]: _state(document) for document in installation.read_model[kind].find()}
    for id_ in own.keys() - shown.keys():
        yield f"{kind} {id_} is not in the read model"
    for id_ in shown.keys() - own.keys():
        yield f"{kind} {id_} is in the read model only"
    for id_ in own.keys() & shown.keys():
        fields = [name for name in own[id_].keys() | shown[id_].keys() if own[id_].get(name) != shown[id_].get(name)]
        if fields or own[id_].keys() != shown[id_].keys():
            yield f"{kind} {id_} differs in {', '.join(sorted(fields)) or 'its fields'}"


def _state(document: Document) -> Document:
    """Return a document of the read model without what the read model adds."""
    return {name: value for name, value in document.items() if not name.startswith("_")} | {"id": document["_id"]}
