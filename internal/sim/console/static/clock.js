// The bar on top: simulated time, its buttons, what to try first.

import {on, post, state} from "./api.js";
import {showPane, sides} from "./panes.js";
import {h, replace} from "./dom.js";
import {clockTime, dayKey, longDay} from "./dates.js";
import {icon} from "./icons.js";
import {mrkdwn} from "./mrkdwn.js";
import {t} from "./text.js";

const steps = [[1, "day"], [7, "week"], [30, "month"]];

let parts;

export function startClock(root) {
  const buttons = steps.map(([days, word]) => h("button.step", {
    type: "button", "data-test": "advance-" + days, title: t("advance"), onclick: () => post("api/clock/advance", {days}),
  }, "+ " + t(word)));
  parts = {
    day: h("b"), hour: h("span"), buttons, steps: h("div.steps", {role: "group", "aria-label": t("advance")}, buttons),
    progress: h("div.progress", {"data-test": "progress", hidden: true, role: "status"}),
    tips: h("button.tips-open", {type: "button", "data-test": "tips-open", "aria-expanded": "false", onclick: () => showTips(parts.panel.hidden)}, icon("spark"), h("span", t("tips"))),
    panel: h("aside.tips", {"data-test": "tips", hidden: true, "aria-label": t("tips")}),
    line: h("span.line", {hidden: true, "data-test": "offline"}, t("offline")),
  };
  parts.now = h("time.now", {"data-test": "clock"}, parts.day, parts.hour);
  root.append(
    h("div.brand", h("img", {src: "static/icon.svg", alt: "", width: 30, height: 30}), h("div", h("b", t("brand")), h("small", t("tagline")))),
    h("div.centre", parts.now, parts.steps, parts.progress),
    h("div.panes", {role: "tablist"}, pane("slack", "Slack"), pane("sheet", "Sheet"), state.boot.mail ? pane("mail", t("mail")) : null),
    h("div.end", parts.line, state.boot.mail ? sides() : null, state.boot.tips.length ? parts.tips : null));
  document.body.append(parts.panel);
  drawTips();
  on("clock", draw);
  on("line", (up) => { parts.line.hidden = up; });
}

function pane(name, label) {
  return h("button", {type: "button", role: "tab", "data-test": "pane-" + name, "data-pane": name, onclick: () => showPane(name), "aria-selected": String(name === "slack")}, label);
}

let before = null;

function draw() {
  const c = state.clock, now = new Date(c.now);
  parts.day.textContent = longDay(now, c.zone);
  parts.hour.textContent = clockTime(now, c.zone);
  parts.now.dateTime = c.now;
  parts.now.dataset.day = dayKey(now, c.zone);
  if (before && before !== parts.now.dataset.day) { parts.now.classList.remove("ticked"); void parts.now.offsetWidth; parts.now.classList.add("ticked"); }
  before = parts.now.dataset.day;
  parts.steps.hidden = !c.movable;
  for (const b of parts.buttons) b.disabled = c.running;
  parts.now.dataset.running = String(c.running);
  parts.progress.hidden = !c.running && !c.error;
  parts.progress.classList.toggle("failed", !!c.error);
  if (c.error) return replace(parts.progress, h("span.text", c.error));
  if (!c.running) return;
  const meter = h("span.meter", h("i", {style: {width: `${(100 * c.day) / Math.max(1, c.days)}%`}}));
  replace(parts.progress, h("span.spinner"), h("b", t("dayOf", {n: c.day || 1, all: c.days})), meter, h("span.text", c.text));
}

const dismissed = "tips-dismissed";

function drawTips() {
  const tips = state.boot.tips;
  replace(parts.panel, h("header", h("h2", t("tips")), h("button.x", {type: "button", "aria-label": t("close"), onclick: () => showTips(false)}, "✕")),
    h("ol", tips.map((tip) => h("li", mrkdwn(tip)))),
    h("footer", h("button.block-button.primary", {type: "button", "data-test": "tips-dismiss", onclick: () => showTips(false)}, t("gotIt"))));
  if (tips.length && !sessionStorage.getItem(dismissed)) showTips(true);
}

function showTips(visible) {
  parts.panel.hidden = !visible;
  parts.tips.setAttribute("aria-expanded", String(visible));
  if (!visible) sessionStorage.setItem(dismissed, "yes");
}
