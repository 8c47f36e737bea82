"""A text becomes a `Reading`: commands first, then language, rules, the intent model and the tagger."""

from __future__ import annotations

import datetime as dt
import gc
import re
from dataclasses import replace
from pathlib import Path

from threadpoolctl import threadpool_limits

from assistant.catalogue import Catalogue, Intent
from assistant.models import Candidate, Decision, Kind, Reading, Reason, Run
from assistant.understanding import store
from assistant.understanding.answered import slot_of
from assistant.understanding.arguments import arguments_of, unread
from assistant.understanding.beside import without_pipeline
from assistant.understanding.commands import Command, Commands
from assistant.understanding.corpus import Example
from assistant.understanding.followups import STATES, Alone, Continued, called, continued, needs_more, without_pronouns
from assistant.understanding.foreign import marked_entities
from assistant.understanding.heard import Heard
from assistant.understanding.learned.confidence import NONE
from assistant.understanding.reasons import entity_reasons, model_reasons
from assistant.understanding.rules import Circumstances, Found
from assistant.understanding.slots import NUMBERS, entities_of, lone_number
from assistant.understanding.text import Languages, Layouts, Normal, fold, normalise
from assistant.understanding.tongues import masked, nameless, speeches
from assistant.understanding.unreadable import no_such_day

_UNKNOWN = Intent(name="unknown")
_SURE = 0.8
"""Confidence from which a number alone is what the model takes it for."""
_WARM = "+7 495 1234567 01.02"
_DENY = "dialogue.deny"
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SLASH = re.compile(r"(?<!\w)/([a-z]+)")


