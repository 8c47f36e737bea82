"""`intents/` → checked `Intent` objects: what the assistant can do, one YAML file an intent."""

from assistant.catalogue.declared import Answer, Button, Condition, Query, Text, Variant
from assistant.catalogue.intents import EntityType, Intent
from assistant.catalogue.kinds import FALLBACK, FORMS, OPTIONAL, PLACEHOLDER, Kind
from assistant.catalogue.loading import Catalogue, examine
from assistant.catalogue.problems import Problem
from assistant.catalogue.sources import SOURCES, Source

__all__ = [
    "FALLBACK",
    "FORMS",
    "OPTIONAL",
    "PLACEHOLDER",
    "SOURCES",
    "Answer",
    "Button",
    "Catalogue",
    "Condition",
    "EntityType",
    "Intent",
    "Kind",
    "Problem",
    "Query",
    "Source",
    "Text",
    "Variant",
    "examine",
]
