// A tab's data as the page keeps it, and how cells are named and read.

// A1 of zero-based row and column.
export function columnName(c) {
  let name = "";
  for (let n = c + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}

export const a1 = (r, c) => columnName(c) + (r + 1);

// parseA1 reads "K12"; null when it is none.
export function parseA1(text) {
  const m = text.trim().toUpperCase().match(/^([A-Z]{1,3})([1-9]\d*)$/);
  if (!m) return null;
  return {r: Number(m[2]) - 1, c: [...m[1]].reduce((n, ch) => n * 26 + ch.charCodeAt(0) - 64, 0) - 1};
}

const blank = {text: "", kind: "t"};

// unpack reads a cell as mirror_row.go writes it.
export function unpack(packed) {
  if (!packed) return blank;
  const [text, more] = Array.isArray(packed) ? packed : [packed, null];
  return {
    kind: text[0], text: text.slice(1), formula: more?.f, note: more?.n, background: more?.b, bold: more?.w, choices: more?.c,
  };
}

// Tab holds the rows that were fetched, at a version.
export class Tab {
  constructor(about) {
    this.about = about;
    this.version = 0;
    this.epoch = "";
    this.rows = [];
    this.at = {r: Math.min(about.frozenRows, about.rowCount - 1), c: 0, r2: Math.min(about.frozenRows, about.rowCount - 1), c2: 0};
    this.scroll = {top: 0, left: 0};
  }

  // filled counts the rows below the header that hold anything to read.
  filled() {
    if (this.counted?.version !== this.version) this.counted = {version: this.version, n: this.rows.filter((row, r) => r >= this.about.frozenRows && row?.some((cell) => unpack(cell).text !== "")).length};
    return this.counted.n;
  }

  cell(r, c) { return unpack(this.rows[r]?.[c]); }

  // apply takes an answer of /api/sheet and returns which cells look different,
  // as {row: Set of columns}; null when everything is new.
  apply(answer) {
    const first = answer.full && this.version === 0;
    const changed = new Map();
    const compare = (r, row) => {
      const old = this.rows[r] || [];
      for (let c = 0; c < Math.max(old.length, row.length); c++) {
        if (unpack(old[c]).text !== unpack(row[c]).text) {
          if (!changed.has(r)) changed.set(r, new Set());
          changed.get(r).add(c);
        }
      }
    };
    for (const [key, row] of Object.entries(answer.rows)) {
      if (!first) compare(Number(key), row);
      this.rows[Number(key)] = row;
    }
    if (answer.full) for (let r = 0; r < this.rows.length; r++) if (!answer.rows[r]) delete this.rows[r];
    this.rows.length = answer.used;
    this.version = answer.version;
    this.epoch = answer.epoch;
    return first ? null : changed;
  }
}

// numberOf reads a shown number of either language, for sums; NaN if it is none.
export function numberOf(cell) {
  if (cell.kind !== "n") return NaN;
  let text = cell.text.replace(/[^\d.,()-]/g, "");
  if (!text) return NaN;
  const comma = text.lastIndexOf(","), dot = text.lastIndexOf(".");
  text = comma > dot ? text.replaceAll(".", "").replace(",", ".") : text.replaceAll(",", "");
  const negative = /^\(.*\)$/.test(text);
  const n = Number(text.replace(/[()]/g, ""));
  return negative ? -n : n;
}
