"""In which encoding a text file was saved.

A byte-order mark decides; then UTF-16 or UTF-32 without one (their ASCII leaves NULs), then strict
UTF-8. What is left is one of three code pages that agree on Russian and differ on Kazakh: Windows-1251,
KZ-1048 (STRK 1048-2002) and PT154 (all three are in the IANA registry of character sets).
"""

import codecs
import re
from collections.abc import Iterator

from services.registry.imports.refusal import FileRefused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
CODE_PAGES = ("cp1251", "kz1048", "ptcp154")
SAMPLE = 1 << 20
FEW_CONTROLS = 32
STRANGE_SHARE = 0.1
"""More strange signs than this, and more of them than Kazakh letters: it is none of the code pages."""

KAZAKH = re.compile("[әғқңөұүһӘҒҚҢӨҰҮҺ]")
STRANGE = re.compile(
    "[ЂЃѓЉЊЌЋЏђљњќћџЎўЈјҐґЄєЇїЅѕҖҶҲҠӢҸҗҷҳҡӣҹӮҙҘҪҫҝҜӯ]"  # of other languages
    "|(?<=[^\\W\\d_])[‚„…€‰•™°](?=[^\\W\\d_])"  # signs inside words
    "|[¤¦§©¬®\xadµ¶·±¥†‡](?=[^\\W\\d_])|(?<=[^\\W\\d_])[¤¦§©¬®\xadµ¶·±¥†‡]"  # signs beside letters
    "|[а-я][А-Я]|[A-Za-z][а-яА-Я]|[а-яА-Я][A-Za-z]",  # inverted case (KOI8-R), letters of two scripts
)
CLASHING = re.compile(
    "(?<![аеёиоуыэюяәіөұү])ғ(?![аеёиоуыэюяәіөұү])|[аеоуыэәіөұү]ә|ә[аеоуыэәіөұү]",
    re.IGNORECASE,
)
"""What Kazakh never has; but the same bytes read in the other of KZ-1048 and PT154 do."""

PAIRS = """
ст ен но на ра ов ро ни то ка ал ан ос ер по ре ор ль ар ат ны ла ли ел ма ва ко во те ин ве де ск не пр ый ие та ес ом
ай ау ық лы ты ды ға ың ін да ке қа жа тө ңы бі іл ле ры қо ам ту ий аа хо ын өн оо ээ эр эн ох ба ху үү өө гэ га ур ул
са мы гий өв сү
"""
"""Pairs of letters that are frequent in Russian, Kazakh and Mongolian."""

PAIR = re.compile("(?=([Ѐ-ԯ]{2}))")
ENOUGH_PAIRS = 20
PAIRS_SHARE = 0.15
PAIRS_SAMPLE = 1 << 16
COMMON = re.compile("[\t\r\n -~\xa0-ӿ\u1800-\u18af\u2010-\u203a№]")
MONGOLIAN_STAND_INS = frozenset("ЄєЇї")
KAZAKH_GHA = re.compile("[аеёиоуыэюя]є|є[аеёиоуыэюя]", re.IGNORECASE)


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
    if _is_mongolian(sample.decode("cp1251", "replace")):
        return _proven(content, "cp1251")
    return max(_readable(content), key=lambda name: _plausibility(sample.decode(name)))


def _is_binary(sample: bytes) -> bool:
    """Tell whether there are more control characters than a slip leaves in a text."""
    return sum(sample.count(bytes([control])) for control in range(9)) > max(FEW_CONTROLS, 0.01 * len(sample))


def _readable(content: bytes) -> list[str]:
    """Keep the code pages that have every byte and read it without too many strange signs."""
    names = [name for name in CODE_PAGES if _fault(content, name) is None]
    texts = {name: content[:SAMPLE].decode(name) for name in names}
    readable = [
        name
        for name, text in texts.items()
        if _has_words(text) and (_plausibility(text) >= 0 or _strangeness(text) <= STRANGE_SHARE)
    ]
    if not readable:
        raise FileRefused("undecodable_file")
    return readable


def _strangeness(text: str) -> float:
    letters = sum(not sign.isascii() for sign in text)
    return len(STRANGE.findall(text)) / letters if letters else 0.0


def _has_words(text: str) -> bool:
    """Tell whether letters follow each other as they do in our languages; too few letters tell nothing."""
    pairs, frequent = PAIR.findall(text[:PAIRS_SAMPLE].lower()), frozenset(PAIRS.split())
    return len(pairs) < ENOUGH_PAIRS or sum(pair in frequent for pair in pairs) >= PAIRS_SHARE * len(pairs)


def _plausibility(text: str) -> int:
    return len(KAZAKH.findall(text)) - 2 * len(STRANGE.findall(text)) - len(CLASHING.findall(text))


def _is_mongolian(text: str) -> bool:
    """Tell Mongolian written with the stand-ins є and ї of Windows-1251 from Kazakh in KZ-1048.

    The same bytes are ғ and ү there; but Kazakh has і in nearly every word, and its ғ stands beside
    a vowel, where the Mongolian ө stands between consonants or doubled.
    """
    strange = {sign for sign in text if STRANGE.match(sign)}
    if not strange or not strange <= MONGOLIAN_STAND_INS:
        return False
    return not re.search("[іІ]", text) and not KAZAKH_GHA.search(text)
