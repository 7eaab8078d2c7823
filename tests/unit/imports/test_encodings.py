import pytest

from services.registry.imports import FileRefused

NAMES = {
    "kk": ["Өскемен қалалық оқу орталығы", "Ғабит Мүсірепов ауылының қоғамдық орталығы", "Ұлытау, Ңәһі әлеуеті"],
    "ru": ["Общественный учебный центр № 5 «Достык»", "Центр в селе Кызылжар", "Дом культуры"],
    "mn": ["Хөдөөгийн насан туршийн боловсролын төв", "Сүхбаатар дүүргийн 5-р хороо", "Өргөө"],
}


def kazakh_file(csv_file, encoding, delimiter=","):
    rows = [["code", "name_kk", "name_ru", "area_code"]]
    rows += [[f"KZ-{i}", kk, ru, "11"] for i, (kk, ru) in enumerate(zip(NAMES["kk"], NAMES["ru"], strict=True))]
    return csv_file(rows, encoding, delimiter)


def names(judgment, language):
    return [verdict.fields["name"][language] for verdict in judgment.verdicts]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "kz1048", "ptcp154"],
)
def test_kazakh_and_russian_names_arrive_in_every_encoding(csv_file, centers, encoding, delimiter):
    judgment = centers(kazakh_file(csv_file, encoding, delimiter))

    assert names(judgment, "kk") == NAMES["kk"]
    assert names(judgment, "ru") == NAMES["ru"]
    assert not any(verdict.findings or verdict.flags for verdict in judgment.verdicts)


@pytest.mark.parametrize("mark", ["utf-16-be", "utf-16-le", "utf-32-be"])
def test_a_byte_order_mark_is_no_letter_of_the_first_header(csv_file, centers, mark):
    content = "\ufeff".encode(mark) + kazakh_file(csv_file, mark)

    assert names(centers(content), "kk") == NAMES["kk"]


def test_russian_in_windows_1251_is_read_and_the_guess_told(csv_file, centers):
    content = csv_file([["Код", "Наименование (рус.)", "Код района"], ["1", NAMES["ru"][0], "11"]], "cp1251", ";")

    judgment = centers(content)

    assert names(judgment, "ru") == [NAMES["ru"][0]]
    assert [(w.code, w.params["encoding"]) for w in judgment.warnings] == [("encoding_guessed", "cp1251")]


@pytest.mark.parametrize("name", ["Оғыз", "Бағдар үйі", "Қыз", "Жаңа жол", "Ұлан", "Көктем"])
@pytest.mark.parametrize("encoding", ["kz1048", "ptcp154"])
def test_a_single_kazakh_word_decides_the_code_page(csv_file, centers, name, encoding):
    content = csv_file([["code", "name_kk", "area_code"], ["1", name, "11"]], encoding)

    judgment = centers(content)

    assert names(judgment, "kk") == [name]


@pytest.mark.parametrize("name", NAMES["mn"])
def test_mongolian_in_windows_1251_keeps_its_stand_ins_and_is_flagged(csv_file, centers, name):
    written = name.translate(str.maketrans("өүӨҮ", "єїЄЇ"))
    content = csv_file([["code", "name_mn", "area_code"], ["1", written, "11"]], "cp1251")

    [verdict] = centers(content).verdicts

    assert verdict.fields["name"]["mn"] == written
    [flag] = verdict.flags
    assert flag.code == "unverified_spelling"
    assert flag.params["proposal"] == name


def test_a_utf8_file_with_a_broken_letter_is_refused_with_its_line(csv_file, centers):
    content = kazakh_file(csv_file, "utf-8").replace("Ұлытау".encode(), "Ұлытау".encode()[1:])

    with pytest.raises(FileRefused) as refusal:
        centers(content)

    assert (refusal.value.code, refusal.value.params) == ("damaged_utf8", {"line": 4})


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "big5", "latin-1"])
def test_an_encoding_that_is_none_of_ours_is_refused(csv_file, centers, encoding):
    name = {"big5": "社區學習中心" * 5, "latin-1": "Société générale"}.get(encoding, "Общественный учебный центр в селе")
    content = csv_file([["code", "name_ru", "area_code"], ["1", name, "11"]], encoding)

    with pytest.raises(FileRefused) as refusal:
        centers(content)

    assert refusal.value.code == "undecodable_file"


@pytest.mark.parametrize(
    ("content", "code", "params"),
    [
        (b"", "empty_file", {}),
        (b"\xef\xbb\xbf\r\n \r\n", "empty_file", {}),
        (b"\n;;;\n", "empty_file", {}),
        (b"%PDF-1.7\n", "not_a_table", {"format": "PDF"}),
        (b"\x89PNG\r\n\x1a\n\x00", "not_a_table", {"format": "PNG"}),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "not_a_table", {"format": "JPEG"}),
        (b"  <html><table></table></html>", "not_a_table", {"format": "HTML/XML"}),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "not_a_table", {"format": "HTML/XML"}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old_workbook", {}),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password_protected", {}),
        (bytes(range(256)) * 20, "not_a_table", {"format": "binary"}),
        (b"code\x00\x01\x02,\x03\x04" * 50, "not_a_table", {"format": "binary"}),
        (b"\xff\xfe\x00", "undecodable_file", {}),
    ],
)
def test_what_is_no_table_is_refused_by_name(centers, content, code, params):
    with pytest.raises(FileRefused) as refusal:
        centers(content)

    assert (refusal.value.code, refusal.value.params) == (code, params)
