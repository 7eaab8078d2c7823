"""Which of a place's many names is Kazakh, Russian or Mongolian: told, as far as it can be, by its letters."""

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

from deploy.demo.words import Text

RUSSIAN = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
ALPHABETS = {"kk": f"{RUSSIAN}әғқңөұүһі", "ru": RUSSIAN, "mn": f"{RUSSIAN}өү"}
OWN = {"kk": "әғқңөұүһі", "mn": "өү"}  # letters that prove the language
NEVER = {"kk": "ёщъ", "ru": "", "mn": "щъ"}  # letters that speak against it, in names of places
CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
SPELLED = "a b v g d e yo zh z i y k l m n o p r s t u f h ts ch sh sh _ y _ e yu ya a gh q ng o u u h i"
LATIN = dict(zip(CYRILLIC, SPELLED.split(), strict=True))
FOREIGN = re.compile("(ськ|ський|шыр)$")  # Ukrainian and the like, in letters that are Russian too


def names(name: str, alternates: Iterable[str], languages: Iterable[str]) -> Text:
    """Return the name by language: in English always, in the others where an alternate name looks like it."""
    candidates = sorted({one for one in alternates if not FOREIGN.search(one)})
    found = {language: _best(language, candidates, like=name) for language in languages if language != "en"}
    if "kk" in found and "ru" in found:
        found = {language: known or found["ru"] or found["kk"] for language, known in found.items()}
    return {language: known for language, known in found.items() if known} | {"en": plain(name)}


def plain(name: str) -> str:
    """Return a name in plain Latin letters: ``Taūshyq`` is ``Taushyq``."""
    bare = unicodedata.normalize("NFKD", name.replace("’", "").replace("‘", ""))
    return "".join(letter for letter in bare if letter.isascii())


def _best(language: str, candidates: list[str], *, like: str) -> str | None:
    """Return, of the names that have letters of the language's own or else no others, the one that sounds most alike."""
    fitting = [one for one in candidates if _fits(one, language)]
    own = [one for one in fitting if set(one.casefold()) & set(OWN.get(language, ""))]
    chosen = own if language == "kk" else own or fitting
    return max(chosen, key=lambda one: _likeness(one, like), default=None)


def _likeness(name: str, latin: str) -> float:
    spelled = "".join(LATIN.get(letter, letter) for letter in name.casefold()).replace("_", "")
    return SequenceMatcher(None, spelled, plain(latin).casefold()).ratio()


def _fits(name: str, language: str) -> bool:
    letters = name.casefold().replace("-", "").replace(" ", "")
    allowed = set(ALPHABETS[language]) - set(NEVER[language])
    return bool(letters) and set(letters) <= allowed and name[0].isupper()
