"""The command that reads dates line by line: a text or a JSON object in, one JSON object out."""

import json
import re
import time
from datetime import datetime
from typing import Any

from assistant.understanding.dates.choice import Direction
from assistant.understanding.dates.found import End, Found
from assistant.understanding.dates.reading import find, prepare

_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_DIRECTIONS: tuple[Direction, ...] = ("future", "past", "none")


def dates_line(line: str, *, now: datetime | None = None, lang: str | None = None, prefer: Direction = "none") -> str:
    """What `assistant dates` prints for one line: `{"text", "dates": [...], "ms"}` without a line break.

    A line that begins with `{` is JSON and may carry `text`, `now`, `lang` and `prefer` itself; what is missing or
    malformed there is taken from the arguments. Without a language it is that of the script. A date is
    `{"start", "end", "kind", "from", "to", "date_free"}`; an open end is null.
    """
    given = _given(line)
    text = str(given.get("text", line if not given else ""))
    language = given.get("lang") if isinstance(given.get("lang"), str) else lang
    direction = given.get("prefer")
    if direction not in _DIRECTIONS:
        direction = prefer
    at = _instant(given.get("now")) or now or datetime.now()  # noqa: DTZ005 - local time of the person who writes
    language = language or ("ru" if _CYRILLIC.search(text) else "en")
    prepare(language)
    begin = time.perf_counter()
    found = find(text, now=at, lang=language, prefer=direction)
    spent = (time.perf_counter() - begin) * 1000
    dates = [_printed(each) for each in found]
    return json.dumps({"text": text, "dates": dates, "ms": round(spent, 3)}, ensure_ascii=False)


def _given(line: str) -> dict[str, Any]:
    if not line.lstrip().startswith("{"):
        return {}
    try:
        given = json.loads(line)
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}


def _instant(value: Any) -> datetime | None:
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except (TypeError, ValueError):
        return None


def _printed(found: Found) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "kind": found.kind,
        "from": _end(found.first),
        "to": _end(found.last),
        "date_free": found.date_free,
    }


def _end(end: End) -> str | None:
    if end is None:
        return None
    return end.isoformat(timespec="minutes") if isinstance(end, datetime) else end.isoformat()
