"""One POST to endpoints of every kind, over real sockets."""

import gzip
import itertools
import socket
import threading
import time

import pytest

from services.partnerships.delivery.webhook import channel, post
from services.partnerships.delivery.webhook.channel import READ
from services.partnerships.delivery.webhook.post import Post
from tests.integration.certificates import authority
from tests.integration.endpoints import Reply, endpoint, hostile
from tests.integration.posting import HERE, leading

QUICK = 1.0  # seconds in place of the 15 of an attempt


@pytest.fixture
def quick(monkeypatch) -> None:
    monkeypatch.setattr(post, "LIMIT", QUICK)
    monkeypatch.setattr(channel, "LIMIT", QUICK)
    monkeypatch.setattr(channel, "CONNECTING", QUICK * 0.7)


def test_a_post_arrives_as_it_was_sent(sent):
    with endpoint() as one:
        one.rule = lambda _request: Reply(200, body="Рахмет".encode())
        answer = sent(one.url)
    assert (answer.status, answer.error, answer.body) == (200, None, "Рахмет".encode())
    assert one.requests[0].body == b'{"a": 1}'
    assert one.requests[0].headers["user-agent"] == post.AGENT
    assert "accept" not in one.requests[0].headers
    assert one.requests[0].headers["accept-encoding"] == "identity"


def test_a_connection_is_used_again_until_the_other_side_ends_it(known):
    with endpoint() as one:
        line = Post(one.url, HERE, trust=channel.trust(known.file))
        for number in range(5):
            assert line.send(body=b"{}", headers={"webhook-id": str(number)}).is_success
        assert one.connections == 1
        one.rule = lambda _request: Reply(headers={"Connection": "close"})
        for number in range(3):
            assert line.send(body=b"{}", headers={"webhook-id": str(number)}).is_success
        line.close()
    assert one.connections == 3


def test_a_connection_that_the_other_side_has_ended_in_silence_costs_nothing(known):
    answers = itertools.count()

    def once(connection: socket.socket) -> None:
        next(answers)
        connection.sendall(b"HTTP/1.1 204 OK\r\n\r\n")

    with hostile(once) as url:
        line = Post(url, HERE, trust=channel.trust(known.file))
        assert all(line.send(body=b"{}", headers={}).is_success for _ in range(10))
        line.close()
    assert next(answers) == 10


class TestTLS:
    def test_name_and_certificate_are_those_of_the_url_not_of_the_address(self, sent, known):
        with endpoint(name="partner.example", tls=known.server("partner.example")) as one:
            answer = sent(one.url, to=leading("127.0.0.1"))
        assert answer.is_success
        assert one.requests[0].headers["host"] == one.url.split("/")[2]

    @pytest.mark.parametrize("wrong", ["other-name", "ended", "unknown-authority", "address-for-name"])
    def test_nothing_is_sent_to_whom_the_certificate_does_not_prove(self, sent, known, wrong, tmp_path):
        shown = {
            "other-name": lambda: known.server("other.example"),
            "ended": lambda: known.server("partner.example", ended=True),
            "unknown-authority": lambda: authority(tmp_path).server("partner.example"),
            "address-for-name": lambda: known.server("127.0.0.1"),
        }[wrong]()
        with endpoint(name="partner.example", tls=shown) as one:
            answer = sent(one.url, to=leading("127.0.0.1"))
        assert (answer.status, answer.error) == (None, "tls")
        assert one.requests == []

    def test_plain_http_on_a_port_for_tls_is_a_failure(self, sent):
        with endpoint() as one:
            assert sent(one.url.replace("http:", "https:")).error == "tls"

    @pytest.mark.usefixtures("quick")
    def test_a_handshake_that_never_ends_is_ended(self, sent):
        with hostile(lambda connection: connection.recv(1)) as url:
            began = time.monotonic()
            assert sent(url.replace("http:", "https:")).error == "timeout"
            assert time.monotonic() - began < 10 * QUICK


