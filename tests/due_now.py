"""Makes a subscription due now, as if its time had come."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from redis import Redis

from assistant import storage
from assistant.models import Subscription
from assistant.subscriptions import Name
from assistant.subscriptions.store import _STORED

FAR = (datetime.now().astimezone().weekday() + 3) % 7
"""A weekday that is neither today nor beside it in any zone: no other time is due meanwhile."""


def make_due(redis: Redis, name: Name, subscription: Subscription, ago: timedelta) -> int:
    """Its time came a while ago, on a rhythm whose next day is far; the moment, in whole Unix seconds."""
    due = int((datetime.now().astimezone() - ago).timestamp())
    rhythm = replace(subscription.rhythm, weekdays=(FAR,))
    kept = _STORED.dump_json(replace(subscription, rhythm=rhythm, due=due), exclude_defaults=True)
    redis.hset(storage.subscriptions(name.portal, name.person), name.id, kept)
    redis.zadd(storage.SCHEDULE, {str(name): due})
    return due
