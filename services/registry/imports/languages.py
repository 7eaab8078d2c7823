"""Language tags (BCP 47, RFC 5646) and the names that people write instead."""

import re
from functools import cache

from services.registry.imports.words import by_word, load, simplified

ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu
fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km
kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om
or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr
ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
THREE_LETTERS = 3
TAG = re.compile(
    "(?P<language>[a-z]{2,3})(-(?P<script>[a-z]{4}))?(-(?P<region>[a-z]{2}|[0-9]{3}))?"
    "(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)


def tag(text: str) -> str | None:
    """Give a language in canonical case (``kk-Latn``), from its tag or its name; None if it is neither.

    Two letters must be in ISO 639-1; three are taken as ISO 639-3 without a look-up. ``kz``, ``kaz``,
    ``rus``, ``mon`` and ``eng`` become the tags that BCP 47 wants (section 4.5).
    """
    named = _by_name().get(simplified(text))
    if named:
        return named
    first, *rest = text.strip().replace("_", "-").split("-")
    found = TAG.fullmatch("-".join([_by_name().get(first.casefold(), first), *rest]))
    if not found or (len(found["language"]) < THREE_LETTERS and found["language"].lower() not in ISO_639_1.split()):
        return None
    return _canonical(found)


def _canonical(found: re.Match[str]) -> str:
    """Write the language small, the script capitalized, the region large (RFC 5646, 2.1.1)."""
    text = found[0].lower()
    for part, change in (("script", str.title), ("region", str.upper)):
        start, end = found.span(part)
        if start >= 0:
            text = text[:start] + change(text[start:end]) + text[end:]
    return text


@cache
def _by_name() -> dict[str, str]:
    return by_word(load("headers.toml")["languages"])
