// table and data_table blocks.

import {h, replace} from "./dom.js";
import {richText} from "./richtext.js";
import {emojify} from "./emoji.js";
import {element} from "./elements.js";
import {language, t} from "./text.js";

function cell(c, blockID, ctx) {
  switch (c?.type) {
    case "rich_text": return richText(c);
    case "raw_number": return c.text ?? new Intl.NumberFormat(language()).format(Number(c.value));
    case "action_cell": return element(c.element, blockID, ctx);
    default: return emojify(String(c?.text ?? ""));
  }
}

export function table(block, ctx) {
  const settings = block.column_settings || [];
  const [head, ...body] = block.rows || [];
  const line = (row, tag) => h("tr", row.map((c, i) => h(tag, {
    class: [alignOf(c, settings[i]?.align), settings[i]?.is_wrapped ? "wrap" : ""].join(" "),
  }, cell(c, block.block_id, ctx))));
  return h("div.table-wrap", {"data-test": "table"}, h("table", h("thead", line(head || [], "th")), h("tbody", body.map((r) => line(r, "td")))));
}

function alignOf(c, set) {
  if (set) return set;
  return c?.type === "raw_number" ? "right" : "left";
}

const defaultPage = 10;

// dataTable pages through its rows and sorts them by a click on a header.
export function dataTable(block, ctx) {
  const [head = [], ...all] = block.rows || [];
  const size = block.page_size || defaultPage;
  let from = 0, by = -1, down = false;
  const numeric = head.map((_, i) => all.length > 0 && all.every((r) => r[i]?.type === "raw_number"));
  const sortKey = (c) => (c?.type === "raw_number" ? Number(c.value) : String(c?.text ?? ""));
  const ordered = () => (by < 0 ? all : [...all].sort((a, b) => {
    const x = sortKey(a[by]), y = sortKey(b[by]);
    const order = typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), language(), {numeric: true});
    return down ? -order : order;
  }));
  const grid = h("div.table-wrap");
  const foot = h("div.pager");
  const draw = () => {
    replace(grid, h("table", h("thead", h("tr", head.map((c, i) => h("th", {class: numeric[i] ? "right" : "", "aria-sort": by === i ? (down ? "descending" : "ascending") : null},
      h("button", {type: "button", onclick: () => { down = by === i ? !down : false; by = i; from = 0; draw(); }}, cell(c, block.block_id, ctx), by === i ? (down ? " ↓" : " ↑") : ""))))),
    h("tbody", ordered().slice(from, from + size).map((r) => h("tr", r.map((c, i) => h(i === block.row_header_column_index ? "th" : "td", {
      class: numeric[i] || c?.type === "raw_number" ? "right" : "",
    }, cell(c, block.block_id, ctx))))))));
    if (all.length <= size) return;
    const step = (n, label, test) => h("button.small", {type: "button", "data-test": test, disabled: from + n < 0 || from + n >= all.length, onclick: () => { from += n; draw(); }}, label);
    replace(foot, step(-size, "‹ " + t("prev"), "table-prev"), h("span", t("page", {a: from + 1, b: Math.min(from + size, all.length), all: all.length})), step(size, t("next") + " ›", "table-next"));
  };
  draw();
  return h("div.data-table", {"data-test": "data-table"}, h("div.caption", block.caption || ""), grid, foot);
}