class TestHostile:
    @pytest.mark.parametrize(
        "beginning",
        [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: "],
        ids=["silence", "headers", "body", "header"],
    )
    @pytest.mark.usefixtures("quick")
    def test_bytes_that_come_one_by_one_do_not_prolong_the_attempt(self, sent, beginning):
        over = threading.Event()

        def drip(connection: socket.socket) -> None:
            connection.sendall(beginning)
            while not over.wait(0.1):
                connection.sendall(b"a")

        with hostile(drip) as url:
            began = time.monotonic()
            answer = sent(url)
            took = time.monotonic() - began
            over.set()
        assert answer.error == "timeout"
        assert QUICK * 0.9 < took < 10 * QUICK
        assert QUICK * 0.9 < answer.duration < 10 * QUICK

    def test_an_endless_body_is_read_up_to_its_limit(self, sent):
        sizes: list[int] = []

        def pour(connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            sizes.append(0)
            while True:
                sizes[0] += connection.send(b"a" * 65536)

        with hostile(pour) as url:
            answer = sent(url)
        assert (answer.status, len(answer.body)) == (200, READ)
        assert sizes[0] < 16 * 1024 * 1024  # what the kernel's buffers took; nothing that we have kept

    def test_a_chunk_of_many_gigabytes_is_read_up_to_its_limit(self, sent):
        def pour(connection: socket.socket) -> None:
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n")
            while True:
                connection.sendall(b"a" * 65536)

        with hostile(pour) as url:
            assert len(sent(url).body) == READ

    def test_a_compressed_bomb_is_not_unpacked(self, sent):
        with endpoint() as one:
            bomb = gzip.compress(b"\0" * 10_000_000)
            one.rule = lambda _request: Reply(200, {"Content-Encoding": "gzip"}, bomb)
            assert sent(one.url).body == bomb

    @pytest.mark.parametrize(
        "said",
        [
            b"SSH-2.0-OpenSSH_9.2\r\n",
            b"HTTP/1.1 OK\r\n\r\n",
            b"HTTP/1.1 999999 OK\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
            b"HTTP/1.1 200 " + b"a" * 100_000,
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"\x00\xff" * 40_000,
            b"",
        ],
        ids=["ssh", "no-status", "status", "headers", "line", "chunk", "bytes", "nothing"],
    )
    def test_what_is_not_http_is_a_failure_and_nothing_worse(self, sent, said):
        with hostile(lambda connection: connection.sendall(said)) as url:
            assert sent(url).error in {"not-http", "connection"}

    @pytest.mark.usefixtures("quick")
    def test_endless_provisional_answers_end_with_the_time(self, sent):
        def go_on(connection: socket.socket) -> None:
            while True:
                connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

        with hostile(go_on) as url:
            assert sent(url).error in {"timeout", "not-http"}

    @pytest.mark.usefixtures("quick")
    def test_an_endpoint_that_reads_nothing_ends_with_the_time(self, known):
        with hostile(lambda _connection: threading.Event().wait(5 * QUICK)) as url:
            line = Post(url, HERE, trust=channel.trust(known.file))
            assert line.send(body=b"a" * 30_000_000, headers={}).error == "timeout"

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_redirects_are_not_followed(self, sent, canary, status):
        with endpoint() as one:
            one.rule = lambda _request: Reply(status, {"Location": canary.url})
            answer = sent(one.url)
            one.rule = lambda _request: Reply(status, {"Location": one.url})
            assert sent(one.url).error == "redirect"
        assert (answer.status, answer.error) == (status, "redirect")
        assert (len(one.requests), canary.connections) == (2, 0)

    def test_nobody_there_is_a_failure(self, sent):
        with socket.create_server(("127.0.0.1", 0)) as listener:
            port = listener.getsockname()[1]
        assert sent(f"http://localhost:{port}/").error == "connection"
