// The Slack half: sidebar, switch of person, channel, App Home.

import {connect, on, post, state, under} from "./api.js";
import {h, popup, replace} from "./dom.js";
import {blocks} from "./blocks.js";
import {icon} from "./icons.js";
import {avatar, person} from "./people.js";
import {messageList} from "./messages.js";
import {composer} from "./composer.js";
import {showModals} from "./modal.js";
import {lastSeen, markRead, unread, waiting} from "./unread.js";
import {t} from "./text.js";

const open = {channel: "", tab: "messages", mark: undefined}; // mark: where "new" begins

let parts;

export function startSlack(root) {
  parts = {
    side: h("nav.side", {"aria-label": "Slack"}),
    head: h("header.channel-head"),
    list: h("div.messages", {"data-test": "messages", role: "log", "aria-live": "polite", tabindex: "0"}),
    home: h("div.home", {"data-test": "home"}),
    write: composer({channel: () => state.slack.get(`channel/${open.channel}`), sent: () => scrollDown()}),
  };
  root.append(parts.side, h("div.channel", parts.head, parts.list, parts.home, parts.write));
  on("slack", draw);
  connect(remembered());
}

function remembered() {
  const id = sessionStorage.getItem("you");
  return state.boot.users.some((u) => u.id === id) ? id : state.boot.users[0]?.id ?? "";
}

const mine = () => under("channel/").sort((a, b) => Number(!!a.im) - Number(!!b.im) || a.name.localeCompare(b.name));

function draw(push) {
  if (!state.slack.has("meta")) return;
  const all = mine();
  if (!all.some((c) => c.id === open.channel)) choose(all.find((c) => c.im)?.id ?? all[0]?.id ?? "", "messages", true);
  const channel = state.slack.get(`channel/${open.channel}`);
  const fresh = channel && unread(channel.id) > 0;
  if (fresh && open.tab === "messages") {
    if (document.hidden && open.mark === undefined) open.mark = lastSeen(channel.id);
    markRead(channel.id);
  }
  drawSide(all);
  drawHead(channel);
  drawBody(channel, push);
  parts.write.refresh();
  showModals(state.slack.get("modals") || []);
}

export function choose(channel, tab = "messages", quiet) {
  open.channel = channel;
  open.tab = tab;
  open.mark = channel && unread(channel) > 0 ? lastSeen(channel) : undefined;
  if (channel && tab === "messages") markRead(channel);
  parts.list.replaceChildren();
  if (quiet) return;
  draw();
  scrollDown();
  if (tab === "home") openHome();
  else parts.write.querySelector("textarea").focus();
}

const openHome = () => post("api/slack/home", {user: state.user});

function drawSide(all) {
  const me = person(state.user);
  const others = state.boot.users.filter((u) => u.id !== state.user).reduce((n, u) => n + waiting(u.id), 0);
  const entry = (c) => {
    const n = c.id === open.channel ? 0 : unread(c.id);
    return h("button.entry", {
      type: "button", "data-test": c.im ? "dm-" + c.name : "channel-" + c.name, "aria-current": c.id === open.channel ? "page" : null,
      class: [c.id === open.channel ? "open" : "", n ? "unread" : ""].join(" "), onclick: () => choose(c.id, "messages"),
    }, c.im ? h("img.app-icon", {src: "static/icon.svg", alt: ""}) : h("span.hash", icon(c.private ? "lock" : "hash")), h("span.name", c.name), n ? h("span.badge", {"data-test": "badge"}, String(n)) : null);
  };
  replace(parts.side,
    h("div.workspace", h("strong", state.boot.team), h("span.presence", {class: state.slack.get("meta").app.connected ? "on" : "", title: state.slack.get("meta").app.name})),
    h("div.scroll",
      h("h2", t("channels")), all.filter((c) => !c.im).map(entry),
      h("h2", t("apps")), all.filter((c) => c.im).map(entry)),
    h("button.you", {type: "button", "data-test": "you", "data-user": state.user, "aria-haspopup": "menu", title: t("switchUser"), onclick: (e) => switchMenu(e.currentTarget)},
      h("span.face", avatar(me?.id, me?.name), others ? h("span.badge", {"data-test": "others-badge"}, String(others)) : null), h("span.who", h("small", t("you")), h("b", me?.name || ""), h("i", me?.title || "")),
      h("span.caret", icon("caret"))));
}

function switchMenu(at) {
  popup(at, state.boot.users.map((u) => ({
    icon: avatar(u.id, u.name), label: u.name, under: u.title, badge: u.id === state.user ? 0 : waiting(u.id), hint: u.id === state.user ? icon("check") : null,
    test: "user-" + u.id, run: () => become(u.id),
  })), {className: "people"});
}

export function become(user) {
  if (user === state.user) return;
  sessionStorage.setItem("you", user);
  const name = state.slack.get(`channel/${open.channel}`)?.name;
  const im = state.slack.get(`channel/${open.channel}`)?.im;
  const hadNews = waiting(user) > 0;
  connect(user);
  // The same channel in the other person's Slack; their messages if they have news.
  const once = (push) => {
    if (!push.reset) return;
    const same = mine().find((c) => (im || hadNews ? c.im : c.name === name));
    choose(same?.id ?? "", "messages");
    arrived = null;
  };
  arrived = once;
}

let arrived = null;
on("slack", (push) => arrived?.(push));

function drawHead(channel) {
  if (!channel) return replace(parts.head);
  const tab = (name) => h("button.tab", {type: "button", role: "tab", "data-test": name + "-tab", "aria-selected": String(open.tab === name), onclick: () => choose(channel.id, name)}, t(name));
  replace(parts.head,
    h("div.title", channel.im ? h("img.app-icon", {src: "static/icon.svg", alt: ""}) : h("span.hash", icon(channel.private ? "lock" : "hash")), h("h1", channel.name),
      channel.topic ? h("span.topic", channel.topic) : null, channel.members ? h("span.members", {title: t("members", {n: channel.members})}, icon("people"), String(channel.members)) : null),
    channel.im ? h("div.tabs", {role: "tablist"}, tab("home"), tab("messages")) : null);
}

let drawnHome = "";

function drawBody(channel, push) {
  const home = !!channel?.im && open.tab === "home";
  parts.list.hidden = home;
  parts.home.hidden = !home;
  parts.write.hidden = home || !channel;
  if (home) {
    const view = state.slack.get("home");
    const now = JSON.stringify([state.user, view?.id, view?.blocks]);
    if (now === drawnHome && !push?.reset && parts.home.firstChild) return;
    drawnHome = now;
    const top = parts.home.scrollTop;
    replace(parts.home, view ? h("div.home-page", blocks(view.blocks, viewContext(view))) : h("p.empty", t("emptyHome")));
    parts.home.scrollTop = top;
    return;
  }
  const atEnd = parts.list.scrollHeight - parts.list.scrollTop - parts.list.clientHeight < 80;
  messageList(parts.list, channel, open.mark);
  if (atEnd || push?.reset) scrollDown();
}

export function viewContext(view, fields) {
  return {
    where: "view", fields,
    stored: (block, action) => view.values?.[block]?.[action],
    errorOf: (block) => view.errors?.[block],
    act: (block, action, done) => post("api/slack/view/click", {user: state.user, view: view.id, block, action, ...done}),
  };
}

function scrollDown() {
  requestAnimationFrame(() => { parts.list.scrollTop = parts.list.scrollHeight; });
}
