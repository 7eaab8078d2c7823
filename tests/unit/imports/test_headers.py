import pytest

from services.registry.imports import FileRefused

CENTERS = {
    "en": ["Code", "Name (English)", "Area code", "Latitude", "Longitude", "Host type", "Founded on", "Phone", "E-mail"],
    "ru": [
        "Код",
        "Наименование (каз.)",
        "Код района",
        "Широта",
        "Долгота",
        "Тип помещения",
        "Дата основания",
        "Тел.",
        "Эл. почта",
    ],
    "kk": ["Коды", "Атауы", "Аудан коды", "Ендік", "Бойлық", "Ғимарат түрі", "Құрылған күні", "Телефоны", "Электрондық пошта"],
    "kk-Latn": ["Kody", "Atauy", "Aumaq kody", "Endik", "Boılyq", "Ğimarat türi", "Qurylğan küni", "Telefony", "Email"],
    "mn": ["Дугаар", "Төвийн нэр", "Сумын код", "Өргөрөг", "Уртраг", "Байрны төрөл", "Байгуулагдсан огноо", "Утас", "И-мэйл"],
}
AREAS = {
    "en": ["code", "parent code", "level", "name kk", "population", "census year", "rural"],
    "ru": ["КАТО", "Код родителя", "Уровень", "Название на казахском языке", "Численность населения", "Год", "Село"],
    "kk": ["Аумақ коды", "Жоғары тұрған код", "Деңгейі", "Қазақша атауы", "Халық саны", "Санақ жылы", "Ауылдық"],
    "mn": ["Албан ёсны код", "Эцэг код", "Түвшин", "Нэр (казах)", "Хүн амын тоо", "Он", "Хөдөө"],
}
VALUES = ["KZ-1", "Abai", "11", "43,25", "76,9", "school", "2001", "+7 701 1", "a@b.kz"]


@pytest.mark.parametrize("language", CENTERS)
def test_headers_of_centers_in_every_language(csv_file, centers, language):
    [verdict] = centers(csv_file([CENTERS[language], VALUES])).verdicts

    fields = verdict.fields
    assert list(fields["name"].values()) == ["Abai"]
    assert fields["point"]["coordinates"] == [76.9, 43.25]
    assert (fields["code"], fields["area_code"], fields["host_type"]) == ("KZ-1", "11", "school")
    assert (fields["founded_on"], fields["contacts"]) == ("2001", {"phone": "+7 701 1", "email": "a@b.kz"})


@pytest.mark.parametrize("language", AREAS)
def test_headers_of_areas_in_every_language(csv_file, areas, language):
    rows = [
        AREAS[language],
        ["1", "", "oblast", "Ақмола", "700 000", "2021", "no"],
        ["11", "1", "auyl", "Абай", "90", "2021", "yes"],
    ]

    top, below = areas(csv_file(rows)).verdicts

    assert top.fields["name"] == {"kk": "Ақмола"}
    assert top.fields["population"] == [{"year": 2021, "total": 700_000}]
    assert (below.fields["parent_code"], below.fields["level"], below.fields["rural"]) == ("1", "auyl", True)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("name_kk", "kk"),
        (" NAME_KK-latn ", "kk-Latn"),
        ("name_mn_Mong", "mn-Mong"),
        ("name_zh-hant-tw", "zh-Hant-TW"),
        ("name_kz", "kk"),
        ("Наименование (рус.)", "ru"),
        ("Қазақша атауы", "kk"),
        ("Нэр (монгол)", "mn"),
        ("Name: English", "en"),
        ("\u200bНазвание\xa0на казахском", "kk"),
    ],
)
def test_names_in_any_language(csv_file, centers, header, language):
    judgment = centers(csv_file([["code", header, "area_code"], ["1", "Abai", "11"]]))

    assert judgment.verdicts[0].fields["name"] == {language: "Abai"}
    assert judgment.warnings == ()


@pytest.mark.parametrize(("header", "language"), [("Атауы", "kk"), ("Наименование", "ru"), ("Нэр", "mn"), ("Name", "en")])
def test_a_language_that_is_only_assumed_is_told(csv_file, centers, header, language):
    judgment = centers(csv_file([["code", header, "area_code"], ["1", "Abai", "11"]]))

    assert judgment.verdicts[0].fields["name"] == {language: "Abai"}
    assert [(w.code, w.params["header"]) for w in judgment.warnings] == [("language_assumed", header)]


def test_columns_of_one_field_are_refused_by_their_headers(csv_file, centers):
    with pytest.raises(FileRefused) as refusal:
        centers(csv_file([["Код", "name_kk", "Атауы", "area_code"], ["1", "А", "Б", "11"]]))

    assert refusal.value.code == "duplicate_columns"
    assert refusal.value.params == {"field": "name_kk", "first": "name_kk", "second": "Атауы"}


def test_missing_columns_are_refused_together(csv_file, centers, areas):
    with pytest.raises(FileRefused) as refusal:
        centers(csv_file([["code", "latitude"], ["1", "43"]]))
    assert (refusal.value.code, refusal.value.params) == ("missing_columns", {"columns": "name, area_code"})

    with pytest.raises(FileRefused) as refusal:
        areas(csv_file([["name_kk", "level"], ["1", "43"]]))
    assert refusal.value.params == {"columns": "code"}


def test_unknown_columns_are_passed_over_and_told(csv_file, centers):
    judgment = centers(csv_file([["code", "name_kk", "area_code", "Budget", "Director"], ["1", "А", "11", "5", "Б"]]))

    assert judgment.verdicts[0].outcome == "accepted"
    assert [(w.code, w.params["columns"]) for w in judgment.warnings] == [("unknown_columns", "Budget, Director")]


def test_a_column_for_each_year_of_the_population(csv_file, areas):
    header = ["code", "name_kk", "Население 2021 г.", "population_2009"]

    [verdict] = areas(csv_file([header, ["1", "Ақмола", "738 587", "737495"]])).verdicts

    assert verdict.fields["population"] == [{"year": 2009, "total": 737_495}, {"year": 2021, "total": 738_587}]
