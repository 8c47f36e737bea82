// Attachments under a message: all blocks of the documentation.

import { bbcode, link, safe } from "./bbcode.js";
import { avatar, el } from "./dom.js";
import { size } from "./format.js";
import { t } from "./i18n.js";
import { run } from "./links.js";

const TOKENS = new Set(["primary", "secondary", "alert", "base"]);
const hex = (value) => (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value ?? "") ? value : undefined);

export const attachments = (list) => list.map((one) =>
  el("div", {
    class: `attach ${TOKENS.has(one.COLOR_TOKEN) ? one.COLOR_TOKEN : "base"}`,
    style: hex(one.COLOR) ? { "--edge": one.COLOR } : {},
  }, one.BLOCKS.map(block)));

function block(data) {
  const [name] = Object.keys(data);
  const content = data[name];
  return BLOCKS[name] ? BLOCKS[name](content) : null;
}

const target = (entry, children) => {
  if (entry.LINK && safe(entry.LINK)) return link(entry.LINK, children);
  const dialog = entry.USER_ID || entry.BOT_ID || (entry.CHAT_ID && `chat${entry.CHAT_ID}`);
  return dialog
    ? el("button", { type: "button", class: "inline-action", onclick: () => run("DIALOG", String(dialog)) }, children)
    : el("span", {}, children);
};

const image = (address, entry, extra) =>
  el("img", { src: address, alt: entry.NAME ?? "", width: entry.WIDTH, height: entry.HEIGHT, loading: "lazy", class: extra });

const BLOCKS = {
  MESSAGE: (text) => el("div", { class: "attach-text" }, bbcode(text)),
  LINK: (entries) => entries.map((entry) =>
    el("div", { class: "attach-link" },
      el("div", { class: "attach-name" }, target(entry, [entry.NAME || entry.LINK])),
      entry.DESC ? el("div", { class: "note" }, bbcode(entry.DESC)) : null,
      entry.PREVIEW && safe(entry.PREVIEW) ? image(entry.PREVIEW, entry, "picture") : null)),
  USER: (entries) => entries.map((entry) =>
    el("div", { class: "attach-user" },
      entry.AVATAR && safe(entry.AVATAR) ? el("img", { src: entry.AVATAR, alt: "", class: "avatar small" }) : avatar(entry.NAME, "#4ba5c3", "small"),
      target(entry, [entry.NAME]))),
  GRID: (entries) => {
    const display = (entries[0]?.DISPLAY ?? "ROW").toLowerCase();
    return el("dl", { class: `grid grid-${display === "column" ? "row" : display}` }, entries.map((entry) =>
      el("div", { class: "grid-entry" },
        entry.NAME ? el("dt", {}, bbcode(entry.NAME)) : null,
        entry.VALUE !== undefined && entry.VALUE !== "" ? el("dd", {
          class: TOKENS.has(entry.COLOR_TOKEN) ? `token-${entry.COLOR_TOKEN}` : undefined,
          style: hex(entry.COLOR) ? { "--text-tint": entry.COLOR, color: "var(--text-tint)" } : {},
        }, entry.LINK || entry.USER_ID || entry.CHAT_ID ? target(entry, [bbcode(entry.VALUE)]) : bbcode(entry.VALUE)) : null)));
  },
  IMAGE: (entries) => entries.map((entry) =>
    el("figure", { class: "attach-image" },
      link(entry.LINK, [image(entry.PREVIEW && safe(entry.PREVIEW) ? entry.PREVIEW : entry.LINK, entry, "picture large")]),
      entry.NAME ? el("figcaption", { class: "note" }, entry.NAME) : null)),
  FILE: (entries) => entries.map((entry) => fileCard(entry.LINK, entry.NAME || t("file"), entry.SIZE)),
  DELIMITER: (entry) => el("hr", {
    class: "delimiter",
    style: { "max-inline-size": `${Number.parseInt(entry?.SIZE, 10) || 200}px`, ...(hex(entry?.COLOR) ? { "border-color": entry.COLOR } : {}) },
  }),
};

export const fileCard = (address, name, bytes) =>
  el("a", { class: "file", href: address, download: name },
    el("span", { class: "file-kind", "aria-hidden": "true" }, (name.split(".").length > 1 ? name.split(".").pop() : "…").slice(0, 4)),
    el("span", { class: "file-text" },
      el("span", { class: "file-name" }, name),
      bytes ? el("span", { class: "note" }, size(Number(bytes))) : null));
