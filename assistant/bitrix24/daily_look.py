"""The daily look at a portal: who left, where the others work, by which clock, and on which days."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from assistant.bitrix24.batch import Source
from assistant.bitrix24.permissions import Permissions
from assistant.bitrix24.staff import staff
from assistant.bitrix24.tokens import Tokens
from assistant.errors import AssistantError
from assistant.models import WorkingHours
from assistant.subscriptions import Subscriptions

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DailyLook:
    """Brings what is kept of a portal's people up to date."""

    portal: str
    tokens: Tokens
    permissions: Permissions
    subscriptions: Subscriptions

    def at(self, source: Source, people: Sequence[int], zone: Callable[[str, int], ZoneInfo]) -> tuple[int, ...]:
        """Wipe everything of those who left; what comes regularly to the others follows their clock.

        Args:
            source: of the application.
            people: who is connected.
            zone: of a person, as it is known.

        Returns:
            Who left.

        Raises:
            PortalError: the portal could not be asked.
        """
        found = staff(source, people)
        for person in found.left:
            self.permissions.withdraw(self.portal, person)
        moved = {
            person
            for person, departments in found.departments.items()
            if self.tokens.move(self.portal, person, departments, found.zones[person], found.clock)
        }
        other_days = found.hours and self.subscriptions.working_days.keep(self.portal, found.hours)
        if other_days or moved:
            everybody = None if other_days else moved
            self.subscriptions.plan_anew(self.portal, lambda person: zone(self.portal, person), everybody)
        return found.left


def working_days(source: Source) -> WorkingHours | None:
    """On which days people work in a portal; `None` when it does not tell now."""
    try:
        return staff(source, ()).hours
    except AssistantError as error:
        log.info("A portal does not tell its working days: %s", error)
        return None
