"""A text becomes a step: read in the light of what was said before, with a rhythm that it may name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.dialogue import SUBSCRIBE, State, decide
from assistant.models import Reading, Run, Step, Wish
from assistant.replies import Locale
from assistant.subscriptions import SUBSCRIBABLE, Told, read_rhythm

if TYPE_CHECKING:
    from assistant.catalogue import Catalogue
    from assistant.understanding import Engine


@dataclass(frozen=True, slots=True)
class Hearing:
    """Reads and decides."""

    engine: Engine
    catalogue: Catalogue
    country: str
    """Of national phone numbers."""

    def step(self, text: str, state: State, locale: Locale) -> tuple[Step, State]:
        """What a text leads to, and what is remembered then."""
        told = read_rhythm(text)
        if told and told.rest and told.ordered:
            wish, lang = self._wished(told, state, locale)
            if wish:
                return wish, replace(state, lang=lang)
        before = state.before(locale.now)
        reading = self._read(text, state, locale, before)
        beside = state.before(locale.now, reading.kind)
        if beside is not before:
            reading = self._read(text, state, locale, beside)
        return decide(reading, state, self.catalogue, locale.now)

    def _wished(self, told: Told, state: State, locale: Locale) -> tuple[Run | None, str]:
        """The question and its rhythm in one message, "my deals every Monday at 9", and the language spoken."""
        anew = State(state.lang)
        step, after = decide(self._read(told.without, anew, locale, None), anew, self.catalogue, locale.now)
        if not isinstance(step, Run) or step.intent not in SUBSCRIBABLE:
            return None, after.lang
        return Run(SUBSCRIBE, wish=Wish(step, rhythm=told.rhythm)), after.lang

    def _read(self, text: str, state: State, locale: Locale, after: Run | None) -> Reading:
        return self.engine.read(
            text,
            now=locale.now.replace(tzinfo=None),
            fallback_lang=locale.lang,
            country=self.country,
            prefer_slot=state.wanted(locale.now),
            after=after,
        )
