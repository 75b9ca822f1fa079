// Building elements. Text always becomes text nodes, never markup: whatever a
// customer is called, it can't run here.

// h("button.primary", {onclick: f, "data-test": "send"}, "Send", icon)
export function h(spec, ...rest) {
  const [tag, ...classes] = spec.split(".");
  const el = document.createElement(tag || "div");
  if (classes.length) el.className = classes.join(" ");
  return fill(el, rest);
}

const SVG = "http://www.w3.org/2000/svg";

// s is h for drawings.
export function s(tag, ...rest) {
  return fill(document.createElementNS(SVG, tag), rest);
}

function fill(el, rest) {
  const first = rest[0];
  if (first && typeof first === "object" && !(first instanceof Node) && !Array.isArray(first)) {
    setProps(el, first);
    rest = rest.slice(1);
  }
  el.append(...rest.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
  return el;
}

function setProps(el, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (name === "style") for (const [k, v] of Object.entries(value)) el.style.setProperty(k, v);
    else if (name === "class") el.classList.add(...value.split(" ").filter(Boolean));
    else if (name === "value") el.value = value;
    else el.setAttribute(name, value === true ? "" : value);
  }
}

// replace puts children in el in place of what was there.
export function replace(el, ...children) {
  el.replaceChildren(...children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false && c !== ""));
}

// popup shows a menu near a point or under an element and ends at the next
// click or Escape. items are {label, run} and maybe test, icon, under,
// hint, badge, danger, disabled; or "-".
export function popup(at, items, {className = ""} = {}) {
  const layers = document.getElementById("layers");
  const back = document.activeElement;
  const close = () => {
    menu.remove();
    document.removeEventListener("pointerdown", outside, true);
    if (back && back.isConnected) back.focus({preventScroll: true});
  };
  const outside = (e) => { if (!menu.contains(e.target)) close(); };
  const menu = h("div.popup", {role: "menu", class: className}, items.map((item) => item === "-"
    ? h("hr")
    : h("button", {
      type: "button", role: "menuitem", "data-test": item.test, class: item.danger ? "danger" : "",
      disabled: item.disabled, onclick: () => { close(); item.run(); },
    }, item.icon ? h("span.icon", item.icon) : null, h("span.label", item.label, item.under ? h("small", item.under) : null), item.hint ? h("small", item.hint) : null, item.badge ? h("span.badge", String(item.badge)) : null)));
  menu.addEventListener("keydown", (e) => {
    const all = [...menu.querySelectorAll("button:not(:disabled)")];
    const i = all.indexOf(document.activeElement);
    if (e.key === "Escape" || e.key === "Tab") { e.preventDefault(); close(); }
    if (e.key === "ArrowDown") { e.preventDefault(); all[(i + 1) % all.length].focus(); }
    if (e.key === "ArrowUp") { e.preventDefault(); all[(i - 1 + all.length) % all.length].focus(); }
    e.stopPropagation();
  });
  layers.append(menu);
  const box = at instanceof Element ? at.getBoundingClientRect() : {left: at.x, right: at.x, bottom: at.y, top: at.y};
  const left = Math.min(box.left, innerWidth - menu.offsetWidth - 8);
  const below = box.bottom + 4 + menu.offsetHeight < innerHeight;
  menu.style.left = `${Math.max(8, left)}px`;
  menu.style.top = below ? `${box.bottom + 4}px` : `${Math.max(8, box.top - menu.offsetHeight - 4)}px`;
  menu.querySelector("button:not(:disabled)")?.focus();
  document.addEventListener("pointerdown", outside, true);
  return close;
}
