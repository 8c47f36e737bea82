// Calls of the sandbox, always as the chosen person.

import { toast } from "./dom.js";

let login = "";

export function actAs(name) { login = name; }

async function answer(response) {
  const data = await response.json().catch(() => ({}));
  if (response.ok) return data;
  throw new Error(data.error || `HTTP ${response.status}`);
}

export const get = (name, query = {}) =>
  fetch(`/_sandbox/${name}?${new URLSearchParams({ as: login, ...query })}`).then(answer);

export const post = (name, body = {}) =>
  fetch(`/_sandbox/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ as: login, ...body }),
  }).then(answer);

export async function lines(name, query = {}) {
  const response = await fetch(`/_sandbox/${name}?${new URLSearchParams(query)}`);
  return (await response.text()).split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

// For the work of a click: a refusal is shown, not thrown.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return null;
  }
}

export function listen(handlers, onState) {
  const source = new EventSource(`/_sandbox/stream?as=${encodeURIComponent(login)}`);
  for (const [name, handler] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => handler(JSON.parse(event.data)));
  }
  source.addEventListener("ready", () => onState(true));
  source.onerror = () => onState(false);
  return () => source.close();
}
