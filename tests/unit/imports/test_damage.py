import pytest


@pytest.mark.parametrize(
    ("written", "letters", "proposal"),
    [
        ("Оку орталы?ы", "?", "Оку орталы□ы"),
        ("?скемен ?ала", "?", "□скемен □ала"),
        ("Хєдєє", "є", "Хөдөө"),
        ("Сїхбаатар дїїрэг", "ї", "Сүхбаатар дүүрэг"),
        ("Єргєє", "Є є", "Өргөө"),
        ("Хθдθθ", "θ", "Хөдөө"),
        ("Т0в", "0", "Төв"),
        ("Сvхбаатар", "v", "Сүхбаатар"),
        ("Мəдениет", "ə", "Мәдениет"),
        ("Жаhан", "h", "Жаһан"),
        ("њдіріс ќала", "њ ќ", "ңдіріс қала"),
    ],
)
def test_signs_of_lost_letters_are_flagged_and_nothing_is_changed(center, written, letters, proposal):
    verdict = center(name_kk=written)

    assert verdict.outcome == "accepted"
    assert verdict.fields["name"]["kk"] == written
    assert verdict.fields["flags"] == ["unverified_spelling"]
    [flag] = verdict.flags
    assert (flag.field, flag.params["letters"], flag.params["proposal"]) == ("name_kk", letters, proposal)


@pytest.mark.parametrize(
    "written",
    ["Өскемен 2000", "Центр № 10 «Nova»", "Who? What?", "Школа 100", "Абай V", "Хан Тәңірі h2", "Орталық v2", "Ауыл 0"],
)
def test_sound_names_are_not(center, written):
    assert center(name_kk=written).flags == ()


def test_ukrainian_names_may_have_ukrainian_letters(center):
    assert center(name_uk="Центр «Україна» в Єгиндику").flags == ()
