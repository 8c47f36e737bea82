"""`Step` → `Reply`: what the assistant does for people, through the `Portal` as the asker sees it."""

from assistant.scenarios.answering import LONG, answer
from assistant.scenarios.introduction import INTRODUCES, INTRODUCES_TO_GROUP
from assistant.scenarios.portal import Portal
from assistant.scenarios.progress import Progress, silent
from assistant.scenarios.subscribing import Lack, delivered, with_offer

__all__ = [
    "INTRODUCES",
    "INTRODUCES_TO_GROUP",
    "LONG",
    "Lack",
    "Portal",
    "Progress",
    "answer",
    "delivered",
    "silent",
    "with_offer",
]
