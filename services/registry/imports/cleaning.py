"""Characters that cannot be seen, and texts that a spreadsheet would run.

Decided: what only hides between letters (zero-width signs, marks of direction, soft hyphens) is taken
out and flagged; what can deceive or is not text (C0, C1, overrides of direction, private use, U+FFFD)
rejects the row. Joiners stay where the script needs them (Mongolian, Arabic).
"""

import re
import unicodedata
from typing import NamedTuple

SIGNS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
LIVE = re.compile(f"'*[{SIGNS}]")
"""What a spreadsheet may take for a formula, quoted by apostrophes or not (OWASP, CSV injection)."""

FORMULA = re.compile("[=@\uff1d\uff20]")
FORMULA_IN_TEXT = re.compile(f"[{SIGNS}]")
HARMFUL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 but for tab and line breaks, C1
    "\u202a-\u202e\u2066-\u2069\ufff9-\ufffb"  # overrides of direction, annotations
    "\ufffe\uffff\ud800-\uf8ff]",  # what is no character, private use
)
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f\ufeff\U000e0000-\U000e0fff]")
NEEDS_JOINERS = re.compile("[\u0600-\u06ff\u1800-\u18af]")
JOINERS = re.compile("[\u180e\u200c\u200d]")
SPACES = re.compile("[ \t\r\n\xa0\u2000-\u200a\u2028\u2029\u205f\u3000]+")
LOST_LETTER = "\ufffd"


class Cleaned(NamedTuple):
    """A text in NFC with single spaces, and whether something invisible was taken out."""

    text: str
    had_invisible: bool


def clean(text: str) -> Cleaned:
    """Bring a text into the form in which it is kept."""
    visible = text if text.isprintable() else _without_invisible(text)
    return Cleaned(SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip(" "), visible != text)


def _without_invisible(text: str) -> str:
    kept = NEEDS_JOINERS.search(text)
    return INVISIBLE.sub(lambda sign: sign[0] if kept and JOINERS.match(sign[0]) else "", text)


def harmful_character(text: str) -> str | None:
    """Find the first character that no text may have."""
    found = None if text.isprintable() else HARMFUL.search(text)
    return found[0] if found else None


def has_lost_letter(text: str) -> bool:
    """Tell whether a program that wrote this text already failed to read it."""
    return LOST_LETTER in text


def is_formula(text: str, *, signed: bool) -> bool:
    """Tell whether a spreadsheet may run this; ``signed`` fields may begin with plus or minus."""
    pattern = FORMULA if signed else FORMULA_IN_TEXT
    return pattern.match(text) is not None


def disarmed(text: str) -> str:
    """Put an apostrophe before what a spreadsheet may run; ``restored`` takes exactly that one off."""
    return f"'{text}" if LIVE.match(text) else text


def restored(text: str) -> str:
    """Give the text that was disarmed: ``restored(disarmed(text)) == text`` for every text."""
    return text[1:] if text.startswith("'") and LIVE.match(text) else text
