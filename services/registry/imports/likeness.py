"""Whether two names may mean the same center."""

import re
from difflib import SequenceMatcher
from functools import cached_property

ALIKE = 0.8
"""Share of letters that stand in the same order (Ratcliff and Obershelp) from which two names are alike."""

WORTH_COMPARING = 0.4
"""Share of trigrams in common (Dice) below which that is not even measured: it takes a hundred times longer."""

LONGEST = 80
NUMBERS = re.compile(r"\d+")
WORDS = re.compile(r"[^\W_]+")
GENERIC = re.compile(
    "community|learning|cent(er|re)s?|clc|education(al)?|non|formal|of|the|"
    r"центр\w*|учебн\w+|обучени\w+|образова\w+|общинн\w+|общественн\w+|"
    r"орталы[кқғг]\w*|қоғамдық|қауымдық|қауымдастық|оқу|оқыту|білім|беру|"
    "төв|төвийн|сургалт|сургалтын|гэгээрэл|гэгээрлийн|насан|туршийн|боловсрол|боловсролын|албан|бус",
)
"""Words that nearly every center has in its name, and that therefore tell nothing."""


class Likeness:
    """A name reduced to what is its own; the whole name if it is made of common words only."""

    def __init__(self, name: str) -> None:
        words = WORDS.findall(name.casefold())
        own = [word for word in words if not GENERIC.fullmatch(word)]
        self.key = " ".join(own or words)[:LONGEST]

    @cached_property
    def numbers(self) -> list[str]:
        """The numbers in the name: school 12 is not school 13."""
        return NUMBERS.findall(self.key)

    @cached_property
    def trigrams(self) -> frozenset[str]:
        """The runs of three characters, the edges of the name included."""
        padded = f"  {self.key} "
        return frozenset(padded[start : start + 3] for start in range(len(padded) - 2))


def are_alike(one: Likeness, other: Likeness) -> bool:
    """Tell whether two names differ by little more than a slip."""
    if one.key == other.key:
        return True
    if one.numbers != other.numbers:
        return False
    common = 2 * len(one.trigrams & other.trigrams) / (len(one.trigrams) + len(other.trigrams))
    return common >= WORTH_COMPARING and SequenceMatcher(None, one.key, other.key, autojunk=False).ratio() >= ALIKE
