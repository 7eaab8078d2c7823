"""What an operator decides about webhooks."""

from dataclasses import dataclass

from shared.config import Settings


@dataclass(frozen=True, kw_only=True)
class Webhooks(Settings):
    """Read from the environment: field `webhook_loopback` from TOONO_WEBHOOK_LOOPBACK.

    Attributes:
        webhook_loopback: 1 for development: endpoints on this machine's loopback are let through, also by http.
        webhook_refused: networks of the operator's own to which nothing is sent, as in ``198.51.100.0/24,2001:db8::/32``.
        webhook_trust: a file of certificates in PEM form that are trusted beside the system's, as of a national authority.
        mail_hook: where an endpoint that was disabled is told by a POST, so that somebody writes to its partner.
    """

    webhook_loopback: int = 0
    webhook_refused: str = ""
    webhook_trust: str = ""
    mail_hook: str = ""
