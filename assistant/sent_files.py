"""Which files the bot has sent lately: by what is in them, so that the same one need not be sent again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from assistant import storage

if TYPE_CHECKING:
    from redis import Redis

    from assistant.models import File

ANYWHERE = ""
"""In place of a dialog: whoever got it last."""


def digest(file: File) -> str:
    """The same for files of the same name with the same bytes, and for no others."""
    return hashlib.sha256(file.name.encode() + b"\0" + file.content).hexdigest()


@dataclass(frozen=True, slots=True)
class SentFiles:
    """Keeps digests and ids of the portal's Drive for a day, no content. Methods raise `RedisError`."""

    redis: Redis

    def remember(self, portal: str, dialog: str, digest: str, file_id: int) -> None:
        """This file lies on the portal's Drive since it was sent into this dialog."""
        with self.redis.pipeline() as pipe:
            for place in (dialog, ANYWHERE):
                pipe.set(storage.sent_file(portal, digest, place), file_id, ex=storage.SENT_FILE_LIFE)
            pipe.execute()

    def find(self, portal: str, dialog: str, digests: Sequence[str]) -> tuple[tuple[int, ...], ...]:
        """For each digest the ids to be tried: of the file in this dialog, then of the one sent last."""
        keys = [storage.sent_file(portal, each, place) for each in digests for place in (dialog, ANYWHERE)]
        found = cast("list[bytes | None]", self.redis.mget(keys)) if keys else []
        ids = [int(each) if each else 0 for each in found]
        return tuple(
            tuple(dict.fromkeys(each for each in pair if each)) for pair in zip(ids[::2], ids[1::2], strict=True)
        )
