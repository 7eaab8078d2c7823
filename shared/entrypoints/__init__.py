"""Where nameko ends: `@command` over its HTTP entrypoint, `on` over its queue consumer, and the service's base class.

Only this package and the services' `service.py` know nameko and eventlet, so that both can be replaced without touching a
rule of the domain.
"""

import warnings

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")  # known; it stays behind this package

from shared.entrypoints.commands import command  # noqa: E402
from shared.entrypoints.inbox import on  # noqa: E402
from shared.entrypoints.service import Service  # noqa: E402

__all__ = ["Service", "command", "on"]
