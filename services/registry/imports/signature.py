"""What a file is by its first bytes, whatever its name says."""

from services.registry.imports.refusal import FileRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")

FORMATS = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"\x1f\x8b", "GZIP"),
    (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"{\\rtf", "RTF"),
    (b"SQLite format 3\x00", "SQLite"),
)
PAGES = (b"<!doctype", b"<html", b"<?xml", b"<head", b"<table", b"<meta")


def is_workbook(content: bytes) -> bool:
    """Tell whether the bytes are a ZIP archive (an XLSX, if anything); refuse what is no table.

    Raises:
        FileRefused: ``empty_file``, ``password_protected``, ``old_workbook``, ``not_a_table``.
    """
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise FileRefused("empty_file")
    if content.startswith(OLE):
        raise FileRefused("password_protected" if _is_encrypted(content) else "old_workbook")
    if content.startswith(ZIP):
        return True
    _refuse_other_formats(content)
    return False


def _is_encrypted(content: bytes) -> bool:
    """Find the stream in which Office wraps a workbook with a password (MS-OFFCRYPTO 2.3.4)."""
    return "EncryptedPackage".encode("utf-16-le") in content


def _refuse_other_formats(content: bytes) -> None:
    for start, name in FORMATS:
        if content.startswith(start):
            raise FileRefused("not_a_table", format=name)
    if content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(PAGES):
        raise FileRefused("not_a_table", format="HTML/XML")
