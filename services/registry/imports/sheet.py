"""Rows of a worksheet as text: what a person sees in the cells, and formulas as ``=...``."""

from collections.abc import Iterator

from services.registry.imports.archive import Archive
from services.registry.imports.cells import column, index, shown
from services.registry.imports.refusal import FileRefused
from services.registry.imports.workbook import Sheet, Workbook, unescape
from services.registry.imports.xml_parts import Element, elements

LAST_ROW = 1_048_576


def rows(archive: Archive, workbook: Workbook, sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    """Yield number and cells of each row that the sheet mentions; its stated dimension is ignored.

    Raises:
        FileRefused: ``broken_workbook``, ``workbook_bomb``.
    """
    row = _Row(workbook)
    number = 0
    for item in elements(archive.chunks(sheet.part)):
        if item.name == "c":
            row.end_cell(item)
        elif item.name == "row":
            number = _row_number(item.attributes.get("r"), after=number)
            yield number, row.take()
        elif item.name == "sheetData":
            return
        else:
            row.keep(item)


def _row_number(stated: str | None, *, after: int) -> int:
    number = index(stated) or after + 1
    if not after < number <= LAST_ROW:
        raise FileRefused("broken_workbook")
    return number


class _Row:
    """The row that is being read, and the pieces of its cell that is."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._cells: list[str] = []
        self._value = ""
        self._formula: str | None = None
        self._texts: list[str] = []

    def keep(self, item: Element) -> None:
        """Keep a piece of a cell until the cell ends."""
        if item.name == "v":
            self._value = item.text
        elif item.name == "t":
            self._texts.append(item.text)
        elif item.name == "f":
            self._formula = item.text
        elif item.name == "rPh" and self._texts:
            self._texts.pop()

    def end_cell(self, cell: Element) -> None:
        """Put the cell in its column; a cell without a value takes no room."""
        text = self._text(cell.attributes)
        place = column(cell.attributes.get("r", "")) or len(self._cells) + 1
        if text:
            if place <= len(self._cells):
                raise FileRefused("broken_workbook")
            self._cells.extend([""] * (place - len(self._cells) - 1))
            self._cells.append(text)
        self._value, self._formula = "", None
        self._texts.clear()

    def take(self) -> list[str]:
        """Hand over the row and begin the next."""
        cells, self._cells = self._cells, []
        return cells

    def _text(self, attributes: dict[str, str]) -> str:
        if self._formula is not None:
            return f"={self._formula}"
        if self._texts:
            return unescape("".join(self._texts))
        if not self._value:
            return ""
        return shown(attributes.get("t", "n"), self._value, attributes.get("s", "0"), self._workbook)
