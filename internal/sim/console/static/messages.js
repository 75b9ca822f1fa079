// The messages of a channel: grouped by day and author, kept in the page as
// long as they don't change.

import {post, state, under} from "./api.js";
import {h} from "./dom.js";
import {messageBody} from "./blocks.js";
import {emojify} from "./emoji.js";
import {icon} from "./icons.js";
import {avatar} from "./people.js";
import {clockTime, dayKey, dividerDay, fromTS} from "./dates.js";
import {t} from "./text.js";

const groupMinutes = 5;
const unfolded = new Set(); // threads shown open
const portion = 100; // messages shown at first, and more at each wish
const wished = new Map(); // channel -> how many are shown

// A push replaces the objects of messages that changed and no others, so the
// object itself tells whether a message is still the same.
const serials = new WeakMap();
let serial = 0;
function serialOf(m) {
  if (m.notice) return m.ts + m.text;
  if (!serials.has(m)) serials.set(m, ++serial);
  return serials.get(m);
}

// messageList brings el up to date. Elements are reused by a signature of what
// they show, so that a push redraws only what moved and an open menu survives.
export function messageList(el, channel, mark) {
  if (!channel) return el.replaceChildren(h("p.empty", t("noAccess")));
  const all = [...under(`message/${channel.id}/`), ...notices(channel)].sort((a, b) => Number(a.ts) - Number(b.ts) || (a.ts < b.ts ? -1 : 1));
  const limit = wished.get(channel.id) ?? portion;
  const messages = all.slice(-limit);
  const wanted = [all.length > limit ? older(channel, limit, mark) : welcome(channel)];
  let before = null, marked = false;
  for (const m of messages) {
    const date = fromTS(m.ts);
    const newDay = !before || dayKey(fromTS(before.ts)) !== dayKey(date);
    if (newDay) wanted.push({key: "day/" + dayKey(date), sign: dividerDay(date), make: () => h("div.day", h("span", dividerDay(date)))}, {key: "rule/" + dayKey(date), sign: "", make: () => h("div.rule")});
    const isNew = mark !== undefined && m.ts > mark && m.user !== state.user;
    if (isNew && !marked) wanted.push({key: "new", sign: "new", make: () => h("div.new", h("span", t("newMessages")))});
    const first = newDay || (isNew && !marked) || before.user !== m.user || m.bot || !!before.ephemeral !== !!m.ephemeral || date - fromTS(before.ts) > groupMinutes * 60e3;
    marked ||= isNew;
    wanted.push({key: "m/" + m.ts, sign: [serialOf(m), first, unfolded.has(m.ts), state.user].join(), make: () => message(m, channel, first)});
    before = m;
  }
  reconcile(el, wanted);
}

function reconcile(el, wanted) {
  const have = new Map([...el.children].map((c) => [c.dataset.key, c]));
  let at = el.firstChild;
  for (const w of wanted) {
    let node = have.get(w.key);
    have.delete(w.key);
    if (!node || node.sign !== w.sign) {
      const next = w.make();
      next.dataset.key = w.key;
      next.sign = w.sign;
      if (node) {
        if (at === node) at = next;
        node.replaceWith(next);
        next.classList.add("changed");
      }
      node = next;
    }
    if (at === node) at = at.nextSibling;
    else el.insertBefore(node, at);
  }
  for (const gone of have.values()) gone.remove();
}

function welcome(channel) {
  const name = (channel.im ? "" : "#") + channel.name;
  return {key: "welcome", sign: name, make: () => h("div.welcome", channel.im ? h("img.app-icon", {src: "static/icon.svg", alt: ""}) : null, h("p", t(channel.im ? "emptyDM" : "emptyChannel", {name})))};
}

function older(channel, limit, mark) {
  return {key: "older", sign: String(limit), make: () => h("div.welcome", h("button.small", {type: "button", "data-test": "older", onclick: (e) => {
    const list = e.target.closest(".messages"), below = list.scrollHeight - list.scrollTop;
    wished.set(channel.id, limit + portion);
    messageList(list, channel, mark);
    list.scrollTop = list.scrollHeight - below;
  }}, t("older")))};
}

// notices are Slack's own words to this person (an app that did not answer).
function notices(channel) {
  return (state.slack.get("notices") || []).filter((n) => !n.channel || n.channel === channel.id)
    .map((n) => ({ts: n.ts, user: "USLACKBOT", user_name: "Slackbot", text: n.text, ephemeral: true, notice: true}));
}

function message(m, channel, first) {
  const date = fromTS(m.ts);
  const name = m.user_name || m.user;
  const ctx = {where: "message", act: (block, action, done) => post("api/slack/click", {user: state.user, channel: channel.id, ts: m.ts, block, action, ...done})};
  const body = messageBody(m, ctx);
  if (m.edited && body.length) (body.at(-1).querySelector(":scope > .section-main > .text") ?? body.at(-1)).append(h("small.edited", " " + t("edited")));
  return h("article.message", {"data-test": "message", "data-ts": m.ts, "data-user": m.user, class: [m.ephemeral ? "ephemeral" : "", first ? "first" : "", m.notice ? "notice" : ""].join(" ")},
    first ? avatar(m.user, name, m.bot) : h("time.gutter", clockTime(date)),
    h("div.body",
      m.ephemeral && first ? h("div.only", icon("eye"), t("only")) : null,
      first ? h("header", h("b", name), m.bot ? h("span.app-tag", t("app")) : null, h("time", clockTime(date))) : null,
      body, files(m), reactions(m), thread(m, channel)));
}

function files(m) {
  if (!m.files?.length) return null;
  return h("div.files", m.files.map((f) => h("a.file", {href: `api/slack/file?id=${encodeURIComponent(f.id)}`, download: f.name, "data-test": "file"}, h("span.file-icon", icon("file")), h("span", h("b", f.name), h("small", `${Math.max(1, Math.round(f.size / 1024))} KB`)))));
}

function reactions(m) {
  if (!m.reactions?.length) return null;
  return h("div.reactions", m.reactions.map((r) => h("span.reaction", {class: r.users.includes(state.user) ? "mine" : ""}, emojify(`:${r.name}:`), " ", String(r.users.length))));
}

function thread(m, channel) {
  if (!m.replies?.length) return null;
  const shown = unfolded.has(m.ts);
  const n = m.replies.length;
  const toggle = h("button.thread-toggle", {type: "button", "data-test": "thread", "aria-expanded": String(shown), onclick: () => {
    if (!unfolded.delete(m.ts)) unfolded.add(m.ts);
    messageList(toggle.closest(".messages"), channel);
  }}, h("span.faces", [...new Map(m.replies.map((r) => [r.user, r])).values()].slice(0, 3).map((r) => avatar(r.user, r.user_name, r.bot))), h("b", n === 1 ? t("reply") : t("replies", {n})), shown ? h("small", t("hide")) : h("small", clockTime(fromTS(m.replies.at(-1).ts))));
  return h("div.thread", toggle, shown ? m.replies.map((r) => message({...r, replies: null}, channel, true)) : null);
}
