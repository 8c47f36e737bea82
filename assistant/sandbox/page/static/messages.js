// The messages of the open dialog.

import { attempt, post } from "./api.js";
import { attachments, fileCard } from "./attach.js";
import { bare, bbcode } from "./bbcode.js";
import { $, el, icon } from "./dom.js";
import { clock, dayName, sameDay } from "./format.js";
import { t } from "./i18n.js";
import { keyboard } from "./keyboard.js";

const NEAR = 120;
const CLOSE_TOGETHER = 5 * 60000;
const CONTROLS = "a, button, summary";
const EMOJI = { like: "👍", dislike: "👎", redHeart: "❤️", fire: "🔥", eyes: "👀", whiteHeavyCheckMark: "✅", crossMark: "❌", handshake: "🤝", okHand: "👌", thinkingFace: "🤔", laugh: "😄", questionMark: "❓" };

export const shown = new Map();
const hooks = { edit: () => {}, reply: () => {}, mine: () => false, now: () => new Date(), group: () => false, empty: () => "" };

export function connect(work) { Object.assign(hooks, work); }

// Where nothing hovers, a tap on a message shows what can be done with it.
export function startTouch() {
  $("messages").addEventListener("click", (event) => {
    const touched = event.target.closest(CONTROLS) ? null : event.target.closest(".bubble")?.parentElement;
    for (const node of document.querySelectorAll(".message.touched")) if (node !== touched) node.classList.remove("touched");
    touched?.classList.toggle("touched");
  });
}

export function showAll(messages) {
  shown.clear();
  for (const message of messages) shown.set(message.id, message);
  redraw();
  toEnd();
}

export function put(message) {
  const stay = !atEnd() && !hooks.mine(message);
  shown.set(message.id, message);
  redraw();
  if (!stay) toEnd();
}

export function drop(id) {
  shown.delete(id);
  redraw();
}

// Who reads the newest message goes on doing so when a picture above it gets its height; who scrolls up does not.
let following = true;
let height = 0;

export function startFollowing() {
  const box = $("scroll");
  box.addEventListener("scroll", () => {
    following = atEnd() || (following && box.scrollTop >= height);
    height = box.scrollTop;
  });
}

const atEnd = () => {
  const box = $("scroll");
  return box.scrollHeight - box.scrollTop - box.clientHeight < NEAR;
};

export function toEnd() {
  const box = $("scroll");
  box.scrollTop = box.scrollHeight;
  height = box.scrollTop;
  following = true;
}

const drawn = new Map();

// Only what changed is drawn anew, so that focus and selection stay where they are.
function redraw() {
  const list = $("messages");
  const messages = [...shown.values()].sort((one, other) => one.id - other.id);
  const wanted = [];
  let last = null;
  for (const message of messages) {
    if (!last || !sameDay(last.date, message.date)) wanted.push(dayLine(message.date));
    const joined = last && last.author === message.author && !last.system && new Date(message.date) - new Date(last.date) < CLOSE_TOGETHER && sameDay(last.date, message.date);
    const key = JSON.stringify([message, Boolean(joined), document.documentElement.lang]);
    const known = drawn.get(message.id);
    if (known?.key === key) wanted.push(known.node);
    else {
      const node = row(message, joined);
      drawn.set(message.id, { key, node });
      wanted.push(node);
    }
    last = message;
  }
  for (const id of drawn.keys()) if (!shown.has(id)) drawn.delete(id);
  if (!messages.length) wanted.push(el("li", { class: "empty" }, hooks.empty()));
  const focused = document.activeElement;
  const within = focused?.closest?.(".message")?.dataset.id;
  const place = focused?.dataset?.index;
  arrange(list, wanted);
  if (list.contains(focused)) focused.focus({ preventScroll: true });
  else if (within) list.querySelector(`[data-id="${within}"] ${place === undefined ? "button" : `[data-index="${place}"]`}`)?.focus({ preventScroll: true });
}

// Nodes that stay are not touched: screen readers announce only what is new.
function arrange(list, wanted) {
  const staying = new Set(wanted);
  for (const node of [...list.children]) if (!staying.has(node)) node.remove();
  wanted.forEach((node, place) => {
    if (list.children[place] !== node) list.insertBefore(node, list.children[place] ?? null);
  });
}

const days = new Map();

function dayLine(date) {
  const name = dayName(date, hooks.now());
  if (!days.has(name)) days.set(name, el("li", { class: "day" }, name));
  return days.get(name);
}

function row(message, joined) {
  if (message.system) return el("li", { class: "system", "data-id": message.id }, bbcode(message.text), attachments(message.attach), keyboard(message));
  const mine = hooks.mine(message);
  const head = hooks.group() && !mine && !joined ? el("div", { class: "author" }, message.author_name) : null;
  return el("li", { class: `message ${mine ? "mine" : "theirs"} ${joined ? "joined" : ""}`, "data-id": message.id },
    el("article", { class: "bubble", "aria-label": `${message.author_name}, ${clock(message.date)}` },
      head,
      message.reply ? el("div", { class: "quoted" }, el("strong", {}, message.reply.author_name), " ", bare(message.reply.text)) : null,
      message.text ? el("div", { class: "text" }, bbcode(message.text)) : null,
      message.files.map(file),
      attachments(message.attach),
      foot(message, mine)),
    keyboard(message),
    tools(message, mine));
}

const file = (one) => one.kind === "image"
  ? el("a", { href: one.url, target: "_blank", rel: "noopener" }, el("img", { src: one.url, alt: one.name, class: "picture sent", onload: () => { if (following) toEnd(); } }))
  : fileCard(one.url, one.name, one.size);

function foot(message, mine) {
  const reactions = Object.entries(message.reactions).map(([code, givers]) =>
    el("button", { type: "button", class: "reaction", "aria-label": `${code}: ${givers.length}`, onclick: () => attempt(() => post("react", { message_id: message.id, reaction: code })) },
      EMOJI[code] ?? code, givers.length > 1 ? ` ${givers.length}` : ""));
  return el("div", { class: "foot" },
    reactions.length ? el("span", { class: "reactions" }, reactions) : null,
    el("span", { class: "meta" },
      message.updated ? `${t("edited")} ` : null,
      el("time", { datetime: message.date }, clock(message.date)),
      mine ? el("span", { class: `ticks ${message.read ? "read" : ""}`, role: "img", "aria-label": message.read ? t("read") : t("sent") }, message.read ? "✓✓" : "✓") : null));
}

function tools(message, mine) {
  const button = (key, path, work) => el("button", { type: "button", class: "icon-button small", "aria-label": t(key), title: t(key), onclick: work }, icon(path));
  return el("div", { class: "tools", role: "group", "aria-label": t("actions") },
    button("reply", "M8 5 3 10l5 5M3 10h8a6 6 0 0 1 6 6", () => hooks.reply(message)),
    mine ? button("edit", "m4 16 1-4 8-8 3 3-8 8-4 1z", () => hooks.edit(message)) : null,
    mine ? button("delete", "M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10", () => attempt(() => post("delete", { message_id: message.id }))) : null,
    mine ? null : button("like", "M7 9v8H4V9zm0 0 3-6c2 0 2 2 2 2v3h4l-1.5 8H7", () => attempt(() => post("react", { message_id: message.id, reaction: "like" }))));
}
