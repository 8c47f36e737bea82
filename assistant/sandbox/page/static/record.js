// A record of the portal in the panel, read-only.

import { get } from "./api.js";
import { bbcode } from "./bbcode.js";
import { $, el } from "./dom.js";
import { clock, day, dayOf, moment, money } from "./format.js";
import { t } from "./i18n.js";
import { follow, run } from "./links.js";

export async function showRecord(path) {
  const body = $("record");
  try {
    const record = await get("record", { path });
    $("panel-title").textContent = t(record.kind, "kind");
    body.replaceChildren(
      el("h3", { class: "record-title" }, record.title),
      record.fields.length ? el("dl", { class: "record" }, record.fields.map(field)) : "",
      ...record.lists.map(list));
  } catch {
    $("panel-title").textContent = t("record");
    body.replaceChildren(el("p", { class: "empty" }, t("noRecord")));
  }
}

function value(one) {
  switch (one.form) {
    case "moment": return moment(one.value);
    case "day": return day(one.value);
    case "money": return money(one.value);
    case "choice": return t(one.value, "choice");
    case "bbcode": return bbcode(one.value);
    default: return one.value;
  }
}

function field(one) {
  const content = value(one);
  const linked = one.link.startsWith("tel:")
    ? el("button", { type: "button", class: "inline-action", onclick: () => run("CALL", one.value) }, content)
    : one.link ? el("a", { href: one.link, onclick: (event) => follow.click(event, one.link) }, content) : content;
  return el("div", {}, el("dt", {}, t(one.key, "field")), el("dd", {}, linked));
}

const list = (one) => el("section", {},
  el("h4", {}, t(one.key, "field")),
  el("ul", { class: "rows" }, one.rows.map((row) => el("li", { class: "row" },
    el("span", { class: "row-main" }, row.link ? el("a", { href: row.link, onclick: (event) => follow.click(event, row.link) }, row.title) : row.title,
      row.money ? el("span", { class: "row-sum" }, money(row.money)) : null),
    el("span", { class: "note" }, [row.moment ? when(row) : "", row.note ?? "", row.done === undefined ? "" : t(row.done ? "done" : "planned")].filter(Boolean).join(" · "))))),
  one.more > 0 ? el("p", { class: "note" }, `… ${one.more} ${t("more")}`) : null);

function when(row) {
  if (!row.until) return moment(row.moment);
  const last = new Date(new Date(row.until) - (row.whole_day ? 1000 : 0)).toISOString();
  if (row.whole_day) return dayOf(row.moment) === dayOf(last) ? `${dayOf(row.moment)}, ${t("wholeDay")}` : `${dayOf(row.moment)} – ${dayOf(last)}`;
  return `${dayOf(row.moment)}, ${clock(row.moment)}–${clock(row.until)}`;
}
