"""What the admin should know of an inbound webhook: whose it is, and that the proofs can be had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from assistant.bitrix24.batch import Command
from assistant.bitrix24.connection import Connection
from assistant.bitrix24.doctor import Finding
from assistant.errors import PortalError

PROOFS = {"user.get": "nobody can be told from a guest", "department.get": "heads cannot see what their people have"}


def examine_webhook(connection: Connection, *, crm_open: bool) -> Iterator[Finding]:
    """Ask whose the webhook is and whether people and departments can be read, in one request."""
    try:
        answer = connection.read_batch([Command("profile", "profile"), *(Command(each, each) for each in PROOFS)])
    except PortalError:
        # The examination of the portal says so.
        return
    owner = answer.get("profile", {})
    admin = isinstance(owner, Mapping) and owner.get("ADMIN") is True
    yield Finding(
        good=admin,
        what="The webhook is an administrator's"
        if admin
        else "The webhook is not an administrator's: it sees only what its owner sees, and answers lack the rest",
        advice="Let an administrator make the webhook",
    )
    for method, consequence in PROOFS.items():
        failure = answer.error(method)
        if failure is not None:
            advice = f"Tick `{method.partition('.')[0]}` in the webhook's form on the portal and save it"
            yield Finding(good=False, what=f"{method} is refused, so {consequence}: {failure.detail}", advice=advice)
    limits = "tasks only; deals and clients are open to every employee" if crm_open else "all answers"
    yield Finding(good=True, what=f"Limited to what is provably the asker's: {limits}")
