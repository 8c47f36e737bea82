"""A report on quality as text and as plain data, and how it differs from an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from assistant.understanding.evaluation import Report, Verdict

GROUPS: Mapping[str, Callable[[Verdict], str]] = {
    "all": lambda _: "all messages",
    "language": lambda v: v.example.lang,
    "kind": lambda v: v.example.kind or "-",
    "intent": lambda v: v.example.intent,
}
"""What scores are told apart by."""
_CONFUSIONS, _MISTAKES = 30, 60
"""Lines of each in the text."""


def as_text(report: Report) -> list[str]:
    """Totals, languages, kinds, intents, entities, confusions and the worst mistakes."""
    lines = []
    for title, group in GROUPS.items():
        lines.append(f"{title:30} {'messages':>8} {'intent':>7} {'likeliest':>9} {'entities':>8} {'whole':>6}")
        lines += [
            f"  {s.name:28} {s.messages:8} {s.intent:7.1%} {s.likeliest:9.1%} {s.entities:8.1%} {s.whole:6.1%}"
            for s in report.scores(group)
        ]
    lines.append(f"{'entity':30} {'expected':>8} {'F1':>7}")
    lines += [f"  {type_:28} {count:8} {f1:7.1%}" for type_, count, f1 in report.entities]
    lines += [
        f"out of scope and not answered: {report.declined:.1%}",
        f"calibration error: {report.calibration_error:.3f}",
        "",
        "read as another intent:",
        *(f"  {count:3} {expected} → {read}" for expected, read, count in report.confusions[:_CONFUSIONS]),
        "",
        "worst mistakes:",
        *(f"  {_mistake(verdict)}" for verdict in report.mistakes[:_MISTAKES]),
    ]
    more = len(report.mistakes) - _MISTAKES
    return [*lines, f"  … and {more} more"] if more > 0 else lines


def as_data(report: Report) -> dict[str, Any]:
    """Shares from 0 to 1 by group and name, for `--json` and for the next comparison."""
    data: dict[str, Any] = {
        group: {s.name: {"messages": s.messages, "intent": s.intent, "likeliest": s.likeliest, "entities": s.entities,
                         "whole": s.whole} for s in report.scores(key)}
        for group, key in GROUPS.items()
    }  # fmt: skip
    data["all"] = data["all"]["all messages"]
    return {
        **data,
        "entity": {type_: {"expected": count, "f1": f1} for type_, count, f1 in report.entities},
        "declined": report.declined,
        "calibration_error": report.calibration_error,
        "confusions": [{"expected": e, "read": r, "count": count} for e, r, count in report.confusions],
        "mistakes": [_mistake(verdict) for verdict in report.mistakes],
    }


def differences(now: Mapping[str, Any], before: Mapping[str, Any]) -> list[str]:
    """What changed since an earlier report, in points; intents that changed by five points and more by name."""
    lines = [
        f"  {name:10} {100 * before['all'][name]:5.1f} → {100 * now['all'][name]:5.1f}"
        for name in ("intent", "likeliest", "entities", "whole")
    ]
    for intent, score in now["intent"].items():
        old = before["intent"].get(intent)
        if old and abs(score["whole"] - old["whole"]) >= 0.05:
            lines.append(f"  {intent}: whole {100 * old['whole']:.1f} → {100 * score['whole']:.1f}")
    new = [mistake for mistake in now["mistakes"] if mistake not in set(before["mistakes"])]
    return [*lines, *(f"  new mistake: {mistake}" for mistake in new[:10])]


def _mistake(v: Verdict) -> str:
    where = f"{v.example.place}: {v.example.text}"
    if not v.right:
        return f"{where} → {v.intent} ({v.best} {v.confidence:.2f}, expected {v.example.intent})"
    missing, extra = sorted(set(v.expected) - set(v.read)), sorted(set(v.read) - set(v.expected))
    parts = [f"{word} {', '.join(f'{t}={value}' for t, value in pairs)}"
             for word, pairs in (("missing", missing), ("too much", extra)) if pairs]  # fmt: skip
    return f"{where} → {'; '.join(parts)}"
