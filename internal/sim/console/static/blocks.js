// Block Kit on the page: one function for each type of block.

import {h} from "./dom.js";
import {mrkdwn, textObject} from "./mrkdwn.js";
import {emojify} from "./emoji.js";
import {element} from "./elements.js";
import {richText, markdown} from "./richtext.js";
import {table, dataTable} from "./tables.js";
import {chart} from "./chart.js";
import {picture} from "./links.js";
import {t} from "./text.js";

// blocks renders a list; ctx is described in elements.js.
export function blocks(list, ctx) {
  return (list || []).map((b) => block(b, ctx));
}

export function block(b, ctx) {
  const draw = drawers[b.type];
  const el = draw ? draw(b, ctx) : h("div.unsupported", b.type);
  el.classList.add("block", `b-${b.type}`);
  if (b.block_id) el.dataset.block = b.block_id;
  return el;
}

const fallbackTitle = (title) => (typeof title === "string" ? [emojify(title)] : textObject(title));

const drawers = {
  section(b, ctx) {
    const accessory = b.accessory ? h("div.accessory", element(b.accessory, b.block_id, ctx)) : null;
    return h("div", h("div.section-main",
      b.text ? h("div.text", textObject(b.text)) : null,
      b.fields ? h("div.fields", b.fields.map((f) => h("div", textObject(f)))) : null), accessory);
  },
  header: (b) => h(`h${Math.min(4, (b.level || 1) + 1)}`, textObject(b.text)),
  divider: () => h("hr"),
  context: (b) => h("div", (b.elements || []).map((e) => (e.type === "image" ? picture("img.tiny", e.image_url, e.alt_text) : h("span", textObject(e))))),
  actions: (b, ctx) => h("div", (b.elements || []).map((e) => element(e, b.block_id, ctx))),
  context_actions: (b, ctx) => h("div", (b.elements || []).map((e) => element(e, b.block_id, ctx))),
  image: (b) => h("figure", b.title ? h("figcaption", textObject(b.title)) : null, picture("img.wide", b.image_url || b.slack_file?.url, b.alt_text)),
  rich_text: (b) => richText(b),
  markdown: (b) => markdown(b.text),
  table: (b, ctx) => table(b, ctx),
  data_table: (b, ctx) => dataTable(b, ctx),
  data_visualization: (b) => chart(b),
  alert: (b) => h("div", {role: "alert", class: b.level || "default"}, h("span.alert-icon", {"aria-hidden": true}, {info: "ℹ", warning: "⚠", error: "⛔", success: "✓"}[b.level] || "•"), h("div", textObject(b.text))),
  card,
  carousel: (b, ctx) => h("div", blocks(b.elements, ctx)),
  container,
  layout: (b, ctx) => h("div", {"aria-label": fallbackTitle(b.label)[0]}, b.is_label_visible ? h("div.label", fallbackTitle(b.label)) : null,
    (b.rows || []).map((row) => h("div.layout-row", (row.items || []).map((item) => h("div", {class: item.width || ""}, block(item.block, ctx)))))),
  input,
  task_card: (b) => h("div", h("span.state", {complete: "✓", error: "✕", in_progress: "…"}[b.status] || "○"), h("div", h("strong", b.title), b.details ? richText(b.details) : null, b.output ? richText(b.output) : null)),
  plan: (b, ctx) => h("div", h("strong", b.title), blocks(b.tasks, ctx)),
  video: (b) => h("figure", h("figcaption", textObject(b.title)), picture("img.wide", b.thumbnail_url, b.alt_text)),
};

function card(b, ctx) {
  return h("article", {"data-test": "card"},
    b.hero_image ? picture("img.hero", b.hero_image.image_url, b.hero_image.alt_text) : null,
    h("div.card-head", b.icon ? picture("img.tiny", b.icon.image_url, b.icon.alt_text) : null,
      h("div", b.title ? h("div.card-title", textObject(b.title)) : null, b.subtitle ? h("div.card-subtitle", textObject(b.subtitle)) : null)),
    b.body ? h("div.card-body", textObject(b.body)) : null,
    b.subtext ? h("div.card-subtext", textObject(b.subtext)) : null,
    b.actions ? h("div.b-actions", b.actions.map((e) => element(e, b.block_id, ctx))) : null);
}

function container(b, ctx) {
  const head = [b.icon ? picture("img.tiny", b.icon.image_url, b.icon.alt_text) : null,
    h("span.container-title", b.title ? textObject(b.title) : richText(b.rich_text_title)), b.subtitle ? h("span.container-subtitle", textObject(b.subtitle)) : null];
  const inside = h("div.container-body", blocks(b.child_blocks, ctx));
  if (!b.is_collapsible) return h("div", h("div.container-head", {class: b.has_header_divider ? "ruled" : ""}, head), inside);
  return h("details", {open: !b.default_collapsed}, h("summary.container-head", head), inside);
}

function input(b, ctx) {
  const wrong = ctx.errorOf?.(b.block_id);
  const control = element(b.element, b.block_id, ctx, b);
  const id = `field-${b.block_id}`;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(control.tagName)) control.id = id;
  if (wrong) control.setAttribute("aria-invalid", "true");
  return h("div", {class: wrong ? "wrong" : ""},
    h("label", {for: id}, textObject(b.label), b.optional ? h("small", " " + t("optional")) : null), control,
    h("div.error", {role: "alert", "data-test": "error", "data-error": b.block_id, hidden: !wrong}, wrong || ""),
    b.hint ? h("div.hint", textObject(b.hint)) : null);
}

// messageBody renders a message's blocks, its attachments, or its text.
export function messageBody(m, ctx) {
  const out = [];
  if (m.blocks?.length) out.push(...blocks(m.blocks, ctx));
  else if (m.text) out.push(h("div.block.b-section", h("div.section-main", h("div.text", mrkdwn(m.text)))));
  for (const a of m.attachments || []) {
    out.push(h("div.attachment", {style: {"border-left-color": /^#?[0-9a-f]{3,8}$/i.test(a.color || "") ? "#" + a.color.replace("#", "") : "#ddd"}},
      a.pretext ? h("div", mrkdwn(a.pretext)) : null, a.title ? h("strong", mrkdwn(a.title)) : null,
      a.blocks ? blocks(a.blocks, ctx) : a.text ? h("div", mrkdwn(a.text)) : null,
      a.fields ? h("div.fields", a.fields.map((f) => h("div", h("strong", f.title), h("div", mrkdwn(f.value))))) : null));
  }
  return out;
}
