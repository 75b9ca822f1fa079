// The grid: only the rows in sight are in the page, whatever the sheet's size.

import {h, replace} from "./dom.js";
import {a1, columnName} from "./cells.js";
import {t} from "./text.js";

export const rowHeight = 24;
const numberWidth = 46, spare = 8, flashMillis = 2200;

export class Grid {
  // on: {select(), edit(r, c), columnMenu(c, at), rowMenu(r, at)}
  constructor(on) {
    this.on = on;
    this.tab = null;
    this.drawn = new Map(); // row -> element
    this.flashes = new Map(); // "r,c" -> when it ends
    this.head = h("div.grid-head");
    this.frozen = h("div.grid-frozen");
    this.top = h("div.grid-top", this.head, this.frozen);
    this.body = h("div.grid-body");
    this.canvas = h("div.grid-canvas", this.top, this.body);
    this.el = h("div.grid", {tabindex: "0", role: "grid", "aria-label": t("sheet"), "data-test": "grid"}, this.canvas);
    this.el.addEventListener("scroll", () => this.later());
    new ResizeObserver(() => this.later()).observe(this.el);
    this.listen();
  }

  listen() {
    const spot = (e) => {
      const cell = e.target.closest?.("[data-cell]");
      return cell ? {r: Number(cell.dataset.r), c: Number(cell.dataset.c)} : null;
    };
    let dragging = false;
    this.el.addEventListener("pointerdown", (e) => {
      const at = spot(e);
      if (!at || e.button !== 0 || e.target.closest(".editor")) return;
      dragging = true;
      if (e.shiftKey) this.select(this.tab.at.r, this.tab.at.c, at.r, at.c);
      else this.select(at.r, at.c);
    });
    this.el.addEventListener("pointerover", (e) => {
      const at = dragging && spot(e);
      if (at) this.select(this.tab.at.r, this.tab.at.c, at.r, at.c);
    });
    window.addEventListener("pointerup", () => { dragging = false; });
    this.el.addEventListener("dblclick", (e) => { const at = spot(e); if (at) this.on.edit(at.r, at.c); });
    this.el.addEventListener("contextmenu", (e) => {
      const letter = e.target.closest("[data-column]"), number = e.target.closest("[data-row]"), at = spot(e);
      if (!letter && !number && !at) return;
      e.preventDefault();
      const point = {x: e.clientX, y: e.clientY};
      if (letter) return this.on.columnMenu(Number(letter.dataset.column), point);
      if (at && !this.inside(at.r, at.c)) this.select(at.r, at.c);
      this.on.rowMenu(number ? Number(number.dataset.row) : at.r, point);
    });
  }

  // show turns to a tab; its own scroll and selection come with it.
  show(tab) {
    if (this.tab) this.tab.scroll = {top: this.el.scrollTop, left: this.el.scrollLeft};
    this.tab = tab;
    this.flashes.clear();
    this.reshape();
    this.el.scrollTop = tab.scroll.top;
    this.el.scrollLeft = tab.scroll.left;
  }

  // reshape redraws all, after rows or columns came or went.
  reshape() {
    const about = this.tab.about, hiddenColumns = new Set(about.hiddenColumns), hiddenRows = new Set(about.hiddenRows);
    this.columns = Array.from({length: about.columnCount}, (_, c) => c).filter((c) => !hiddenColumns.has(c));
    this.order = Array.from({length: about.rowCount}, (_, r) => r).filter((r) => r >= about.frozenRows && !hiddenRows.has(r));
    this.frozenRows = Array.from({length: about.frozenRows}, (_, r) => r).filter((r) => !hiddenRows.has(r));
    const widths = this.columns.map((c) => about.columnPixels?.[c] || 100);
    this.left = widths.reduce((lefts, w) => [...lefts, lefts.at(-1) + w], [numberWidth]);
    this.canvas.style.setProperty("--cols", [numberWidth, ...widths].map((w) => w + "px").join(" "));
    this.canvas.style.width = `${this.left.at(-1)}px`;
    this.canvas.style.setProperty("--wide", `${this.left.at(-1)}px`);
    this.body.style.height = `${this.order.length * rowHeight}px`;
    this.drawHead();
    this.redraw();
  }

  drawHead() {
    replace(this.head, h("div.corner"), this.columns.map((c, i) => {
      const more = h("button.more", {type: "button", tabindex: "-1", "data-test": "column-menu-" + columnName(c), "aria-label": t("columnMenu", {name: columnName(c)}), onclick: (e) => this.on.columnMenu(c, e.currentTarget)}, "▾");
      const el = h("div.letter", {"data-column": c, onclick: (e) => { if (!e.target.closest(".more")) this.select(0, c, this.tab.about.rowCount - 1, c, false); }}, columnName(c), more);
      return this.pin(el, c, i);
    }));
  }

  // pin makes a cell of a frozen column stay where it is.
  pin(el, c, i) {
    if (c < this.tab.about.frozenColumns) {
      el.classList.add("pinned");
      el.style.left = `${this.left[i]}px`;
    }
    return el;
  }

  redraw() {
    for (const el of this.drawn.values()) el.remove();
    this.drawn.clear();
    replace(this.frozen, this.frozenRows.map((r) => { const el = this.row(r); this.drawn.set(r, el); return el; }));
    this.paint();
  }

