"""`toono verify` does not hold the journals against the receipts."""

from types import ModuleType
from typing import Any

MODULE = "deploy.cli.verify.receipts"


def plant(receipts: ModuleType) -> None:
    """Find every receipt, without a look."""
    receipts._without_receipt = _none  # type: ignore[attr-defined]


def _none(*_asked: Any) -> set[str]:
    return set()
