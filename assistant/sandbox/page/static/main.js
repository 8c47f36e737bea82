// The page: who you are, which dialog is open, and the live stream.

import { actAs, attempt, get, listen, post } from "./api.js";
import * as behind from "./behind.js";
import { bare } from "./bbcode.js";
import * as composer from "./composer.js";
import { drawDialogs } from "./dialogs.js";
import { $, avatar, el, toast } from "./dom.js";
import { setZone } from "./format.js";
import { startGroup } from "./group.js";
import { speak, t } from "./i18n.js";
import { connect } from "./links.js";
import * as messages from "./messages.js";
import { showRecord } from "./record.js";

const page = { everybody: [], bots: [], me: null, dialogs: [], current: null, stop: () => {}, ahead: 0, settled: false, missed: null };
const now = () => new Date(Date.now() + page.ahead);
const narrow = matchMedia("(max-width: 760px)");
const slim = matchMedia("(max-width: 1120px)");
const view = (name) => { document.documentElement.dataset.view = name; };
const currentDialog = () => page.dialogs.find((one) => one.dialog === page.current);

async function become(login) {
  page.me = page.everybody.find((one) => one.login === login) ?? page.everybody[0];
  sessionStorage.setItem("who", page.me.login);
  $("who").value = page.me.login;
  actAs(page.me.login);
  setZone(page.me.time_zone);
  speak(page.me.language);
  drawPeople();
  page.stop();
  page.settled = false;
  page.current = null;
  composer.leave();
  let lost = false;
  let ready;
  const listening = new Promise((resolve) => { ready = resolve; });
  page.stop = listen({ message: onMessage, typing: onTyping, dialogs: () => { composer.loadCommands(); loadDialogs(); }, call: (row) => behind.note("call", row), delivery: (row) => behind.note("delivery", row), change: onChange }, (well) => {
    if (!well) { lost = true; toast(t("lost")); return; }
    ready();
    if (lost) { lost = false; loadDialogs().then(() => page.current && loadMessages()); }
  });
  // What happens between reading and listening would be missed: listen first.
  await listening;
  await loadDialogs();
  const bot = page.dialogs.find((one) => one.bot);
  if (bot) await openDialog(bot.dialog, narrow.matches);
  else nothingOpen();
  page.settled = true;
}

function drawPeople() {
  const option = (one) => el("option", { value: one.login }, `${one.name} · ${one.position}`);
  const groups = [[t("fixed"), true], [t("others"), false]].map(([label, fixed]) =>
    el("optgroup", { label }, page.everybody.filter((one) => one.fixed === fixed).map(option)));
  $("who").replaceChildren(...groups);
  $("who").value = page.me.login;
}

let loading = null;

// Messages may come in quick succession: one request runs, at most one waits.
function loadDialogs() {
  if (loading) {
    loading.again = true;
    return loading.done;
  }
  loading = { again: false };
  loading.done = readDialogs().finally(() => {
    const { again } = loading;
    loading = null;
    if (again) loadDialogs();
  });
  return loading.done;
}

async function readDialogs() {
  page.dialogs = (await attempt(() => get("dialogs"))) ?? page.dialogs;
  drawList();
  if (page.settled && !page.current && !narrow.matches && page.dialogs.some((one) => one.bot)) return openDialog(page.dialogs.find((one) => one.bot).dialog);
  if (page.current && currentDialog()) return drawHead();
  return undefined;
}

function drawList() {
  drawDialogs({ dialogs: page.dialogs, current: page.current, me: page.me.id, now: now(), open: openDialog });
}

function nothingOpen() {
  page.current = null;
  $("chat-title").textContent = "";
  $("chat-subtitle").textContent = "";
  $("chat-avatar").hidden = true;
  $("composer").hidden = true;
  messages.showAll([]);
  view("dialogs");
}

async function openDialog(name, keepList = false) {
  const dialog = await attempt(() => post("open", { dialog: name }));
  if (!dialog) return;
  page.current = dialog.dialog;
  const known = page.dialogs.findIndex((one) => one.dialog === dialog.dialog);
  if (known < 0) page.dialogs.push(dialog);
  else page.dialogs[known] = dialog;
  $("typing").hidden = true;
  if (!keepList) view("chat");
  drawHead();
  drawList();
  await loadMessages();
  if (!narrow.matches) $("input").focus();
}

function drawHead() {
  const dialog = currentDialog();
  $("chat-title").textContent = dialog.title;
  $("chat-subtitle").textContent = dialog.group ? `${dialog.members.length} ${t("people")}: ${dialog.members.map((one) => one.name.split(" ")[0]).join(", ")}` : dialog.subtitle;
  const face = avatar(dialog.title, dialog.color, dialog.group ? "group" : "");
  face.id = "chat-avatar";
  $("chat-avatar").replaceWith(face);
  $("composer").hidden = false;
  document.title = `${dialog.title} · Sandbox portal`;
  composer.enter(dialog);
}

