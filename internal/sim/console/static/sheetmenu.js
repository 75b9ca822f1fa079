// The menus of a column's letter and of a row's number.

import {popup} from "./dom.js";
import {icon} from "./icons.js";
import {columnName} from "./cells.js";
import {t} from "./text.js";

// columnMenu offers what is done to a whole column. act(path, body) does it.
export function columnMenu(grid, c, at, act) {
  grid.select(grid.tab.at.r, c);
  const last = grid.tab.about.columnCount - 1;
  popup(at, [
    {icon: icon("up"), label: t("sortAsc"), test: "sort-asc", run: () => act("sort", {column: c, descending: false})},
    {icon: icon("down"), label: t("sortDesc"), test: "sort-desc", run: () => act("sort", {column: c, descending: true})},
    "-",
    {icon: icon("plus"), label: t("insertLeft"), test: "insert-left", run: () => act("insert-columns", {at: c, count: 1})},
    {icon: icon("plus"), label: t("insertRight"), test: "insert-right", run: () => act("insert-columns", {at: c + 1, count: 1})},
    {icon: icon("left"), label: t("moveLeft"), test: "move-left", disabled: c === 0, run: () => act("move-column", {from: c, to: c - 1})},
    {icon: icon("right"), label: t("moveRight"), test: "move-right", disabled: c === last, run: () => act("move-column", {from: c, to: c + 1})},
    "-",
    {icon: icon("trash"), label: `${t("deleteColumn")} ${columnName(c)}`, test: "delete-column", danger: true, disabled: last === 0, run: () => act("delete-columns", {at: c, count: 1})},
  ]);
}

// rowMenu offers what is done to a row, or to the selected rows around it.
export function rowMenu(grid, r, at, act) {
  const {r: a, r2: b} = grid.tab.at;
  const inside = r >= Math.min(a, b) && r <= Math.max(a, b);
  const from = inside ? Math.min(a, b) : r, count = inside ? Math.abs(a - b) + 1 : 1;
  if (!inside) grid.select(r, grid.tab.at.c);
  popup(at, [
    {icon: icon("plus"), label: t("insertAbove"), test: "insert-above", run: () => act("insert-rows", {at: r, count: 1})},
    {icon: icon("plus"), label: t("insertBelow"), test: "insert-below", run: () => act("insert-rows", {at: r + 1, count: 1})},
    "-",
    {icon: icon("trash"), label: count > 1 ? t("deleteRows", {a: from + 1, b: from + count}) : t("deleteRow"), test: "delete-row", danger: true, disabled: count >= grid.tab.about.rowCount, run: () => act("delete-rows", {at: from, count})},
  ]);
}
