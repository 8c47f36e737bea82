"""One inbound webhook in place of an application: it may see everything, so each row has to be provably the asker's.

`Webhook` is the entry. Every question goes `plans` (asks the portal for the asker's rows only), `source` (one request),
`evidence` (what proves a client or a pipeline) and `guard` (drops what is not proved).
"""

from assistant.bitrix24.webhook_mode.webhook import Webhook

__all__ = ["Webhook"]
