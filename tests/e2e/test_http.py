"""HTTP as it is written: HEAD where there is GET, If-None-Match in all its forms, and what is no request at all."""

import socket
from urllib.parse import urlsplit

import orjson
import pytest
import urllib3

from tests.client import refused

pytestmark = pytest.mark.platform
READS = ("/livez", "/readyz", "/openapi.json", "/docs", "/v1/centers", "/v1/code-lists", "/v1/overview")
UNREADABLE = {
    "a long line": (b"GET /v1/centers?q=" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
    "a long header": (b"GET /livez HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n", 431),
    "many headers": (b"GET /livez HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
    "no method": (b"\x00\x01\x02 / HTTP/1.1\r\n\r\n", 400),
    "no version": (b"GET /livez\r\n\r\n", 400),
    "another version": (b"GET /livez HTTP/9.9\r\nHost: x\r\n\r\n", 400),
    "a bad header": (b"GET /livez HTTP/1.1\r\nHost x\r\n\r\n", 400),
    "two lengths": (b"POST /v1/needs HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    "a length and chunks": (
        b"POST /v1/needs HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
    ),
    "an unknown coding": (b"POST /v1/needs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x\r\n\r\n", 400),
}  # fmt: skip


def spoken(url: str, request: bytes, by: str = "127.0.0.1") -> tuple[bytes, bytes]:
    """Head and body of what comes back before the connection is closed."""
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), parts.port or 80), 10, (by, 0)) as line:
        line.sendall(request)
        answer = b"".join(iter(lambda: line.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    return head, body


@pytest.mark.parametrize("why", list(UNREADABLE))
def test_what_is_no_request_is_refused_in_our_words(why, gateway_url):
    request, status = UNREADABLE[why]
    head, body = spoken(gateway_url, request)
    assert head.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Content-Type: application/problem+json" in head
    assert b"Correlation-Id: " in head
    told = orjson.loads(body)
    assert (told["status"], bool(told["remedy"])) == (status, True)


def test_requests_that_come_at_once_are_answered_one_after_the_other(gateway_url):
    """RFC 9112, section 9.3.2; one that was read with the end of another's body too."""
    read = b"GET /livez HTTP/1.1\r\nHost: x\r\n"
    chunked = b"POST /v1/needs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
    told = b"".join(spoken(gateway_url, read + b"\r\n" + chunked + read + b"Connection: close\r\n\r\n"))
    assert [line[:3] for line in told.split(b"HTTP/1.1 ")[1:]] == [b"200", b"400", b"200"]


def test_nobodys_address_is_logged(gateway_url, platform):
    spoken(gateway_url, UNREADABLE["no version"][0], "127.9.8.7")
    assert "127.9.8.7" not in "".join(log.read_text() for log in (platform.folder / "logs").glob("gateway*"))


def test_a_line_may_be_long(everything):
    answer = everything.get("/v1/centers", q="x" * 7000)
    assert (answer.status, answer.body["items"]) == (200, [])


@pytest.mark.parametrize("path", READS)
def test_head_is_answered_like_get_without_the_body(path, everything):
    head, get = (everything.request(method, path) for method in ("HEAD", "GET"))
    assert (head.status, head.body) == (get.status, b"")
    for name in ("Content-Type", "ETag", "Content-Length"):
        assert head.headers.get(name) == get.headers.get(name)


def test_head_is_refused_like_get(everything, world, anybody):
    assert everything.request("HEAD", "/v1/nowhere").status == 404
    assert anybody.request("HEAD", f"/v1/learners/{world.ids['learner']}").status == 401
    refused(everything.request("PUT", "/v1/centers"), 405)


@pytest.mark.parametrize("held", ["{tag}", "W/{tag}", '"0", {tag}', 'W/"x",W/{tag}', "*"])
def test_what_is_held_is_not_sent_again(held, everything, world):
    for path in (f"/v1/centers/{world.ids['center']}", "/openapi.json"):
        tag = everything.get(path).etag
        same = everything.get(path, headers={"If-None-Match": held.format(tag=tag)})
        assert (same.status, same.body, same.etag) == (304, b"", tag)


@pytest.mark.parametrize("held", ['"0"', 'W/"0"', '"x", "y"', ","])
def test_what_is_not_held_is_sent(held, everything, world):
    assert everything.get(f"/v1/centers/{world.ids['center']}", headers={"If-None-Match": held}).status == 200


def test_what_is_not_there_is_not_held(everything):
    """Nor is it told to who may not see it."""
    unknown = "/v1/centers/0190b3a0-0000-7000-8000-00000000eeee"
    assert everything.get(unknown, headers={"If-None-Match": "*"}).status == 404


def test_connections_stay_open_after_a_refusal(gateway_url):
    with urllib3.PoolManager(maxsize=1, retries=False) as pool:
        for _ in range(3):
            assert pool.request("GET", f"{gateway_url}/v1/nowhere").status == 404
        assert pool.connection_from_url(gateway_url).num_connections == 1
