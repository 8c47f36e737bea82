"""Amounts of time, and the days and instants that lie an amount of time away."""

from datetime import date, timedelta

from assistant.understanding.dates.calendar import DAY, Span, shift_months, shift_workdays
from assistant.understanding.dates.choice import choose
from assistant.understanding.dates.patterns import Match, Rules, Setting
from assistant.understanding.dates.rules.clocks import earlier
from assistant.understanding.dates.values import Clock, Days, Duration, Exact, once

amounts = Rules()
away = Rules()

_MONTHS = {"month": 1, "quarter": 3, "halfyear": 6, "year": 12, "decade": 120}
_DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7, "workweek": 7}
_MINUTES = {"second": 1 / 60, "minute": 1.0, "hour": 60.0}


def amount(count: float, unit: str) -> Duration | None:
    """So many units; halves of a larger unit come down to smaller ones."""
    if count > 10_000:
        return None
    if unit == "workday":
        return Duration(workdays=int(count), unit=unit, count=count)
    if unit in _MONTHS:
        months = count * _MONTHS[unit]
        days = round((months % 1) * 30)
        return Duration(months=int(months), days=days, unit=unit, count=count)
    if unit in _DAYS:
        days_count = count * _DAYS[unit]
        whole = int(days_count)
        return Duration(days=whole, minutes=(days_count - whole) * 1440 * (unit == "day"), unit=unit, count=count)
    return Duration(minutes=count * _MINUTES[unit], unit=unit, count=count)


def moved(setting: Setting, duration: Duration, sign: int, start: Days | None = None) -> Days | Exact | None:
    """What lies a duration away from now or from given days: a day, or an instant for hours and minutes."""
    try:
        if duration.minutes and start is None:
            now = setting.now
            day = shift_months(now.date(), sign * duration.months) + DAY * sign * duration.days
            instant = now.replace(year=day.year, month=day.month, day=day.day)
            instant += timedelta(minutes=sign * duration.minutes)
            return Exact(instant, instant)
        if start is not None:
            span = choose(start, setting.today, setting.prefer)
            return once(shift_day(span[0], duration, sign)) if span else None
        return once(shift_day(setting.today, duration, sign))
    except (OverflowError, ValueError):
        return None


