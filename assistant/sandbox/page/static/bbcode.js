// BB code to nodes. Everything that is no known tag stays text.

import { el } from "./dom.js";
import { stamp } from "./format.js";
import { follow, run } from "./links.js";

const TAG = /\[(\w+)(?:=([^\]]*)|(\s+\w+=[^\]]*))?\]/;
const WRAP = { b: "strong", i: "em", u: "u", s: "s" };
const PAIRED = new Set([...Object.keys(WRAP), "size", "color", "url", "user", "chat", "context", "put", "send", "call", "code", "img", "quote"]);
const LONE = new Set(["br", "timestamp", "disk", "icon"]);
const BARE = /https?:\/\/[^\s<>[\]"]+[^\s<>[\]".,;:!?)]/g;

export function bbcode(text) {
  const fragment = document.createDocumentFragment();
  // Code first: inside of it nothing is a tag or a quote.
  const parts = String(text).split(/\[code\]([\s\S]*?)\[\/code\]/i);
  parts.forEach((part, place) => {
    if (place % 2) fragment.append(el("pre", {}, el("code", {}, part.replace(/^\n|\n$/g, ""))));
    else fragment.append(...blocks(part));
  });
  return fragment;
}

function blocks(text) {
  const nodes = [];
  const rows = text.replace(/-{6,}\n([\s\S]*?)\n-{6,}/g, (_, inner) => inner.replace(/^/gm, ">>")).split("\n");
  let plain = [];
  const flush = () => {
    if (plain.length) nodes.push(...inline(plain.join("\n")));
    plain = [];
  };
  for (let place = 0; place < rows.length; place += 1) {
    if (!rows[place].startsWith(">>")) { plain.push(rows[place]); continue; }
    flush();
    const quoted = [];
    while (place < rows.length && rows[place].startsWith(">>")) quoted.push(rows[place++].slice(2));
    place -= 1;
    nodes.push(el("blockquote", {}, inline(quoted.join("\n"))));
  }
  flush();
  return nodes;
}

function inline(text) {
  const nodes = [];
  let rest = text;
  while (rest) {
    const found = TAG.exec(rest);
    if (!found) { nodes.push(...plainText(rest)); break; }
    const [whole, name] = found;
    const tag = name.toLowerCase();
    const after = found.index + whole.length;
    const value = found[2] ?? "";
    const extra = found[3] ?? "";
    if (LONE.has(tag)) {
      nodes.push(...plainText(rest.slice(0, found.index)), lone(tag, value, extra, whole));
      rest = rest.slice(after);
      continue;
    }
    const end = PAIRED.has(tag) ? closing(rest, tag, after) : -1;
    if (end < 0) {
      nodes.push(...plainText(rest.slice(0, after)));
      rest = rest.slice(after);
      continue;
    }
    nodes.push(...plainText(rest.slice(0, found.index)), paired(tag, value, rest.slice(after, end), extra));
    rest = rest.slice(end + tag.length + 3);
  }
  return nodes;
}

// The place of the tag that closes this one, over nested tags of the same name.
function closing(text, tag, from) {
  const pattern = new RegExp(`\\[(/?)${tag}(?:[=\\s][^\\]]*)?\\]`, "gi");
  pattern.lastIndex = from;
  let depth = 1;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    depth += found[1] ? -1 : 1;
    if (depth === 0) return found.index;
  }
  return -1;
}

function plainText(text) {
  const nodes = [];
  text.split("\n").forEach((line, place) => {
    if (place) nodes.push(el("br"));
    let last = 0;
    for (const found of line.matchAll(BARE)) {
      nodes.push(line.slice(last, found.index), link(found[0], [found[0]]));
      last = found.index + found[0].length;
    }
    if (last < line.length) nodes.push(line.slice(last));
  });
  return nodes;
}

export const safe = (address) => /^(https?:\/\/|\/(?!\/))/i.test(address);

export function link(address, children) {
  if (!safe(address)) return el("span", {}, children);
  const outside = !follow.inside(address);
  return el("a", {
    href: address,
    target: outside ? "_blank" : undefined,
    rel: outside ? "noopener noreferrer" : undefined,
    onclick: (event) => follow.click(event, address),
  }, children);
}

const action = (name, value, children) =>
  el("button", { type: "button", class: "inline-action", onclick: () => run(name, value) }, children);

function paired(tag, value, inner, extra) {
  const text = inner.trim();
  if (WRAP[tag]) return el(WRAP[tag], {}, inline(inner));
  switch (tag) {
    case "size": {
      const size = Math.min(Math.max(Number.parseInt(value, 10) || 14, 8), 30);
      return el("span", { style: { "font-size": `${size}px`, "line-height": "1.3" } }, inline(inner));
    }
    case "color":
      return /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value)
        ? el("span", { class: "tinted", style: { "--text-tint": value } }, inline(inner)) : el("span", {}, inline(inner));
    case "url": return link(value || text, value ? inline(inner) : [text]);
    case "user": return el("span", { class: "mention" }, inline(inner));
    case "chat": return action("DIALOG", `chat${value}`, inline(inner));
    case "context": return action("DIALOG", value.split("/")[0], inline(inner));
    case "put": return action("PUT", value || text, inline(inner));
    case "send": return action("SEND", value || text, inline(inner));
    case "call": return action("CALL", value || text, inline(inner));
    case "quote": return el("blockquote", {}, inline(inner));
    case "img": {
      const size = /size=(\w+)/.exec(extra)?.[1] ?? value;
      return safe(text) ? el("img", { src: text, alt: "", class: `picture ${size || "medium"}`, loading: "lazy" }) : text;
    }
    default: return el("span", {}, inline(inner));
  }
}

function lone(tag, value, extra, whole) {
  if (tag === "br") return el("br");
  if (tag === "disk") return link(`/_sandbox/files/${Number.parseInt(value, 10) || 0}/file`, [`📎 ${value}`]);
  if (tag === "icon") {
    const address = value.split(/\s/)[0];
    const px = Math.min(Number.parseInt(/size=(\d+)/.exec(whole)?.[1] ?? "20", 10), 64);
    return safe(address) ? el("img", { src: address, alt: "", width: px, height: px, class: "icon" }) : "";
  }
  const seconds = Number.parseInt(value, 10);
  const format = /format=(\w+)/.exec(whole)?.[1];
  return Number.isFinite(seconds) ? el("time", { datetime: new Date(seconds * 1000).toISOString() }, stamp(seconds, format)) : whole;
}

// For previews: the text without its tags.
export const bare = (text) =>
  String(text).replace(/\[br\]/gi, " ").replace(/\[\/?\w+(?:[=\s][^\]]*)?\]/g, "").replace(/\s+/g, " ").trim();
