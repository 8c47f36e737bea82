// The buttons under a message.

import { attempt, post } from "./api.js";
import { el } from "./dom.js";
import { follow, run } from "./links.js";

const TOKENS = new Set(["primary", "secondary", "alert", "base"]);
const hex = (value) => (/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value ?? "") ? value : undefined);

export function keyboard(message) {
  if (!message.keyboard.length) return null;
  const rows = [[]];
  for (const button of message.keyboard) {
    if (button.TYPE === "NEWLINE") rows.push([]);
    else rows.at(-1).push(button);
  }
  return el("div", { class: "keyboard" }, rows.filter((row) => row.length).map((row) =>
    el("div", { class: "keyboard-row" }, row.map((button) => face(message, button)))));
}

function face(message, button) {
  const own = button.locked ? { "--bg": hex(button.OFF_BG_COLOR), "--fg": hex(button.OFF_TEXT_COLOR) } : { "--bg": hex(button.BG_COLOR), "--fg": hex(button.TEXT_COLOR) };
  const colours = Object.fromEntries(Object.entries(own).filter(([, value]) => value));
  const width = Number.parseInt(button.WIDTH, 10);
  if (width) colours["inline-size"] = `${Math.min(width, 320)}px`;
  const context = (button.CONTEXT ?? "ALL").toLowerCase();
  const classes = ["key", button.DISPLAY === "LINE" ? "line" : "block", TOKENS.has(button.BG_COLOR_TOKEN) ? button.BG_COLOR_TOKEN : "base"];
  if (context !== "all") classes.push(`only-${context}`);
  if (colours["--bg"]) classes.push("painted");
  const node = el("button", {
    type: "button",
    class: classes.join(" "),
    style: colours,
    disabled: button.locked,
    "data-index": button.index,
    onclick: () => press(message, button, node),
  }, button.TEXT, button.LINK ? el("span", { class: "key-mark", "aria-hidden": "true" }, "↗") : null);
  return node;
}

function press(message, button, node) {
  if (button.LINK) return follow.go(button.LINK);
  if (button.ACTION && button.ACTION !== "SEND") return run(button.ACTION, button.ACTION_VALUE);
  node.classList.add("pressed");
  setTimeout(() => node.classList.remove("pressed"), 1200);
  return attempt(() => post("press", { message_id: message.id, button: button.index }));
}
