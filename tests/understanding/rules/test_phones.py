import pytest

from assistant.understanding.rules.phones import find_phones


@pytest.mark.parametrize(
    ("text", "country", "number"),
    [
        ("call +49 30 1234567", "RU", "+49301234567"),
        ("позвони 8 (495) 123-45-67", "RU", "+74951234567"),
        ("dial 030 1234567", "DE", "+49301234567"),
        ("набери 89161234567 доб. 12", "RU", "+79161234567"),
        ("+7-916-123-45-67", "DE", "+79161234567"),
    ],
)
def test_a_phone_number_becomes_e164(text, country, number):
    (found,) = find_phones(text, country, ())
    assert found.value == number


@pytest.mark.parametrize("text", ["ticket 1234", "№ 12345", "over 100k", "call Acme"])
def test_other_numbers_are_no_phones(text):
    assert find_phones(text, "RU", ()) == []
