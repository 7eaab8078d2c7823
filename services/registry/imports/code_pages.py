"""Which of three code pages a text was saved in: Windows-1251, KZ-1048 (STRK 1048-2002) or PT154.

All three are in the IANA registry of character sets. They agree on Russian and differ on Kazakh, so
the words decide: those with the letters of Kazakh speak for a page, signs that no word has against it.
"""

import re
from collections.abc import Mapping

CODE_PAGES = ("cp1251", "kz1048", "ptcp154")
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
MONGOLIAN_STAND_INS = frozenset("ЄєЇї")
KAZAKH_GHA = re.compile("[аеёиоуыэюя]є|є[аеёиоуыэюя]", re.IGNORECASE)


def most_plausible(readings: Mapping[str, str]) -> str | None:
    """Choose among the readings of one text by code page; None if it is in none of them."""
    in_1251 = readings.get("cp1251", "")
    if in_1251 and _is_mongolian(in_1251):
        return "cp1251"
    readable = [name for name, text in readings.items() if _is_readable(text)]
    return max(readable, key=lambda name: _plausibility(readings[name]), default=None)


def _is_readable(text: str) -> bool:
    return _has_words(text) and (_plausibility(text) >= 0 or _strangeness(text) <= STRANGE_SHARE)


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
