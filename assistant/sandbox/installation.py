"""Installing the assistant as a local application without an interface of its own."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx

from assistant.sandbox import oauth
from assistant.sandbox.rest.brackets import fold

if TYPE_CHECKING:
    from assistant.sandbox.access import App
    from assistant.sandbox.portal import Portal

PATH = "/b24/install"
TIMEOUT = 30.0


async def install(portal: Portal, app: App) -> dict[str, Any]:
    """Post ONAPPINSTALL to the handler, form-encoded, as the saving of the application's form does.

    The application counts as installed at once, whatever the handler answers
    (api-reference/common/events/on-app-install).

    Returns:
        `member_id`, `client_id`, and the handler's `status`, or its `error` when it could not be reached.
    """
    installer = portal.login("admin")
    assert installer is not None
    app.installed = True
    auth = oauth.event_auth(portal, app, None)
    token = oauth.token_answer(portal, app, portal.tokens.issue(app, installer))
    granted = {
        key: token[key] for key in ("access_token", "refresh_token", "expires", "expires_in", "status", "user_id")
    }
    body = {
        "event": "ONAPPINSTALL",
        "data": {"VERSION": "1", "ACTIVE": "Y", "INSTALLED": "Y", "LANGUAGE_ID": "en"},
        "ts": int(time.time()),
        # Here scopes are separated by spaces, in token answers by commas.
        "auth": {**auth, **granted, "scope": " ".join(sorted(app.scopes))},
    }
    told = {"member_id": portal.member_id, "client_id": app.client_id}
    try:
        async with httpx.AsyncClient(timeout=TIMEOUT, verify=False) as client:  # noqa: S501 - own machine
            answer = await client.post(
                app.handler + PATH,
                content=urlencode(fold(body)),
                headers={"Content-Type": "application/x-www-form-urlencoded"},
            )
    except httpx.HTTPError as error:
        return {**told, "status": None, "error": f"{type(error).__name__}: {error}"}
    return {**told, "status": answer.status_code, "error": None}
