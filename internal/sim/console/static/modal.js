// Modals: the stack of views, their form, what Slack and the app find wrong.

import {post, state} from "./api.js";
import {h, replace} from "./dom.js";
import {blocks} from "./blocks.js";
import {textObject} from "./mrkdwn.js";
import {viewContext} from "./slack.js";
import {nameOfApp} from "./elements.js";
import {t} from "./text.js";

let shown = null; // {id, sign, dialog, fields}

// showModals shows the top one of views.
export function showModals(views) {
  const view = views.at(-1);
  if (!view) {
    if (shown) { shown.dialog.remove(); shown = null; }
    return;
  }
  const sign = JSON.stringify([view.hash, view.errors, state.user, views.length]);
  if (shown?.id === view.id && shown.sign === sign) return;
  const drafts = shown?.id === view.id ? shown.fields.map((f) => [f.block, f.action, f.read()]) : [];
  const focused = shown?.id === view.id ? document.activeElement?.closest("[data-block]")?.dataset.block : null;
  const fresh = shown?.id !== view.id;
  const fields = [];
  const dialog = shown?.dialog ?? newDialog();
  shown = {id: view.id, sign, dialog, fields, busy: false};
  fill(dialog, view, fields, views.length);
  for (const [block, action, value] of drafts) fields.find((f) => f.block === block && f.action === action)?.write(value);
  if (!dialog.open) dialog.showModal();
  const wrong = dialog.querySelector(".wrong input, .wrong select, .wrong textarea");
  const again = focused && dialog.querySelector(`[data-block="${CSS.escape(focused)}"] :is(input, select, textarea)`);
  if (wrong) wrong.focus();
  else if (again) again.focus();
  else if (fresh) (dialog.querySelector("[autofocus]") ?? dialog.querySelector("main :is(input, select, textarea)") ?? dialog.querySelector(".modal-submit") ?? dialog).focus();
}

function newDialog() {
  const dialog = h("dialog.modal", {"data-test": "modal", tabindex: "-1"});
  dialog.addEventListener("cancel", (e) => { e.preventDefault(); closeTop(); });
  document.getElementById("layers").append(dialog);
  return dialog;
}

const closeTop = () => shown && post("api/slack/view/close", {user: state.user, view: shown.id});

const word = (o, otherwise) => (o ? textObject(o) : [otherwise]);

function fill(dialog, view, fields, depth) {
  const form = h("form", {novalidate: true, onsubmit: (e) => { e.preventDefault(); submit(dialog, view, fields); }},
    h("header", h("img.app-icon", {src: "static/icon.svg", alt: nameOfApp()}), h("h2", {id: "modal-title"}, word(view.title, nameOfApp())),
      h("button.x", {type: "button", "data-test": "modal-x", "aria-label": t("close"), onclick: closeTop}, "✕")),
    h("main", blocks(view.blocks, viewContext(view, fields))),
    view.submit || view.close || depth > 1 ? h("footer",
      h("button.block-button", {type: "button", "data-test": "modal-close", onclick: closeTop}, word(view.close, t(depth > 1 ? "back" : "cancel"))),
      view.submit ? h("button.block-button.primary.modal-submit", {type: "submit", "data-test": "modal-submit"}, h("span", textObject(view.submit))) : null) : null);
  dialog.setAttribute("aria-labelledby", "modal-title");
  dialog.dataset.view = view.id;
  replace(dialog, form);
}

// wrongWith says what Slack's own form would, before the app is asked.
function wrongWith(b, value) {
  const e = b.element;
  const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
  if (empty) return b.optional ? null : t("required");
  if (e.type === "email_text_input" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) return t("badEmail");
  if (e.type === "number_input") {
    if (!/^-?\d+(\.\d+)?$/.test(value)) return t("badNumber");
    if (!e.is_decimal_allowed && value.includes(".")) return t("noDecimals");
    if (e.min_value !== undefined && Number(value) < Number(e.min_value)) return t("tooSmall", {n: e.min_value});
    if (e.max_value !== undefined && Number(value) > Number(e.max_value)) return t("tooBig", {n: e.max_value});
  }
  if (typeof value === "string" && e.min_length && value.length < e.min_length) return t("tooShort", {n: e.min_length});
  if (typeof value === "string" && e.max_length && value.length > e.max_length) return t("tooLong", {n: e.max_length});
  return null;
}

async function submit(dialog, view, fields) {
  if (shown.busy) return;
  const values = {}, wrong = {};
  for (const f of fields) (values[f.block] ??= {})[f.action] = f.read();
  const inputs = (list) => list.flatMap((b) => (b.type === "container" ? inputs(b.child_blocks) : b.type === "input" ? [b] : []));
  for (const b of inputs(view.blocks)) {
    const problem = wrongWith(b, values[b.block_id]?.[b.element.action_id]);
    if (problem) wrong[b.block_id] = problem;
  }
  showErrors(dialog, wrong);
  if (Object.keys(wrong).length) return;
  const mine = shown;
  mine.busy = true;
  const button = dialog.querySelector(".modal-submit");
  button?.classList.add("busy");
  button?.setAttribute("aria-busy", "true");
  await post("api/slack/view/submit", {user: state.user, view: view.id, values});
  mine.busy = false;
  button?.classList.remove("busy");
  button?.removeAttribute("aria-busy");
}

function showErrors(dialog, wrong) {
  let first = null;
  for (const el of dialog.querySelectorAll("[data-error]")) {
    const text = wrong[el.dataset.error];
    const block = el.closest(".b-input");
    el.textContent = text || "";
    el.hidden = !text;
    block.classList.toggle("wrong", !!text);
    if (text && !first) first = block.querySelector("input, select, textarea");
  }
  first?.focus();
}
