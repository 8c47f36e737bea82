"""A text becomes a `Reading`: commands first, then language, rules, the intent model and the tagger."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from spacy.tokens import Doc

from assistant.catalogue import Catalogue, Intent
from assistant.models import Candidate, Decision, Kind, Reading, Reason
from assistant.understanding import store
from assistant.understanding.arguments import arguments_of
from assistant.understanding.commands import Command, Commands
from assistant.understanding.corpus import Example
from assistant.understanding.learned.confidence import NONE
from assistant.understanding.reasons import entity_reasons, model_reasons
from assistant.understanding.rules import Circumstances, Found
from assistant.understanding.slots import FREE, TEXTS, entities_of, entity, name_of, trimmed
from assistant.understanding.text import Languages, Layouts, Normal, fold, normalise
from assistant.understanding.tongues import Speech, masked, nameless

_ANY = "any"
"""What the tagger is told when the intent is not known."""
_ALONE = 0.9
_SLASH = re.compile(r"(?<!\w)/([a-z]+)")


class Engine:
    """Reads messages; made by `load`, used by all threads of a process."""

    def __init__(self, model: store.Model, catalogue: Catalogue) -> None:
        self.model = model
        self._catalogue = catalogue
        self._speech = {lang: Speech.of(tongue, model.words.get(lang, {})) for lang, tongue in model.tongues.items()}
        function_words = {lang: frozenset(map(fold, t.function_words)) for lang, t in model.tongues.items()}
        self._languages = Languages(function_words, model.words)
        self._layouts = Layouts({lang: t.keyboard for lang, t in model.tongues.items() if t.keyboard}, model.words)
        self._commands = Commands(catalogue, self._layouts)

    def read(
        self,
        text: str,
        *,
        now: dt.datetime,
        lang: str = "",
        fallback_lang: str = "en",
        country: str = "RU",
        prefer_slot: str = "",
    ) -> Reading:
        """Read one message.

        Args:
            text: as it was written.
            now: local time of the person, without zone.
            lang: forces the language.
            fallback_lang: the language when the text gives no evidence.
            country: of national phone numbers, ISO 3166.
            prefer_slot: the entity type that the person was just asked for.
        """
        normal = normalise(text)
        command = self._commands.read(normal.written, lambda argument: self._kinds(argument, now, country))
        if command is not None:
            return self._command(normal, command, now, lang, fallback_lang, country)
        reasons: list[Reason] = []
        if not lang:
            lang, evidence = self._languages.of(normal.plain, fallback_lang)
            if not self._languages.sure(normal.plain):
                rescued = self._layouts.rescue(normal)
                if rescued:
                    lang, normal = rescued
                    reasons.append(Reason("layout", f"read as: {normal.written}"))
                    evidence = ()
            reasons.append(Reason("language", f"{lang}: {', '.join(evidence[:6]) or 'no evidence in the text'}"))
        if lang not in self._speech:
            lang = next(iter(self._speech)) if fallback_lang not in self._speech else fallback_lang
        at = Circumstances(now, lang, country)
        doc, found = self._speech[lang].pipeline(normal.cased, at)
        return self._free(normal, doc, found, at, prefer_slot, reasons)

    def rules(self, example: Example, place: tuple[int, int], now: dt.datetime, country: str) -> tuple[Found, ...]:
        """What the rules find in a part of an example, read in the direction of its intent and the whole sentence."""
        speech, at = self._speech[example.lang], Circumstances(now, example.lang, country)
        intent = self._catalogue[example.intent] if example.intent in self._catalogue else Intent(name=example.intent)
        _, whole = speech.pipeline(normalise(example.text).cased, at)
        at = self._aimed(normalise(example.text).plain, whole, intent, at)
        return speech.pipeline(normalise(example.text[slice(*place)]).cased, at)[1]

    def _free(
        self,
        normal: Normal,
        doc: Doc,
        found: tuple[Found, ...],
        at: Circumstances,
        prefer_slot: str,
        reasons: list[Reason],
    ) -> Reading:
        speech, model = self._speech[at.lang], self.model.intents
        names = self.model.spotter.spot(doc, found, speech.small)
        mask = masked(normal.plain, (*found, *names), speech.typos)
        claims = model.claims(mask, nameless(normal.plain, names, speech.anyone, speech.typos))
        candidates = self.model.confidence.candidates(model.intents, claims)
        decision = self.model.confidence.decide(candidates)
        reasons += model_reasons(self.model, claims, candidates, decision, mask)
        kind = speech.kind(normal.plain, found)
        best = candidates[0] if candidates else Candidate(NONE, 0.0)
        parts = found if kind is Kind.NEW else (*found, *names)
        if speech.fragment(normal.plain, parts) and not self._stands_alone(best, found, kind):
            decision, kind = Decision.NONE, Kind.CORRECTION if kind is Kind.CORRECTION else Kind.FOLLOWUP
            reasons.append(Reason("followup", "only entities and small words"))
        slot = self._slot(prefer_slot, normal, found, speech, decision, best.intent) if prefer_slot else None
        if slot is not None:
            decision, kind, pieces = Decision.NONE, Kind.FOLLOWUP, slot
        elif decision is Decision.NONE:
            pieces = self._fragment(normal, doc, found, speech) if kind is not Kind.NEW else ()
        else:
            intent = self._catalogue[best.intent] if best.intent in self._catalogue else Intent(name=best.intent)
            found = self._directed(normal, found, intent, at)
            pieces = entities_of(intent, speech, self.model.tagger, normal, doc, found)
        rest = ""
        if decision is Decision.ANSWER and best.intent == "help" and (topic := _SLASH.search(normal.plain)):
            rest = topic.group(1)
        reasons += entity_reasons(pieces)
        return Reading(
            text=normal.original,
            lang=at.lang,
            intent=best.intent if decision is Decision.ANSWER else NONE,
            confidence=best.confidence,
            decision=decision,
            candidates=candidates,
            entities=tuple(entity(normal, piece) for piece in pieces),
            scope=speech.scope(normal.plain, pieces),
            rest=rest,
            kind=kind,
            why=tuple(reasons),
        )

    def _stands_alone(self, best: Candidate, found: Sequence[Found], kind: Kind) -> bool:
        """Even without words of its own the message is one that people write: "who is on vacation"."""
        if best.confidence < _ALONE or kind is not Kind.NEW:
            return False
        dates = any(piece.by == "dates" for piece in found)
        return not dates or best.intent not in self._catalogue or "period" in self._catalogue[best.intent].entities

    def _directed(
        self, normal: Normal, found: tuple[Found, ...], intent: Intent, at: Circumstances
    ) -> tuple[Found, ...]:
        """The dates once more, in the direction of the intent, the states and the tense."""
        if not any(piece.by == "dates" for piece in found):
            return found
        at = self._aimed(normal.plain, found, intent, at)
        directed = self._speech[at.lang].pipeline.dates(normal.cased, at)
        return tuple([*directed, *(piece for piece in found if piece.by != "dates")])

    def _aimed(self, plain: str, found: Sequence[Found], intent: Intent, at: Circumstances) -> Circumstances:
        """The circumstances with the direction of an intent, the states that it takes and the tense."""
        allowed = {*intent.entities, "date_meaning"}
        relevant = [piece for piece in found if piece.type in allowed]
        direction = self._speech[at.lang].direction(plain, relevant, intent.direction, writes=intent.writes)
        return replace(at, direction=direction, deadline=intent.deadline)

    def _slot(
        self, slot: str, normal: Normal, found: Sequence[Found], speech: Speech, decision: Decision, best: str
    ) -> tuple[Found, ...] | None:
        """The answer to the question for a slot; nothing when the message is about something else."""
        if decision is Decision.ANSWER and (
            slot not in TEXTS or best.startswith(("dialogue.", "session.")) or best == "help"
        ):
            return None
        if slot in {"ticket", "alert"}:
            pieces = tuple(replace(piece, type=slot) for piece in found if piece.type == "number")
        else:
            wanted = {slot, "datetime" if slot == "period" else slot}
            pieces = tuple(piece for piece in found if piece.type in wanted)
        if pieces or slot not in FREE:
            return pieces or None
        start, end = speech.without_request(normal.plain, 0, len(normal.plain))
        start, end = trimmed(normal.plain, start, end, " ,:;.!" if slot in TEXTS else " \"',:;.!?")
        if start >= end:
            return None
        value = normal.written[start:end] if slot in TEXTS else name_of(normal.written[start:end])
        return (Found(slot, start, end, value, "question"),)

    def _fragment(self, normal: Normal, doc: Doc, found: Sequence[Found], speech: Speech) -> tuple[Found, ...]:
        """Entities of a message that goes on from the one before: whatever its words can mean."""
        everything = Intent(
            name=_ANY,
            entities=(
                "period",
                "datetime",
                "client",
                "person",
                "deal_state",
                "task_state",
                "absence_kind",
                "stage",
                "amount",
                "project",
            ),
        )
        return entities_of(everything, speech, self.model.tagger, normal, doc, found)

    def _kinds(self, argument: str, now: dt.datetime, country: str) -> frozenset[str]:
        """Types of entities that the rules of any language find."""
        cased = normalise(argument).cased
        return frozenset(
            piece.type
            for lang, speech in self._speech.items()
            for piece in speech.pipeline(cased, Circumstances(now, lang, country))[1]
        )

    def _command(
        self, normal: Normal, command: Command, now: dt.datetime, lang: str, fallback_lang: str, country: str
    ) -> Reading:
        name = f"{command.intent.name} by {command.by}" if command.intent else "unknown"
        reasons = [Reason("command", name)]
        tail = Normal(
            normal.original,
            normal.written[command.rest_at :],
            normal.cased[command.rest_at :],
            normal.plain[command.rest_at :],
            normal.source[command.rest_at :],
        )
        if not lang:
            lang, _ = self._languages.of(tail.plain, fallback_lang)
            if (
                command.by == "layout"
                and not self._languages.sure(tail.plain)
                and (rescued := self._layouts.rescue(tail))
            ):
                lang, tail = rescued
        if lang not in self._speech:
            lang = next(iter(self._speech))
        if command.intent is None:
            return Reading(
                normal.original, lang, NONE, 0.0, Decision.NONE, did_you_mean=command.near, why=tuple(reasons)
            )
        intent, speech = command.intent, self._speech[lang]
        at = Circumstances(now, lang, country)
        doc, found = speech.pipeline(tail.cased, at)
        found = self._directed(tail, found, intent, at)
        pieces, rest = arguments_of(intent, speech, self.model.tagger, tail, doc, found)
        asks = command.by == "nearest" and intent.writes
        confidence = 0.9 if command.by == "nearest" else 1.0
        return Reading(
            text=normal.original,
            lang=lang,
            intent=NONE if asks else intent.name,
            confidence=confidence,
            decision=Decision.CLARIFY if asks else Decision.ANSWER,
            candidates=(Candidate(intent.name, confidence),),
            entities=tuple(entity(tail, piece) for piece in pieces),
            scope=speech.scope(tail.plain, pieces),
            rest=rest,
            command=intent.command,
            read_as=command.read_as,
            did_you_mean=(command.read_as,) if asks else (),
            why=(*reasons, *entity_reasons(pieces)),
        )


def load(model_dir: Path, catalogue: Catalogue) -> Engine:
    """The engine of a trained model.

    Raises:
        SettingsError: there is no usable model; the text says what to do.
    """
    return Engine(store.load(model_dir), catalogue)
