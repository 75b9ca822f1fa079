// data_visualization: bar, line, area and pie as drawings, each value readable
// without relying on colour.

import {h, s} from "./dom.js";
import {language} from "./text.js";

const colours = ["#4a7df0", "#e8833a", "#2bab8a", "#c14ad8", "#d9a514", "#7a6ff0", "#e0526c", "#5aa9c9"];
const width = 560, height = 250, pad = {left: 58, right: 14, top: 22, bottom: 42};

const nice = (n, compact) => new Intl.NumberFormat(language(), compact ? {notation: "compact", maximumFractionDigits: 1} : {maximumFractionDigits: 2}).format(n);

export function chart(block) {
  const c = block.chart || {};
  const title = typeof block.title === "string" ? block.title : block.title?.text;
  const drawn = c.type === "pie" ? pie(c.segments || []) : axes(c);
  return h("figure.chart", {"data-test": "chart", "data-kind": c.type}, h("figcaption", title || ""), drawn);
}

function pie(segments) {
  const total = segments.reduce((n, x) => n + Number(x.value), 0) || 1;
  let angle = -Math.PI / 2;
  const slices = segments.map((seg, i) => {
    const part = Number(seg.value) / total, from = angle;
    angle += part * 2 * Math.PI;
    const p = (a, r) => `${(100 + r * Math.cos(a)).toFixed(2)} ${(100 + r * Math.sin(a)).toFixed(2)}`;
    const shape = part >= 0.9999
      ? s("path", {d: "M100 10a90 90 0 1 1-.01 0M100 58a42 42 0 1 1-.01 0", "fill-rule": "evenodd", fill: colours[i % colours.length]})
      : s("path", {d: `M${p(from, 90)}A90 90 0 ${part > 0.5 ? 1 : 0} 1 ${p(angle, 90)}L${p(angle, 48)}A48 48 0 ${part > 0.5 ? 1 : 0} 0 ${p(from, 48)}Z`, fill: colours[i % colours.length]});
    shape.append(s("title", `${seg.label}: ${nice(seg.value)}`));
    return shape;
  });
  const legend = h("ul.legend", segments.map((seg, i) => h("li", h("i", {style: {background: colours[i % colours.length]}}), h("span", seg.label), h("b", nice(seg.value)), h("small", `${Math.round((100 * seg.value) / total)} %`))));
  return h("div.pie", s("svg", {viewBox: "0 0 200 200", role: "img"}, slices), legend);
}

// scale picks round ticks that cover the values and zero.
function scale(values) {
  const hi = Math.max(0, ...values), lo = Math.min(0, ...values);
  const rough = (hi - lo || 1) / 4, unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * unit).find((x) => x >= rough);
  const ticks = [];
  for (let v = Math.floor(lo / step) * step; v < hi + step * 0.999; v += step) ticks.push(v);
  const from = ticks[0], to = ticks.at(-1);
  return {ticks, y: (v) => pad.top + (height - pad.top - pad.bottom) * (1 - (v - from) / (to - from || 1))};
}

function axes(c) {
  const series = c.series || [], categories = c.axis_config?.categories || series[0]?.data.map((d) => d.label) || [];
  const valueOf = (one, label) => Number(one.data.find((d) => d.label === label)?.value ?? 0);
  const {ticks, y} = scale(series.flatMap((one) => one.data.map((d) => Number(d.value))));
  const slot = (width - pad.left - pad.right) / Math.max(1, categories.length);
  const x = (i) => pad.left + slot * (i + 0.5);
  const svg = s("svg", {viewBox: `0 0 ${width} ${height}`, role: "img"},
    ticks.map((v) => [s("line", {x1: pad.left, x2: width - pad.right, y1: y(v), y2: y(v), class: v === 0 ? "zero" : "grid"}), s("text", {x: pad.left - 8, y: y(v) + 4, class: "tick end"}, nice(v, true))]),
    categories.map((label, i) => s("text", {x: x(i), y: height - pad.bottom + 17, class: "tick middle"}, label.length * 7 > slot + 8 ? label.slice(0, Math.max(3, Math.floor(slot / 7))) + "…" : label)),
    c.axis_config?.x_label ? s("text", {x: (pad.left + width) / 2, y: height - 6, class: "axis middle"}, c.axis_config.x_label) : null,
    c.axis_config?.y_label ? s("text", {x: 4, y: 13, class: "axis"}, c.axis_config.y_label) : null);
  const draw = c.type === "bar" ? bars : lines;
  draw({svg, series, categories, valueOf, x, y, slot, area: c.type === "area"});
  if (series.length < 2) return svg;
  return h("div", svg, h("ul.legend.row", series.map((one, i) => h("li", h("i", {style: {background: colours[i % colours.length]}}), h("span", one.name)))));
}

function bars({svg, series, categories, valueOf, x, y, slot}) {
  const each = Math.min(46, (slot * 0.72) / series.length);
  series.forEach((one, n) => categories.forEach((label, i) => {
    const v = valueOf(one, label), top = Math.min(y(v), y(0)), left = x(i) + (n - series.length / 2) * each;
    svg.append(s("rect", {x: left + 1, y: top, width: each - 2, height: Math.max(1, Math.abs(y(v) - y(0))), rx: 3, fill: colours[n % colours.length]}, s("title", `${one.name}, ${label}: ${nice(v)}`)));
    if (each >= 30) svg.append(s("text", {x: left + each / 2, y: top - 5, class: "value middle"}, nice(v, true)));
  }));
}

function lines({svg, series, categories, valueOf, x, y, area}) {
  series.forEach((one, n) => {
    const points = categories.map((label, i) => [x(i), y(valueOf(one, label))]);
    const path = points.map(([px, py], i) => `${i ? "L" : "M"}${px.toFixed(1)} ${py.toFixed(1)}`).join("");
    const colour = colours[n % colours.length];
    if (area && points.length) svg.append(s("path", {d: `${path}L${points.at(-1)[0]} ${y(0)}L${points[0][0]} ${y(0)}Z`, fill: colour, "fill-opacity": 0.18}));
    svg.append(s("path", {d: path, fill: "none", stroke: colour, "stroke-width": 2.5, "stroke-linejoin": "round"}));
    points.forEach(([px, py], i) => svg.append(s("circle", {cx: px, cy: py, r: 3.5, fill: colour}, s("title", `${one.name}, ${categories[i]}: ${nice(valueOf(one, categories[i]))}`))));
  });
}
