"""Steps whose whole answers lie in `expected/`, by the name of their file."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from assistant.models import (
    Activity,
    Amount,
    Ask,
    Cancel,
    Candidate,
    Clarify,
    Client,
    ClientKind,
    Decline,
    Period,
    Rhythm,
    Run,
    Scope,
    Slots,
    Step,
    Wish,
)
from tests.scenarios.office import (
    ANNA,
    CALL_ACME,
    MOSCOW,
    NEXT_MEETING,
    NORDWIND,
    NOW,
    OLGA,
    ROMASHKA,
    SOMOV,
    Office,
    many_deals,
)
from tests.scenarios.subscribed import FIRST, MONDAYS, WON, WORKDAYS
from tests.scenarios.subscribed import TASKS as SUBSCRIBED_TASKS

MAY = Period(date(2026, 5, 1), date(2026, 5, 31))
JUNE = Period(date(2026, 6, 1), date(2026, 6, 30))
WEEK = Period(date(2026, 6, 8), date(2026, 6, 14))
EVERYBODY = Scope.READABLE

CITIES = ("Омск", "Пермь", "Казань", "Тула", "Уфа", "Самара", "Тверь")
TWO_ROMASHKAS = Office(
    all_clients=(ROMASHKA, Client(ClientKind.COMPANY, 11, "ИП Ромашка", phones=("+7 343 200-00-00",)), SOMOV)
)
MANY_ROMASHKAS = Office(
    all_clients=tuple(Client(ClientKind.COMPANY, 700 + n, f"Ромашка {city}") for n, city in enumerate(CITIES))
)
LONG_AGO = Office(
    lasts={
        ROMASHKA.id: Activity(
            903, "email", "Re: счёт", datetime(2026, 5, 18, 15, tzinfo=MOSCOW), True, True, ANNA.id, "Игорь Сомов"
        )
    },
    plans={},
)
MISSED_PLAN = Office(
    plans={
        ROMASHKA.id: Activity(904, "todo", "", NEXT_MEETING.at - timedelta(days=4), False, None, ANNA.id, "Игорь Сомов")
    }
)

CALL = Slots(title="call Acme about the contract", datetime=datetime(2026, 6, 11, 15))  # noqa: DTZ001 - local time
FRIDAY = Period(date(2026, 6, 12), date(2026, 6, 12))


DIALLING = Run("call.dial", Slots(phone="+74951234567", client="ООО «Ромашка»"), key="d1", confirmed=True)


def creating(*, confirmed: bool = False, view: str = "", **slots: object) -> Run:
    return Run("task.create", replace(CALL, **slots), view=view, key="d1", confirmed=confirmed)


def acting(intent: str, *, view: str = "", **slots: object) -> Run:
    return Run(intent, Slots(task_id=302, title="Contract Nordwind", **slots), view=view, key="d1", confirmed=True)


def made(minutes: int = 3, *, undone: bool = False) -> Office:
    then = replace(CALL_ACME, at=NOW - timedelta(minutes=minutes))
    return Office(made={"d1": then}, undone={"d1"} if undone else set())


MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))


def wanting(intent: str, rhythm: Rhythm | None = None, **slots: object) -> Run:
    return Run("subscription.create", wish=Wish(Run(intent, Slots(**slots)), rhythm=rhythm))


def about_won(view: str, rhythm: Rhythm = MONDAYS) -> Run:
    return Run("subscription.create", view=view, key=WON.id, wish=Wish(rhythm=rhythm))


CASES: dict[str, tuple[Step, Office]] = {
    "deals": (Run("deals.list"), Office()),
    "deals_second_page": (Run("deals.list", offset=6), Office()),
    "deals_many": (Run("deals.list"), Office(all_deals=many_deals(21))),
    "deals_by_stage": (Run("deals.list", view="by_stage"), Office()),
    "deals_why": (Run("deals.list", view="why"), Office()),
    "deals_won_in_june": (Run("deals.list", Slots(deal_state="won", period=JUNE)), Office()),
    "deals_lost_this_week": (Run("deals.list", Slots(deal_state="closed", period=WEEK)), Office()),
    "deals_none_won_in_may": (Run("deals.list", Slots(deal_state="won", period=MAY)), Office()),
    "deals_created_in_june": (Run("deals.list", Slots(period=JUNE)), Office()),
    "deals_closing_this_week": (Run("deals.list", Slots(period=WEEK, date_meaning="closing")), Office()),
    "deals_of_team": (Run("deals.list", Slots(person="team")), Office()),
    "deals_of_everybody": (Run("deals.list", scope=EVERYBODY, offset=6), Office()),
    "deals_of_anna": (Run("deals.list", Slots(person="Анна")), Office()),
    "deals_of_one_of_two": (Run("deals.list", Slots(person="Петр")), Office()),
    "deals_of_nobody_known": (Run("deals.list", Slots(person="Zoe")), Office()),
    "deals_of_client": (Run("deals.list", Slots(client="Nordwind"), EVERYBODY), Office()),
    "deals_in_two_pipelines": (Run("deals.list", Slots(stage="договор"), EVERYBODY), Office()),
    "deals_in_unknown_stage": (Run("deals.list", Slots(stage="абракадабра")), Office()),
    "deals_from_amount": (Run("deals.list", Slots(amount=Amount(Decimal(10_000))), read_as="/deals"), Office()),
    "deals_too_dear": (Run("deals.list", Slots(amount=Amount(Decimal(10**9), None, "RUB"))), Office()),
    "meetings": (Run("meetings.list"), Office()),
    "meetings_tomorrow": (Run("meetings.list", Slots(period=Period.day(date(2026, 6, 11)))), Office()),
    "meetings_this_week": (Run("meetings.list", Slots(period=WEEK)), Office()),
    "meetings_in_an_absence": (
        Run("meetings.list", Slots(period=Period.day(date(2026, 6, 13)))),
        Office(),
    ),
    "meetings_of_a_colleague": (Run("meetings.list", Slots(person="Анна")), Office()),
    "meetings_of_team": (Run("meetings.list", Slots(person="team")), Office()),
    "meetings_of_ours_are_mine": (Run("meetings.list", scope=EVERYBODY), Office()),
    "meetings_none": (Run("meetings.list", Slots(period=Period.day(date(2026, 6, 15)))), Office()),
    "meetings_none_on_a_weekend": (Run("meetings.list", Slots(period=Period.day(date(2026, 6, 20)))), Office()),
    "meetings_free": (Run("meetings.list", Slots(period=WEEK), view="free"), Office()),
    "meetings_free_of_team": (Run("meetings.list", Slots(person="team"), view="free"), Office()),
    "meetings_free_in_the_past": (Run("meetings.list", Slots(period=MAY), view="free"), Office()),
    "birthdays": (Run("people.birthdays"), Office()),
    "birthdays_none": (Run("people.birthdays", Slots(period=MAY)), Office()),
    "newcomers": (Run("people.newcomers"), Office()),
    "newcomers_none": (Run("people.newcomers", Slots(period=MAY)), Office()),
    "count": (Run("deals.count"), Office()),
    "count_one": (Run("deals.count"), Office(all_deals=many_deals(1))),
    "count_twenty_one": (Run("deals.count"), Office(all_deals=many_deals(21))),
    "count_won_in_june": (Run("deals.count", Slots(deal_state="won", period=JUNE)), Office()),
    "count_of_client_from_amount": (
        Run("deals.count", Slots(client="Acme", amount=Amount(Decimal(10_000), None, "EUR")), EVERYBODY),
        Office(),
    ),
    "count_partly": (Run("deals.count"), Office(all_deals=many_deals(5), total_deals=700)),
    "count_why": (
        Run(
            "deals.count",
            Slots(deal_state="won", period=JUNE, person="team", amount=Amount(Decimal(5_000))),
            view="why",
        ),
        Office(),
    ),
    "count_none": (Run("deals.count", Slots(deal_state="won", period=MAY)), Office()),
    "client": (Run("client.card", Slots(client="ромашка")), Office()),
    "client_two_phones": (Run("client.card", Slots(client="Acme")), Office()),
    "client_contact": (Run("client.card", Slots(client="Сомов")), Office()),
    "client_among_many": (Run("client.card", Slots(client="Ромашка")), MANY_ROMASHKAS),
    "client_by_one_letter": (Run("client.card", Slots(client="N")), Office(all_clients=(NORDWIND,))),
    "call_no_phone": (Run("call.start", Slots(client="12-34")), Office()),
    "client_several": (Run("client.card", Slots(client="Ромашка")), TWO_ROMASHKAS),
    "client_unknown": (Run("client.card", Slots(client="Kolibri")), Office()),
    "client_by_phone": (Run("client.card", Slots(client="8 916 555-12-34")), Office()),
    "last_contact": (Run("client.last_contact", Slots(client="ромашка")), Office()),
    "last_contact_long_ago": (Run("client.last_contact", Slots(client="ромашка")), LONG_AGO),
    "last_contact_plan_missed": (Run("client.last_contact", Slots(client="ромашка")), MISSED_PLAN),
    "last_contact_never": (Run("client.last_contact", Slots(client="Nordwind")), Office()),
    "call_client": (Run("call.start", Slots(client="ромашка")), Office()),
    "call_client_two_phones": (Run("call.start", Slots(client="Acme")), Office()),
    "call_client_without_phone": (Run("call.start", Slots(client="Nordwind")), Office()),
    "call_number": (Run("call.start", Slots(phone="+74951234567")), Office()),
    "call_unknown_number": (Run("call.start", Slots(phone="+49301112223")), Office()),
    "tasks": (Run("tasks.list"), Office()),
    "tasks_none_due": (Run("tasks.list"), Office(all_tasks=())),
    "tasks_this_week": (Run("tasks.list", Slots(period=WEEK)), Office()),
    "tasks_open": (Run("tasks.list", Slots(task_state="open")), Office()),
    "tasks_done": (Run("tasks.list", Slots(task_state="done", period=WEEK)), Office()),
    "tasks_overdue_of_team": (Run("tasks.list", Slots(task_state="overdue", person="team")), Office()),
    "tasks_of_project": (Run("tasks.list", Slots(task_state="open", project="Export")), Office()),
    "task_question": (Ask(creating(), "confirm"), Office()),
    "task_question_all": (
        Ask(creating(person="Max", project="Website", datetime=None, period=FRIDAY), "confirm"),
        Office(),
    ),
    "task_question_bare": (Ask(creating(datetime=None), "confirm"), Office()),
    "task_question_far": (
        Ask(creating(datetime=datetime(2027, 1, 18, 9, 30)), "confirm"),  # noqa: DTZ001 - local time
        Office(),
    ),
    "task_question_over": (
        Ask(creating(datetime=datetime(2026, 6, 10, 9)), "confirm"),  # noqa: DTZ001 - local time
        Office(),
    ),
    "task_corrected": (
        Ask(creating(person="Max", datetime=None, period=FRIDAY), "confirm", ("period", "person")),
        Office(),
    ),
    "task_read_as": (Ask(replace(creating(), read_as="/task"), "confirm"), Office()),
    "task_change": (Ask(creating(), "change"), Office()),
    "task_for_one_of_two": (Ask(creating(person="Петр"), "confirm"), Office()),
    "task_for_nobody_known": (Ask(creating(person="Zoe"), "confirm"), Office()),
    "task_for_team": (Ask(creating(person="team"), "confirm"), Office()),
    "task_in_one_of_two_projects": (Ask(creating(project="expo"), "confirm"), Office()),
    "task_in_no_project": (Ask(creating(project="Zeppelin"), "confirm"), Office()),
    "task_made": (creating(confirmed=True, person="Max", person_id=4, project="Website", project_id=1), Office()),
    "task_made_before": (creating(confirmed=True), made()),
    "tasks_which_is_done": (Run("tasks.list", view="which_finish"), Office()),
    "call_client_by_portal": (Run("call.start", Slots(client="Ромашка")), Office(rings=True, all_clients=(ROMASHKA,))),
    "call_two_phones_by_portal": (Run("call.start", Slots(client="Acme")), Office(rings=True)),
    "call_rings": (DIALLING, Office(rings=True)),
    "call_rings_already": (DIALLING, made()),
    "call_rings_perhaps": (replace(DIALLING, key="lost"), Office(rings=True)),
    "call_not_allowed": (DIALLING, Office(rings=True, may_call=False)),
    "call_asked_again": (Ask(DIALLING, "confirm"), Office(rings=True)),
    "task_finished": (acting("task.finish"), Office()),
    "task_finished_before": (acting("task.finish"), made()),
    "task_finish_asked_again": (Ask(acting("task.finish"), "confirm"), Office()),
    "task_moved": (acting("task.move", datetime=datetime(2026, 6, 10, 15)), Office()),  # noqa: DTZ001 - local time
    "task_moved_without_deadline": (acting("task.move"), Office()),
    "task_move_asked_again": (Ask(acting("task.move"), "confirm"), Office()),
    "task_act_undone": (acting("task.finish", view="undo"), made()),
    "task_act_undone_too_late": (acting("task.finish", view="undo"), made(minutes=11)),
    "task_undone": (creating(view="undo"), made()),
    "task_undone_before": (creating(view="undo"), made(undone=True)),
    "task_undone_too_late": (creating(view="undo"), made(minutes=11)),
    "ask_title": (Ask(Run("task.create"), "title"), Office()),
    "help": (Run("help"), Office()),
    "help_commands": (Run("help", view="commands"), Office()),
    "help_deals": (Run("help", Slots(topic="deals")), Office()),
    "help_not_yet": (Run("help", Slots(topic="/vacation")), Office()),
    "help_unknown": (Run("help", Slots(topic="[b]x[/b]")), Office()),
    "greet": (Run("smalltalk.greet"), Office()),
    "thanks": (Run("smalltalk.thanks"), Office()),
    "confirm": (Run("dialogue.confirm"), Office()),
    "deny": (Run("dialogue.deny"), Office()),
    "none": (Run("none"), Office()),
    "not_yet": (Run("vacation.request"), Office()),
    "report": (Run("report.sales"), Office()),
    "report_of_may": (Run("report.sales", Slots(period=MAY)), Office()),
    "report_of_no_head": (Run("report.sales"), Office(head=False)),
    "report_own": (Run("report.sales", Slots(person_id=OLGA.id)), Office()),
    "report_of_everybody": (Run("report.sales", Slots(period=MAY), EVERYBODY), Office()),
    "report_of_stage": (Run("report.sales", Slots(period=MAY, stage="Договор"), EVERYBODY), Office()),
    "report_of_lost_stage": (Run("report.sales", Slots(stage="Сделка провалена")), Office()),
    "report_of_stage_not_reached": (Run("report.sales", Slots(stage="Negotiation")), Office()),
    "report_without_created": (
        Run("report.sales", Slots(period=Period.day(date(2026, 6, 4)))),
        Office(),
    ),
    "report_of_unknown_stage": (Run("report.sales", Slots(stage="абракадабра")), Office()),
    "report_of_nobody_known": (Run("report.sales", Slots(person="Zoe")), Office()),
    "report_empty": (Run("report.sales", Slots(period=Period(date(2026, 1, 5), date(2026, 1, 9)))), Office()),
    "report_of_the_future": (
        Run("report.sales", Slots(period=Period(date(2027, 7, 1), date(2027, 7, 31)))),
        Office(),
    ),
    "report_of_tomorrow": (Run("report.sales", Slots(period=Period.day(date(2026, 6, 11)))), Office()),
    "task_report_of_next_week": (
        Run("report.tasks", Slots(period=Period(date(2026, 6, 15), date(2026, 6, 21)), person="team")),
        Office(),
    ),
    "report_too_long": (Run("report.sales", Slots(period=Period(date(2010, 1, 1), date(2026, 6, 10)))), Office()),
    "report_funnel": (Run("report.sales", Slots(period=MAY), EVERYBODY, view="funnel"), Office()),
    "report_by_person": (Run("report.sales", scope=EVERYBODY, view="by_person"), Office()),
    "report_compared": (Run("report.sales", view="compared"), Office()),
    "report_file": (Run("report.sales", view="file"), Office()),
    "report_why": (Run("report.sales", Slots(stage="Договор"), view="why", asked=NOW), Office()),
    "task_report": (Run("report.tasks"), Office()),
    "task_report_own": (Run("report.tasks", Slots(person_id=OLGA.id)), Office()),
    "task_report_by_person": (Run("report.tasks", scope=EVERYBODY, view="by_person"), Office()),
    "task_report_of_project": (Run("report.tasks", Slots(project="Export"), EVERYBODY), Office()),
    "task_report_file": (Run("report.tasks", view="file"), Office()),
    "task_report_empty": (Run("report.tasks", Slots(period=Period(date(2026, 1, 5), date(2026, 1, 9)))), Office()),
    "task_report_why": (Run("report.tasks", view="why", asked=NOW), Office()),
    "subscribed": (wanting("deals.list"), Office()),
    "subscribed_to_the_week": (wanting("deals.count", MONDAYS, period=WEEK, deal_state="won"), Office()),
    "subscribed_to_the_month_before": (wanting("deals.list", FIRST, period=MAY, person="team"), Office()),
    "subscribed_to_a_fixed_period": (wanting("deals.list", period=MARCH, client="Acme"), Office()),
    "subscribed_to_tasks": (wanting("tasks.list"), Office()),
    "subscribed_to_the_report": (wanting("report.sales", FIRST), Office()),
    "subscribed_too_often": (wanting("tasks.list"), Office(subscribed=[WON] * 20)),
    "subscribe_to_what": (Run("subscription.create", wish=Wish(rhythm=MONDAYS)), Office()),
    "subscription_changed": (about_won("rhythm", WORKDAYS), Office(subscribed=[WON])),
    "subscription_change": (Ask(about_won(""), "change"), Office(subscribed=[WON])),
    "subscription_stopped": (about_won("stop"), Office(subscribed=[WON])),
    "subscription_gone": (about_won("stop"), Office()),
    "subscriptions": (Run("subscription.list"), Office(subscribed=[WON, SUBSCRIBED_TASKS])),
    "subscriptions_none": (Run("subscription.list"), Office()),
    "unsubscribe": (Run("subscription.cancel"), Office(subscribed=[WON])),
    "connect": (Run("session.connect"), Office(connected=False)),
    "connect_again": (Run("session.connect"), Office()),
    "connect_done": (Run("session.connect", view="done"), Office()),
    "connect_not_needed": (Run("session.connect"), Office(invitation="")),
    "disconnect": (Run("session.disconnect"), Office()),
    "disconnect_stranger": (Run("session.disconnect"), Office(connected=False)),
    "help_disconnect": (Run("help", Slots(topic="disconnect")), Office()),
    "ask_client": (Ask(Run("client.card"), "client"), Office()),
    "ask_whom": (Ask(Run("call.start"), "client"), Office()),
    "ask_period": (Ask(Run("deals.list"), "period"), Office()),
    "clarify": (
        Clarify((Run("deals.count"), Run("tasks.list"), Run("report.sales")), (Candidate("deals.count", 0.5),)),
        Office(),
    ),
    "decline_with_offers": (
        Decline(offers=(Run("client.card", Slots(client="Acme")), Run("deals.count"))),
        Office(),
    ),
    "decline_command": (Decline("unknown_command", ("/deals", "/client")), Office()),
    "decline_unknown_command": (Decline("unknown_command"), Office()),
    "decline_expired_press": (Decline("expired_press"), Office()),
    "decline_foreign_press": (Decline("foreign_press"), Office()),
    "decline_nothing_to_confirm": (Decline("nothing_to_confirm"), Office()),
    "cancel": (Cancel(), Office()),
}
