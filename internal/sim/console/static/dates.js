// Days and hours as the viewer reads them: their language, their time zone, and
// the simulated clock's idea of today.

import {state} from "./api.js";
import {zone} from "./people.js";
import {language, t} from "./text.js";

const cache = new Map();

export function format(date, options, timeZone = zone()) {
  const locale = language() === "fr" ? "fr-FR" : "en-GB";
  const key = JSON.stringify([locale, options, timeZone]);
  let f = cache.get(key);
  if (!f) {
    try { f = new Intl.DateTimeFormat(locale, {...options, timeZone}); } catch { f = new Intl.DateTimeFormat(locale, {...options, timeZone: "UTC"}); }
    cache.set(key, f);
  }
  return f.format(date);
}

export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const now = () => new Date(state.clock?.now || 0);
export const dayKey = (date, tz) => format(date, {year: "numeric", month: "2-digit", day: "2-digit"}, tz);
export const clockTime = (date, tz) => format(date, {hour: "2-digit", minute: "2-digit"}, tz);
export const longDay = (date, tz) => capital(format(date, {weekday: "long", day: "numeric", month: "long", year: "numeric"}, tz));

// near says today or yesterday, or null.
function near(date) {
  const key = dayKey(date);
  if (key === dayKey(now())) return t("today");
  if (key === dayKey(new Date(now().getTime() - 864e5))) return t("yesterday");
  return null;
}

export function dividerDay(date) {
  const thisYear = format(date, {year: "numeric"}) === format(now(), {year: "numeric"});
  return near(date) ?? capital(format(date, {weekday: "long", day: "numeric", month: "long", ...(thisYear ? {} : {year: "numeric"})}));
}

export const fromTS = (ts) => new Date(Number(ts) * 1000);

// slackDate fills the tokens of <!date^…>; null when the stamp is no number.
export function slackDate(seconds, pattern) {
  if (!Number.isFinite(seconds)) return null;
  const date = new Date(seconds * 1000);
  const short = format(date, {day: "numeric", month: "short", year: "numeric"});
  const plain = format(date, {day: "numeric", month: "long", year: "numeric"});
  const long = format(date, {weekday: "long", day: "numeric", month: "long", year: "numeric"});
  const tokens = {
    date_num: format(date, {year: "numeric", month: "2-digit", day: "2-digit"}), date_slash: format(date, {year: "numeric", month: "2-digit", day: "2-digit"}),
    date: plain, date_short: short, date_long: long, date_long_full: long,
    date_pretty: near(date) ?? plain, date_short_pretty: near(date) ?? short, date_long_pretty: near(date) ?? long, day_divider_pretty: near(date) ?? long,
    time: clockTime(date), time_secs: format(date, {hour: "2-digit", minute: "2-digit", second: "2-digit"}), ago: ago(date),
  };
  return String(pattern ?? "").replace(/\{(\w+)\}/g, (whole, name) => tokens[name] ?? whole);
}

function ago(date) {
  const seconds = (date - now()) / 1000;
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const [unit, size] = units.find(([, n]) => Math.abs(seconds) >= n) ?? units.at(-1);
  return new Intl.RelativeTimeFormat(language(), {numeric: "auto"}).format(Math.round(seconds / size), unit);
}
