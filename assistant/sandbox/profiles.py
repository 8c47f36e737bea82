"""What kind of portal the sandbox plays: which methods are there, and how old it is."""

from __future__ import annotations

from typing import Literal, get_args

from assistant.sandbox.rest.registry import METHODS, Method, RestError

Profile = Literal["cloud", "on-premise", "extended"]
"""`cloud`: as documented in 2026; `on-premise`: an older portal, without the second generation of bots;
`extended`: a cloud that also has the methods which only some portals are said to have."""

PROFILES: tuple[Profile, ...] = get_args(Profile)
REVISIONS = {
    "on-premise": {"rest": 30, "web": 115, "mobile": 19, "desktop": 5},
}
CURRENT_REVISION = {"rest": 36, "web": 130, "mobile": 23, "desktop": 6}
"""Of May 2026."""

_NOT_ON_PREMISE = ("imbot.v2.",)


def offered(profile: Profile, name: str) -> Method | None:
    """The method of that name in any letter case, None where the portal does not have it."""
    found = METHODS.get(name.lower())
    if found is None or (profile == "on-premise" and found.name.startswith(_NOT_ON_PREMISE)):
        return None
    return found if found.only_in in ("", profile) else None


def find(profile: Profile, name: str) -> Method:
    """The same, refused as the portal does.

    Raises:
        RestError: `ERROR_METHOD_NOT_FOUND`.
    """
    found = offered(profile, name)
    if found is None:
        raise RestError("ERROR_METHOD_NOT_FOUND", "Method not found!", 404)
    return found


def revision(profile: Profile) -> dict[str, int]:
    """The revisions of the chat's interfaces."""
    return dict(REVISIONS.get(profile, CURRENT_REVISION))