  later() {
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.paint(); });
  }

  // paint puts the rows in sight into the page and takes the others out.
  paint() {
    if (!this.tab) return;
    const from = Math.max(0, Math.floor(this.el.scrollTop / rowHeight) - spare);
    const to = Math.min(this.order.length, Math.ceil((this.el.scrollTop + this.el.clientHeight) / rowHeight) + spare);
    const wanted = new Set(this.order.slice(from, to));
    for (const [r, el] of this.drawn) if (!wanted.has(r) && r >= this.tab.about.frozenRows && !el.querySelector(".editor")) { el.remove(); this.drawn.delete(r); }
    const fresh = [];
    for (let i = from; i < to; i++) {
      const r = this.order[i];
      if (this.drawn.has(r)) continue;
      const el = this.row(r);
      el.style.top = `${i * rowHeight}px`;
      this.drawn.set(r, el);
      fresh.push(el);
    }
    this.body.append(...fresh);
  }

  row(r) {
    const number = h("div.number", {"data-row": r, onclick: (e) => { if (!e.target.closest(".more")) this.select(r, 0, r, this.tab.about.columnCount - 1); }}, String(r + 1),
      h("button.more", {type: "button", tabindex: "-1", "data-test": "row-menu-" + (r + 1), "aria-label": t("rowMenu", {name: r + 1}), onclick: (e) => this.on.rowMenu(r, e.currentTarget)}, "▾"));
    return h("div.row", {role: "row"}, number, this.columns.map((c, i) => this.pin(this.cell(r, c), c, i)));
  }

  cell(r, c) {
    const cell = this.tab.cell(r, c);
    const el = h("div.cell", {role: "gridcell", "data-cell": `${this.tab.about.title}!${a1(r, c)}`, "data-r": r, "data-c": c, class: `k-${cell.kind}`}, cell.text);
    if (cell.bold) el.classList.add("bold");
    if (cell.background) el.style.backgroundColor = cell.background;
    if (cell.note) { el.classList.add("noted"); el.dataset.note = cell.note; }
    if (cell.choices && !cell.background) el.classList.add("choice");
    const at = this.tab.at;
    if (at.r === r && at.c === c) el.classList.add("active");
    if (this.inside(r, c)) el.classList.add("selected");
    const until = this.flashes.get(`${r},${c}`);
    if (until > performance.now()) el.classList.add("flash");
    return el;
  }

  inside(r, c) {
    const {r: r1, c: c1, r2, c2} = this.tab.at;
    if (r1 === r2 && c1 === c2) return false;
    return r >= Math.min(r1, r2) && r <= Math.max(r1, r2) && c >= Math.min(c1, c2) && c <= Math.max(c1, c2);
  }

  // update redraws rows that changed; flash shows where.
  update(changed, flash) {
    const until = performance.now() + flashMillis;
    for (const [key, end] of this.flashes) if (end < performance.now()) this.flashes.delete(key);
    if (flash) for (const [r, columns] of changed) for (const c of columns) this.flashes.set(`${r},${c}`, until);
    for (const r of changed.keys()) this.redrawRow(r);
  }

  redrawRow(r) {
    const old = this.drawn.get(r);
    if (!old || old.querySelector(".editor")) return;
    const el = this.row(r);
    el.style.top = old.style.top;
    old.replaceWith(el);
    this.drawn.set(r, el);
  }

  // select makes r, c the active cell and the corner of a range to r2, c2.
  select(r, c, r2 = r, c2 = c, into = true) {
    const {rowCount, columnCount} = this.tab.about;
    const clip = (n, max) => Math.min(Math.max(0, n), max - 1);
    this.tab.at = {r: clip(r, rowCount), c: clip(c, columnCount), r2: clip(r2, rowCount), c2: clip(c2, columnCount)};
    for (const [row, el] of this.drawn) for (const cell of el.children) {
      if (!cell.dataset.cell) { cell.classList.toggle("hot", row >= Math.min(this.tab.at.r, this.tab.at.r2) && row <= Math.max(this.tab.at.r, this.tab.at.r2)); continue; }
      const column = Number(cell.dataset.c);
      cell.classList.toggle("active", row === this.tab.at.r && column === this.tab.at.c);
      cell.classList.toggle("selected", this.inside(row, column));
    }
    for (const letter of this.head.children) if (letter.dataset.column) letter.classList.toggle("hot", Number(letter.dataset.column) >= Math.min(this.tab.at.c, this.tab.at.c2) && Number(letter.dataset.column) <= Math.max(this.tab.at.c, this.tab.at.c2));
    if (into) this.reveal(this.tab.at.r2, this.tab.at.c2);
    this.on.select();
  }

  // reveal scrolls a cell into sight.
  reveal(r, c) {
    const i = this.order.indexOf(r), j = this.columns.indexOf(c), topHeight = this.top.offsetHeight;
    if (i >= 0) {
      const y = i * rowHeight;
      if (y < this.el.scrollTop) this.el.scrollTop = y;
      else if (y + rowHeight > this.el.scrollTop + this.el.clientHeight - topHeight) this.el.scrollTop = y + rowHeight - this.el.clientHeight + topHeight;
    }
    if (j >= 0 && c >= this.tab.about.frozenColumns) {
      const pinned = this.left[Math.min(this.tab.about.frozenColumns, this.columns.length)] ?? numberWidth;
      if (this.left[j] - pinned < this.el.scrollLeft) this.el.scrollLeft = this.left[j] - pinned;
      else if (this.left[j + 1] > this.el.scrollLeft + this.el.clientWidth) this.el.scrollLeft = this.left[j + 1] - this.el.clientWidth;
    }
    this.paint();
  }

  element(r, c) { return this.drawn.get(r)?.querySelector(`[data-c="${c}"]`); }
}
