"""How many REST requests an answer takes, in a running demo. Run `python -m benchmarks.requests`.

`commands` are the calls inside of the batches: what one request each would have been.
"""

from __future__ import annotations

import json
import re

import httpx

from benchmarks.demo import running
from benchmarks.reply_time import reply

QUESTIONS = (
    ("anna", "how many open deals do I have"),
    ("anna", "/deals"),
    ("ivan", "сколько сделок я выиграл за последние 12 месяцев"),
    ("olga", "all deals of my team"),
    ("admin", "how many deals do we have in total since January 2025"),
    ("anna", "my tasks"),
    ("anna", "what do we know about Acme Corp"),
    ("ivan", "когда последний раз общались с Ромашкой?"),
    ("anna", "call Acme Corp"),
)


def commands(row: dict[str, object]) -> int:
    """What a request would be one by one."""
    params = row["params"]
    return len(params["cmd"]) if isinstance(params, dict) and "cmd" in params else 1


def main() -> None:
    """Ask each question twice: with empty and with filled directories."""
    print(f"{'question':58}{'rows':>6}{'first':>7}{'again':>7}{'reply':>7}{'commands':>10}")
    with running("--no-bucket") as demo, httpx.Client(base_url=demo.portal, timeout=30) as http:
        for login, text in QUESTIONS:
            counts, inner, replies, rows = [], 0, 0, 0
            for _ in range(2):
                _, trace = reply(http, login, text)
                log = http.get("/_sandbox/calls", params={"trace": trace[0]}).text.splitlines()
                calls = [json.loads(line) for line in log]
                counts.append(sum(call["as"] != "bot" for call in calls))
                replies = sum(call["as"] == "bot" for call in calls)
                inner = sum(commands(call) for call in calls if call["as"] != "bot")
                query: dict[str, str] = {"as": login, "dialog": "bot"}
                answer = http.get("/_sandbox/messages", params=query).json()[-1]["text"]
                found = re.search(r"\d[\d,\u00a0 ]*", re.sub(r"\[[^\]]*\]", "", answer))
                rows = int(re.sub(r"\D", "", found[0])) if found else 0
            shown = str(rows) if "deal" in text or "сделок" in text else "-"
            print(f"{text:58}{shown:>6}{counts[0]:7}{counts[1]:7}{replies:7}{inner:10}", flush=True)


if __name__ == "__main__":
    main()
