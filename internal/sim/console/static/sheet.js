// The spreadsheet half: tabs, formula bar, and keeping up with the server.

import {get, on, post, state, toast} from "./api.js";
import {h, replace} from "./dom.js";
import {a1, numberOf, parseA1, Tab} from "./cells.js";
import {Grid} from "./grid.js";
import {editing} from "./editing.js";
import {columnMenu, rowMenu} from "./sheetmenu.js";
import {language, t} from "./text.js";

const tabs = new Map(); // id -> Tab
let shown = null, grid, parts, editor;
let quiet = 0; // updates until then are of the person's own sorting or inserting: no flashes
const quietMillis = 1500;

// moved tells rows that changed place (a sort, an insertion) from cells that
// changed value: then most of what a row shows is different.
function moved(changed) {
  const cells = [...changed.values()].reduce((n, set) => n + set.size, 0);
  return changed.size > 8 && cells / changed.size > shown.about.columnCount * 0.4;
}

export function startSheet(root) {
  const act = (path, body) => sheetAct(path, body);
  grid = new Grid({
    select: drawBar,
    edit: (r, c) => editor.open(r, c),
    columnMenu: (c, at) => columnMenu(grid, c, at, act),
    rowMenu: (r, at) => rowMenu(grid, r, at, act),
  });
  editor = editing(grid, {type: typeInto, bar: () => parts.formula, changed: drawBar});
  parts = {
    title: h("div.doc-title"), saved: h("span.saved"),
    name: h("input.name-box", {"aria-label": "A1", "data-test": "name-box", onkeydown: (e) => {
      const to = e.key === "Enter" && parseA1(parts.name.value);
      if (to) { grid.select(to.r, to.c); grid.el.focus(); }
    }}),
    formula: h("input.formula", {"aria-label": t("formula"), "data-test": "formula-bar", spellcheck: "false"}),
    tabs: h("div.tabs", {role: "tablist"}), sum: h("div.sum", {"data-test": "sum"}),
    note: h("div.note-card", {hidden: true, role: "tooltip"}),
  };
  editor.bar(parts.formula);
  root.append(
    h("header.doc", h("img", {src: "static/sheets.svg", alt: "", width: 26, height: 26}), h("div", parts.title, parts.saved)),
    h("div.bar", parts.name, h("span.fx", "fx"), parts.formula), grid.el, h("footer.foot", parts.tabs, parts.sum), parts.note);
  notes();
  on("sheet", follow);
}

// follow compares what the server has with what the page shows.
async function follow() {
  const list = state.tabs.filter((x) => !x.hidden);
  for (const id of tabs.keys()) if (!list.some((x) => x.id === id)) tabs.delete(id);
  for (const about of list) {
    const old = tabs.get(about.id);
    if (!old) tabs.set(about.id, new Tab(about));
    else old.next = about;
  }
  if (!shown || !tabs.has(shown.about.id)) { if (list.length) await turnTo(list[0].id); } else await refresh(shown);
  drawTabs(list);
}

async function turnTo(id) {
  const tab = tabs.get(id);
  if (!tab) return;
  await refresh(tab, false);
  if (tab !== shown) editor.cancel();
  shown = tab;
  grid.show(tab);
  drawTabs(state.tabs.filter((x) => !x.hidden));
  drawBar();
}

// refresh fetches the rows a tab lacks. Only one fetch runs per tab; what comes
// meanwhile is fetched after it.
async function refresh(tab, draw = true) {
  if (tab.fetching) { tab.again = true; return tab.fetching; }
  const about = tab.next ?? tab.about;
  if (tab.version === about.version && tab.epoch === state.epoch) return;
  tab.fetching = get(`api/sheet?tab=${about.id}&epoch=${encodeURIComponent(tab.epoch)}&since=${tab.version}`)
    .then((answer) => take(tab, about, answer, draw), (err) => toast(err.message, "error"));
  await tab.fetching;
  tab.fetching = null;
  if (tab.again) { tab.again = false; await refresh(tab, draw); }
}

function take(tab, about, answer, draw) {
  const before = JSON.stringify({...tab.about, version: 0});
  const changed = tab.apply(answer);
  tab.about = about;
  if (!draw || tab !== shown) return;
  const flash = performance.now() > quiet && changed && !moved(changed);
  if (!changed || JSON.stringify({...about, version: 0}) !== before) {
    if (flash) grid.update(changed, true);
    grid.reshape();
    grid.select(tab.at.r, tab.at.c, tab.at.r2, tab.at.c2, false);
  } else grid.update(changed, flash);
  drawBar();
  parts.saved.textContent = t("saved");
}

function drawTabs(list) {
  parts.title.textContent = state.title;
  replace(parts.tabs, list.map((x) => h("button.tab", {
    type: "button", role: "tab", "data-test": "tab-" + x.title, "aria-selected": String(x.id === shown?.about.id), onclick: () => turnTo(x.id),
  }, x.title)));
}

function drawBar() {
  if (!shown) return;
  const {r, c, r2, c2} = shown.at;
  const cell = shown.cell(r, c);
  if (document.activeElement !== parts.name) parts.name.value = r === r2 && c === c2 ? a1(r, c) : `${a1(Math.min(r, r2), Math.min(c, c2))}:${a1(Math.max(r, r2), Math.max(c, c2))}`;
  if (!editor.busy()) parts.formula.value = cell.formula || cell.text;
  const numbers = [];
  if (r !== r2 || c !== c2) {
    for (let i = Math.min(r, r2); i <= Math.min(Math.max(r, r2), shown.rows.length - 1); i++) for (let j = Math.min(c, c2); j <= Math.max(c, c2); j++) {
      const n = numberOf(shown.cell(i, j));
      if (!Number.isNaN(n)) numbers.push(n);
    }
  }
  const say = (n) => new Intl.NumberFormat(language(), {maximumFractionDigits: 2}).format(n);
  parts.sum.textContent = numbers.length > 1 ? `${t("sum", {n: say(numbers.reduce((a, b) => a + b, 0))})}   ·   ${t("count", {n: numbers.length})}` : t("rows", {n: shown.filled()});
}

async function sheetAct(path, body) {
  parts.saved.textContent = t("saving");
  quiet = performance.now() + quietMillis;
  const answer = await post("api/sheet/" + path, {user: state.user, tab: shown.about.id, ...body});
  if (answer === null) parts.saved.textContent = "";
  return answer;
}

// typeInto writes cells: [{row, column, text}].
async function typeInto(cells) {
  parts.saved.textContent = t("saving");
  const answer = await post("api/sheet/type", {user: state.user, tab: shown.about.id, cells});
  parts.saved.textContent = answer === null ? "" : t("saved");
  if (answer === null) for (const {row} of cells) grid.redrawRow(row);
  return answer !== null;
}

// notes shows a cell's note while the mouse rests on it.
function notes() {
  grid.el.addEventListener("pointerover", (e) => {
    const cell = e.target.closest("[data-note]");
    parts.note.hidden = !cell;
    if (!cell) return;
    parts.note.textContent = cell.dataset.note;
    const box = cell.getBoundingClientRect();
    const right = box.right + 6 + parts.note.offsetWidth < innerWidth;
    parts.note.style.left = `${right ? box.right + 6 : Math.max(8, box.left - parts.note.offsetWidth - 6)}px`;
    parts.note.style.top = `${Math.min(box.top, innerHeight - parts.note.offsetHeight - 8)}px`;
  });
  grid.el.addEventListener("pointerleave", () => { parts.note.hidden = true; });
}
