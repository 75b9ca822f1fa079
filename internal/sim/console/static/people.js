// Who and what the ids in Slack's data stand for.

import {h} from "./dom.js";
import {state} from "./api.js";

export {state};

// person is {id, name, title, tz, bot}: a demo user, or anyone of the workspace.
export function person(id) {
  return state.slack.get(`user/${id}`) || state.boot?.users.find((u) => u.id === id) || null;
}

export const personName = (id) => person(id)?.name;
export const channelName = (id) => state.slack.get(`channel/${id}`)?.name;

// zone is the time zone the viewer has set in Slack.
export const zone = () => person(state.user)?.tz || "UTC";

export function initials(name) {
  const words = (name || "?").split(/[\s.-]+/).filter(Boolean);
  return (words[0]?.[0] ?? "?") + (words.length > 1 ? words.at(-1)[0] : "");
}

const hues = [12, 36, 96, 152, 186, 208, 238, 266, 292, 322, 342, 60];

// avatar is a coloured tile with initials, the same for a person everywhere.
export function avatar(id, name, bot) {
  if (bot) return h("img.avatar", {src: "static/icon.svg", alt: ""});
  const all = state.boot?.users.findIndex((u) => u.id === id) ?? -1;
  const hue = hues[(all >= 0 ? all : [...(id || "?")].reduce((n, c) => n + c.charCodeAt(0), 0)) % hues.length];
  return h("span.avatar", {"aria-hidden": true, style: {"--hue": hue}}, initials(name).toUpperCase());
}
