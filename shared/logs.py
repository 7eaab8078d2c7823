"""Logs: one line of JSON per event, never a word that a person wrote."""

import logging
import sys
from typing import Any

from pythonjsonlogger.json import JsonFormatter


def to_stderr(process: str, level: str = "info") -> None:
    """Send this process' log lines to standard error as JSON."""
    lines = logging.StreamHandler(sys.stderr)
    form = "%(asctime)s %(levelname)s %(name)s %(message)s"
    names = {"asctime": "time", "levelname": "level", "name": "logger", "message": "event"}
    lines.setFormatter(JsonFormatter(form, rename_fields=names, static_fields={"process": process}))
    logging.basicConfig(level=level.upper(), handlers=[lines], force=True)
    for noisy in ("nameko", "amqp", "kombu", "pymongo"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def log(name: str, event: str, level: int = logging.INFO, **told: Any) -> None:
    """Write one event with what belongs to it."""
    logging.getLogger(name).log(level, event, extra=told)
