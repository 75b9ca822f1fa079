// The dialog an element asks before it does something.

import {h} from "./dom.js";
import {textObject} from "./mrkdwn.js";
import {t} from "./text.js";

// askConfirm resolves to whether the person said yes.
export function askConfirm(c) {
  return new Promise((resolve) => {
    let yes = false;
    const dialog = h("dialog.confirm", {"data-test": "confirm"},
      h("h2", textObject(c.title)),
      h("div.confirm-text", textObject(c.text)),
      h("footer",
        h("button.block-button", {type: "button", "data-test": "confirm-no", onclick: () => dialog.close()}, textObject(c.deny).length ? textObject(c.deny) : t("cancel")),
        h("button.block-button", {type: "button", class: c.style || "primary", "data-test": "confirm-yes", autofocus: true, onclick: () => { yes = true; dialog.close(); }}, textObject(c.confirm).length ? textObject(c.confirm) : t("confirm"))));
    dialog.addEventListener("close", () => { dialog.remove(); resolve(yes); });
    document.getElementById("layers").append(dialog);
    dialog.showModal();
  });
}
