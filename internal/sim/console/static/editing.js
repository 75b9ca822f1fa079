// Typing into cells, moving between them, copying and pasting.

import {h} from "./dom.js";

const maxPaste = 5000; // cells at once

// editing gives a grid its keyboard. on: {type(cells) -> Promise of success, changed()}
export function editing(grid, on) {
  let open = null; // {r, c, box}
  let barInput = null;

  const at = () => grid.tab.at;
  const bounds = () => ({r1: Math.min(at().r, at().r2), r2: Math.max(at().r, at().r2), c1: Math.min(at().c, at().c2), c2: Math.max(at().c, at().c2)});

  function start(r, c, text) {
    cancel();
    grid.select(r, c);
    const holder = grid.element(r, c);
    if (!holder) return;
    const cell = grid.tab.cell(r, c);
    const choices = cell.choices ? h("datalist", {id: "choices"}, cell.choices.map((value) => h("option", {value}))) : null;
    const box = h("input.editor", {"data-test": "cell-editor", list: choices ? "choices" : null, spellcheck: "false", value: text ?? (cell.formula || cell.text)});
    open = {r, c, box};
    holder.append(box, choices ?? "");
    grow();
    box.focus();
    box.addEventListener("input", () => { grow(); if (barInput) barInput.value = box.value; });
    box.addEventListener("blur", () => commit());
    box.addEventListener("keydown", (e) => {
      e.stopPropagation();
      const moves = {Enter: [e.shiftKey ? -1 : 1, 0], Tab: [0, e.shiftKey ? -1 : 1]};
      if (e.key === "Escape") { cancel(); grid.el.focus(); } else if (moves[e.key]) { e.preventDefault(); commit(moves[e.key]); }
    });
  }

  // A long text makes the box wider than its cell, as far as the pane goes.
  function grow() {
    const room = grid.el.getBoundingClientRect().right - open.box.getBoundingClientRect().left - 16;
    open.box.style.width = `${Math.max(open.box.parentElement.offsetWidth, Math.min(room, open.box.value.length * 8 + 24))}px`;
  }

  function cancel() {
    if (!open) return;
    const {r, box} = open;
    open = null;
    box.remove();
    grid.redrawRow(r);
    on.changed();
  }

  function commit(move) {
    if (!open) return;
    const {r, c, box} = open, text = box.value, cell = grid.tab.cell(r, c);
    open = null;
    box.remove();
    if (text !== (cell.formula || cell.text)) write(r, c, text);
    else grid.redrawRow(r);
    if (move) { grid.select(r + move[0], c + move[1]); grid.el.focus(); }
    on.changed();
  }

  // The typed text shows at once, paler, until the server has understood it.
  function write(r, c, text) {
    const holder = grid.element(r, c);
    if (holder) { holder.textContent = text; holder.classList.add("pending"); }
    on.type([{row: r, column: c, text}]).then((ok) => { if (ok) holder?.classList.remove("pending"); });
  }

  // edge is where the data ends in a direction, as Ctrl and an arrow go.
  function edge(r, c, dr, dc) {
    const {rowCount, columnCount} = grid.tab.about;
    const inside = (y, x) => y >= 0 && x >= 0 && y < rowCount && x < columnCount;
    const filled = (y, x) => inside(y, x) && grid.tab.cell(y, x).text !== "";
    let y = r + dr, x = c + dc;
    if (!inside(y, x)) return [r, c];
    const run = filled(r, c) && filled(y, x);
    while (inside(y + dr, x + dc) && (run ? filled(y + dr, x + dc) : !filled(y, x))) { y += dr; x += dc; }
    return [y, x];
  }

  const arrows = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};

  grid.el.addEventListener("keydown", (e) => {
    if (!grid.tab || open) return;
    const {r, c, r2, c2} = at(), control = e.ctrlKey || e.metaKey;
    const [fr, fc] = e.shiftKey ? [r2, c2] : [r, c];
    const go = (y, x) => { e.preventDefault(); if (e.shiftKey) grid.select(r, c, y, x); else grid.select(y, x); };
    const page = Math.max(1, Math.floor(grid.el.clientHeight / 24) - 3);
    if (arrows[e.key]) return control ? go(...edge(fr, fc, ...arrows[e.key])) : go(fr + arrows[e.key][0], fc + arrows[e.key][1]);
    switch (e.key) {
      case "PageDown": return go(fr + page, fc);
      case "PageUp": return go(fr - page, fc);
      case "Home": return go(control ? 0 : fr, 0);
      case "End": return go(control ? grid.tab.rows.length - 1 : fr, Math.max(0, (grid.tab.rows[fr]?.length || 1) - 1));
      case "Enter": case "F2": e.preventDefault(); return start(r, c);
      case "Tab": e.preventDefault(); return grid.select(r, c + (e.shiftKey ? -1 : 1));
      case "Delete": case "Backspace": e.preventDefault(); return clear();
      case "Escape": return grid.select(r, c);
    }
    // The box takes the focus before the letter arrives, so that it is typed as
    // the keyboard means it, dead keys included.
    if ((e.key.length === 1 || e.key === "Dead") && (!control || e.altKey)) start(r, c, "");
  });

  function clear() {
    const {r1, r2, c1, c2} = bounds(), cells = [];
    for (let r = r1; r <= Math.min(r2, grid.tab.rows.length - 1); r++) for (let c = c1; c <= c2; c++) if (grid.tab.cell(r, c).text !== "") cells.push({row: r, column: c, text: ""});
    if (cells.length && cells.length <= maxPaste) on.type(cells);
  }

  grid.el.addEventListener("copy", (e) => {
    if (open) return;
    e.preventDefault();
    const {r1, r2, c1, c2} = bounds(), lines = [];
    for (let r = r1; r <= Math.min(r2, Math.max(r1, grid.tab.rows.length - 1)); r++) {
      const line = [];
      for (let c = c1; c <= c2; c++) line.push(grid.tab.cell(r, c).text);
      lines.push(line.join("\t"));
    }
    e.clipboardData.setData("text/plain", lines.join("\n"));
  });

  grid.el.addEventListener("paste", (e) => {
    if (open) return;
    e.preventDefault();
    const {r1, c1} = bounds();
    const cells = e.clipboardData.getData("text/plain").replace(/\r?\n$/, "").split(/\r?\n/)
      .flatMap((line, i) => line.split("\t").map((text, j) => ({row: r1 + i, column: c1 + j, text})));
    on.type(cells.slice(0, maxPaste));
  });

  // The formula bar edits the active cell too.
  function bar(input) {
    barInput = input;
    let before = "";
    input.addEventListener("focus", () => { before = input.value; });
    input.addEventListener("keydown", (e) => {
      if (e.key === "Escape") { input.value = before; grid.el.focus(); }
      if (e.key === "Enter") { e.preventDefault(); if (input.value !== before) write(at().r, at().c, input.value); before = input.value; grid.el.focus(); }
    });
    input.addEventListener("blur", () => { if (input.value !== before) write(at().r, at().c, input.value); before = input.value; });
  }

  return {open: start, cancel, bar, busy: () => !!open || document.activeElement === barInput};
}
