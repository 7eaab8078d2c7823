"""The ZIP archive around a workbook, opened so that it cannot grow beyond what is expected.

The central directory is measured before it is read (a forged one would fill the memory), every size
that it states is checked before a part is opened, and every part is counted while it is inflated,
because the stated sizes may lie.
"""

import copy
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from services.registry.imports.refusal import FileRefused

MIB = 1 << 20
MAX_DIRECTORY = MIB
MAX_ENTRIES = 2_000
MAX_TOTAL = 512 * MIB
MAX_RATIO = 200
RATIO_COUNTS_FROM = 4 * MIB
"""Small parts may be as dense as they like: a page of empty formatted cells is."""

MAX_BETWEEN_TAGS = MIB
CHUNK = 64 * 1024
END_RECORD = struct.Struct("<4s4H2LH")
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1


class Archive:
    """The parts of a workbook by name.

    Raises:
        FileRefused: ``broken_workbook``, ``workbook_bomb``, ``password_protected``.
    """

    def __init__(self, content: bytes) -> None:
        _measure_directory(content)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
            raise FileRefused("broken_workbook") from error
        _check_entries(self._zip.infolist(), size=len(content))

    def __contains__(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name in self._zip.NameToInfo

    def chunks(self, name: str) -> Iterator[bytes]:
        """Inflate a part piece by piece, up to the size that the directory states for it."""
        try:
            yield from self._honest_chunks(self._zip.getinfo(name))
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
            raise FileRefused("broken_workbook") from error

    def _honest_chunks(self, stated: zipfile.ZipInfo) -> Iterator[bytes]:
        """Let ``zipfile`` go on where the stated size ends, to see whether more would come."""
        unbounded = copy.copy(stated)
        unbounded.file_size = MAX_TOTAL
        size = without_tag = 0
        with self._zip.open(unbounded) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                without_tag = 0 if b"<" in chunk else without_tag + len(chunk)
                if size > stated.file_size or without_tag > MAX_BETWEEN_TAGS:
                    raise FileRefused("workbook_bomb")
                yield chunk


def _measure_directory(content: bytes) -> None:
    """Read the end record (APPNOTE 4.3.16) before ``zipfile`` makes an object of every entry."""
    start = content.rfind(b"PK\x05\x06", max(0, len(content) - END_RECORD.size - 0xFFFF))
    if start < 0 or start + END_RECORD.size > len(content):
        raise FileRefused("broken_workbook")
    size_of_directory = END_RECORD.unpack_from(content, start)[5]
    if content[max(0, start - 20) : start].startswith(b"PK\x06\x07"):
        size_of_directory = _size_in_zip64(content, start - 20)
    if size_of_directory > MAX_DIRECTORY:
        raise FileRefused("workbook_bomb")


def _size_in_zip64(content: bytes, locator: int) -> int:
    """Read the size of the directory from the ZIP64 end record (APPNOTE 4.3.14)."""
    record = locator - 56
    if record < 0 or content[record : record + 4] != b"PK\x06\x06":
        raise FileRefused("broken_workbook")
    return int.from_bytes(content[record + 40 : record + 48], "little")


def _check_entries(entries: list[zipfile.ZipInfo], *, size: int) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise FileRefused("password_protected")
    if any(entry.compress_type not in METHODS for entry in entries):
        raise FileRefused("broken_workbook")
    if (
        len(entries) > MAX_ENTRIES
        or sum(entry.compress_size for entry in entries) > size  # parts that share their bytes
        or sum(entry.file_size for entry in entries) > MAX_TOTAL
        or any(map(_is_too_dense, entries))
    ):
        raise FileRefused("workbook_bomb")


def _is_too_dense(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > max(RATIO_COUNTS_FROM, MAX_RATIO * entry.compress_size)
