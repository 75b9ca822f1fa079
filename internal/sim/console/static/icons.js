// The page's own signs, drawn, so that they look alike with whatever fonts a
// machine has.

import {s} from "./dom.js";

const paths = {
  lock: "M5 8V6a3 3 0 0 1 6 0v2m-7 0h8v6H4z",
  hash: "M6.500 2.500 5 13.500m6-11-1.500 11M2.500 6h11m-11.500 4h11",
  eye: "M1.500 8S4 3.500 8 3.500 14.500 8 14.500 8 12 12.500 8 12.500 1.500 8 1.500 8zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4z",
  people: "M6 8a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5zm-4.500 5.500c0-2.500 2-4 4.500-4s4.500 1.500 4.500 4m0-10.300a2.500 2.500 0 0 1 0 4.600m1.500 2c1.500.6 2.500 1.900 2.500 3.700",
  file: "M4 1.500h5l3.500 3.500v9.500H4zm5 0V5h3.500",
  send: "M2 3l12 5-12 5 1.500-5zm1.500 5H8",
  plus: "M8 3v10M3 8h10",
  trash: "M3 4.500h10M6.500 4V2.500h3V4m-5 .5.700 9h5.600l.700-9M7 7v4m2-4v4",
  up: "M8 13V3M4.500 6.500 8 3l3.500 3.500",
  down: "M8 3v10m-3.500-3.500L8 13l3.500-3.500",
  left: "M13 8H3m3.500-3.500L3 8l3.500 3.500",
  right: "M3 8h10M9.500 4.500 13 8l-3.500 3.500",
  check: "M3 8.500 6.500 12 13 4.500",
  spark: "M8 1.500 9.700 6.300 14.500 8 9.700 9.700 8 14.500 6.300 9.700 1.500 8 6.300 6.300z",
  caret: "M4 6.500 8 10l4-3.500",
};

export function icon(name) {
  return s("svg", {class: "sign", viewBox: "0 0 16 16", "aria-hidden": "true"}, s("path", {d: paths[name]}));
}
