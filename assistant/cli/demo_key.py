"""The key of the demo: made once, in its data directory, for this user only."""

from __future__ import annotations

import os
from contextlib import suppress

from pydantic import SecretStr

from assistant.bitrix24.sealing import new_key
from assistant.settings import Settings


def token_keys(settings: Settings) -> tuple[SecretStr, ...]:
    """The keys of the settings, else the demo's own."""
    if settings.token_keys:
        return settings.token_keys
    path = settings.data_dir / "token.key"
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError), open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:  # noqa: PTH123
        file.write(new_key())
    return (SecretStr(path.read_text().strip()),)
