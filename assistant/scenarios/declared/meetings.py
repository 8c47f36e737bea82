"""The sources `meetings` and `free_time`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from assistant.models import Agenda, Button, Link, Meeting, MeetingCriteria, Period, Phrase, Reply, Run
from assistant.scenarios.declared.found import Found, Row, Values, Wanted
from assistant.scenarios.declared.free_time import Span, free_days
from assistant.scenarios.people import Whose, of_team, own, told_whose, whose
from assistant.scenarios.portal import Portal
from assistant.scenarios.saying import button, rows, say

HEADS = {"own": "meetings.head.own", "person": "meetings.head.person", "team": "meetings.head.team"}
FREE_HEADS = {
    "own": "meetings.free_head.own",
    "person": "meetings.free_head.person",
    "team": "meetings.free_head.team",
}
HIDDEN = {
    "busy": "meetings.hidden.busy",
    "absent": "meetings.hidden.absent",
    "quest": "meetings.hidden.quest",
    "free": "meetings.hidden.free",
}
NOTES = {"absent": "meetings.absent", "quest": "meetings.perhaps"}


@dataclass(frozen=True, slots=True)
class Calendar:
    """The calendars of one question."""

    run: Run
    portal: Portal
    whose: Whose
    period: Period
    agenda: Agenda

    def head(self, keys: dict[str, str]) -> Phrase:
        """Whose, and when."""
        return say(keys[self.whose.kind], name=self.whose.name, period=self.period)

    @property
    def free(self) -> tuple[tuple[date, tuple[Span, ...]], ...]:
        """The working days with their free time."""
        return tuple(free_days(self.agenda, self.period, self.portal.zone, self.portal.now))

    def told(self, count: int) -> Values:
        """What both sources tell."""
        return {
            "count": count,
            "period": self.period,
            "as_of": self.agenda.as_of,
            "whose": told_whose(self.whose),
            "several_days": int(self.period.days > 1),
        }


def read_meetings(run: Run, portal: Portal, wanted: Wanted) -> Found | Reply:
    """Meetings in their order; one that several of the people take part in is told once."""
    calendar = _calendar(run, portal)
    if isinstance(calendar, Reply):
        return calendar
    meetings = calendar.agenda.meetings
    several = len(calendar.whose.ids or ()) > 1 and "person" in wanted.fields
    names = portal.users({meeting.owner for meeting in meetings}) if several else {}

    def told(shown: Sequence[Row]) -> Values:
        day = calendar.free[0][1] if calendar.period.days == 1 and calendar.free else ()
        return {
            **calendar.told(len(shown)),
            "head": calendar.head(HEADS),
            "free": tuple(_span(span) for span in day),
        }

    def nothing() -> Reply:
        key = "meetings.nothing" if calendar.whose.kind == "own" else "meetings.nothing_seen"
        return Reply((say(key, head=calendar.head(HEADS)),), rows((_others(calendar),)))

    def row(same: Sequence[Meeting]) -> Row:
        people = ", ".join(names[each.owner].name for each in same if each.owner in names)
        return Row(_values(same[0], calendar, people), same[0])

    return Found(
        rows=tuple(row(same) for same in _together(meetings)),
        tell=told,
        nothing=nothing,
        ways={"other_people": _others(calendar)},
    )


def read_free_time(run: Run, portal: Portal, wanted: Wanted) -> Found | Reply:  # noqa: ARG001
    """The working days on which there is some."""
    calendar = _calendar(run, portal)
    if isinstance(calendar, Reply):
        return calendar

    def row(day: date, spans: tuple[Span, ...]) -> Row:
        minutes = sum(span.minutes for span in spans)
        return Row({"day": day, "spans": tuple(_span(span) for span in spans), "minutes": minutes})

    def told(shown: Sequence[Row]) -> Values:
        minutes = sum(each.values["minutes"] for each in shown if isinstance(each.values["minutes"], int))
        return {**calendar.told(len(shown)), "head": calendar.head(FREE_HEADS), "minutes": minutes}

    line = say("meetings.not_free", head=calendar.head(FREE_HEADS))
    return Found(
        rows=tuple(row(day, spans) for day, spans in calendar.free if spans),
        tell=told,
        nothing=lambda: Reply((line,), rows((_others(calendar),))),
        ways={"other_people": _others(calendar)},
    )


def _calendar(run: Run, portal: Portal) -> Calendar | Reply:
    people = whose(run, portal)
    if isinstance(people, Reply):
        return people
    if people.ids is None:
        # "Our meetings" are those that the person takes part in.
        people = Whose("own", (portal.me.id,))
    period = run.slots.period or Period.day(portal.now.date())
    agenda = portal.meetings(MeetingCriteria(period, people.ids or ()))
    return Calendar(run, portal, people, period, agenda)


def _others(calendar: Calendar) -> Button:
    run = replace(calendar.run, offset=0)
    if calendar.whose.kind == "own":
        return button("button.team", of_team(run))
    return button("button.mine", own(run))


def _together(meetings: Sequence[Meeting]) -> Iterator[tuple[Meeting, ...]]:
    """Meetings of the same name and time together, by their beginning; those of whole days first in their day."""
    found: dict[tuple[object, ...], list[Meeting]] = {}
    for each in sorted(meetings, key=lambda one: (one.start, not one.whole_day, one.end, one.id)):
        # What has no title is not known to be the same.
        key = (each.title or each.id, each.start, each.end)
        found.setdefault(key, []).append(each)
    return (tuple(same) for same in found.values())


def _values(meeting: Meeting, calendar: Calendar, people: str) -> Values:
    notes = [say("meetings.unanswered")] if meeting.unanswered else []
    if meeting.title and meeting.availability in NOTES:
        notes.append(say(NOTES[meeting.availability]))
    hidden = say(HIDDEN.get(meeting.availability, HIDDEN["busy"]))
    return {
        "meeting": Link(meeting.title, meeting.url) if meeting.title else hidden,
        "title": meeting.title,
        "when": _when(meeting, calendar),
        "start": meeting.start,
        "end": meeting.end,
        "minutes": Span(meeting.start, meeting.end).minutes,
        "place": meeting.place,
        "call": Link(urlsplit(meeting.link).netloc, meeting.link) if meeting.link else "",
        "notes": say("commas", words=tuple(notes)) if notes else "",
        "person": people,
    }


def _when(meeting: Meeting, calendar: Calendar) -> Phrase:
    """The time alone where all is about one day, else with the day."""
    first, last = meeting.start.date(), (meeting.end - timedelta(microseconds=1)).date()
    last = max(first, last)
    if calendar.period.days == 1:
        before, after = first < calendar.period.first, last > calendar.period.last
        if meeting.whole_day or (before and after):
            return say("meetings.whole_day")
        if before:
            return say("meetings.since", end=meeting.end)
        if after:
            return say("meetings.until", start=meeting.start)
        return _span(Span(meeting.start, meeting.end))
    if meeting.whole_day and first == last:
        return say("meetings.whole_day_on", day=first)
    if meeting.whole_day:
        return say("meetings.days", days=Period(first, last))
    if first < last:
        return say("meetings.long", start=meeting.start, end=meeting.end)
    return say("meetings.dated", start=meeting.start, end=meeting.end)


def _span(span: Span) -> Phrase:
    return say("meetings.from_to", start=span.start, end=span.end)
