"""Where this copy keeps what it makes while it runs: one folder, which `make clean` removes."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCAL = Path(os.environ.get("TOONO_LOCAL") or ROOT / ".local").absolute()

BROKER = LOCAL / "rabbitmq"
DATABASE = LOCAL / "mongodb"
LOGS = LOCAL / "logs"
METRICS = LOCAL / "metrics"

CHILDREN = LOCAL / "children.json"
CONTROL = LOCAL / "control.sock"
ENDPOINTS = LOCAL / "endpoints.json"
ENVIRONMENT = LOCAL / "environment.json"
PIDFILE = LOCAL / "supervisor.pid"
SECRETS = LOCAL / "secrets.json"
SETTINGS = LOCAL / "settings.json"


def log_of(name: str) -> Path:
    """Return the log of a process, `supervisor` included."""
    return LOGS / f"{name}.log"


def make_private(folder: Path) -> None:
    """Create the folder unless it is there, and let nobody but its owner look into it."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, text: str, mode: int = 0o600) -> None:
    """Put `text` in place of the file in one step, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text(text)
    draft.chmod(mode)
    draft.replace(path)
