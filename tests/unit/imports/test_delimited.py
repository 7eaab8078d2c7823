import pytest

from services.registry.imports import FileRefused

HEADER = ["code", "name_en", "area_code", "latitude", "longitude"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimals_with_a_comma_do_not_hide_the_delimiter(centers, delimiter):
    lines = [HEADER, ["1", "Abai, the first", "11", "43,25", "76,9"], ["2", "Alatau, old, red", "11", "43,5", "77,0"]]
    content = "\r\n".join(delimiter.join(line) for line in lines).encode()

    places = [verdict.fields["point"]["coordinates"] for verdict in centers(content).verdicts]

    assert places == [[76.9, 43.25], [77.0, 43.5]]


def test_the_delimiter_splits_all_rows_alike_not_some_into_the_most(centers):
    content = b"code;name_en;area_code\n" + b"".join(b"%d;Abai, a, b, c, d;11\n" % number for number in range(5))

    assert {verdict.fields["name"]["en"] for verdict in centers(content).verdicts} == {"Abai, a, b, c, d"}


def test_quotes_hold_delimiters_and_line_breaks_and_rows_are_numbered_as_a_spreadsheet_does(centers):
    content = b'code,name_en,area_code\r\n\r\n1,"Abai\r\n; ""old"", big",11\r\n,,\r\n2,Alatau,13\r\n'

    first, second = centers(content).verdicts

    assert (first.row, first.fields["name"]["en"]) == (3, 'Abai ; "old", big')
    assert (second.row, second.outcome) == (5, "rejected")


def test_the_directive_of_excel_names_the_delimiter_and_is_no_row(centers):
    content = b"sep=;\r\ncode;name_en;area_code\r\n1;Abai, Kunanbai, Center;13\r\n"

    [verdict] = centers(content).verdicts

    assert verdict.row == 2
    assert verdict.findings[0].code == "unknown_area"


def test_a_title_above_the_header_is_passed_over(centers):
    content = "Список центров;;\n\nкод;название (рус.);код района\n1;Абай;11\n".encode()

    [verdict] = centers(content).verdicts

    assert (verdict.row, verdict.fields["name"]) == (4, {"ru": "Абай"})


def test_a_quote_that_is_never_closed_is_refused_instead_of_swallowing_rows(centers):
    content = b'code,name_en,area_code\n1,Abai,11\n2,"Alatau,11\n3,Dostyk,11\n'

    with pytest.raises(FileRefused) as refusal:
        centers(content)

    assert (refusal.value.code, refusal.value.params) == ("unclosed_quote", {"row": 3})


def test_an_open_quote_before_much_text_is_refused_too(centers):
    content = b'code,name_en,area_code\n1,"Abai,11\n' + b"2,Alatau,11\n" * 20_000

    with pytest.raises(FileRefused) as refusal:
        centers(content)

    assert (refusal.value.code, refusal.value.params) == ("unclosed_quote", {"row": 2})


def test_a_shifted_row_is_rejected_instead_of_read_askew(centers):
    [verdict] = centers(b"code,name_en,area_code\n1,Abai,11,extra\n").verdicts

    assert [finding.code for finding in verdict.findings] == ["cell_without_header"]


def test_too_many_rows_or_columns_or_bytes_are_refused(centers):
    rows = b"code,name_en,area_code\n" + b"1,A,11\n" * 200_001
    columns = b"code,name_en,area_code" + b",x" * 200

    for content, code in [(rows, "too_many_rows"), (columns, "too_many_columns"), (b"a" * (50 * 2**20 + 1), "too_large")]:
        with pytest.raises(FileRefused) as refusal:
            centers(content)
        assert refusal.value.code == code
