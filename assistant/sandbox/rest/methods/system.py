"""Basic methods: who I am, which time it is, what the portal offers."""

from __future__ import annotations

from typing import Any

from assistant.sandbox.profiles import offered
from assistant.sandbox.rest.registry import BASIC, METHODS, Call, method
from assistant.sandbox.rest.v3.registry import offered as v3_offered


@method("server.time", scope=BASIC)
def server_time(call: Call) -> str:
    """The portal's time (api-reference/common/system/server-time)."""
    return call.now.isoformat()


@method("scope", scope=BASIC, params={"full"})
def scope(call: Call) -> list[str]:
    """Granted scopes, or all that the portal knows (api-reference/common/system/scope)."""
    if call.params.get("full") in (True, "true", "1", 1, "Y"):
        return sorted({each.scope for each in METHODS.values()} - {BASIC})
    return sorted(call.actor.scopes - {BASIC})


@method("method.get", scope=BASIC, params={"name"})
def method_get(call: Call) -> dict[str, bool]:
    """Whether a method exists and may be called here (api-reference/common/system/method-get)."""
    name, profile = str(call.params.get("name", "")), call.portal.options.profile
    found = offered(profile, name) or v3_offered(profile, name)
    return {"isExisting": found is not None, "isAvailable": found is not None and found.scope in call.actor.scopes}


@method("app.info", scope=BASIC, app_only=True)
def app_info(call: Call) -> dict[str, Any]:
    """The application's installation (api-reference/common/system/app-info)."""
    app = call.actor.app
    assert app is not None
    return {
        "ID": 1,
        "CODE": app.client_id,
        "VERSION": 1,
        "STATUS": "L",
        "INSTALLED": app.installed,
        "PAYMENT_EXPIRED": "N",
        "DAYS": None,
        "LANGUAGE_ID": "en",
        "LICENSE": "en_ent",
        "LICENSE_TYPE": "ent",
        "LICENSE_FAMILY": "ent",
    }


@method("profile", scope=BASIC)
def profile(call: Call) -> dict[str, Any]:
    """The person whose token it is (api-reference/common/users/profile)."""
    user = call.user
    return {
        "ID": str(user.id),
        "ADMIN": user.admin,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": user.gender,
        "TIME_ZONE": user.time_zone,
    }