def shift_day(day: date, duration: Duration, sign: int) -> date:
    """A day moved by a duration; hours count as whole days."""
    day = shift_months(day, sign * duration.months) + DAY * sign * duration.days
    day += DAY * sign * int(duration.minutes // 1440)
    return shift_workdays(day, sign * duration.workdays) if duration.workdays else day


def stretched(base: Days, duration: Duration) -> Days:
    """A duration counted from days, the first of them included."""

    def stretch(span: Span) -> Span:
        end = shift_day(span[0], duration, 1)
        if duration.unit == "workday":
            end = shift_workdays(span[0], max(duration.workdays - 1, 0)) + DAY
        return (span[0], max(end - DAY, span[0]))

    return base.map(stretch, "window")


@amounts(
    "ONEHALF u:UNIT",
    "n:NUM AND ARTICLE? HALF u:UNIT",
    "n:NUM u:UNIT AND ARTICLE? HALF",
    "ARTICLE u:UNIT AND ARTICLE? HALF",
)
def _and_half(match: Match) -> Duration | None:
    return amount((match.get("n") or 1) + 0.5, match.get("u"))


@amounts("ARTICLE? HALF (OF? ARTICLE)? u:UNIT")
def _half(match: Match) -> Duration | None:
    """Half an hour, but not the half of "первая половина года"."""
    return None if match.follows("ORDINAL", "LASTWORD") else amount(0.5, match.get("u"))


@amounts("h:HALFUNIT")
def _half_unit(match: Match) -> Duration | None:
    return amount(0.5, match.get("h"))


@amounts("ARTICLE? (q:(QUARTER|QUARTERFRACTION)|t:THREEQUARTERS) (OF? ARTICLE|OF)? u:UNIT")
def _quarter(match: Match) -> Duration | None:
    return amount(0.75 if match.get("t") else 0.25, "hour") if match.get("u") == "hour" else None


@amounts("ARTICLE n:COUPLE OF? u:UNIT", "ARTICLE u:UNIT")
def _article(match: Match) -> Duration | None:
    return amount(match.get("n") or 1, match.get("u"))


@amounts("n:(NUM|FRACTION) (ARTICLE|OF)? u:UNIT", "n:COUPLE OF? u:UNIT")
def _counted(match: Match) -> Duration | None:
    """Three days; but not the year in "2016 y", the seconds in "1990 s", nor the quarter in "3 кв."."""
    count, number, unit = match.get("n"), match.tokens[match.first], match.tokens[match.last - 1]
    if (number.has("YEAR") and match.get("u") == "year") or (
        unit.has("PLURALSUFFIX") and count >= 10 and count % 10 == 0
    ):
        return None
    if match.precedes("MERIDIEM") or (unit.has("ORDINALUNIT") and count == int(count)):
        return None
    return amount(count, match.get("u"))


@amounts("n:NUM QUOTE")
def _minutes(match: Match) -> Duration | None:
    return None if match.precedes("PLURALSUFFIX") else amount(match.get("n"), "minute")


@amounts("DURATION ((COMMA|AND|COMMA AND)? DURATION)+")
def _sum(match: Match) -> Duration | None:
    parts: list[Duration] = match.all("DURATION")
    if len({part.unit for part in parts}) < len(parts):
        return None
    return Duration(
        sum(part.months for part in parts),
        sum(part.days for part in parts),
        sum(part.minutes for part in parts),
        sum(part.workdays for part in parts),
        parts[-1].unit if not any(part.minutes for part in parts) else "minute",
    )


@away("NOW sign:(PLUS|DASH) d:DURATION")
def _from_now(match: Match) -> Exact | None:
    token = match.token("sign")
    sign = 1 if token is not None and token.text == "+" else -1
    duration: Duration = match.get("d")
    moment = moved(match.setting, duration, sign)
    if isinstance(moment, Days):
        day = moment.at(0)
        return Exact(*[match.setting.now.replace(year=e.year, month=e.month, day=e.day) for e in day]) if day else None
    return moment


@away(
    "base:DATE PLUS d:DURATION",
    "d:DURATION AFTER base:DATE",
    "d:DURATION (FROM|SINCE) base:(DATE|PERIOD)",
    "IN_DURATION d:DURATION (AFTER|FROM) base:DATE",
)
def _after_date(match: Match) -> Days | None:
    if match.follows("FOR", "SHIFT") and "PLUS" not in _text(match):
        return None
    lasts = match.holds("FROMOPEN", "LASTING") and not match.holds("IN_DURATION")
    if lasts and not match.setting.vocabulary.articles:
        return None  # "10 дней с 1 августа" are those ten days
    if (
        match.token("base")
        and "PERIOD" in (match.token("base") or match.tokens[0]).meanings
        and "SINCE" not in _text(match)
    ):
        return None
    found = moved(match.setting, match.get("d"), 1, match.get("base"))
    return found if isinstance(found, Days) else None


def _text(match: Match) -> set[str]:
    return {category for token in match.tokens[match.first : match.last] for category in token.meanings}


@away("THE? u:UNIT s:(BEFORE|AFTER) base:DATE", "THE u:UNIT s:(BEFORE|AFTER) $")
def _beside_date(match: Match) -> Days | None:
    """The day before the 15th, the week after next Friday; "the day before" alone is that of today."""
    duration = amount(1, match.get("u"))
    token = match.token("s")
    if duration is None or token is None or match.get("u") not in {"day", "week", "fortnight", "month", "year"}:
        return None
    base = match.get("base") or (once(match.setting.today) if match.get("u") == "day" else None)
    found = moved(match.setting, duration, -1 if token.has("BEFORE") else 1, base) if base else None
    return found if isinstance(found, Days) else None


@away("d:DURATION (BEFORE|UNTIL) base:DATE", "IN_DURATION? d:DURATION BEFORE base:DATE")
def _before_date(match: Match) -> Days | None:
    found = moved(match.setting, match.get("d"), -1, match.get("base"))
    return found if isinstance(found, Days) else None


@away("d:DURATION s:(FROM|AFTER|BEFORE) c:CLOCK")
def _from_clock(match: Match) -> Clock | None:
    """15 minutes from 1pm, half an hour before noon."""
    duration: Duration = match.get("d")
    if duration.months or duration.days or match.follows("FOR"):
        return None
    side = match.token("s")
    back = side is not None and side.has("BEFORE")
    return earlier(match.get("c"), int(duration.minutes) * (1 if back else -1))


@away("d:DURATION s:(BEFORE|AFTER|FROM) NOW")
def _beside_now(match: Match) -> Days | Exact | None:
    """7 hours before now."""
    side = match.token("s")
    return moved(match.setting, match.get("d"), -1 if side is not None and side.has("BEFORE") else 1)


@away("ABOUT? d:DURATION AGO", "AGOBEFORE ABOUT? d:DURATION", "ABOUT? u:UNIT AGO", "AGOBEFORE u:UNIT")
def _ago(match: Match) -> Days | Exact | None:
    duration: Duration | None = match.get("d") or amount(1, match.get("u"))
    return moved(match.setting, duration, -1) if duration else None


@away("IN_DURATION u:UNIT d:DURATION")
def _ahead_of_both(match: Match) -> Days | Exact | None:
    """Через час 20 минут."""
    one, more = amount(1, match.get("u")), match.get("d")
    if one is None or one.unit == more.unit:
        return None
    total = Duration(one.months + more.months, one.days + more.days, one.minutes + more.minutes, unit=more.unit)
    return moved(match.setting, total, 1)


@away(
    "(IN|IN_DURATION) ABOUT? d:DURATION (LATER|TIMEWORD)?",
    "d:DURATION LATER",
    "IN_DURATION ABOUT? u:UNIT",
    "u:UNIT LATER",
)
def _ahead(match: Match) -> Days | Exact | None:
    first = match.tokens[match.first]
    if first.has("IN") and match.precedes("AGO"):
        return None
    duration = match.get("d") or amount(1, match.get("u"))
    if duration is None or (first.has("TIMEAT") and not first.has("IN_DURATION")):
        return None
    return moved(match.setting, duration, 1)


@away("FORBACK d:DURATION")
def _past_window(match: Match) -> Days | None:
    """За 7 дней: the last ones, unless the message looks ahead (done in 7 days)."""
    duration: Duration = match.get("d")
    if match.setting.prefer == "future" or duration.minutes or match.precedes("BEFORE", "UNTIL"):
        return None
    today = match.setting.today
    return once(shift_day(today, duration, -1), today - DAY, "window")


@away("NOW")
def _now(match: Match) -> Exact:
    return Exact(match.setting.now, match.setting.now)


@away("w:WITHIN THE? s:SHIFT? d:DURATION ((FROM|AFTER) base:DATE)?", "w:WITHIN u:UNIT", "d:DURATION f:FUTURE")
def _within(match: Match) -> Days | Exact | None:
    duration: Duration | None = match.get("d") or amount(1, match.get("u"))
    setting = match.setting
    if match.get("s") == -1 or duration is None or (match.get("u") and setting.vocabulary.articles):
        return None
    if (base := match.get("base")) is not None:
        return stretched(base, duration)
    end = moved(setting, duration, 1)
    if isinstance(end, Exact):
        return Exact(setting.now, end.last)
    day = end.at(0) if end else None
    if day is None:
        return None
    if match.get("f"):
        return once(setting.today + DAY, day[0], "window")
    return once(setting.today, day[0] - DAY, "window") if day[0] > setting.today else None
