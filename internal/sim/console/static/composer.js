// Where a person writes: messages, and slash commands with suggestions.

import {post, state} from "./api.js";
import {h, replace} from "./dom.js";
import {icon} from "./icons.js";
import {t} from "./text.js";

const remembered = []; // what was sent, for the up key

export function composer({channel, sent}) {
  let chosen = 0, back = -1;
  const list = h("div.suggest", {role: "listbox", hidden: true, "data-test": "suggestions"});
  const box = h("textarea", {rows: 1, "data-test": "composer", "aria-autocomplete": "list", spellcheck: "false"});
  const button = h("button.send", {type: "button", "data-test": "send", "aria-label": t("send"), title: t("send"), onclick: submit}, icon("send"));
  const quick = h("div.quick", state.boot.commands.map((c) => h("button", {type: "button", "data-test": "quick-" + c.command.slice(1), title: c.text, onclick: () => take(c)}, c.command)));
  const el = h("div.composer", list, h("div.composer-box", box, h("div.composer-foot", quick, button)));

  const offers = () => {
    const text = box.value;
    if (!text.startsWith("/") || text.includes("\n")) return [];
    const [word, ...rest] = text.split(" ");
    return state.boot.commands.filter((c) => (rest.length ? c.command === word : c.command.startsWith(word)));
  };

  function suggest() {
    const found = offers();
    list.hidden = found.length === 0;
    chosen = Math.min(chosen, Math.max(0, found.length - 1));
    replace(list, h("header", state.slack.get("meta")?.app.name || "relance"), found.map((c, i) => h("button", {
      type: "button", role: "option", "aria-selected": String(i === chosen), "data-test": "command-" + c.command.slice(1), onclick: () => take(c),
    }, h("b", c.command), " ", h("code", c.hint), h("span", c.text))));
  }

  function take(c) {
    box.value = c.command + " ";
    box.focus();
    grow();
    suggest();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = `${Math.min(160, box.scrollHeight)}px`;
    button.disabled = !box.value.trim();
    const c = channel();
    box.placeholder = c ? t("write", {name: (c.im ? "" : "#") + c.name}) : "";
    box.setAttribute("aria-label", box.placeholder);
  }

  async function submit() {
    const text = box.value.trim(), to = channel();
    if (!text || !to) return;
    remembered.push(text);
    back = -1;
    box.value = "";
    grow();
    suggest();
    const path = text.startsWith("/") ? "api/slack/command" : "api/slack/say";
    el.classList.add("busy");
    const answer = await post(path, {user: state.user, channel: to.id, text});
    el.classList.remove("busy");
    if (answer === null && !box.value) { box.value = text; grow(); }
    sent();
  }

  box.addEventListener("input", () => { chosen = 0; grow(); suggest(); });
  box.addEventListener("focus", grow);
  box.addEventListener("blur", () => setTimeout(() => { if (!list.contains(document.activeElement)) list.hidden = true; }, 0));
  // Enter sends; only with Shift does it break the line, whatever the keyboard
  // (some on-screen ones insert the break after the key was handled).
  let shift = false;
  box.addEventListener("beforeinput", (e) => { if (e.inputType === "insertLineBreak" && !shift) e.preventDefault(); });
  box.addEventListener("keydown", (e) => {
    shift = e.shiftKey;
    const found = list.hidden ? [] : offers();
    const typing = box.value.includes(" ");
    if (found.length && !typing && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      e.preventDefault();
      chosen = (chosen + (e.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      suggest();
    } else if (found.length && (e.key === "Tab" || (e.key === "Enter" && !typing && found[chosen].command !== box.value))) {
      e.preventDefault();
      take(found[chosen]);
    } else if (e.key === "Escape") list.hidden = true;
    else if (e.key === "Enter" && !e.shiftKey && !e.isComposing) { e.preventDefault(); submit(); }
    else if (e.key === "ArrowUp" && remembered.length && (!box.value || back >= 0)) {
      e.preventDefault();
      back = back < 0 ? remembered.length - 1 : Math.max(0, back - 1);
      box.value = remembered[back];
      grow();
    }
  });
  grow();
  el.refresh = grow;
  return el;
}
