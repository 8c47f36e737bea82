"""How long calls of one authorization wait for others, so that they cost the people in line one request together."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.bitrix24.budget.state import BudgetState

LONGEST = 5.0
"""Seconds that a call is held at most."""
WEIGHT = 3.0
"""What a second of the people in line counts beside a second of those whose calls are held."""
RESERVE = 0.25
"""Share of the bucket that is left for people who have not asked yet when it is guessed whether all answers fit."""


FEW = 3
"""People; with more of them in line a crowd may just be coming, or going."""
PACE = 0.2
"""Seconds from one request to the next then, so that the crowd's first and last calls do not leave one by one."""


def hold(state: BudgetState, waits: Sequence[float], since: float = LONGEST) -> float:
    """Seconds to wait on for more calls; 0 when they should leave.

    Places are short when the answers of all who wait would not fit into the bucket if each took a request for its data
    and one for itself. Then one request more makes everybody behind it wait for the time that the bucket takes to leak
    one. Calls are held until their own waiting adds up to that: so few are held for long, and many leave soon. With
    places to spare nobody is held, but for a moment where some people are waiting already.

    Args:
        state: of the portal's budget.
        waits: seconds that each of the calls has waited.
        since: seconds since the last request with the same authorization left.
    """
    if not waits or (state.unanswered and len(waits) >= state.unanswered):
        return 0.0
    room = state.free + len(waits)
    behind = max(float(state.waiting), state.unanswered - room)
    if behind <= 0:
        behind = 2 * state.unanswered - room + state.size * RESERVE
    if behind <= 0:
        return max(0.0, PACE - since) if state.limited and state.unanswered > FEW else 0.0
    cost = WEIGHT * behind / state.rate
    return max(0.0, min((cost - sum(waits)) / len(waits), LONGEST - max(waits)))
