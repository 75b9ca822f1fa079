// Links and pictures: only schemes that can't run anything.

import {h} from "./dom.js";

export function safeLink(url, children) {
  if (!/^(https?:|mailto:|tel:|slack:)/i.test(url)) return h("span", children);
  return h("a", {href: url, target: "_blank", rel: "noreferrer noopener"}, children);
}

// picture shows an image; where it can't be had, its words.
export function picture(spec, url, alt) {
  const img = h(spec, {src: url || "", alt: alt || "", title: alt || ""});
  img.addEventListener("error", () => img.replaceWith(h("span.no-image", alt || url || "")));
  return img;
}
