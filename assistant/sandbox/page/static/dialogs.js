// The list of chats.

import { bare } from "./bbcode.js";
import { $, avatar, el } from "./dom.js";
import { shortMoment } from "./format.js";
import { t } from "./i18n.js";

export function drawDialogs({ dialogs, current, me, now, open }) {
  const list = $("dialogs");
  const focused = document.activeElement?.dataset?.dialog;
  const rows = dialogs.map((dialog) => el("li", {},
    el("button", {
      type: "button",
      class: "dialog",
      "data-dialog": dialog.dialog,
      "aria-current": dialog.dialog === current ? "true" : undefined,
      onclick: () => open(dialog.dialog),
    },
    avatar(dialog.title, dialog.color, dialog.group ? "group" : ""),
    el("span", { class: "dialog-text" },
      el("span", { class: "dialog-line" },
        el("span", { class: "dialog-title" }, dialog.title),
        dialog.bot ? el("span", { class: "badge" }, t("assistant")) : null,
        dialog.last ? el("time", { class: "note", datetime: dialog.last.date }, shortMoment(dialog.last.date, now)) : null),
      el("span", { class: "dialog-line" },
        el("span", { class: "dialog-last note" }, preview(dialog, me)),
        dialog.unread ? el("span", { class: "count", "aria-label": `${dialog.unread} ${t("unread")}` }, String(dialog.unread)) : null)))));
  if (!dialogs.some((dialog) => dialog.bot)) {
    rows.unshift(el("li", { class: "no-bot" }, el("strong", {}, t("noBot")), el("span", { class: "note" }, t("noBotHint"))));
  }
  list.replaceChildren(...rows);
  if (focused) list.querySelector(`[data-dialog="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

function preview(dialog, me) {
  if (!dialog.last) return dialog.subtitle || (dialog.group ? dialog.members.map((m) => m.name).join(", ") : "");
  const text = bare(dialog.last.text) || t("file");
  return dialog.last.author === me ? `${t("you")}: ${text}` : text;
}
