// Moments, sums and sizes in the person's language and time zone.

import { locale, t } from "./i18n.js";

let zone;

export function setZone(name) { zone = name || "Europe/Berlin"; }

const show = (date, options) => new Intl.DateTimeFormat(locale(), { timeZone: zone, ...options }).format(date);
const dayKey = (date) => new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(date);

export const clock = (iso) => show(new Date(iso), { hour: "2-digit", minute: "2-digit" });

export function dayName(iso, now) {
  const date = new Date(iso);
  if (dayKey(date) === dayKey(now)) return t("today");
  if (dayKey(date) === dayKey(new Date(now - 86400000))) return t("yesterday");
  return show(date, { weekday: "short", day: "numeric", month: "long" });
}

export const sameDay = (one, other) => dayKey(new Date(one)) === dayKey(new Date(other));

export const shortMoment = (iso, now) =>
  sameDay(iso, now) ? clock(iso) : show(new Date(iso), { day: "numeric", month: "short" });

export const moment = (iso) =>
  show(new Date(iso), { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

export const day = (iso) =>
  new Intl.DateTimeFormat(locale(), { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric" })
    .format(new Date(iso));

export const dayOf = (iso) => show(new Date(iso), { weekday: "short", day: "numeric", month: "short" });

export const money = ({ amount, currency }) =>
  new Intl.NumberFormat(locale(), { style: "currency", currency, currencyDisplay: "narrowSymbol", maximumFractionDigits: amount % 1 ? 2 : 0 }).format(amount);

export function size(bytes) {
  const units = locale() === "ru-RU" ? ["Б", "КБ", "МБ"] : ["B", "KB", "MB"];
  let place = 0;
  let value = bytes;
  while (value >= 1024 && place < 2) { value /= 1024; place += 1; }
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value)} ${units[place]}`;
}

// The formats of [timestamp=… format=…].
const FORMATS = {
  SHORT_TIME_FORMAT: { hour: "2-digit", minute: "2-digit" },
  LONG_TIME_FORMAT: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  SHORT_DATE_FORMAT: { day: "2-digit", month: "2-digit", year: "numeric" },
  MEDIUM_DATE_FORMAT: { day: "numeric", month: "short", year: "numeric" },
  LONG_DATE_FORMAT: { day: "numeric", month: "long", year: "numeric" },
  FULL_DATE_FORMAT: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  DAY_MONTH_FORMAT: { day: "numeric", month: "long" },
  DAY_SHORT_MONTH_FORMAT: { day: "numeric", month: "short" },
  DAY_OF_WEEK_MONTH_FORMAT: { weekday: "long", day: "numeric", month: "long" },
  SHORT_DAY_OF_WEEK_MONTH_FORMAT: { weekday: "short", day: "numeric", month: "long" },
  SHORT_DAY_OF_WEEK_SHORT_MONTH_FORMAT: { weekday: "short", day: "numeric", month: "short" },
};

export const stamp = (seconds, format) =>
  show(new Date(seconds * 1000), FORMATS[format] ?? { ...FORMATS.MEDIUM_DATE_FORMAT, ...FORMATS.SHORT_TIME_FORMAT });
