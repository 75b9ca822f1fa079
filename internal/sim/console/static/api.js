// The line to the server: what it pushes (server-sent events) and what a person
// does (JSON requests). Everything the page shows is a copy of what came here.

import {h} from "./dom.js";

export const state = {
  boot: null, // language, users, tips, commands
  user: "", // whose Slack is shown
  slack: new Map(), // "channel/…", "message/C/ts", "view/…", "home", …: see feed_slack.go
  tabs: [], title: "", epoch: "", // of the spreadsheet, each tab with a version
  clock: null,
  mail: [], // what customers got, the newest first
  opened: new Set(), // numbers of mails that were looked at
};

const listeners = new Map();

// on calls f after each push of a topic: slack, sheet, mail, clock, line.
export function on(topic, f) {
  if (!listeners.has(topic)) listeners.set(topic, []);
  listeners.get(topic).push(f);
}

export function tell(topic, data) {
  for (const f of listeners.get(topic) || []) f(data);
}

// values lists what is stored under a prefix, "message/C1/".
export function under(prefix) {
  const out = [];
  for (const [key, value] of state.slack) if (key.startsWith(prefix)) out.push(value);
  return out;
}

let source = null;

// connect follows the workspace as one user sees it.
export function connect(user) {
  source?.close();
  state.user = user;
  state.slack = new Map();
  const mine = new EventSource(`events?user=${encodeURIComponent(user)}`);
  source = mine;
  const listen = (topic, apply) => mine.addEventListener(topic, (e) => {
    if (source !== mine) return;
    const data = JSON.parse(e.data);
    apply(data);
    tell(topic, data);
  });
  listen("slack", (d) => {
    if (d.reset) state.slack = new Map();
    for (const key of d.gone || []) state.slack.delete(key);
    for (const [key, value] of Object.entries(d.set || {})) state.slack.set(key, value);
  });
  listen("sheet", (d) => { Object.assign(state, {tabs: d.tabs, title: d.title, epoch: d.epoch}); });
  listen("mail", (d) => { state.mail = d; });
  listen("clock", (d) => { state.clock = d; });
  mine.onopen = () => tell("line", true);
  mine.onerror = () => tell("line", false);
}

export async function get(path) {
  const answer = await fetch(path, {headers: {Accept: "application/json"}});
  if (!answer.ok) throw new Error((await answer.text()).trim() || answer.statusText);
  return answer.json();
}

// post sends what a person did; a refusal is shown and returned as null.
export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error((await answer.text()).trim() || answer.statusText);
    return await answer.json();
  } catch (err) {
    toast(err.message, "error");
    return null;
  }
}

const toastMillis = 6000;

export function toast(text, kind = "") {
  const el = h("div.toast", {class: kind, "data-test": "toast"}, text);
  document.getElementById("toasts").append(el);
  setTimeout(() => el.remove(), toastMillis);
}
