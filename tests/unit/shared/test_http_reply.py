"""An answer that is read by hand is read as the library does it."""

import http.client
import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared import http_reply

LINES = [
    b"HTTP/1.1 200 OK", b"HTTP/1.1 204", b"HTTP/1.1 204 No Content", b"HTTP/1.1 2000 OK", b"HTTP/1.0 200 OK", b"HTTP/1.1 500 No",
    b"HTTP/1.1 100 Continue", b"HTTP/1.1 206 ", b"HTTP/2 200 OK", b"HTTP/1.1 410 Gone", b"", b"HTTP/1.1 200OK",
]  # fmt: skip
HEADERS = [
    b"Content-Length: 5", b"content-length:3", b"Content-Length: x", b"Content-Length: -1", b"Content-Length: 5, 5",
    b"Connection: close", b"connection: keep-alive", b"Transfer-Encoding: chunked", b"Retry-After: 9", b" folded: yes",
    b"X-Note: content-length: 2", b"X-Note : 7", b"no colon", "Қайда: бар".encode(), b"Server:", b"Content-Length : 2",
]  # fmt: skip
BODIES = [b"", b"hello", b"5\r\nhello\r\n0\r\n\r\n", b"helloHTTP/1.1 500 No\r\n\r\n"]
ENDS = [b"\r\n", b"\n"]
READ = http_reply.AT_ONCE


class Sent:
    """Stands for a socket: what the endpoint sends, by so many bytes at a time."""

    def __init__(self, told: bytes, step: int) -> None:
        self._told, self._step = io.BytesIO(told), step

    def recv(self, count: int) -> bytes:
        return self._told.read(min(self._step, count))

    def recv_into(self, buffer) -> int:
        read = self.recv(len(buffer))
        buffer[: len(read)] = read
        return len(read)

    def makefile(self, _mode):
        return io.BufferedReader(http_reply.Begun(b"", self))  # type: ignore[arg-type]


def ours(sent: Sent):
    told = http_reply.read(http_reply.begin(sent), sent, READ)  # type: ignore[arg-type]
    return told if told.status >= 300 else told._replace(retry_after=None)  # which nobody asks a success for


def theirs(sent: Sent):
    response = http.client.HTTPResponse(sent, method="POST")  # type: ignore[arg-type]
    response.begin()
    body = response.read(READ)
    asked = response.getheader("Retry-After") if response.status >= 300 else None
    return http_reply.Reply(response.status, body, asked, response.isclosed() and not response.will_close)


def outcome(way, told: bytes, step: int):
    """What comes of an answer, or why it is none."""
    try:
        return way(Sent(told, step))
    except http.client.HTTPException as error:
        return type(error)


TOLD = st.builds(
    lambda line, headers, end, body: end.join([line, *headers, b"", b""]) + body,
    st.sampled_from(LINES), st.lists(st.sampled_from(HEADERS), max_size=4), st.sampled_from(ENDS), st.sampled_from(BODIES),
)  # fmt: skip


@settings(max_examples=1000)
@given(told=TOLD, step=st.sampled_from([1, 7, 40, 10_000]), cut=st.none() | st.integers(0, 60))
def test_as_the_library_does_it(told, step, cut):
    assert outcome(ours, told[:cut], step) == outcome(theirs, told[:cut], step)


@pytest.mark.parametrize("line", LINES)
def test_each_header_by_itself_and_beside_a_length(line):
    """All of it comes at once, so that whatever could be read by hand is."""
    for length, header, body in itertools.product(([], [b"Content-Length: 5"]), HEADERS, BODIES):
        told = b"\r\n".join([line, *length, header, b"", b""]) + body
        assert outcome(ours, told, 10_000) == outcome(theirs, told, 10_000), told


@pytest.mark.parametrize(
    "told", [b"HTTP/1.1 204 No Content\r\n\r\n", b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 2\r\n\r\nok"]
)
def test_the_ordinary_one_needs_no_library(told, monkeypatch):
    monkeypatch.setattr(http.client, "HTTPResponse", None)
    assert outcome(ours, told, 10_000).kept
