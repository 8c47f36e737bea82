"""What lies in Redis and acts for people is encrypted; the keys are in the settings only."""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from assistant.settings import Settings, require


class Seal:
    """Encrypts with the first of `ASSISTANT_TOKEN_KEYS` and decrypts with any of them.

    To change the key put a new one in front. The old one can go after `ASSISTANT_TOKEN_DAYS`, or at once: people who
    were not there meanwhile then connect again.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keys: MultiFernet | None = None

    def close(self, content: bytes) -> bytes:
        """Encrypted, with a signature.

        Raises:
            SettingsError: there is no key.
        """
        return self._fernet().encrypt(content)

    def open(self, sealed: bytes) -> bytes | None:
        """What was encrypted; `None` when no key fits, or when it was changed since.

        Raises:
            SettingsError: there is no key.
        """
        try:
            return self._fernet().decrypt(sealed)
        except InvalidToken:
            return None

    def _fernet(self) -> MultiFernet:
        # Not before it is needed: a portal that is reached by a webhook has no tokens to keep.
        if self._keys is None:
            require(self._settings, "token_keys")
            self._keys = MultiFernet([Fernet(key.get_secret_value()) for key in self._settings.token_keys])
        return self._keys


def new_key() -> str:
    """A key for `ASSISTANT_TOKEN_KEYS`."""
    return Fernet.generate_key().decode()
