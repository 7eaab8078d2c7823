"""The rows that a run ends with."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measured thing: its value, the peer's if it has one, and the target in words."""

    name: str
    value: float
    unit: str
    target: str
    met: bool
    reference: float | None = None
    ratio: float | None = None
    note: str = ""


def beside(name: str, ours: list[float], theirs: list[float], *, least: float, note: str = "", sound: bool = True) -> Row:
    """A row by the ratio to a peer, per second.

    Ours and theirs were measured by turns, so the ratio is the median of the rounds' own ratios: what slows the machine for
    a while slows both. `sound` is false when something else than speed spoils the row.
    """
    ratio = median(one / other for one, other in zip(ours, theirs, strict=True))
    return Row(
        name=name, value=median(ours), unit="/s", reference=median(theirs), ratio=ratio, target=f"ratio ≥ {least}",
        met=ratio >= least and sound, note=note,
    )  # fmt: skip


def at_least(name: str, measured: list[float], unit: str, *, least: float, note: str = "", sound: bool = True) -> Row:
    """A row whose median must not be below a limit."""
    value = median(measured)
    return Row(name=name, value=value, unit=unit, target=f"≥ {least:g} {unit}", met=value >= least and sound, note=note)


def at_most(name: str, measured: list[float], unit: str, *, most: float, note: str = "", sound: bool = True) -> Row:
    """A row whose median must not be above a limit."""
    value = median(measured)
    return Row(name=name, value=value, unit=unit, target=f"≤ {most:g} {unit}", met=value <= most and sound, note=note)
