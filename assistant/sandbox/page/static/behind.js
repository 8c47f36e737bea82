// What stands behind the last answer: changes, REST calls, delivered events.

import { lines } from "./api.js";
import { bare } from "./bbcode.js";
import { $, el } from "./dom.js";
import { clock } from "./format.js";
import { t } from "./i18n.js";
import { follow } from "./links.js";

const KEPT = 60;
const seen = { changes: [], calls: [], deliveries: [] };
let trace = [];
let since = 0;
let asker = 0;

export async function load() {
  [seen.calls, seen.deliveries] = await Promise.all([lines("calls"), lines("deliveries")]);
  seen.calls = seen.calls.slice(-500);
  seen.deliveries = seen.deliveries.slice(-KEPT);
  draw();
}

// The last answer: the traces of its message, or without any the time of the question.
export function lastAnswer(traces, questionDate, personId) {
  asker = personId;
  trace = traces;
  since = questionDate ? new Date(questionDate) / 1000 - 1 : 0;
  draw();
}

export function note(kind, row) {
  const list = seen[{ call: "calls", delivery: "deliveries", change: "changes" }[kind]];
  if (row.n === undefined || !list.some((known) => known.n === row.n)) list.push(kind === "change" ? { ...row, ts: Date.now() / 1000 } : row);
  if (list.length > 500) list.splice(0, list.length - 500);
  draw();
}

const ofLast = () => trace.length
  ? seen.calls.filter((row) => row.trace.some((id) => trace.includes(id)))
  : seen.calls.filter((row) => since && row.ts >= since && (row.as === "bot" || row.as === asker));

let planned = false;

export function draw() {
  if (planned) return;
  planned = true;
  requestAnimationFrame(() => { planned = false; paint(); });
}

function paint() {
  const calls = ofLast();
  const total = Math.round(calls.reduce((sum, row) => sum + row.ms, 0));
  $("calls-sum").textContent = calls.length ? `${calls.length} · ${total} ${t("ms")}` : "";
  fill("changes", seen.changes.slice(-KEPT).reverse().map(change), "noChanges");
  fill("calls", calls.slice(-KEPT).map(call), "noCalls");
  fill("deliveries", seen.deliveries.slice(-12).reverse().map(delivery), "noDeliveries");
}

function fill(id, rows, empty) {
  const list = $(id);
  const open = new Set([...list.querySelectorAll("details[open]")].map((node) => node.dataset.key));
  list.replaceChildren(...(rows.length ? rows : [el("li", { class: "note" }, t(empty))]));
  for (const node of list.querySelectorAll("details")) if (open.has(node.dataset.key)) node.open = true;
}

function change(row) {
  const [, entity, act] = /^(.*?)\.(add|update|delete|\w+)$/.exec(row.kind) ?? [null, row.kind, ""];
  const kind = t(entity, "kind");
  const name = bare(row.title);
  return el("li", { class: "row" },
    el("span", { class: "row-main" },
      el("span", {}, el("span", { class: `dot ${act}`, "aria-hidden": "true" }), `${kind} ${t(act, "act")}`),
      el("time", { class: "note" }, clock(new Date(row.ts * 1000).toISOString()))),
    name ? el("span", {}, row.link ? el("a", { href: row.link, onclick: (event) => follow.click(event, row.link) }, name) : name) : null,
    row.by || row.changed.length ? el("span", { class: "note" }, [row.by, row.changed.join(", ")].filter(Boolean).join(" · ")) : null);
}

const call = (row) => el("li", { class: "row" },
  el("details", { "data-key": row.n },
    el("summary", {},
      el("span", { class: `status ${row.status < 300 ? "good" : "bad"}` }, String(row.status)),
      el("code", { class: "method" }, row.method),
      el("span", { class: "note" }, `${Math.round(row.ms)} ${t("ms")}`)),
    row.error ? el("p", { class: "bad-text" }, row.error) : null,
    el("pre", {}, JSON.stringify(row.params, null, 2))));

const delivery = (row) => el("li", { class: "row" },
  el("span", { class: "row-main" },
    el("span", {}, el("span", { class: `status ${row.status >= 200 && row.status < 300 ? "good" : "bad"}` }, row.status ? String(row.status) : "!"),
      el("code", { class: "method" }, row.event.replace(/^ONIM(BOT(V2)?)?/, ""))),
    el("span", { class: "note" }, `${row.ms} ${t("ms")}`)),
  row.error ? el("span", { class: "bad-text" }, row.status ? row.error : `${t("noAnswer")}: ${row.error}`) : null);
