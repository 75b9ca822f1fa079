// The start: learn who and where we are, then build the parts.

import {get, state, toast} from "./api.js";
import {startClock} from "./clock.js";
import {startMail} from "./mail.js";
import {startSheet} from "./sheet.js";
import {startSlack} from "./slack.js";
import {useLanguage} from "./text.js";

try {
  state.boot = await get("api/boot");
  useLanguage(state.boot.lang);
  startClock(document.getElementById("clock"));
  startSheet(document.getElementById("sheet"));
  startMail(document.getElementById("mail"));
  startSlack(document.getElementById("slack"));
  split(document.getElementById("divider"), document.getElementById("desk"));
} catch (err) {
  toast(err.message, "error");
}

// split lets the border between the panes be moved, by mouse or arrow keys.
function split(bar, desk) {
  const set = (percent) => {
    const p = Math.min(70, Math.max(28, percent));
    desk.style.setProperty("--split", `${p}%`);
    bar.setAttribute("aria-valuenow", String(Math.round(p)));
    localStorage.setItem("split", String(p));
  };
  const stored = Number(localStorage.getItem("split"));
  set(stored || 47);
  bar.addEventListener("pointerdown", (e) => {
    bar.setPointerCapture(e.pointerId);
    const move = (m) => { const box = desk.getBoundingClientRect(); set((100 * (m.clientX - box.left)) / box.width); };
    bar.addEventListener("pointermove", move);
    bar.addEventListener("pointerup", () => bar.removeEventListener("pointermove", move), {once: true});
  });
  bar.addEventListener("keydown", (e) => {
    const step = {ArrowLeft: -2, ArrowRight: 2}[e.key];
    if (step) set(Number(bar.getAttribute("aria-valuenow")) + step);
  });
}
