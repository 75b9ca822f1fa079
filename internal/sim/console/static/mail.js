// The customers' mail: what left, as whoever got it sees it. A letter stands in
// a sandboxed frame: it runs nothing and loads nothing from elsewhere.

import {on, state, tell} from "./api.js";
import {clockTime, dayKey, longDay} from "./dates.js";
import {h, replace} from "./dom.js";
import {icon} from "./icons.js";
import {mailVisible, onPane} from "./panes.js";
import {avatar} from "./people.js";
import {t} from "./text.js";

let parts, chosen = 0, view = "html";

export function startMail(root) {
  if (!state.boot.mail) return;
  root.setAttribute("aria-label", t("mail"));
  parts = {count: h("span.mail-count"), list: h("div.mail-list", {role: "listbox", "aria-label": t("mailTitle")}), reader: h("article.mail-reader", {"data-test": "mail-reader"})};
  root.append(h("header.mail-head", icon("mail"), h("h2", t("mailTitle")), parts.count), h("div.mail-split", parts.list, parts.reader));
  parts.list.addEventListener("keydown", (e) => {
    const step = {ArrowDown: 1, ArrowUp: -1}[e.key], at = state.mail.findIndex((m) => m.number === chosen);
    if (!step || !state.mail[at + step]) return;
    e.preventDefault();
    open(state.mail[at + step].number);
    parts.list.querySelector("[aria-selected=true]")?.focus();
  });
  on("mail", draw);
  onPane(() => { if (mailVisible()) draw(); });
  draw();
}

// newest opens what just came if nothing is open, once somebody looks.
function draw() {
  parts.count.textContent = state.mail.length ? String(state.mail.length) : "";
  if (!state.mail.length) {
    chosen = 0;
    replace(parts.list);
    replace(parts.reader, h("div.mail-empty", {"data-test": "mail-empty"}, icon("mail"), h("b", t("mailNone")), h("p", t("mailHow"))));
    return;
  }
  if (!state.mail.some((m) => m.number === chosen) && mailVisible()) return open(state.mail[0].number);
  drawList();
  if (!chosen) replace(parts.reader, h("div.mail-empty", t("mailPick")));
}

function drawList() {
  const zone = state.clock?.zone ?? "UTC";
  let day = "";
  replace(parts.list, state.mail.map((m) => {
    const at = new Date(m.at), key = dayKey(at, zone), head = key === day ? null : h("div.mail-day", longDay(at, zone));
    day = key;
    return [head, h("button.mail-row", {
      type: "button", role: "option", "data-test": "mail-row", "data-number": m.number, "aria-selected": String(m.number === chosen),
      class: state.opened.has(m.number) ? "" : "unread", onclick: () => open(m.number),
    }, avatar(address(m.to), name(m.to)), h("span.mail-line", h("span.mail-who", name(m.to)), h("time", clockTime(at, zone))),
    h("span.mail-subject", m.attachments ? icon("clip") : null, m.subject), h("span.mail-begins", m.begins))];
  }));
}

function open(number) {
  const m = state.mail.find((x) => x.number === number);
  if (!m) return;
  chosen = number;
  state.opened.add(number);
  tell("opened");
  drawList();
  drawReader(m);
}

function drawReader(m) {
  const zone = state.clock?.zone ?? "UTC", base = `api/mail/messages/${m.number}`, at = new Date(m.at);
  const shown = view === "html" && !m.has_html ? "text" : view;
  const tab = (kind, label) => h("button", {
    type: "button", role: "tab", "data-test": "mail-as-" + kind, "aria-selected": String(kind === shown), onclick: () => { view = kind; drawReader(m); },
  }, label);
  const line = (label, value) => value ? [h("dt", label), h("dd", value)] : null;
  const frame = h("iframe.mail-frame", {sandbox: shown === "html" ? "allow-popups" : "", title: m.subject, src: `${base}/${shown}`, "data-test": "mail-frame"});
  replace(parts.reader,
    h("header.mail-about",
      h("h3", {"data-test": "mail-subject"}, m.subject),
      h("dl", line(t("mailTo"), bare(m.to)), line(t("mailFrom"), bare(m.from)), line(t("mailReply"), m.reply_to && bare(m.reply_to))),
      h("div.mail-when", h("time", {datetime: m.at}, `${longDay(at, zone)}, ${clockTime(at, zone)}`), m.automatic ? h("span.mail-auto", t("mailAuto")) : null, h("small", {title: "Message-ID"}, m.message_id)),
      m.attachments ? h("div.mail-files", m.attachments.map((file, i) => h("a.mail-file", {href: `${base}/files/${i + 1}`, target: "_blank", rel: "noopener", "data-test": "mail-file"}, icon("file"), file))) : null,
      h("div.mail-views", {role: "tablist"}, m.has_html ? tab("html", t("mailHTML")) : null, tab("text", t("mailText")), tab("raw", t("mailRaw")))),
    frame);
}

// name is who an address is of: its name, or what the domain says.
function name(header) {
  const named = header.match(/^"?([^"<]*?)"?\s*</);
  if (named && named[1].trim()) return named[1].trim();
  const domain = address(header).split("@")[1] ?? header;
  return domain.split(".").slice(0, -1).join(" ").split("-").map((w) => w.charAt(0).toUpperCase() + w.slice(1)).join(" ") || header;
}

// bare drops the marks that a header needs and a reader doesn't.
const bare = (header) => header.replace(/"/g, "").replace(/^\s*<([^>]*)>\s*$/, "$1");

const address = (header) => (header.match(/<([^>]*)>/) ?? [null, header])[1];
