// Interactive elements: buttons, menus, pickers and inputs.
//
// ctx is the surface they stand on: act(blockID, actionID, done) sends what was
// done, stored(blockID, actionID) is what was entered before, and fields, where
// there is one, collects {block, action, read, write} for a form.

import {h, popup} from "./dom.js";
import {textObject} from "./mrkdwn.js";
import {emojify} from "./emoji.js";
import {state, under} from "./api.js";
import {picture} from "./links.js";
import {askConfirm} from "./confirm.js";
import {icon} from "./icons.js";
import {t} from "./text.js";

const plain = (o) => emojify(typeof o === "string" ? o : o?.text ?? "");

// element renders e of the block blockID; input tells that it stands in an
// input block, which says nothing before the form is submitted unless it has
// dispatch_action.
export function element(e, blockID, ctx, input) {
  switch (e?.type) {
    case "button": case "icon_button": case "workflow_button": return button(e, blockID, ctx);
    case "feedback_buttons": return h("span.feedback", [e.positive_button, e.negative_button].map((b) => button({...b, action_id: e.action_id, choose: b.value}, blockID, ctx)));
    case "overflow": return overflow(e, blockID, ctx);
    case "image": return picture("img.thumb", e.image_url, e.alt_text);
    case "checkboxes": case "radio_buttons": return choices(e, blockID, ctx, input);
    case "static_select": case "external_select": case "users_select": case "conversations_select": case "channels_select": return menu(e, blockID, ctx, input, false);
    case "multi_static_select": case "multi_external_select": case "multi_users_select": case "multi_conversations_select": case "multi_channels_select": return menu(e, blockID, ctx, input, true);
    case "plain_text_input": case "email_text_input": case "url_text_input": case "number_input": case "datepicker": case "timepicker": case "datetimepicker": return typed(e, blockID, ctx, input);
    default: return h("span.unsupported", e?.type || "?");
  }
}

// send asks for confirmation first where the element wants it, and shows that
// it is waiting for the app's acknowledgement.
async function send(el, e, blockID, ctx, done) {
  if (e.confirm && !(await askConfirm(e.confirm))) return false;
  el.classList.add("busy");
  el.setAttribute("aria-busy", "true");
  try { await ctx.act(blockID, e.action_id, done); } finally {
    el.classList.remove("busy");
    el.removeAttribute("aria-busy");
  }
  return true;
}

function button(e, blockID, ctx) {
  const label = e.icon && !e.text ? e.icon : plain(e.text);
  const attributes = {
    "data-test": "button", "data-label": label, "data-action": e.action_id, "data-value": e.value, class: [e.style || "", e.icon ? "icon-button" : ""].join(" "),
    "aria-label": e.accessibility_label,
  };
  const el = h("button.block-button", {...attributes, type: "button", onclick: async () => {
    if (el.classList.contains("busy")) return;
    if (e.url) window.open(e.url, "_blank", "noopener,noreferrer");
    await send(el, e, blockID, ctx, e.choose !== undefined ? {choose: e.choose} : {value: e.value});
  }}, e.icon === "trash" ? icon("trash") : null, h("span", label));
  return el;
}

function overflow(e, blockID, ctx) {
  const el = h("button.block-button.overflow", {
    type: "button", "aria-haspopup": "menu", "aria-label": t("more"), "data-test": "overflow", "data-action": e.action_id,
    onclick: () => popup(el, (e.options || []).map((o) => ({
      label: plain(o.text), hint: o.description && plain(o.description), test: "option",
      run: () => { if (o.url) window.open(o.url, "_blank", "noopener,noreferrer"); send(el, e, blockID, ctx, {choose: o.value}); },
    }))),
  }, "⋯");
  return el;
}

// register makes an element part of the form and sends its changes where they
// are heard.
function register(el, e, blockID, ctx, input, read, write) {
  ctx.fields?.push({block: blockID, action: e.action_id, read, write, el});
  const stored = ctx.stored?.(blockID, e.action_id);
  if (stored !== undefined) write(chosen(stored));
  if (!input || input.dispatch_action) {
    const silent = ["plain_text_input", "email_text_input", "url_text_input", "number_input"].includes(e.type);
    if (silent && !input) return;
    el.addEventListener("change", () => send(el, e, blockID, ctx, {choose: read()}));
  }
}

// chosen takes the value out of an entry of state.values.
function chosen(v) {
  for (const [key, value] of Object.entries(v)) {
    if (key === "type") continue;
    if (Array.isArray(value)) return value.map((one) => one?.value ?? one);
    return value?.value ?? value;
  }
  return null;
}