class Engine:
    """Reads messages; made by `load`, used by all threads of a process."""

    def __init__(self, model: store.Model, catalogue: Catalogue) -> None:
        self.model = model
        self._catalogue = catalogue
        self._speech = speeches(model.tongues, model.words)
        function_words = {lang: frozenset(map(fold, t.function_words)) for lang, t in model.tongues.items()}
        self._languages = Languages(function_words, model.words)
        self._layouts = Layouts({lang: t.keyboard for lang, t in model.tongues.items() if t.keyboard}, model.words)
        self._commands = Commands(catalogue, self._layouts)
        vocabulary: dict[str, set[str]] = {}
        for text, intent in model.examples:
            vocabulary.setdefault(intent, set()).update(_WORD.findall(fold(text)))
        self._vocabulary = {intent: frozenset(words) for intent, words in vocabulary.items()}

    def read(
        self,
        text: str,
        *,
        now: dt.datetime,
        lang: str = "",
        fallback_lang: str = "en",
        country: str = "RU",
        prefer_slot: str = "",
        after: Run | None = None,
    ) -> Reading:
        """Read one message.

        Args:
            text: as it was written.
            now: local time of the person, without zone.
            lang: forces the language.
            fallback_lang: the language when the text gives no evidence.
            country: of national phone numbers, ISO 3166.
            prefer_slot: the entity type that the person was just asked for.
            after: the step that was answered last, or that a question is open about. Only with it a message may be a
                follow-up ("and for May?") or a correction ("no, from the 16th").
        """
        normal = normalise(text)
        at = Circumstances(now, lang, country)
        command = self._commands.read(normal.written, lambda argument: self._kinds(argument, at))
        if command is not None:
            return self._command(normal, command, at, fallback_lang)
        lang, normal, reasons = self._language(normal, lang, fallback_lang)
        if not normal.plain.strip() or not self._languages.readable(normal.plain):
            why = Reason("language", "no word of a known language")
            return Reading(text, lang, NONE, 0.0, Decision.NONE, why=(why,))
        heard = self._heard(normal, lang, at)
        return self._of_days(self._free(heard, prefer_slot, after, reasons), heard, after)

    def rules(self, example: Example, place: tuple[int, int], now: dt.datetime, country: str) -> tuple[Found, ...]:
        """What the rules find in a part of an example, read in the direction of its intent and the whole sentence."""
        whole = self._heard(normalise(example.text), example.lang, Circumstances(now, example.lang, country))
        at = whole.aimed(self._intent(example.intent))
        return Heard.of(normalise(example.text[slice(*place)]), whole.speech, at).found

    def _intent(self, name: str) -> Intent:
        """The intent of the catalogue; one that takes nothing for intents that only the data know."""
        return self._catalogue[name] if name in self._catalogue else _UNKNOWN  # noqa: SIM401 - no mapping

    def _entities(self, name: str, heard: Heard) -> tuple[Found, ...]:
        if name in self._catalogue:
            return entities_of(self._catalogue[name], self.model.tagger, heard.directed(self._catalogue[name]))
        return marked_entities(name, self.model.tagger, heard)

    def _heard(self, normal: Normal, lang: str, at: Circumstances) -> Heard:
        return Heard.of(normal, self._speech[lang], Circumstances(at.now, lang, at.country))

    def _language(self, normal: Normal, lang: str, fallback: str) -> tuple[str, Normal, list[Reason]]:
        """The language, the text in the keyboard layout that was meant, and why."""
        fallback = fallback if fallback in self._speech else next(iter(self._speech))
        if lang in self._speech:
            return lang, normal, []
        lang, evidence = self._languages.of(normal.plain, fallback)
        rescued = None if self._languages.sure(normal.plain) else self._layouts.rescue(normal)
        if rescued:
            lang, normal = rescued
            return lang, normal, [Reason("layout", f"read as: {normal.written}"), Reason("language", lang)]
        return lang, normal, [Reason("language", f"{lang}: {', '.join(evidence[:6]) or 'no evidence in the text'}")]

    def _free(self, heard: Heard, prefer_slot: str, after: Run | None, reasons: list[Reason]) -> Reading:
        speech, model, plain = heard.speech, self.model.intents, heard.plain
        names = self.model.spotter.spot(heard.doc, heard.found, speech.small)
        mask = masked(plain, (*heard.found, *names), speech.typos)
        claims = model.claims(mask, nameless(plain, names, speech.anyone, speech.typos))
        candidates = self.model.confidence.candidates(model.intents, claims)
        decision = self.model.confidence.decide(candidates)
        reasons += model_reasons(self.model, claims, candidates, decision, mask)
        if lone_number(heard) and self._doubtful(candidates) and (numbered := self._numbered(candidates)):
            candidates, decision = numbered, Decision.CLARIFY
            reasons.append(Reason("number", "a number alone may be a ticket or an alert"))
        best = candidates[0] if candidates else Candidate(NONE, 0.0)
        kind, pieces, scope, view = Kind.NEW, self._answered(prefer_slot, heard, names, decision, best), None, ""
        drops: tuple[str, ...] = ()
        if pieces:
            decision, kind = Decision.NONE, Kind.FOLLOWUP
            reasons.append(Reason("question", f"answers the question for {prefer_slot}"))
        elif more := self._continued(heard, names, decision, best, after):
            kind, pieces, scope, view, drops = more.kind, more.pieces, more.scope, more.view, more.drops
            # An answer without such a look leaves the message to what it means by itself.
            decision = Decision.NONE if pieces or drops or not view else decision
            reasons.append(Reason(kind.value, f"changes {after.intent if after else NONE}, asked before"))
        elif NONE in model.intents and needs_more(heard, best, self._intent(best.intent)):
            decision = Decision.NONE
            reasons.append(Reason("fragment", "only entities and small words, and nothing was asked before"))
        elif decision is not Decision.NONE:
            pieces = self._entities(best.intent, heard)
            beside, _ = without_pipeline(pieces)
            view = next((str(look.value) for look in speech.views(plain, (*heard.found, *beside))), "")
        if decision is Decision.CLARIFY and lone_number(heard):
            pieces = tuple(replace(piece, type=kind_) for piece in pieces[:1] for kind_ in sorted(NUMBERS))
        intended = after.intent if after and kind is not Kind.NEW else best.intent
        pieces, refers = without_pronouns(pieces, heard, self._intent(intended))
        pieces, pipeline = without_pipeline(pieces)
        topic = _SLASH.search(plain) if best.intent == "help" else None
        return Reading(
            text=heard.normal.original,
            lang=heard.at.lang,
            intent=best.intent if decision is Decision.ANSWER else NONE,
            confidence=best.confidence,
            decision=decision,
            candidates=candidates,
            entities=heard.entities(pieces),
            scope=scope or speech.scope(plain, pieces),
            rest=topic.group(1) if topic and decision is Decision.ANSWER else "",
            kind=kind,
            refers=refers,
            view=view,
            pipeline=pipeline,
            drops=drops,
            why=(*reasons, *entity_reasons(pieces)),
        )

    def _of_days(self, reading: Reading, heard: Heard, after: Run | None) -> Reading:
        """The reading, unless a day that it is about does not exist: nothing is answered about another one."""
        begins = heard.speech.kind(heard.plain) if after and after.intent in self._catalogue else Kind.NEW
        kind = begins if reading.kind is Kind.NEW else reading.kind
        if kind is Kind.NEW and reading.decision is not Decision.ANSWER:
            return reading
        strange = no_such_day(
            heard, self._intent(after.intent if after and kind is not Kind.NEW else reading.intent), reading.entities
        )
        if strange is None:
            return reading
        return replace(
            reading,
            intent=NONE,
            decision=Decision.NONE,
            entities=tuple(entity for entity in reading.entities if entity.type not in {"period", "datetime"}),
            kind=kind,
            view="",
            unread=strange.words,
            nearest=strange.nearest,
            why=(*reading.why, Reason("day", f"does not exist: {strange.words}")),
        )

    def _doubtful(self, candidates: tuple[Candidate, ...]) -> bool:
        """The likeliest intent of a number alone changes something, or is not likely enough."""
        return not candidates or candidates[0].confidence < _SURE or self._intent(candidates[0].intent).writes

    def _numbered(self, candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        """The intents that need a number, the likeliest first."""
        known = {candidate.intent: candidate.confidence for candidate in candidates}
        names = [intent.name for intent in self._catalogue if NUMBERS & set(intent.required)]
        return tuple(
            sorted((Candidate(name, known.get(name, 0.0)) for name in names), key=lambda each: -each.confidence)
        )

    def _answered(
        self, slot: str, heard: Heard, names: list[Found], decision: Decision, best: Candidate
    ) -> tuple[Found, ...]:
        if not slot:
            return ()
        return slot_of(slot, heard, names or called(heard, best.intent, self.model.tagger), decision, best)

    def _continued(
        self, heard: Heard, names: list[Found], decision: Decision, best: Candidate, after: Run | None
    ) -> Continued | None:
        if after is None or after.intent not in self._catalogue:
            return None
        stands = decision is Decision.ANSWER and not needs_more(heard, best, self._intent(best.intent))
        stands = stands and not best.intent.startswith("smalltalk.")  # "everyone" is no greeting here
        refuses = best.intent == _DENY and decision is Decision.ANSWER
        refuses = refuses and self._vocabulary[_DENY].issuperset(_WORD.findall(heard.plain))
        alone = Alone(best.intent, decision, stands, refuses)
        return continued(heard, names, alone, after, self._with_states(after.intent), self.model.tagger)

    def _with_states(self, name: str) -> Intent:
        """The intent, with the states of what it counts: "only the won ones" after a report."""
        intent = self._catalogue[name]
        if intent.rows not in self._catalogue:
            return intent
        states = (each for each in self._catalogue[intent.rows].entities if each in STATES)
        return intent.model_copy(update={"entities": (*intent.entities, *states)})

    def _kinds(self, argument: str, at: Circumstances) -> tuple[frozenset[str], bool]:
        """Types of entities that the rules of the likeliest language find, and whether other words are left."""
        normal = normalise(argument)
        lang, _ = self._languages.of(normal.plain, next(iter(self._speech)))
        heard = self._heard(normal, lang, at)
        return frozenset(piece.type for piece in heard.found), bool(heard.speech.content(normal.plain, heard.found))

    def _command(self, normal: Normal, command: Command, at: Circumstances, fallback: str) -> Reading:
        reasons = [Reason("command", f"{command.intent.name} by {command.by}" if command.intent else "unknown")]
        rest = normal.after(command.rest_at)
        if command.by == "layout":
            lang, rest, _ = self._language(rest, at.lang, fallback)
        else:
            known = fallback if fallback in self._speech else next(iter(self._speech))
            # "/задачи": the name of the command is all that tells the language.
            known, _ = self._languages.of(normal.plain, known)
            lang = at.lang if at.lang in self._speech else self._languages.of(rest.plain, known)[0]
        if command.intent is None:
            return Reading(
                normal.original, lang, NONE, 0.0, Decision.NONE, did_you_mean=command.near, why=tuple(reasons)
            )
        intent = command.intent
        heard = self._heard(rest, lang, at).directed(intent)
        usual = self._vocabulary.get(intent.name, frozenset())
        pieces, words = arguments_of(intent, self.model.tagger, heard, usual)
        if strange := unread(intent, heard, pieces, usual):
            reasons.append(Reason("argument", f"cannot be read: {strange.words}"))
            return Reading(
                normal.original,
                lang,
                NONE,
                0.0,
                Decision.NONE,
                (Candidate(intent.name, 1.0),),
                entities=heard.entities(strange.beside(without_pipeline(pieces)[0])) if strange.nearest else (),
                command=intent.command,
                read_as=command.read_as,
                unread=strange.words,
                nearest=strange.nearest,
                why=tuple(reasons),
            )
        pieces, pipeline = without_pipeline(pieces)
        asks = command.by == "nearest" and intent.writes
        confidence = 0.9 if command.by == "nearest" else 1.0
        return Reading(
            text=normal.original,
            lang=lang,
            intent=NONE if asks else intent.name,
            confidence=confidence,
            decision=Decision.CLARIFY if asks else Decision.ANSWER,
            candidates=(Candidate(intent.name, confidence),),
            entities=heard.entities(pieces),
            scope=heard.speech.scope(rest.plain, pieces),
            rest=words,
            view=next((str(v.value) for v in heard.speech.views(rest.plain, pieces) if v.value in intent.views), ""),
            pipeline=pipeline,
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
    engine = Engine(store.load(model_dir), catalogue)
    # One message is too little work to be shared among cores: threads that wait for each other cost more than they do.
    threadpool_limits(1)
    # The first message of each language builds grammars and reads tables; that is not the first person's to wait for.
    for lang in engine.model.tongues:
        engine.read(_WARM, now=dt.datetime(2026, 1, 1), lang=lang)  # noqa: DTZ001 - local time of nobody
    # The tables live as long as the process: without this the garbage collector walks them, 90 ms at a time.
    gc.collect()
    gc.freeze()
    return engine
