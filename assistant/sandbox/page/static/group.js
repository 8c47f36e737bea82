// The window that makes a group.

import { attempt, post } from "./api.js";
import { $, el } from "./dom.js";

export function startGroup(people, open) {
  const window = $("group");
  $("new-group").addEventListener("click", () => {
    const { everybody, bots, me } = people();
    const check = (one, on) => el("label", {}, el("input", { type: "checkbox", value: one.id, checked: on }), el("span", {}, one.name), el("span", { class: "note" }, one.position ?? ""));
    $("group-people").replaceChildren(...bots.map((bot) => check(bot, true)), ...everybody.filter((one) => one.id !== me).map((one) => check(one, false)));
    $("group-name").value = "";
    window.showModal();
    $("group-name").focus();
  });
  $("group-cancel").addEventListener("click", () => window.close());
  $("group-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const users = [...$("group-people").querySelectorAll("input:checked")].map((box) => Number(box.value));
    const made = await attempt(() => post("chats", { title: $("group-name").value, users }));
    if (!made) return;
    window.close();
    open(made.dialog);
  });
}
