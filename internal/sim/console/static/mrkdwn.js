// Slack's own markup: *bold* _italic_ ~strike~ `code` ```pre``` > quote
// <url|label> <@U…> <#C…> <!date^…> &amp; :emoji:

import {h} from "./dom.js";
import {emojify} from "./emoji.js";
import {slackDate} from "./dates.js";
import {safeLink} from "./links.js";
import {personName, channelName, state} from "./people.js";

// mrkdwn turns text into nodes, a paragraph structure included.
export function mrkdwn(text) {
  const out = [];
  String(text ?? "").split("```").forEach((part, i, all) => {
    const pre = i % 2 === 1 && i < all.length - 1;
    if (pre) out.push(h("pre", unescape(part.replace(/^\n|\n$/g, ""))));
    else if (part) out.push(...lines(i % 2 === 1 ? "```" + part : trimAround(part, i > 0, i < all.length - 1)));
  });
  return out;
}

// A line break beside a block of code is the block's own.
function trimAround(text, after, before) {
  if (after) text = text.replace(/^\n/, "");
  return before ? text.replace(/\n$/, "") : text;
}

function lines(text) {
  const out = [];
  let quote = null;
  text.split("\n").forEach((line, i, all) => {
    const quoted = line.match(/^(?:&gt;|>)\s?(.*)$/);
    if (quoted) {
      if (!quote) out.push(quote = h("blockquote"));
      else quote.append(h("br"));
      quote.append(...inline(quoted[1]));
      return;
    }
    const bullet = line.match(/^\s*•\s?(.*)$/);
    if (bullet) out.push(h("span.bullet", inline(bullet[1])));
    else {
      out.push(...inline(line));
      if (i < all.length - 1) out.push(h("br"));
    }
    quote = null;
  });
  return out;
}

const tags = {"*": "strong", _: "em", "~": "s"};

// inline handles one line; what it can't read stays as typed.
export function inline(text) {
  const out = [];
  let plain = "";
  const flush = () => { if (plain) out.push(emojify(unescape(plain))); plain = ""; };
  for (let i = 0; i < text.length;) {
    const c = text[i], rest = text.slice(i);
    let m;
    if (c === "`" && (m = rest.match(/^`([^`\n]+)`/))) { flush(); out.push(h("code", unescape(m[1]))); }
    else if (c === "<" && (m = rest.match(/^<([^<>\n]+)>/))) { flush(); out.push(angle(m[1])); }
    else if (tags[c] && (m = span(c, rest)) && !/[\p{L}\p{N}]/u.test(text[i - 1] ?? " ")) { flush(); out.push(h(tags[c], inline(m[1]))); }
    if (m) i += m[0].length;
    else { plain += c; i++; }
  }
  flush();
  return out;
}

// span finds c…c whose inside begins and ends with something visible.
function span(c, rest) {
  const q = c === "*" ? "\\*" : c;
  return rest.match(new RegExp(`^${q}(?!\\s|${q})([^${q}\\n]*?[^\\s${q}])${q}(?![\\p{L}\\p{N}])`, "u"));
}

export function mention(id, label) {
  const mine = id === state.user;
  return h("span.mention", {class: mine ? "me" : "", "data-user": id}, "@" + (personName(id) || label || id));
}

// angle reads what stands between < and >.
function angle(body) {
  const [target, label] = splitOnce(body, "|");
  switch (body[0]) {
    case "@": return mention(target.slice(1), label && unescape(label));
    case "#": return h("span.mention", "#" + (channelName(target.slice(1)) || label || target.slice(1)));
    case "!": return special(target.slice(1), label);
  }
  return safeLink(unescape(target), label === undefined ? [unescape(target).replace(/^mailto:/, "")] : inline(label));
}

function special(target, label) {
  if (target.startsWith("date^")) {
    const [, stamp, format, link] = target.split("^");
    const text = slackDate(Number(stamp), format) ?? unescape(label ?? "");
    return link ? safeLink(link, [text]) : h("time", text);
  }
  if (target.startsWith("subteam^")) return h("span.mention", label ? unescape(label) : "@" + target.split("^")[1]);
  return h("span.mention.me", "@" + target.replace(/\^.*/, ""));
}

function splitOnce(text, by) {
  const i = text.indexOf(by);
  return i < 0 ? [text, undefined] : [text.slice(0, i), text.slice(i + 1)];
}

export function unescape(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

// textObject renders {type: plain_text | mrkdwn, text}.
export function textObject(o) {
  if (!o) return [];
  if (typeof o === "string") return [emojify(o)];
  if (o.type === "mrkdwn") return mrkdwn(o.text);
  const parts = String(o.text ?? "").split("\n");
  return parts.flatMap((line, i) => (i ? [h("br"), emojify(line)] : [emojify(line)]));
}
