"""A reader in Moscow on Wednesday, 10 June 2026, at noon, and values worded for that reader."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from assistant.models import Value
from assistant.replies import Locale
from assistant.replies.wording import Wording

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2026, 6, 10, 12, 4, tzinfo=MOSCOW)


def locale(lang: str = "en", zone: ZoneInfo = MOSCOW) -> Locale:
    return Locale(lang, zone, NOW)


Say = Callable[..., str]


@pytest.fixture
def say() -> Say:
    """Words one value in a form; unbreakable spaces as usual ones."""

    def worded(value: Value, form: str = "", lang: str = "en", zone: ZoneInfo = MOSCOW) -> str:
        forms = f":{form}" if form else ""
        return Wording(locale(lang, zone))._placed(value, forms).replace("\N{NO-BREAK SPACE}", " ")

    return worded
