"""What came of one request to an endpoint."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

GONE = 410
SUCCESS = range(200, 300)
REDIRECT = range(300, 400)
REFUSAL = range(400, 500)
TOO_MANY = 429
LONGEST_REST = 24 * 3600  # seconds that an endpoint may ask for


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, or the reason why there is none.

    Attributes:
        status: of HTTP; None without an answer.
        error: a word for what went wrong: `timeout`, `tls`, `redirect`, `refused` (4xx), `status`, a reason of the guard's…
        duration: seconds.
        body: its beginning.
        rest: seconds for which the endpoint wants to be left alone.
    """

    status: int | None = None
    error: str | None = None
    duration: float = 0.0
    body: bytes = b""
    rest: float | None = None

    @property
    def is_success(self) -> bool:
        """Whether the endpoint has taken it."""
        return self.error is None

    @property
    def is_refusal(self) -> bool:
        """Whether the endpoint is there, and does not want what it was sent."""
        return self.error == "refused"

    @property
    def is_gone(self) -> bool:
        """Whether the endpoint says that it will never be there again."""
        return self.status == GONE


def verdict(status: int) -> str | None:
    """Return the word for what is wrong with a status, or None."""
    if status in SUCCESS:
        return None
    if status in REDIRECT:
        return "redirect"
    return "gone" if status == GONE else "refused" if status in REFUSAL and status != TOO_MANY else "status"


def rest(header: str | None, *, now: datetime) -> float | None:
    """Return the seconds that a `Retry-After` asks for (RFC 9110, 10.2.3), a day at most; None if it cannot be read."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_REST)
    try:
        at = parsedate_to_datetime(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=at.tzinfo or UTC)
    return min(max((at - now).total_seconds(), 0.0), LONGEST_REST)
