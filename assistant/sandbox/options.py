"""The options of a sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.sandbox.access import APP_SCOPES
from assistant.sandbox.company.generator import DEALS
from assistant.sandbox.company.people import PEOPLE
from assistant.sandbox.profiles import Profile


@dataclass(frozen=True, slots=True)
class Options:
    """How a sandbox is started."""

    host: str = "127.0.0.1"
    port: int = 8800
    """0 takes a free port."""
    seed: int = 1
    """Same seed, date and numbers of deals and people give the same company."""
    deals: int = DEALS
    """How many deals the company has; 50,000 take some seconds and 250 MB."""
    people: int = PEOPLE
    """How many people work in the company; more than usual are sellers."""
    date: date | None = None
    """The portal's today; None is the real today."""
    handler: str | None = None
    """Base address of the assistant, for example `http://127.0.0.1:8000`."""
    client_id: str = "local.sandbox"
    client_secret: str = field(default="sandbox-secret", repr=False)
    profile: Profile = "cloud"
    """Which methods the portal has."""
    scopes: frozenset[str] = APP_SCOPES
    """What the application is granted, beside the basic scope."""
    bucket: int = 50
    """Requests that fit into the leaky bucket; 0 switches the limit off."""
    leak: float = 2.0
    """Requests that leave the bucket each second."""
    latency_ms: int = 0
    """The way to the portal and back: added to each REST call."""
    page_ms: int = 0
    """Added for each page of a list, those of a batch one after another."""
    count_ms: int = 0
    """Added for each page that is counted too."""
    operating_limit: float | None = None
    """Seconds of run time in ten minutes for one method and application; None is no limit."""
    token_lifetime: float = 3600.0
    """Seconds."""
    certfile: Path | None = None
    keyfile: Path | None = None

    @property
    def scheme(self) -> str:
        """`https` when a certificate is given."""
        return "https" if self.certfile else "http"
