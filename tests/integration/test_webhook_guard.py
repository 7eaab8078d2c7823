"""Where connections lead, and where they do not: a canary on loopback that nobody may reach."""

import itertools
import socket
import threading

import pytest

from services.partnerships.delivery.webhook import guard, timed
from services.partnerships.delivery.webhook.guard import Guard
from tests.integration.endpoints import endpoint
from tests.integration.posting import leading

INNER = ["127.0.0.1", "::ffff:127.0.0.1", "::ffff:7f00:1", "0.0.0.0", "::1", "::", "64:ff9b::7f00:1", "::127.0.0.1"]  # noqa: S104
WRITINGS = ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "017700000001", "127.1", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("address", INNER)
def test_the_canary_is_not_reached_in_any_family(sent, canary, address):
    outside = Guard(resolver=lambda _host, _port: [address])
    answer = sent(canary.url.replace("http:", "https:"), to=outside)
    assert answer.error in {"loopback", "this-network"}
    assert canary.connections == 0


@pytest.mark.parametrize("host", WRITINGS)
def test_nor_by_any_writing_of_its_address(sent, canary, host):
    url = canary.url.replace("http://localhost", f"https://{host}")
    assert sent(url, to=Guard()).error == "loopback"
    assert canary.connections == 0


def test_a_resolver_that_rebinds_leads_nowhere(sent, canary, monkeypatch):
    """The first answer is public, all later ones are the canary: the connection goes to the first."""
    asked, tried = list[str](), list[str]()
    answers = itertools.chain(["192.88.100.1"], itertools.repeat("127.0.0.1"))

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return [next(answers)]

    def refuse(addresses: list[str], _port: int, *, deadline: float) -> None:
        tried.extend(addresses)
        raise ConnectionRefusedError(deadline)

    monkeypatch.setattr(timed, "connect", refuse)
    url = canary.url.replace("http://localhost", "https://rebinding.example")
    to = Guard(resolver=rebinding)
    assert sent(url, to=to).error == "connection"
    assert (asked, tried) == (["rebinding.example"], ["192.88.100.1"])
    assert sent(url, to=to).error == "loopback"
    assert (len(asked), len(tried), canary.connections) == (2, 1, 0)


def test_one_inner_address_among_public_ones_refuses_all(sent, canary):
    mixed = Guard(resolver=lambda _host, _port: ["93.184.216.34", "127.0.0.1"])
    assert sent(canary.url.replace("http:", "https:"), to=mixed).error == "loopback"


def test_a_name_that_is_not_resolved_in_time_is_a_failure(sent, monkeypatch):
    monkeypatch.setattr(guard, "PATIENCE", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: threading.Event().wait(3) or [])
    assert sent("https://slow.example/", to=Guard()).error == "unresolved"


def test_the_next_address_is_tried_if_the_first_does_not_answer(sent):
    with endpoint(name="partner.example") as one:
        assert sent(one.url, to=leading("127.0.0.2", "127.0.0.1")).is_success
