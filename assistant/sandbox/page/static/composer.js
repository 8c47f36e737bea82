// The message field: sending, commands after /, mentions after @, editing and replying.

import { attempt, get, post } from "./api.js";
import { bare } from "./bbcode.js";
import { $, el } from "./dom.js";
import { t } from "./i18n.js";

const MOST = 8;
const state = { commands: [], members: [], dialog: null, picked: -1, offers: [], mentions: new Map(), editing: null, reply: null };

const input = () => $("input");

export function enter(dialog) {
  const changed = state.dialog !== dialog.dialog;
  state.dialog = dialog.dialog;
  state.members = dialog.members;
  if (changed) {
    leaveContext();
    loadCommands();
  }
  input().disabled = !dialog.input;
  $("send").disabled = !dialog.input;
  input().placeholder = t(dialog.input ? "hint" : "hintOff");
}

export function leave() {
  state.dialog = null;
  state.commands = [];
}

export async function loadCommands() {
  if (!state.dialog) return;
  state.commands = (await attempt(() => get("commands", { dialog: state.dialog }))) ?? [];
  if (input().value) offer();
}

export function putText(text) {
  input().value = text;
  grow();
  input().focus();
  input().setSelectionRange(text.length, text.length);
  offer();
}

export function startEdit(message) {
  state.editing = message.id;
  state.reply = null;
  context(t("editing"));
  putText(message.text);
  close();
}

export function startReply(message) {
  state.reply = message.id;
  state.editing = null;
  context(`${t("replying")} ${message.author_name}: ${bare(message.text).slice(0, 80)}`);
  input().focus();
}

function context(text) {
  $("context-text").textContent = text;
  $("context").hidden = false;
}

function leaveContext() {
  if (state.editing) input().value = "";
  state.editing = null;
  state.reply = null;
  $("context").hidden = true;
  grow();
}

export const say = (text) => attempt(() => post("say", { dialog: state.dialog, text }));

async function submit() {
  let text = input().value.trimEnd();
  if (!text.trim() || !state.dialog) return;
  for (const [name, id] of state.mentions) text = text.replaceAll(`@${name}`, `[USER=${id}]${name}[/USER]`);
  const done = state.editing
    ? await attempt(() => post("edit", { message_id: state.editing, text }))
    : await attempt(() => post("say", { dialog: state.dialog, text, reply: state.reply }));
  if (!done) return;
  state.mentions.clear();
  leaveContext();
  input().value = "";
  grow();
  close();
}

function grow() {
  input().style.height = "auto";
  input().style.height = `${Math.min(input().scrollHeight, 160)}px`;
}

// What fits at the cursor: a command at the beginning, a member after @.
function offer() {
  const before = input().value.slice(0, input().selectionStart);
  const command = /^\/(\S*)$/.exec(before);
  const mention = /(^|[\s(])@([^@\n]{0,40})$/.exec(before);
  let offers = [];
  if (command) {
    const word = command[1].toLowerCase();
    offers = state.commands
      .filter((one) => one.command.slice(1).startsWith(word))
      .map((one) => ({ name: one.command, hint: one.params, note: one.title, take: () => replace(command[0].length, `${one.command} `) }));
  } else if (mention) {
    const word = mention[2].toLowerCase();
    offers = state.members
      .filter((one) => one.name.toLowerCase().split(/\s+/).concat(one.name.toLowerCase()).some((part) => part.startsWith(word)))
      .map((one) => ({
        name: one.name,
        note: one.bot ? t("assistant") : "",
        take: () => { state.mentions.set(one.name, one.id); replace(mention[2].length + 1, `@${one.name} `); },
      }));
  }
  state.offers = offers.slice(0, command ? 30 : MOST);
  state.picked = state.offers.length ? 0 : -1;
  drawOffers();
}

function replace(length, text) {
  const field = input();
  const end = field.selectionStart;
  field.setRangeText(text, end - length, end, "end");
  close();
  grow();
  field.focus();
}

function drawOffers() {
  const list = $("choices");
  list.hidden = !state.offers.length;
  input().setAttribute("aria-expanded", String(!list.hidden));
  list.replaceChildren(...state.offers.map((one, place) => el("li", {
    id: `choice-${place}`,
    role: "option",
    "aria-selected": String(place === state.picked),
    onmousedown: (event) => { event.preventDefault(); one.take(); },
  },
  el("span", { class: "choice-name" }, one.name), one.hint ? el("span", { class: "choice-hint" }, ` ${one.hint}`) : null,
  one.note ? el("span", { class: "choice-note" }, one.note) : null)));
  if (state.picked >= 0) {
    input().setAttribute("aria-activedescendant", `choice-${state.picked}`);
    list.children[state.picked]?.scrollIntoView({ block: "nearest" });
  } else input().removeAttribute("aria-activedescendant");
}

function close() {
  state.offers = [];
  state.picked = -1;
  drawOffers();
}

function keys(event) {
  if (state.offers.length) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      state.picked = (state.picked + step + state.offers.length) % state.offers.length;
      return drawOffers();
    }
    const whole = state.offers[state.picked]?.name === input().value.trim();
    if ((event.key === "Enter" && !whole) || event.key === "Tab") {
      event.preventDefault();
      return state.offers[state.picked].take();
    }
    if (event.key === "Escape") { event.preventDefault(); return close(); }
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    return submit();
  }
  if (event.key === "Escape") return leaveContext();
  return undefined;
}

export function startComposer() {
  input().addEventListener("input", () => { grow(); offer(); });
  input().addEventListener("keydown", keys);
  input().addEventListener("blur", close);
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("context-close").addEventListener("click", leaveContext);
}
