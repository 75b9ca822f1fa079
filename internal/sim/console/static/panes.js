// What the page shows: Slack beside the sheet or the mail, or one of the three
// where there is no room for two.

import {on, state} from "./api.js";
import {h} from "./dom.js";
import {icon} from "./icons.js";
import {t} from "./text.js";

const shownNow = [];

// onPane calls f with the name of a pane that is turned to.
export const onPane = (f) => shownNow.push(f);

// showPane turns to slack, sheet or mail.
export function showPane(name) {
  const desk = document.getElementById("desk");
  desk.dataset.pane = name;
  if (name !== "slack") desk.dataset.side = name;
  for (const button of document.querySelectorAll("[data-pane][role=tab]")) button.setAttribute("aria-selected", String(button.dataset.pane === name));
  for (const button of document.querySelectorAll("[data-side][role=tab]")) button.setAttribute("aria-selected", String(button.dataset.side === desk.dataset.side));
  for (const f of shownNow) f(name);
}

// mailVisible tells whether the visitor sees the mail.
export const mailVisible = () => document.getElementById("mail").checkVisibility();

// sides are the tabs of the right half, with how many mails nobody has opened.
export function sides() {
  const count = h("span.badge", {"data-test": "mail-unread", hidden: true});
  const tab = (name, sign, label, more) => h("button", {
    type: "button", role: "tab", "data-test": "side-" + name, "data-side": name, "aria-selected": String(name === "sheet"), onclick: () => showPane(name),
  }, icon(sign), h("span", label), more);
  const tell = () => {
    const n = state.mail.filter((m) => !state.opened.has(m.number)).length;
    count.hidden = n === 0;
    count.textContent = n > 99 ? "99+" : String(n);
  };
  on("mail", tell);
  on("opened", tell);
  return h("div.sides", {role: "tablist"}, tab("sheet", "grid", t("sheetShort")), tab("mail", "mail", t("mail"), count));
}
