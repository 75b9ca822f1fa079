// rich_text blocks, and the markdown block (standard Markdown, a subset).

import {h} from "./dom.js";
import {emojify} from "./emoji.js";
import {mention} from "./mrkdwn.js";
import {safeLink} from "./links.js";
import {channelName} from "./people.js";
import {slackDate} from "./dates.js";

export function richText(block) {
  return h("div.rich", (block.elements || []).map(part));
}

function part(e) {
  switch (e.type) {
    case "rich_text_list": return list(e);
    case "rich_text_quote": return h("blockquote", (e.elements || []).flatMap(run));
    case "rich_text_preformatted": return h("pre", (e.elements || []).flatMap(run));
    default: return h("p", (e.elements || []).flatMap(run));
  }
}

function list(e) {
  const el = h(e.style === "ordered" ? "ol" : "ul", {style: {"margin-left": `${(e.indent || 0) * 24}px`}, start: e.offset ? e.offset + 1 : null},
    (e.elements || []).map((item) => h("li", (item.elements || []).flatMap(run))));
  return el;
}

// run is one inline element, its line breaks kept.
export function run(e) {
  return styled(bare(e), e.style || {});
}

function bare(e) {
  switch (e.type) {
    case "text": return withBreaks(e.text);
    case "link": return [safeLink(e.url, [e.text || e.url])];
    case "user": return [mention(e.user_id)];
    case "channel": return [h("span.mention", "#" + (channelName(e.channel_id) || e.channel_id))];
    case "usergroup": return [h("span.mention", "@" + e.usergroup_id)];
    case "broadcast": return [h("span.mention.me", "@" + e.range)];
    case "emoji": return [e.unicode ? String.fromCodePoint(...e.unicode.split("-").map((x) => parseInt(x, 16))) : emojify(`:${e.name}:`)];
    case "date": return [h("time", slackDate(Number(e.timestamp), e.format) ?? e.fallback ?? "")];
    case "color": return [h("code", e.value)];
    default: return [e.text || ""];
  }
}

function withBreaks(text) {
  return String(text ?? "").split("\n").flatMap((line, i) => (i ? [h("br"), line] : [line]));
}

function styled(nodes, style) {
  for (const [key, tag] of [["code", "code"], ["bold", "strong"], ["italic", "em"], ["strike", "s"], ["underline", "u"]]) {
    if (style[key]) nodes = [h(tag, nodes)];
  }
  return nodes;
}

// markdown renders headings, lists, tables, quotes, code and the usual inline
// marks; anything else is a paragraph.
export function markdown(text) {
  const out = h("div.rich");
  const lines = String(text ?? "").split("\n");
  for (let i = 0; i < lines.length;) {
    const line = lines[i];
    const gather = (pattern) => { const got = []; while (i < lines.length && pattern.test(lines[i])) got.push(lines[i++]); return got; };
    let m;
    if (!line.trim()) i++;
    else if (/^```/.test(line)) { i++; out.append(h("pre", gather(/^(?!```)/).join("\n"))); i++; }
    else if ((m = line.match(/^(#{1,6})\s+(.*)/))) { out.append(h(`h${Math.min(6, m[1].length + 2)}`, marks(m[2]))); i++; }
    else if (/^\s*(---+|\*\*\*+)\s*$/.test(line)) { out.append(h("hr")); i++; }
    else if (/^>/.test(line)) out.append(h("blockquote", gather(/^>/).flatMap((l) => [marks(l.replace(/^>\s?/, "")), h("br")])));
    else if (/^\s*[-*+]\s/.test(line)) out.append(h("ul", gather(/^\s*[-*+]\s/).map((l) => h("li", marks(l.replace(/^\s*[-*+]\s+/, ""))))));
    else if (/^\s*\d+[.)]\s/.test(line)) out.append(h("ol", gather(/^\s*\d+[.)]\s/).map((l) => h("li", marks(l.replace(/^\s*\d+[.)]\s+/, ""))))));
    else if (/^\s*\|/.test(line)) out.append(pipeTable(gather(/^\s*\|/)));
    else out.append(h("p", gather(/^(?!\s*$|#{1,6}\s|```|>|\s*[-*+]\s|\s*\d+[.)]\s|\s*\|)/).flatMap((l, n) => (n ? [h("br"), marks(l)] : [marks(l)]))));
  }
  return out;
}

function pipeTable(rows) {
  const cells = rows.filter((r) => !/^[\s|:-]+$/.test(r)).map((r) => r.trim().replace(/^\||\|$/g, "").split("|").map((c) => c.trim()));
  const [head, ...body] = cells;
  return h("div.table-wrap", h("table", h("thead", h("tr", head.map((c) => h("th", marks(c))))), h("tbody", body.map((r) => h("tr", r.map((c) => h("td", marks(c))))))));
}

const marked = /(\*\*|__)(?=\S)(.+?)\1|(\*|_)(?=\S)(.+?)\3|~~(.+?)~~|`([^`]+)`|\[([^\]]+)\]\(([^)\s]+)\)/;

function marks(text) {
  const out = [];
  for (let m; (m = text.match(marked)); text = text.slice(m.index + m[0].length)) {
    if (m.index) out.push(emojify(text.slice(0, m.index)));
    if (m[2]) out.push(h("strong", marks(m[2])));
    else if (m[4]) out.push(h("em", marks(m[4])));
    else if (m[5]) out.push(h("s", marks(m[5])));
    else if (m[6]) out.push(h("code", m[6]));
    else out.push(safeLink(m[8], marks(m[7])));
  }
  if (text) out.push(emojify(text));
  return out;
}
