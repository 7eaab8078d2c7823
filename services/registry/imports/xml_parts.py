"""Elements of an XML part, one by one, without ever holding the part or trusting it.

Document type declarations are refused, so there are no entities to expand (XXE, billion laughs).
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple
from xml.parsers import expat

from services.registry.imports.refusal import FileRefused

MAX_ELEMENTS = 20_000_000
"""In one part; a sheet of as many rows as are read, with 40 cells each, stays below."""

MAX_DEPTH = 64
MAX_PIECES = 256
"""Pieces of text in one element; expat hands over up to 8 KiB at once."""


class Element(NamedTuple):
    """An element at its end tag: name without its namespace, attributes, the text directly in it."""

    name: str
    attributes: dict[str, str]
    text: str


class _Collector:
    """Gathers what expat reports of the chunk that it has just been given."""

    def __init__(self) -> None:
        self.ended: list[Element] = []
        self._open: list[tuple[str, dict[str, str], list[str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._open.append((name, attributes, []))
        if len(self._open) > MAX_DEPTH:
            raise FileRefused("workbook_bomb")

    def text(self, piece: str) -> None:
        pieces = self._open[-1][2]
        pieces.append(piece)
        if len(pieces) > MAX_PIECES:
            raise FileRefused("workbook_bomb")

    def end(self, _: str) -> None:
        name, attributes, pieces = self._open.pop()
        local = name.rpartition(":")[2] if ":" in name else name
        self.ended.append(Element(local, attributes, "".join(pieces)))

    def declaration(self, *_: object) -> None:
        raise FileRefused("workbook_bomb")


def elements(chunks: Iterable[bytes]) -> Iterator[Element]:
    """Yield each element when it ends: children before their parent.

    Raises:
        FileRefused: ``broken_workbook`` if the XML is not well-formed, ``workbook_bomb``.
    """
    collector = _Collector()
    parser = _parser(collector)
    count = 0
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            count += len(collector.ended)
            if count > MAX_ELEMENTS:
                raise FileRefused("workbook_bomb")
            yield from collector.ended
            collector.ended.clear()
        parser.Parse(b"", True)  # noqa: FBT003 - expat's own signature
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileRefused("broken_workbook") from error


def _parser(collector: _Collector) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = collector.start
    parser.EndElementHandler = collector.end
    parser.CharacterDataHandler = collector.text
    parser.StartDoctypeDeclHandler = collector.declaration
    return parser
