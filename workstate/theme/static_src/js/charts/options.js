// How a chart looks: quiet scales, words of its unit in the tip.
import { say } from "../dom.js";
import { isStill, paint } from "./paint.js";
import { stepOf, written } from "./units.js";

function tooltip(source) {
  const parts = source.type === "doughnut";
  return {
    filter: (item) => source.type === "line" || item.raw !== 0,
    callbacks: {
      title: (items) => (items.length && !parts ? source.names[items[0].dataIndex] || items[0].label : ""),
      label: (item) => ` ${parts ? source.names[item.dataIndex] || item.label : item.dataset.label}  ${written(item.raw, source)}`,
      footer: (items) => (source.type === "bar" && source.stacked && items.length > 1 ? `${say("total")}  ${written(items.reduce((sum, item) => sum + item.raw, 0), source)}` : ""),
    },
    backgroundColor: paint("var(--color-raised)"),
    borderColor: paint("var(--color-line2)"),
    borderWidth: 1,
    titleColor: paint("var(--color-ink)"),
    bodyColor: paint("var(--color-ink2)"),
    footerColor: paint("var(--color-ink)"),
    padding: 10,
    cornerRadius: 8,
  };
}

function scales(source) {
  if (source.type === "doughnut") return {};
  const quiet = paint("var(--color-ink3)");
  const numbers = source.datasets.flatMap((set) => set.data).filter((value) => value !== null);
  const most = Math.max(0, ...numbers.map(Math.abs));
  // Above stacked bars stand their sums: a scale beside them would say it twice.
  const isSaid = source.type === "bar" && source.stacked;
  const ticks = { color: quiet, font: { size: 12 } };
  return {
    x: { stacked: source.stacked, grid: { display: false }, border: { color: paint("var(--color-line)") }, ticks: { ...ticks, maxRotation: 0, autoSkipPadding: 10, callback(value) { return shortened(this.getLabelForValue(value)); } } },
    y: {
      stacked: source.stacked,
      display: !isSaid,
      beginAtZero: true,
      grid: { color: paint("var(--color-line)") },
      border: { display: false },
      ticks: { ...ticks, maxTicksLimit: 6, stepSize: stepOf(source.unit, most), callback: (value) => written(value, source, true) },
    },
  };
}

const shortened = (text) => (text.length > 16 ? `${text.slice(0, 15)}…` : text);

export function options(source, still = false) {
  return {
    source,
    responsive: true,
    maintainAspectRatio: false,
    animation: still || isStill() ? false : { duration: 150 },
    cutout: "64%",
    layout: { padding: { top: source.type === "bar" ? 22 : 8 } },
    interaction: source.type === "doughnut" ? { mode: "nearest" } : { mode: "index", intersect: false },
    scales: scales(source),
    plugins: { tooltip: tooltip(source) },
  };
}