function choices(e, blockID, ctx, input) {
  const many = e.type === "checkboxes";
  const name = `${blockID}/${e.action_id}/${choices.serial = (choices.serial || 0) + 1}`;
  const initial = (many ? e.initial_options || [] : [e.initial_option]).filter(Boolean).map((o) => o.value);
  const boxes = (e.options || []).map((o) => ({value: o.value, box: h("input", {type: many ? "checkbox" : "radio", name, value: o.value, "data-test": "choice", "data-value": o.value})}));
  const el = h("div.choices", {"data-test": "input", "data-action": e.action_id, role: many ? "group" : "radiogroup"}, (e.options || []).map((o, i) => h("label", boxes[i].box, h("span", textObject(o.text), o.description ? h("small", textObject(o.description)) : null))));
  const read = () => { const picked = boxes.filter((b) => b.box.checked).map((b) => b.value); return many ? picked : picked[0] ?? null; };
  const write = (v) => { const set = [v].flat(); for (const b of boxes) b.box.checked = set.includes(b.value); };
  write(initial);
  register(el, e, blockID, ctx, input, read, write);
  return el;
}

// offered lists what a menu offers as [label of group or null, options].
function offered(e) {
  if (e.option_groups) return e.option_groups.map((g) => [plain(g.label), g.options.map((o) => [o.value, plain(o.text)])]);
  if (e.options) return [[null, e.options.map((o) => [o.value, plain(o.text)])]];
  if (/users_select/.test(e.type)) return [[null, under("user/").filter((u) => !u.bot && !u.deleted).map((u) => [u.id, u.name])]];
  if (/(conversations|channels)_select/.test(e.type)) return [[null, under("channel/").filter((c) => !c.im || /conversations/.test(e.type)).map((c) => [c.id, c.im ? c.name : "#" + c.name])]];
  return [[null, []]];
}

const initialOf = (e) => e.initial_option?.value ?? e.initial_user ?? e.initial_conversation ?? e.initial_channel ?? e.initial_options?.map((o) => o.value) ?? e.initial_users ?? e.initial_conversations ?? e.initial_channels ?? null;

function menu(e, blockID, ctx, input, many) {
  const placeholder = plain(e.placeholder) || t(/users/.test(e.type) ? "chooseUser" : "choose");
  const options = offered(e).flatMap(([group, list]) => {
    const items = list.map(([value, label]) => h("option", {value}, label));
    return group === null ? items : [h("optgroup", {label: group}, items)];
  });
  const el = h("select.block-select", {multiple: many, "data-test": "input", "data-action": e.action_id, "aria-label": placeholder, autofocus: e.focus_on_load},
    many ? null : h("option", {value: ""}, placeholder), options);
  const read = () => (many ? [...el.selectedOptions].map((o) => o.value) : el.value || null);
  const write = (v) => {
    if (many) for (const o of el.options) o.selected = [v].flat().includes(o.value);
    else el.value = v ?? "";
    el.classList.toggle("blank", !el.value);
  };
  el.addEventListener("change", () => el.classList.toggle("blank", !el.value));
  write(initialOf(e));
  register(el, e, blockID, ctx, input, read, write);
  return el;
}

const inputTypes = {email_text_input: "email", url_text_input: "url", datepicker: "date", timepicker: "time", datetimepicker: "datetime-local"};

function typed(e, blockID, ctx, input) {
  const attributes = {
    placeholder: plain(e.placeholder) || null, maxlength: e.max_length, "data-test": "input", "data-action": e.action_id, "data-kind": e.type,
    autofocus: e.focus_on_load, "aria-label": input?.label ? plain(input.label) : plain(e.placeholder) || t("chooseDate"),
  };
  const el = e.multiline ? h("textarea.block-input", {...attributes, rows: 4})
    : h("input.block-input", {...attributes, type: inputTypes[e.type] || "text", inputmode: e.type === "number_input" ? "decimal" : null, autocomplete: "off"});
  const stamp = e.type === "datetimepicker";
  const read = () => {
    const text = e.type === "number_input" ? el.value.trim().replace(/[\s\u00a0\u202f]/g, "").replace(",", ".") : el.value;
    if (stamp && text) return String(Math.round(new Date(text + "Z").getTime() / 1000));
    return text === "" ? null : text;
  };
  const write = (v) => { el.value = stamp && v ? new Date(Number(v) * 1000).toISOString().slice(0, 16) : v ?? ""; };
  write(e.initial_value ?? e.initial_date ?? e.initial_time ?? e.initial_date_time);
  register(el, e, blockID, ctx, input, read, write);
  return el;
}

// nameOfApp is what the bot is called here.
export const nameOfApp = () => state.slack.get("meta")?.app.name || "relance";
