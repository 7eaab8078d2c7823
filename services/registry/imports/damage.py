"""Signs that a name lost its Kazakh or Mongolian letters in an old encoding or on an old keyboard.

Windows-1251 has no ә ғ қ ң ө ұ ү һ: they became question marks, or people wrote є and ї for ө and ү
(Mongolian practice), a digit 0, a Greek theta, a Latin v, or took ќ, ѓ, њ from old fonts. Nothing is
changed here: the name is kept, and what it may have been is proposed.
"""

import re
from typing import NamedTuple

STAND_INS = str.maketrans("єЄїЇθΘѳѲөӨ0vVəƏhHќЌѓЃњЊ", "өӨүҮөӨөӨөӨөүҮәӘһҺқҚғҒңҢ")
CYRILLIC = "[Ѐ-ԯ]"
SUSPECT = re.compile(
    "[єЄїЇѳѲќЌѓЃњЊ]"
    f"|(?<={CYRILLIC})[θΘvVəƏhH0]+(?={CYRILLIC})|(?<!\\w)[θΘvVəƏhH]+(?={CYRILLIC})|(?<={CYRILLIC})[θΘvVəƏhH]+(?!\\w)"
    f"|\\?+(?={CYRILLIC})|(?<={CYRILLIC})\\?+",
)
LOST = "□"
SPARED = ("uk", "be", "sr", "mk", "rue")
"""Languages to which є, ї, ќ, ѓ or њ belong."""


class Suspicion(NamedTuple):
    """The letters that look wrong and the name as it may have been; ``□`` is a letter that is lost."""

    letters: str
    proposal: str


def suspicion(name: str, language: str) -> Suspicion | None:
    """Tell what looks damaged in a name, None if nothing does."""
    if name.isascii() or language.partition("-")[0] in SPARED:
        return None
    letters = dict.fromkeys("".join(SUSPECT.findall(name)))
    if not letters:
        return None
    return Suspicion(" ".join(letters), SUSPECT.sub(_proposed, name))


def _proposed(found: re.Match[str]) -> str:
    return LOST * len(found[0]) if "?" in found[0] else found[0].translate(STAND_INS)
