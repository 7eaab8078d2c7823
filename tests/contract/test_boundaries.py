"""What holds for the code as a whole: the plumbing knows no word of the domain, and every queue is read by somebody."""

import io
import re
import tokenize
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import shared
from gateway import __main__ as gateway_main
from gateway.views.projector import CONSUMER
from gateway.views.rebuilding import CONSUMER as REBUILD
from services import background
from services.partnerships import delivery
from shared import broker

PLUMBING = sorted(Path(shared.__file__).parent.rglob("*.py"))
DOMAIN = re.compile(r"\b(centers?|programs?|learners?|partners?|cases|offerings?|enrolments?|agreements?|meetings?)\b")


def words(path: Path) -> str:
    """The code of a module as words, without its comments and docstrings, which give examples."""
    code, before = [], tokenize.INDENT
    for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline):
        prose = token.type == tokenize.STRING and before in {tokenize.INDENT, tokenize.NEWLINE, tokenize.NL, tokenize.DEDENT}
        if token.type in {tokenize.NAME, tokenize.STRING} and not prose:
            code.append(token.string)
        if token.type != tokenize.COMMENT:
            before = token.type
    return " ".join(code).replace("_", " ")


@pytest.mark.parametrize("path", PLUMBING, ids=lambda path: str(path.relative_to(PLUMBING[0].parent)))
def test_the_plumbing_knows_no_word_of_the_domain(path):
    assert DOMAIN.findall(words(path)) == []


@pytest.fixture
def declared(monkeypatch) -> dict[str, Any]:
    """What the processes that declare the topology would tell a broker."""
    told: dict[str, Any] = {"queues": {}, "bindings": set(), "exchanges": set()}
    channel = SimpleNamespace(
        queue_declare=lambda name, **more: told["queues"].update({name: more.get("arguments", {})}),
        queue_bind=lambda queue, exchange, key: told["bindings"].add((queue, exchange, key)),
        exchange_declare=lambda name, *_, **__: told["exchanges"].add(name),
    )
    connection = SimpleNamespace(channel=lambda: channel, close=lambda: None)
    monkeypatch.setattr(broker, "connect", lambda *_, **__: connection)
    settings = SimpleNamespace(amqp_uri="", log_level="info")
    monkeypatch.setattr(background, "Process", SimpleNamespace(read=lambda: settings))
    monkeypatch.setattr(background, "to_stderr", lambda *_: None)
    background.topology()
    gateway_main.topology(settings)  # type: ignore[arg-type]
    return told


def test_every_queue_is_read_waited_in_or_kept_for_people(declared):
    services = {name: background.service_class(name) for name in background.NAMES}
    consumers = {*services, CONSUMER, REBUILD.name, delivery.CONSUMER} | {
        f"{name}.copies" for name, service in services.items() if service.knows
    }
    read = {broker.inbox(one) for one in consumers}
    kept = {broker.parked(one) for one in consumers}
    waiting = {broker.retry(one, rung) for one in services for rung in broker.RUNGS}
    assert set(declared["queues"]) == read | kept | waiting


def test_every_queue_is_bound_to_exchanges_that_somebody_tells(declared):
    assert {exchange for _, exchange, _ in declared["bindings"]} <= {broker.exchange(name) for name in background.NAMES}
    bound = {queue for queue, _, _ in declared["bindings"]}
    assert {queue for queue in declared["queues"] if ".inbox." in queue} == bound | {broker.inbox(REBUILD.name)}


def test_what_expires_or_is_refused_goes_to_a_queue_that_there_is(declared):
    for name, arguments in declared["queues"].items():
        onward = arguments.get("x-dead-letter-routing-key")
        assert onward is None or onward in declared["queues"], name
        assert arguments["x-queue-type"] == "quorum"
