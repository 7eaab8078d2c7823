"""Reading an answer: the ordinary one by hand, since that is a fifth of the work of a delivery; every other by the library."""

import http.client
import re

ORDINARY = re.compile(rb"HTTP/1\.1 (2[0-9][0-9])(?: [ -~]*)?\r\n((?:[!-9;-~]+:[\t -~]*\r\n)*)\r\n")  # all of a head
LENGTH = re.compile(rb"^content-length:[\t ]*([0-9]{1,9})[\t ]*\r$", re.IGNORECASE | re.MULTILINE)
PARTICULAR = re.compile(rb"^(?:connection|transfer-encoding):", re.IGNORECASE | re.MULTILINE)
NO_CONTENT = 204


class Reply(http.client.HTTPResponse):
    """An answer of which the headers are kept only if anything hangs on them, as they do not with a plain success."""

    def begin(self) -> None:
        """Read the head.

        Raises:
            OSError, HTTPException: there is none, or it is none of HTTP's.
        """
        found = ORDINARY.match(self.fp.peek())
        if found is None or PARTICULAR.search(found[2]) or not self._take(int(found[1]), LENGTH.findall(found[2])):
            super().begin()
            return
        self.fp.read(found.end())

    def _take(self, status: int, lengths: list[bytes]) -> bool:
        """Be a success of so many bytes after which the connection stays open; False if the head does not say how many."""
        if len(lengths) > 1 or (status != NO_CONTENT and not lengths):
            return False
        self.headers = self.msg = http.client.HTTPMessage()
        self.code, self.status, self.version = status, status, 11
        self.length = 0 if status == NO_CONTENT else int(lengths[0])
        self.chunked, self.will_close = False, False
        return True
