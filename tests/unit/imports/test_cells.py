"""What cells say: each example goes through a whole file."""

import time

import pytest


def reasons(verdict):
    return [(finding.field, finding.code) for finding in verdict.findings]


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [
        ("43.25", "76.9", [76.9, 43.25]),
        ("43,25", "76,9", [76.9, 43.25]),
        (" +43.25 ", "76.9°", [76.9, 43.25]),
        ("43°15'00\"", "76°54'", [76.9, 43.25]),
        ("43° 15′ 0,0″ N", "76° 54′ E", [76.9, 43.25]),
        ("N43°15'", "E76°54'", [76.9, 43.25]),
        ("43°15' с.ш.", "76°54' в.д.", [76.9, 43.25]),
        ("43 15 0", "76 54", [76.9, 43.25]),
        ("43º15’", "76˚54’", [76.9, 43.25]),
    ],
)
def test_coordinates_as_people_write_them(center, latitude, longitude, place):
    assert center(latitude=latitude, longitude=longitude).fields["point"] == {"type": "Point", "coordinates": place}


@pytest.mark.parametrize(
    "latitude", ["43.25, 76.9", "north", "43°61'", "43°15'99\"", "181", "1e1", "4325000", "43..2", "nan", "N43°S"]
)
def test_what_is_no_coordinate(center, latitude):
    assert reasons(center(latitude=latitude, longitude="76.9"))[0] == ("latitude", "not_a_coordinate")


def test_south_and_west_are_negative(csv_file, centers):
    from services.registry.imports import WORLD  # noqa: PLC0415

    rows = [["code", "name_en", "area_code", "latitude", "longitude"], ["1", "Ushuaia", "11", "54°48'S", "68°18' з.д."]]

    [verdict] = centers(csv_file(rows), frame=WORLD).verdicts

    assert verdict.fields["point"]["coordinates"] == [-68.3, -54.8]


@pytest.mark.parametrize(
    ("written", "total"),
    [
        ("1234567", 1_234_567),
        ("1 234 567", 1_234_567),
        ("1\xa0234\xa0567", 1_234_567),
        ("1,234,567", 1_234_567),
        ("1’234", 1234),
        ("12.0", 12),
        ("0", 0),
    ],
)
def test_whole_numbers(area, written, total):
    assert area(population=written, population_year="2021").fields["population"] == [{"year": 2021, "total": total}]


@pytest.mark.parametrize("written", ["-5", "1.5", "many", "1e5", "12 people", "9" * 40, "12345678901"])
def test_what_is_no_whole_number(center, written):
    assert reasons(center(rooms=written)) == [("rooms", "not_a_number")]


@pytest.mark.parametrize("written", ["да", "Иә", "тийм", "YES", "1", "true", "есть", "бар", "+", "ИСТИНА"])
def test_yes_in_four_languages(center, written):
    assert center(accessible=written).fields["accessible"] is True


@pytest.mark.parametrize("written", ["нет", "жоқ", "Үгүй", "no", "0", "FALSE", "-"])
def test_no_in_four_languages(center, written):
    assert center(accessible=written).fields["accessible"] is False


@pytest.mark.parametrize(
    ("written", "rural"), [("ауыл", True), ("хөдөө", True), ("село", True), ("город", False), ("қала", False), ("хот", False)]
)
def test_rural_or_urban_by_its_own_words(area, written, rural):
    assert area(rural=written).fields["rural"] is rural


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2001-05-04", "2001-05-04"),
        ("04.05.2001", "2001-05-04"),
        ("4/5/2001", "2001-05-04"),
        ("2001.05.04", "2001-05-04"),
        ("2001-05-04T00:00:00", "2001-05-04"),
        ("04.05.2001 г.", "2001-05-04"),
        ("2001", "2001"),
        ("2001 г.", "2001"),
        ("2001 жыл", "2001"),
        ("2001 он", "2001"),
        ("2026", "2026"),
        ("2026-07-01", "2026-07-01"),
    ],
)
def test_dates_as_people_write_them(center, written, kept):
    assert center(founded_on=written).fields["founded_on"] == kept


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2027", "date_in_future"),
        ("02.07.2026", "date_in_future"),
        ("31.02.2001", "not_a_date"),
        ("spring", "not_a_date"),
        ("1200", "not_a_date"),
    ],
)
def test_dates_that_cannot_be(center, written, code):
    assert reasons(center(founded_on=written)) == [("founded_on", code)]


def test_a_date_as_the_number_of_a_spreadsheet_is_read_and_flagged(center):
    verdict = center(founded_on="37015")

    assert verdict.fields["founded_on"] == "2001-05-04"
    assert verdict.fields["flags"] == ["date_from_serial"]


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("kk, ru; mn/en", ["kk", "ru", "mn", "en"]),
        ("қазақша и русский", ["kk", "ru"]),
        ("KK ru kk", ["kk", "ru"]),
        ("kk-latn, mn_Mong", ["kk-Latn", "mn-Mong"]),
        ("kaz,rus", ["kk", "ru"]),
        ("тыв, kaa", None),
        ("xx", None),
        ("kazakhish", None),
    ],
)
def test_languages(center, written, tags):
    verdict = center(languages=written)

    assert verdict.fields["languages"] == tags if tags else reasons(verdict) == [("languages", "not_a_language")]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Школа", "school"),
        ("кітапхана", "library"),
        ("Соёлын төв", "cultural_center"),
        ("киіз үй", "ger"),
        ("ДК", "cultural_center"),
        ("OTHER", "other"),
    ],
)
def test_hosts_by_their_words(center, written, code):
    assert center(host_type=written).fields["host_type"] == code


