"""In which encoding a text file was saved.

A byte-order mark decides; then UTF-16 or UTF-32 without one (their ASCII leaves NULs), then strict
UTF-8. What is left is one of the code pages of ``code_pages``.
"""

import codecs
import re
from collections.abc import Iterator

from services.registry.imports.code_pages import CODE_PAGES, most_plausible
from services.registry.imports.refusal import FileRefused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
SAMPLE = 1 << 20
FEW_CONTROLS = 32
COMMON = re.compile("[\t\r\n -~\xa0-ӿ\u1800-\u18af\u2010-\u203a№]")


def detect(content: bytes) -> str:
    """Name the Python codec that reads these bytes.

    Raises:
        FileRefused: ``undecodable_file``, ``damaged_utf8`` (with the line), ``not_a_table``.
    """
    for mark, name in MARKS:
        if content.startswith(mark):
            return _proven(content, name)
    return _wide(content) or _utf8(content) or _code_page(content)


def is_guessed(encoding: str) -> bool:
    """Tell whether the encoding was chosen by how its words look, so that a person should check."""
    return encoding in CODE_PAGES


def _proven(content: bytes, name: str) -> str:
    if _fault(content, name) is not None:
        raise FileRefused("undecodable_file")
    return name


def _fault(content: bytes, name: str) -> UnicodeDecodeError | None:
    """Decode piece by piece, so that a large file never stands in memory twice."""
    try:
        for _ in codecs.iterdecode(_pieces(content), name):
            pass
    except UnicodeDecodeError as fault:
        return fault
    return None


def _pieces(content: bytes) -> Iterator[bytes]:
    return (content[start : start + SAMPLE] for start in range(0, len(content), SAMPLE))


def _wide(content: bytes) -> str | None:
    if b"\x00" not in content[:SAMPLE]:
        return None
    for name in WIDE:
        text = content[:SAMPLE].decode(name, "replace")
        if text and len(COMMON.findall(text)) > 0.95 * len(text) and _fault(content, name) is None:
            return name
    return None


def _utf8(content: bytes) -> str | None:
    """Accept UTF-8; refuse a file that is UTF-8 but for a few bytes; leave the rest to code pages."""
    fault = _fault(content, "utf-8")
    if fault is None:
        if _is_binary(content[:SAMPLE]):
            raise FileRefused("not_a_table", format="binary")
        return "utf-8"
    text = content[:SAMPLE].decode("utf-8", "replace")
    if text.count("\ufffd") < 0.1 * sum(not letter.isascii() for letter in text):
        raise FileRefused("damaged_utf8", line=_faulty_line(content))
    return None


def _faulty_line(content: bytes) -> int:
    for number, line in enumerate(content.split(b"\n"), start=1):
        if _fault(line, "utf-8") is not None:
            return number
    return 1


def _code_page(content: bytes) -> str:
    sample = content[:SAMPLE]
    if _is_binary(sample):
        raise FileRefused("not_a_table", format="binary")
    readings = {name: sample.decode(name) for name in CODE_PAGES if _fault(content, name) is None}
    chosen = most_plausible(readings)
    if not chosen:
        raise FileRefused("undecodable_file")
    return chosen


def _is_binary(sample: bytes) -> bool:
    """Tell whether there are more control characters than a slip leaves in a text."""
    return sum(sample.count(bytes([control])) for control in range(9)) > max(FEW_CONTROLS, 0.01 * len(sample))
