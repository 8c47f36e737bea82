"""The page at the end of connecting: it worked, or why it did not."""

from __future__ import annotations

from assistant.errors import (
    AssistantError,
    ConsentError,
    PlanError,
    PortalBusyError,
    PortalGoneError,
    PortalUnavailableError,
    Refusal,
    ScopeMissingError,
)
from assistant.models import WebPage
from assistant.replies.book import Book, open_book

REFUSED = {
    Refusal.STALE: "page.stale",
    Refusal.LATE: "page.late",
    Refusal.OTHER_PERSON: "page.other_person",
    Refusal.OTHER_PORTAL: "page.other_portal",
    Refusal.NO_EMPLOYEE: "page.no_employee",
    Refusal.NOT_SERVED: "page.not_served",
}
FINAL = frozenset({Refusal.NO_EMPLOYEE, Refusal.NOT_SERVED})
"""A new link does not help."""


def connected_page(lang: str, name: str, *, asked: bool) -> WebPage:
    """The person is connected; `asked`: a question is answered in the chat now."""
    book = open_book(lang)
    done = book.fill("page.done", name=name)
    lines = (done, *((book.fill("page.answer"),) if asked else ()), book.fill("page.close"))
    return WebPage(book.lang, book.fill("page.connected"), lines, good=True)


def refused_page(lang: str, error: AssistantError) -> WebPage:
    """The person is not connected, and what can be done about it."""
    book = open_book(lang)
    lines = (_why(book, error), *((book.fill("page.again"),) if _again(error) else ()))
    return WebPage(book.lang, book.fill("page.failed"), lines, good=False)


def _why(book: Book, error: AssistantError) -> str:
    match error:
        case ConsentError():
            return book.fill(REFUSED[error.reason])
        case PortalUnavailableError() | PortalBusyError():
            return book.fill("page.away")
        case PlanError():
            return book.fill("page.plan")
        case PortalGoneError():
            return book.fill("page.gone")
        case ScopeMissingError():
            return book.fill("page.scope", scope=error.scope)
        case _:
            return book.fill("page.broken", id=error.id)


def _again(error: AssistantError) -> bool:
    if isinstance(error, ConsentError):
        return error.reason not in FINAL
    return isinstance(error, PortalUnavailableError | PortalBusyError)
