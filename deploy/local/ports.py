"""Every port of a copy is its base plus an offset, so that copies stand side by side."""

import socket
from collections.abc import Iterable

DEFAULT_BASE = 17000
STEP = 100
SHOWN = 5
HIGHEST_BASE = 32000  # above begin the ports that the kernel gives to clients

OFFSETS = {
    "gateway": 0,
    "amqp": 1,
    "epmd": 2,
    "distribution": 3,
    "management": 4,
    "broker-metrics": 5,
    "mongod": 6,
    "registry": 10,
    "programs": 11,
    "partnerships": 12,
    "feedback": 13,
    "delivery": 14,
    "registry-metrics": 20,
    "programs-metrics": 21,
    "partnerships-metrics": 22,
    "feedback-metrics": 23,
    "registry-relay-metrics": 30,
    "programs-relay-metrics": 31,
    "partnerships-relay-metrics": 32,
    "feedback-relay-metrics": 33,
    "importer-metrics": 40,
    "projector-metrics": 41,
    "gateway-metrics": 42,
    "delivery-metrics": 43,
    "verifier-metrics": 44,
    "partner": 50,
}


class PortsTaken(Exception):
    """Another program listens on ports that this copy needs."""


def is_free(port: int) -> bool:
    """Tell whether a program could listen on the port of the loopback address now."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def taken(base: int, names: Iterable[str]) -> dict[str, int]:
    """Return the ports, by name, on which somebody already listens."""
    ports = {name: base + OFFSETS[name] for name in names}
    return {name: port for name, port in ports.items() if not is_free(port)}


def next_free_base(names: Iterable[str], base: int = DEFAULT_BASE) -> int:
    """Return the first base, from `base` up, whose ports are all free."""
    wanted = tuple(names)
    for candidate in range(base, HIGHEST_BASE + 1, STEP):
        if not taken(candidate, wanted):
            return candidate
    message = f"No {STEP} free ports between {base} and {HIGHEST_BASE}."
    raise PortsTaken(message)


def refuse_taken(base: int, names: Iterable[str]) -> None:
    """Raise PortsTaken, which says which ports are taken and how to move."""
    if busy := taken(base, names):
        listed = ", ".join(f"{port} ({name})" for name, port in list(busy.items())[:SHOWN])
        listed += f" and {len(busy) - SHOWN} more" if len(busy) > SHOWN else ""
        message = (
            f"Ports that this copy needs are taken: {listed}.\n"
            f"Move this copy: TOONO_PORT_BASE={next_free_base(names, base + STEP)} make up"
        )
        raise PortsTaken(message)
