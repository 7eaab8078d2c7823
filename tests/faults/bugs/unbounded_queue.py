"""The gateway lets everybody in, and everybody wait for a service."""

from types import ModuleType
from typing import Any

MODULE = "gateway.admission"
EVERYBODY = 10**6


def plant(admission: ModuleType) -> None:
    """Refuse nobody."""
    from gateway import services  # noqa: PLC0415

    def admit(self: Any, environ: Any, start_response: Any) -> Any:
        return self._application(environ, start_response)

    admission.Admission.__call__ = admit
    services.AT_ONCE = EVERYBODY  # each line takes it as it is made
