"""From an accepted event to its answer, whatever crashes in between; the only place that knows dramatiq.

Doors: `inbox.Inbox` (accept), `process.run_worker`, `notices.Notice`, `dead.Dead`. Nothing is imported here: the
intake needs the inbox without dramatiq.
"""
