"""REST 3.0 under `/rest/api/`: JSON only, errors of another shape, repeats without doubles by `Idempotency-Key`."""

from assistant.sandbox.rest.v3 import tasks
from assistant.sandbox.rest.v3.endpoint import routes

__all__ = ["routes", "tasks"]
