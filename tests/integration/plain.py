"""A nameko service of somebody else's, as they would write it; what it hears it writes down in the file HEARD."""

import json
import os
from pathlib import Path
from typing import Any

from nameko.events import event_handler

SOURCE, HEARD = os.environ["SOURCE"], Path(os.environ["HEARD"])


class Plain:
    """Listens."""

    name = f"plain-{SOURCE}"

    @event_handler(SOURCE, "center.closed")
    def closed(self, event: dict[str, Any]) -> None:
        """A center was closed."""
        with HEARD.open("a") as heard:
            heard.write(json.dumps(event) + "\n")
