"""Workbooks made to harm: refused within a second and without filling the memory."""

import gc
import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest

from services.registry.imports import FileRefused

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TOP = f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
BOOK = f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>'
PARTS = (
    f'<Relationships><Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    f'<Relationship Id="r3" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c t="inlineStr"><is><t>code</t></is></c></row></sheetData></worksheet>'
HEAD = f'<worksheet xmlns="{MAIN}"><sheetData>'


def workbook(method=zipfile.ZIP_DEFLATED, **parts):
    """Pack a workbook by hand; ``parts`` replace the sheet or add to it."""
    paths = {
        "sheet": "xl/worksheets/sheet1.xml",
        "texts": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "book": "xl/workbook.xml",
    }
    contents = {"_rels/.rels": TOP, "xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": PARTS, paths["sheet"]: SHEET}
    contents |= {paths.get(name, name): content for name, content in parts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for path, content in contents.items():
            archive.writestr(path, content)
    return packed.getvalue()


def lying(content, *, stated):
    """Let the directory and the local headers state another size for the largest part."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    largest = max(archive.infolist(), key=lambda entry: entry.file_size)
    true, false = struct.pack("<L", largest.file_size), struct.pack("<L", stated)
    return content.replace(
        struct.pack("<LL", largest.CRC, largest.compress_size) + true,
        struct.pack("<LL", largest.CRC, largest.compress_size) + false,
    )


def refused(judge, content):
    """Judge twice: once by the clock, once by the memory, whose tracing is slow."""
    gc.freeze()  # what thousands of tests have left is not to be looked through meanwhile
    began = time.process_time()
    with pytest.raises(FileRefused) as refusal:
        judge(content)
    took = time.process_time() - began
    gc.unfreeze()
    tracemalloc.start()
    with pytest.raises(FileRefused):
        judge(content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 1
    assert peak < 100 * 2**20
    return refusal.value.code


def test_the_workbook_of_these_tests_is_sound_but_for_its_columns(centers):
    assert refused(centers, workbook()) == "missing_columns"


def test_a_part_that_inflates_a_thousandfold(centers):
    assert refused(centers, workbook(sheet=HEAD + " " * 300_000_000)) == "workbook_bomb"


def test_a_part_that_is_denser_than_any_table(centers):
    assert refused(centers, workbook(sheet=HEAD + "<row/>" * 5_000_000)) == "workbook_bomb"


def test_a_part_whose_stated_size_is_a_lie(centers):
    bomb = workbook(sheet=HEAD + "<row/>" * 20_000_000)

    assert refused(centers, lying(bomb, stated=1000)) == "workbook_bomb"


def test_a_lie_about_the_shared_texts(centers):
    bomb = workbook(texts="<sst>" + "<si><t>aa</t></si>" * 4_000_000 + "</sst>")

    assert refused(centers, lying(bomb, stated=1000)) == "workbook_bomb"


def test_a_size_that_is_stated_too_small_with_a_checksum_that_fits(centers):
    plain = SHEET.encode().ljust(3_000_000)
    honest = workbook(sheet=plain)
    forged = lying(honest, stated=len(SHEET)).replace(
        struct.pack("<L", zlib.crc32(plain)), struct.pack("<L", zlib.crc32(SHEET.encode()))
    )

    assert refused(centers, forged) == "workbook_bomb"


def test_parts_that_share_their_bytes(centers):
    content = workbook(sheet=HEAD + "<row/>" * 500_000)
    end = content.rindex(b"PK\x05\x06")
    size, start = struct.unpack_from("<LL", content, end + 12)
    directory = content[start : start + size] * 40
    forged = content[:start] + directory + content[end : end + 12] + struct.pack("<LLH", len(directory), start, 0)

    assert refused(centers, forged) == "workbook_bomb"


def test_a_directory_of_a_million_entries_is_not_even_read(centers):
    content = workbook()
    end = content.rindex(b"PK\x05\x06")
    size, start = struct.unpack_from("<LL", content, end + 12)
    directory = content[start : start + size] * (20_000_000 // size)
    forged = content[:start] + directory + content[end : end + 12] + struct.pack("<LLH", len(directory), start, 0)

    assert refused(centers, forged) == "workbook_bomb"


def test_many_entries(centers):
    assert refused(centers, workbook(**{f"xl/media/{i}": b"" for i in range(3000)})) == "workbook_bomb"


def test_entities_are_not_expanded(centers):
    laughs = '<!DOCTYPE s [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;">]>'
    outside = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>'

    for declaration in (laughs, outside):
        assert refused(centers, workbook(sheet=declaration + SHEET)) == "workbook_bomb"
        assert refused(centers, workbook(texts=declaration + "<sst><si><t>&a;</t></si></sst>")) == "workbook_bomb"


def test_one_text_without_end(centers):
    sheet = HEAD + '<row><c t="inlineStr"><is><t>' + "ab" * 2_000_000 + "</t></is></c></row></sheetData></worksheet>"

    assert refused(centers, workbook(zipfile.ZIP_STORED, sheet=sheet)) == "workbook_bomb"


def test_a_text_cut_by_comments(centers):
    sheet = (
        HEAD + '<row><c t="inlineStr"><is><t>' + ("a" * 500_000 + "<!-- -->") * 60 + "</t></is></c></row></sheetData></worksheet>"
    )

    assert refused(centers, workbook(zipfile.ZIP_STORED, sheet=sheet)) == "workbook_bomb"


def test_elements_within_elements(centers):
    assert refused(centers, workbook(sheet=HEAD + "<a>" * 100_000)) == "workbook_bomb"


def test_elements_that_mean_nothing_are_not_kept(centers):
    junk = "".join(f"<x{i}/>" for i in range(100_000))

    content = workbook(sheet=SHEET.replace("<sheetData>", f"<junk>{junk}</junk><sheetData>"))

    assert refused(centers, content) == "missing_columns"


def test_more_shared_texts_and_styles_than_there_can_be(centers, monkeypatch):
    monkeypatch.setattr("services.registry.imports.workbook.MAX_TEXTS", 10_000)
    texts = workbook(texts="<sst>" + "<si/>" * 11_000)
    styles = workbook(zipfile.ZIP_STORED, styles="<styleSheet><cellXfs>" + "<xf/>" * 100_000)

    assert refused(centers, texts) == "workbook_bomb"
    assert refused(centers, styles) == "workbook_bomb"


@pytest.mark.parametrize(
    "sheet",
    [
        HEAD,
        HEAD + '<row r="2"/><row r="1"/></sheetData></worksheet>',
        HEAD + '<row r="9999999"/></sheetData></worksheet>',
        HEAD + '<row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>',
        HEAD + '<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData></worksheet>',
        HEAD + '<row><c t="s"><v>99</v></c></row></sheetData></worksheet>',
        HEAD + '<row><c t="s"><v>-1</v></c></row></sheetData></worksheet>',
        "\x00\x01",
        '<?xml version="1.0" encoding="nonsense"?><a/>',
    ],
)
def test_a_sheet_that_is_not_well_formed(centers, sheet):
    assert refused(centers, workbook(sheet=sheet)) == "broken_workbook"


def test_other_archives_and_methods(centers):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letter.txt", "hello")

    assert refused(centers, packed.getvalue()) == "not_a_table"
    assert refused(centers, workbook(zipfile.ZIP_BZIP2)) == "broken_workbook"
    assert refused(centers, workbook()[:-30]) == "broken_workbook"
    assert refused(centers, b"PK\x03\x04" + bytes(100)) == "broken_workbook"


def test_a_protected_part(centers):
    content = bytearray(workbook())
    place = content.rindex(b"PK\x01\x02")
    content[place + 8] |= 1

    assert refused(centers, bytes(content)) == "password_protected"