@pytest.mark.parametrize(
    ("written", "code"), [("4G", "mobile"), ("шилэн кабель", "fiber"), ("жоқ", "none"), ("Спутник", "satellite"), ("ADSL", "dsl")]
)
def test_connectivity_by_its_words(center, written, code):
    assert center(connectivity=written).fields["ict"] == {"devices": None, "connectivity": code}


def test_an_unknown_choice_names_the_possible_ones(center):
    [finding] = center(host_type="palace").findings

    assert (finding.field, finding.code) == ("host_type", "unknown_choice")
    assert finding.params["choices"].startswith("school, library, cultural_center, museum")


@pytest.mark.parametrize(
    "written", ["+7 (701) 123-45-67", "8 701 1234567, 8 702 7654321", "+976 9911-2233", "112", "+7 7172 12 34 доб. 5"]
)
def test_phones_are_kept_as_written(center, written):
    assert center(phone=written).fields["contacts"] == {"phone": written}


@pytest.mark.parametrize("written", ["call us", "7.7E+10", "12", "+" * 20 + "123"])
def test_what_is_no_phone(center, written):
    assert reasons(center(phone=written)) == [("phone", "not_a_phone")]


def test_email(center):
    assert center(email="Info@Center.KZ").fields["contacts"] == {"email": "Info@center.kz"}
    for written in ("info", "a@b", "a b@c.kz", "a@b.kz, c@d.kz"):
        assert reasons(center(email=written)) == [("email", "not_an_email")]


@pytest.mark.parametrize(
    ("written", "kept"), [("110000000.0", "110000000"), ("110000000,00", "110000000"), ("1.10000000E+8", "110000000")]
)
def test_codes_that_a_spreadsheet_took_for_numbers_are_mended_and_flagged(center, written, kept):
    verdict = center(code=written)

    assert (verdict.code, verdict.fields["flags"]) == (kept, ["code_mended"])


@pytest.mark.parametrize("written", ["1.1E+08", "1,1e+8", "1.23456789012346e+19"])
def test_codes_that_lost_digits_are_rejected(center, written):
    assert reasons(center(code=written)) == [("code", "code_damaged")]


@pytest.mark.parametrize("written", ["KZ-1", "11.0", "3E5", "МН/01", "000"])
def test_codes_that_only_look_like_numbers_are_kept(center, written):
    assert center(code=written).code == written


@pytest.mark.parametrize("sign", list("=+-@\t\r＝＋－＠"))
def test_texts_that_begin_like_formulas_are_rejected(center, sign):
    assert reasons(center(name_en=f"{sign}cmd|' /C calc'!A0")) == [("name_en", "formula")]


@pytest.mark.parametrize("field", ["latitude", "phone", "rooms", "founded_on", "accessible", "host_type"])
def test_formulas_are_rejected_in_every_field(center, field):
    assert (field, "formula") in reasons(center(**{field: "=1+1"}))


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x85", "\x9f", "\u202e", "\u2066", "\ufffe", "\ue000"])
def test_characters_that_are_no_text_reject_the_row(center, sign):
    [finding] = center(name_en=f"Ab{sign}ai").findings

    assert (finding.code, finding.params["character"]) == ("control_character", f"U+{ord(sign):04X}")


def test_letters_that_were_lost_before_reject_the_row(center):
    assert reasons(center(name_en="Ab\ufffdi")) == [("name_en", "lost_letter")]


@pytest.mark.parametrize("sign", ["\u200b", "\u200e", "\u00ad", "\ufeff", "\u2060", "\u200d"])
def test_invisible_characters_are_taken_out_and_flagged(center, sign):
    verdict = center(name_en=f"Ab{sign}ai")

    assert (verdict.fields["name"], verdict.fields["flags"]) == ({"en": "Abai"}, ["invisible_removed"])


def test_joiners_of_mongolian_script_stay(center):
    name = "ᠮᠣᠩᠭᠣᠯ\u180eᠠ ᠰᠤᠷᠭᠠ\u200dᠭᠤᠯᠢ"

    verdict = center(**{"name_mn-Mong": name})

    assert (verdict.fields["name"]["mn-Mong"], verdict.flags) == (name, ())


def test_names_are_composed_and_their_spaces_single(center):
    assert center(name_en="  Й \n й\xa0 x".replace("Й", "И\u0306")).fields["name"] == {"en": "Й й x"}


@pytest.mark.parametrize(("field", "limit"), [("name_en", 200), ("code", 64)])
def test_over_long_texts_are_rejected_with_their_length(center, field, limit):
    assert center(**{field: "a" * limit}).outcome == "accepted"
    [finding] = center(**{field: "a" * (limit + 1)}).findings
    assert (finding.code, finding.params) == ("too_long", {"limit": limit, "length": limit + 1})


@pytest.mark.parametrize(
    "field", ["name_kk", "phone", "email", "languages", "code", "latitude", "rooms", "founded_on", "host_type"]
)
@pytest.mark.parametrize("text", ["?", "1", "я?", "0я", "kk,", "1,111", "a.", "+1 ", "є", "e+"])
def test_long_texts_are_judged_in_no_time(center, field, text):
    began = time.process_time()
    center(**{field: text * (32_000 // len(text))})

    assert time.process_time() - began < 0.5


def test_a_cell_beyond_what_a_spreadsheet_holds(center):
    [finding] = center(name_en="a" * 32_768).findings
    assert (finding.code, finding.params["limit"]) == ("too_long", 32_767)
