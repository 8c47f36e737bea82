"""The tree of errors: each knows whether another try can help and which phrase the person is told."""

from __future__ import annotations

import secrets
from enum import StrEnum


class AssistantError(Exception):
    """Something that people are told about; `id` stands in the log and in the message."""

    phrase = "trouble.unexpected"
    """Key of the phrase that tells the person."""
    retry = False
    """Another try later can succeed."""

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        """For the log: never a secret, never shown to people."""
        self.id = secrets.token_hex(2).upper()


class SettingsError(AssistantError):
    """A setting is missing or wrong; the text says which one and gives an example."""


class PortalError(AssistantError):
    """The portal did not do what it was asked."""


class PortalUnavailableError(PortalError):
    """No answer, or a server error: it may work in a while."""

    phrase = "trouble.portal_away"
    retry = True


class UnsentError(PortalUnavailableError):
    """No connection came about: nothing can have happened."""


class PortalBusyError(PortalError):
    """The portal's limits are reached (`QUERY_LIMIT_EXCEEDED`, `OPERATION_TIME_LIMIT`)."""

    phrase = "trouble.portal_busy"
    retry = True

    def __init__(self, detail: str = "", *, retry_after: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
        """Seconds."""


class NotConnectedError(PortalError):
    """There is no token of this person, or it was withdrawn: the person has to connect (again)."""

    phrase = "trouble.connect"


class WebhookRefusedError(PortalError):
    """The inbound webhook was deleted, has expired or got another secret."""

    phrase = "trouble.webhook"


class WithdrawnError(NotConnectedError):
    """The person was connected, but the permission has run out or was taken back."""

    phrase = "trouble.connect_again"


class NotServedError(PortalError):
    """The assistant does not work for this person."""

    phrase = "trouble.not_served"


class Refusal(StrEnum):
    """Why somebody who came back from the portal's page is not connected."""

    STALE = "stale"
    """The link is used up, too old or forged."""
    LATE = "late"
    """The code was not exchanged in time, or the vendor does not know it."""
    OTHER_PERSON = "other_person"
    OTHER_PORTAL = "other_portal"
    NO_EMPLOYEE = "no_employee"
    """Dismissed, or of another company."""
    NOT_SERVED = "not_served"
    """Not of the departments that the assistant works for."""


class ConsentError(PortalError):
    """Somebody came back from the portal's page and is not connected; told on the page, not in the chat."""

    phrase = "trouble.connect"

    def __init__(self, detail: str = "", *, reason: Refusal = Refusal.STALE) -> None:
        super().__init__(detail)
        self.reason = reason


class ForbiddenError(PortalError):
    """The person may not see or do this."""

    phrase = "trouble.forbidden"


class ScopeMissingError(PortalError):
    """The application was not granted a scope that the method needs."""

    phrase = "trouble.scope"

    def __init__(self, detail: str = "", *, scope: str = "") -> None:
        super().__init__(detail)
        self.scope = scope


class PlanError(PortalError):
    """The portal's plan has no REST, or its payment ended."""

    phrase = "trouble.plan"


class PortalGoneError(PortalError):
    """The portal was deleted."""

    phrase = "trouble.portal_gone"


class MethodMissingError(PortalError):
    """The portal does not know a method: older or on-premise."""

    phrase = "trouble.method_missing"


class RejectedError(PortalError):
    """The portal refused what was sent: our mistake or a value that it does not take."""

    phrase = "trouble.rejected"

    def __init__(self, detail: str = "", *, code: str = "") -> None:
        super().__init__(detail)
        self.code = code


class StoreUnavailableError(AssistantError):
    """Redis does not answer: nothing is acknowledged."""

    phrase = "trouble.unexpected"
    retry = True


class BadEventError(AssistantError):
    """What was posted is no event of ours; `status` is the HTTP status of the answer."""

    def __init__(self, detail: str, *, status: int = 400) -> None:
        super().__init__(detail)
        self.status = status
