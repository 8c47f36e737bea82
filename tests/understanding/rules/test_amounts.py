from decimal import Decimal
from pathlib import Path

import pytest

from assistant.models import Amount
from assistant.understanding.corpus import Tongue
from assistant.understanding.rules.amounts import Amounts

DATA = Path(__file__).resolve().parents[3] / "training_data"
AMOUNTS = {lang: Amounts(Tongue.load(DATA / lang)) for lang in ("en", "ru")}


@pytest.mark.parametrize(
    ("lang", "text", "low", "high", "currency"),
    [
        ("en", "deals over 100k", 100_000, None, None),
        ("en", "under 5k", None, 5_000, None),
        ("en", "between 10 and 20 thousand euros", 10_000, 20_000, "EUR"),
        ("en", "bigger than 50 000 euros", 50_000, None, "EUR"),
        ("en", "at least $1.5 million", 1_500_000, None, "USD"),
        ("en", "12.05 million or more", 12_050_000, None, None),
        ("en", "€100-200k", 100_000, 200_000, "EUR"),
        ("en", "over 1,000,000", 1_000_000, None, None),
        ("en", "deals over 500", 500, None, None),
        ("en", "over 2 trillion", 2_000_000_000_000, None, None),
        ("en", "more than 1.5m", 1_500_000, None, None),
        ("en", "one and a half million", 1_500_000, 1_500_000, None),
        ("en", "over two hundred fifty thousand", 250_000, None, None),
        ("en", "from ten to twenty thousand dollars", 10_000, 20_000, "USD"),
        ("ru", "больше двух триллионов", 2_000_000_000_000, None, None),
        ("ru", "больше 1,2 трлн рублей", 1_200_000_000_000, None, "RUB"),
        ("ru", "полтора миллиона", 1_500_000, 1_500_000, None),
        ("ru", "больше полумиллиона", 500_000, None, None),
        ("ru", "от полутора до двух миллионов", 1_500_000, 2_000_000, None),
        ("ru", "три с половиной миллиона", 3_500_000, 3_500_000, None),
        ("ru", "больше семисот пятидесяти тысяч", 750_000, None, None),
        ("ru", "между 10 и 20 тысячами", 10_000, 20_000, None),
        ("ru", "больше 500 тысяч рублей", 500_000, None, "RUB"),
        ("ru", "от 1 до 3 млн рублей", 1_000_000, 3_000_000, "RUB"),
        ("ru", "до 500 тыс. руб.", None, 500_000, "RUB"),
        ("ru", "больше миллиона", 1_000_000, None, None),
        ("ru", "дешевле полутора миллионов", None, 1_500_000, None),
        ("ru", "1,5 млн и выше", 1_500_000, None, None),
        ("ru", "свыше 2 000 000 ₽", 2_000_000, None, "RUB"),
    ],
)
def test_a_sum_with_its_bounds_is_found(lang, text, low, high, currency):
    (found,) = AMOUNTS[lang].find(text, ())
    expected = Amount(None if low is None else Decimal(low), None if high is None else Decimal(high), currency)
    assert found.value == expected


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "more than ten deals"),
        ("en", "more than 10 deals"),
        ("en", "ticket 1234"),
        ("en", "version 2.0"),
        ("en", "over 20% of them"),
        ("ru", "больше 5 сделок"),
        ("ru", "заявка №1234"),
        ("ru", "в 15:00"),
    ],
)
def test_counts_and_other_numbers_are_no_sums(lang, text):
    assert AMOUNTS[lang].find(text, ()) == []
