"""The daily look for people who left the company."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.errors import AssistantError

if TYPE_CHECKING:
    from assistant.bitrix24 import Portals

log = logging.getLogger(__name__)


def look_round(portals: Portals) -> None:
    """Wipe what is kept of people who left; what fails in one portal holds up no other.

    Raises:
        AssistantError: some portal could not be asked now; another try may help.
    """
    failed: AssistantError | None = None
    for portal in portals.installed():
        try:
            left = portals.part_with_leavers(portal)
        except AssistantError as error:
            log.warning("%s Who left portal %s is not known: %s: %s", error.id, portal, type(error).__name__, error)
            failed = error if error.retry else failed
            continue
        if left:
            log.info("Portal %s: wiped what was kept of %d people who left", portal, len(left))
    if failed:
        raise failed