// What is told while the messages are read is newer than what was read.
async function loadMessages() {
  const missed = [];
  page.missed = missed;
  const list = (await attempt(() => get("messages", { dialog: page.current }))) ?? [];
  if (page.missed !== missed) return;
  page.missed = null;
  messages.showAll(list);
  missed.forEach(show);
  tellAnswer();
}

function show({ action, message }) {
  if (action === "delete") messages.drop(message.id);
  else messages.put(message);
}

function tellAnswer() {
  const list = [...messages.shown.values()].sort((one, other) => one.id - other.id);
  const answer = list.findLast((one) => one.bot);
  const question = list.findLast((one) => one.author === page.me.id);
  behind.lastAnswer(answer?.trace ?? [], question?.date && new Date(new Date(question.date) - page.ahead), page.me.id);
}

function onMessage(told) {
  const { dialog, action, message } = told;
  if (dialog === page.current) {
    page.missed?.push(told);
    show(told);
    if (message.bot) $("typing").hidden = true;
    tellAnswer();
    if (action === "add" && message.author !== page.me.id && !document.hidden) return post("open", { dialog }).then(loadDialogs);
  }
  return loadDialogs();
}

function onChange(row) {
  behind.note("change", row);
  if (row.kind === "notify.add") toast(bare(row.title));
}

let typingTimer;

function onTyping({ dialog, name, code, seconds }) {
  if (dialog !== page.current) return;
  const key = code.replace("IMBOT_AGENT_ACTION_", "");
  $("typing").textContent = `${name} ${key ? t(key, "status") : t("typing")}…`;
  $("typing").hidden = false;
  messages.toEnd();
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => { $("typing").hidden = true; }, seconds * 1000);
}

// The panel: a record, or what stands behind the answer.
function openPanel(open) {
  document.documentElement.dataset.panel = open ? "open" : "closed";
  $("open-panel").setAttribute("aria-expanded", String(open));
  document.querySelector(".chat").inert = open && narrow.matches;
  document.querySelector(".side").inert = open && narrow.matches;
  if (open && slim.matches) $("close-panel").focus();
}

function showBehind() {
  $("record").hidden = true;
  $("panel-back").hidden = true;
  $("behind").hidden = false;
  $("panel-title").textContent = t("panel");
}

async function openRecord(path) {
  $("behind").hidden = true;
  $("panel-back").hidden = false;
  $("record").hidden = false;
  openPanel(true);
  await showRecord(path);
}

function startButtons() {
  $("who").addEventListener("change", () => become($("who").value));
  $("back").addEventListener("click", () => view("dialogs"));
  $("open-panel").addEventListener("click", () => {
    showBehind();
    openPanel(document.documentElement.dataset.panel !== "open");
  });
  $("close-panel").addEventListener("click", () => {
    openPanel(false);
    $("open-panel").focus();
  });
  $("panel-back").addEventListener("click", showBehind);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && slim.matches && document.documentElement.dataset.panel === "open") openPanel(false);
  });
}

// A deep link to the bot: /online/?IM_DIALOG=…&BOT_CONTEXT=…
async function startLink() {
  const query = new URLSearchParams(location.search);
  if (location.pathname === "/online/" && query.get("IM_DIALOG")) {
    await openDialog(query.get("IM_DIALOG"));
    const context = query.get("BOT_CONTEXT");
    history.replaceState(null, "", "/");
    if (context) await attempt(() => post("context", { dialog: page.current, context: JSON.parse(context) }));
  } else if (/^\/(crm|company)\//.test(location.pathname)) {
    await openRecord(location.pathname + location.search);
  }
}

async function start() {
  const told = await (await fetch("/_sandbox/people")).json();
  page.everybody = told.people;
  page.bots = told.bots;
  page.ahead = new Date(told.date) - Date.now();
  connect({
    open: openRecord,
    put: composer.putText,
    send: composer.say,
    dialog: (name) => openDialog(name),
    copy: (text) => navigator.clipboard?.writeText(text).then(() => toast(t("copied"))) ?? toast(text),
    call: (number) => toast(`${t("calling")} ${number}`),
  });
  messages.connect({
    edit: composer.startEdit,
    reply: composer.startReply,
    mine: (message) => message.author === page.me.id,
    group: () => currentDialog()?.group,
    now,
    empty: () => (page.current ? t(currentDialog()?.bot ? "emptyBot" : "emptyChat") : t(page.dialogs.length ? "noDialog" : "noBotHint")),
  });
  startButtons();
  composer.startComposer();
  messages.startTouch();
  messages.startFollowing();
  startGroup(() => ({ everybody: page.everybody, bots: page.dialogs.filter((one) => one.bot).map((one) => ({ id: Number(one.dialog), name: one.title })), me: page.me.id }), openDialog);
  openPanel(!slim.matches);
  const asked = new URLSearchParams(location.search).get("as");
  await become(asked ?? sessionStorage.getItem("who") ?? "anna");
  showBehind();
  await behind.load();
  await startLink();
}

start();
