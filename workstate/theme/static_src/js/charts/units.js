// Numbers of a chart in words, as the tables say them.
const MINUS = "−";
const language = () => document.documentElement.lang || "en";

function time(seconds) {
  const minutes = Math.floor(Math.abs(seconds) / 60);
  return `${seconds < 0 ? MINUS : ""}${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
}

const plain = (value, how) => new Intl.NumberFormat(language(), how).format(value).replace("-", MINUS);

/** The number with its unit; `short` is for scales, which have little room. */
export function written(value, { unit, currency }, short = false) {
  if (value === null || value === undefined) return "–";
  if (unit === "time") return short ? `${plain(value / 3600, { maximumFractionDigits: 1 })} h` : time(value);
  if (unit === "percent") return `${plain(value, { maximumFractionDigits: Math.abs(value) < 1 ? 1 : 0 })} %`;
  if (unit === "money" && currency) return plain(value, { style: "currency", currency, ...(short ? { notation: "compact" } : {}) });
  return plain(value, { maximumFractionDigits: 2, ...(short ? { notation: "compact" } : {}) });
}

/** A step of the scale that people count in: whole and half hours, not thousands of seconds. */
export function stepOf(unit, most) {
  if (unit !== "time") return undefined;
  const hours = [0.25, 0.5, 1, 2, 4, 5, 10, 20, 40, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000, 200000].find((step) => most / (step * 3600) <= 5);
  return hours ? hours * 3600 : undefined;
}
