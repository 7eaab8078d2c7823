"""Who posts to endpoints in the tests: guards that let loopback through, and one that says where a name leads."""

from services.partnerships.delivery.webhook.guard import Guard

HERE = Guard(loopback=True)


def leading(*addresses: str) -> Guard:
    """Return a guard for development whose resolver knows one answer."""
    return Guard(loopback=True, resolver=lambda _host, _port: list(addresses))
