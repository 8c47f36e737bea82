"""What is said around an answer: in a group instead of it, and to somebody who waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from assistant.models import FILE, Attachment, Button, Link, Message, Person, Phrase, Press, Reply, Run, Share
from assistant.replies import markup
from assistant.replies.locale import Locale
from assistant.replies.wording import Wording

OURS = "trouble.unexpected"
"""The phrase of errors of our own: it promises no other try."""


def answered_privately(person: Person, share: Share | None = None) -> Reply:
    """For a group, instead of an answer that holds data of the portal; `share` shows it there after all."""
    note = Phrase("group.answered", {"name": person.name, "person": str(person.id)})
    buttons = ((Button(Phrase("button.share"), Press(share)),),) if share else ()
    return Reply((note,), buttons, personal=False)


def shared(person: Person, text: str, locale: Locale) -> Message:
    """What a person shows in a group; `text` is BB code of ours."""
    head = Wording(locale).phrase(Phrase("group.shared", {"name": person.name}))
    return Message(markup.fit([head, *text.split("\n")]))


def staff_only() -> Reply:
    """For people of other companies and for bots."""
    return _note(Phrase("staff_only"))


def not_sent(attachment: Attachment, again: Run | None = None) -> Reply:
    """Instead of a file that the portal did not take, or that could not be made."""
    buttons = ((Button(Phrase("button.try_again"), Press(again)),),) if again else ()
    return Reply((Phrase("files.not_sent", {"name": attachment.name}),), buttons, shareable=False)


def linked(files: Sequence[tuple[str, str]]) -> tuple[Phrase, ...]:
    """A line for files that the reader can open already, by name and address of their pages; their names say it all."""
    return (Phrase("files.on_drive", {"files": tuple(Link(*file) for file in files)}),) if files else ()


def without_files(reply: Reply, again: Run | None = None) -> Reply:
    """The same where bots send no files; `again` says in words what would only have been a file."""
    if reply.lines:
        told = (Phrase("files.not_here"),) if reply.attachments else ()
        return replace(reply, lines=(*reply.lines, *told), buttons=_fileless(reply.buttons), attachments=())
    buttons = ((Button(Phrase("button.as_list"), Press(again)),),) if again else ()
    return Reply((Phrase("files.only_list"),), buttons, shareable=False)


def _fileless(rows: tuple[tuple[Button, ...], ...]) -> tuple[tuple[Button, ...], ...]:
    """Without the buttons that would only say that there are no files."""
    kept = (tuple(button for button in row if not _asks_for_file(button)) for row in rows)
    return tuple(row for row in kept if row)


def _asks_for_file(button: Button) -> bool:
    match button.does:
        case Press(Run(view=view)):
            return view == FILE
        case _:
            return False


def still_working() -> Reply:
    """The answer takes longer than usual."""
    return _note(Phrase("waiting.working"))


def many_ask(wait: float) -> Reply:
    """The portal takes only so many requests and many wait: at most so many seconds, said in steps of five."""
    return _note(Phrase("waiting.many", {"count": max(5, 5 * round(wait / 5))}))


def takes_longer() -> Reply:
    """The answer takes much longer than it should, although nothing failed."""
    return _note(Phrase("waiting.late"))


def keeps_trying(phrase: str, error_id: str) -> Reply:
    """Something failed that is tried again; `phrase` is that of the error."""
    return _note(Phrase("waiting.trying" if phrase in {"", OURS} else phrase, {"id": error_id}))


def gave_up(phrase: str, error_id: str) -> Reply:
    """There will be no answer; only when the portal was the reason, it is named."""
    away = phrase in {"trouble.portal_away", "trouble.portal_busy"}
    return _note(Phrase("waiting.gave_up_portal" if away else "waiting.gave_up", {"id": error_id}))


def missed(error_id: str) -> Reply:
    """What somebody subscribed to will not come this time."""
    return _note(Phrase("waiting.missed", {"id": error_id}))


def asked_ago(reply: Reply, minutes: int) -> Reply:
    """An answer that comes late begins with the age of its question."""
    return replace(reply, lines=(Phrase("waiting.asked_ago", {"span": minutes}), *reply.lines))


def coming_back(question: Reply) -> Reply:
    """An open question, asked once more after what was asked beside it."""
    return replace(question, lines=(Phrase("back"), *question.lines))


def beside(reply: Reply, back: Reply | None) -> Reply:
    """An answer with the question that is still open."""
    if back is None:
        return reply
    return replace(reply, lines=(*reply.lines, *back.lines), buttons=(*reply.buttons, *back.buttons))


def remembered(reply: Reply, at: datetime) -> Reply:
    """An answer for which people, stages and the like were not read anew says of when they are."""
    return replace(reply, lines=(*reply.lines, Phrase("waiting.as_of", {"at": at})))


def may_repeat(message: Message, locale: Locale) -> Message:
    """A message that may have arrived before says so."""
    line = Wording(locale).phrase(Phrase("waiting.may_repeat"))
    return replace(message, text=markup.fit([message.text, line]))


def _note(phrase: Phrase) -> Reply:
    """Nothing in it is private, so it goes where the question was asked."""
    return Reply((phrase,), personal=False)
