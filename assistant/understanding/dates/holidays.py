"""Holidays whose days are the same everywhere that celebrates them."""

from datetime import date

from assistant.understanding.dates.calendar import DAY, weekdays_in


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    month, day = divmod(moon + weekday - 7 * ((golden + 11 * moon + 22 * weekday) // 451) + 114, 31)
    return date(year, month, day + 1)


def holiday(name: str, year: int) -> date:
    """The day of a holiday of the tables of words: `12-25` or the name of a movable one."""
    match name:
        case "easter":
            return easter(year)
        case "good-friday":
            return easter(year) - DAY * 2
        case "easter-monday":
            return easter(year) + DAY
        case "thanksgiving":
            return weekdays_in(3, (date(year, 11, 1), date(year, 11, 30)))[3]
        case "black-friday":
            return weekdays_in(3, (date(year, 11, 1), date(year, 11, 30)))[3] + DAY
        case _:
            month, day = name.split("-")
            return date(year, int(month), int(day))
