// What each of the demo's people has not looked at yet, for this browser tab.

import {state, under} from "./api.js";

const seen = new Map(); // "user/channel" -> ts of the newest message looked at
const heard = new Map(); // user -> messages from the app looked at

const key = (channel) => `${state.user}/${channel}`;

const foreign = (channel) => under(`message/${channel}/`).filter((m) => m.user !== state.user);

// lastSeen is where unread begins. What was there when the page was opened
// counts as read.
export const lastSeen = (channel) => seen.get(key(channel)) ?? state.boot.since;

// unread counts a channel's messages of others since it was last looked at.
export function unread(channel) {
  const last = lastSeen(channel);
  return foreign(channel).filter((m) => m.ts > last).length;
}

export function markRead(channel) {
  const newest = foreign(channel).reduce((max, m) => (m.ts > max ? m.ts : max), state.boot.since);
  seen.set(key(channel), newest);
  if (state.slack.get(`channel/${channel}`)?.im) heard.set(state.user, state.slack.get("badges")?.[state.user] ?? 0);
}

// waiting counts what the app wrote to someone else by direct message since the
// page last showed it to them.
export function waiting(user) {
  const count = state.slack.get("badges")?.[user] ?? 0;
  if (!heard.has(user)) heard.set(user, count);
  return Math.max(0, count - heard.get(user));
}
