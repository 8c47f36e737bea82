"""How much a name as asked is like the name of a record."""

from rapidfuzz.distance import OSA

from assistant.names.endings import kinship
from assistant.names.written import Word, Written

SAME = 1.0
SOUNDS_THE_SAME = 0.985
ANOTHER_FORM = 0.97
SHORT_FORM = 0.95
INITIAL = 0.9
_BOTH_LATIN = 0.93
"""Latin words are seldom inflected: Acme is hardly a form of ACM, Paula of Paul."""
LEAST = 0.6
"""Words less alike than this have nothing to do with each other."""

_TOGETHER = 0.96
"""Words written apart in one name and together in the other."""
_UNSAID = 0.2
"""Share of the score that words of the record which were not asked for can cost."""
_UNSAID_OF_PERSON = 0.15
"""People are called by a part of their name: what is left unsaid counts this much only."""
_OTHER_LEGAL_FORM = 0.9
_NO_LEGAL_FORM = 0.99


def word_likeness(asked: Word, name: Word) -> float:
    """0 to 1: the same word, another form, a short form, an initial, a beginning, a misspelling."""
    if asked.plain == name.plain:
        return SAME
    if asked.numeric or name.numeric:
        return 0.0
    if len(asked.folded) == 1 or len(name.folded) == 1:
        return INITIAL if asked.folded[0] == name.folded[0] else 0.0
    if asked.folded == name.folded:
        return SOUNDS_THE_SAME
    if name.given and asked.latin and asked.plain == f"{name.plain}s":
        return ANOTHER_FORM  # "annas deals"
    best = ANOTHER_FORM * kinship(asked.folded, name.folded) * (_BOTH_LATIN if asked.latin and name.latin else 1.0)
    if best < SHORT_FORM and not asked.given.isdisjoint(name.given):
        best = SHORT_FORM
    if best:
        return best
    alike = max(_beginning(asked, name), _misspelling(asked, name))
    return min(alike, LEAST) if asked.given and name.given else alike  # Мария is no misspelt Марина


def _beginning(asked: Word, name: Word) -> float:
    short, long = asked.folded, name.folded
    if len(short) < 3 or not long.startswith(short):
        return 0.0
    return 0.55 + 0.35 * len(short) / len(long)


def _misspelling(asked: Word, name: Word) -> float:
    best = 0.0
    for one, other in ((asked.folded, name.folded), (asked.stem, name.stem)):
        best = max(best, OSA.normalized_similarity(one, other, score_cutoff=LEAST))
    return best * ANOTHER_FORM


def likeness(asked: Written, name: Written, known: dict[tuple[str, str], float]) -> float:
    """0 to 100. `known` remembers the likeness of pairs of words during one search."""
    score = _word_by_word(asked, name, known)
    if score < 90.0 and len(asked.words) + len(name.words) > 2 and asked.joinable and name.joinable:
        score = max(score, 100.0 * _TOGETHER * _as_one_word(asked, name))
    if asked.legal and score:
        score *= 1.0 if asked.legal & name.legal else _OTHER_LEGAL_FORM if name.legal else _NO_LEGAL_FORM
    return score


def _as_one_word(asked: Written, name: Written) -> float:
    one, other = asked.joined, name.joined
    if len(one.folded) < 4 or OSA.normalized_similarity(one.stem, other.stem, score_cutoff=LEAST) == 0.0:
        return 0.0
    known = max(kinship(one.folded, other.folded) * ANOTHER_FORM, _misspelling(one, other))
    return max(known, _beginning(one, other)) if len(asked.words) > 1 else known


def _word_by_word(asked: Written, name: Written, known: dict[tuple[str, str], float]) -> float:
    pairs = []
    for place, one in enumerate(asked.words):
        for other_place, other in enumerate(name.words):
            pair = one.plain, other.plain
            alike = known.get(pair)
            if alike is None:
                alike = known[pair] = word_likeness(one, other)
            if alike >= LEAST:
                pairs.append((alike, place, other_place))
    if not pairs:
        return 0.0
    pairs.sort(reverse=True)
    said = met = 0.0
    asked_free, name_free = set(range(len(asked.words))), set(range(len(name.words)))
    for alike, place, other_place in pairs:
        if place in asked_free and other_place in name_free:
            asked_free.discard(place)
            name_free.discard(other_place)
            said += asked.weights[place] * alike
            met += name.weights[other_place]
    unsaid = sum(name.weights[place] for place in name_free) * (_UNSAID_OF_PERSON if name.personal else 1.0)
    return 100.0 * said / sum(asked.weights) * (1.0 - _UNSAID * unsaid / (unsaid + met))
