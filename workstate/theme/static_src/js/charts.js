// Charts from a data block beside the canvas: <canvas data-chart="id"> and <script type="application/json" id="id">
// {"type": "bar", "labels": [...], "datasets": [{"label", "colour", "data": [seconds]}], "unit": "time"}.
// The colours are the theme's; the numbers stand in the table beneath.
import { BarController, BarElement, CategoryScale, Chart, LinearScale, Tooltip } from "chart.js";
import { each, make, say } from "./dom.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale, Tooltip);

const hours = (seconds) => `${Math.floor(seconds / 3600)}:${String(Math.floor(seconds / 60) % 60).padStart(2, "0")}`;

/** What a colour of the theme is just now; a probe resolves light-dark() and the class of a project colour. */
function paint(value, className = "") {
  const probe = make("i", { className, hidden: true });
  probe.style.color = value;
  document.body.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

/** The total of each bar above it. */
const totals = {
  id: "totals",
  afterDatasetsDraw(chart) {
    const { ctx, data } = chart;
    ctx.save();
    Object.assign(ctx, { font: `500 12px ${getComputedStyle(document.body).fontFamily}`, fillStyle: paint("var(--color-ink2)"), textAlign: "center" });
    const room = chart.scales.x.width / data.labels.length;
    data.labels.forEach((_, index) => {
      const visible = chart.getSortedVisibleDatasetMetas();
      const sum = visible.reduce((all, meta) => all + (data.datasets[meta.index].data[index] || 0), 0);
      // Numbers that would run into each other are left to the table and to the finger on the bar.
      if (!sum || ctx.measureText(hours(sum)).width > room - 2) return;
      const top = Math.min(...visible.map((meta) => meta.data[index].y));
      ctx.fillText(hours(sum), visible[0].data[index].x, top - 7);
    });
    ctx.restore();
  },
};

function configuration(source) {
  const quiet = paint("var(--color-ink3)");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  // Only the uppermost part of each bar is rounded.
  const isTop = ({ datasetIndex, dataIndex }) => !source.datasets.slice(datasetIndex + 1).some((set) => set.data[dataIndex] > 0);
  return {
    type: "bar",
    plugins: [totals],
    data: {
      labels: source.labels,
      datasets: source.datasets.map((set, index) => ({
        label: set.label,
        data: set.data,
        backgroundColor: paint("var(--c)", `colour-${set.colour || "slate"}`),
        maxBarThickness: 58,
        borderRadius: (context) => (isTop(context) ? { topLeft: 5, topRight: 5 } : 0),
        borderColor: paint("var(--color-bg)"),
        borderWidth: { bottom: index ? 1.5 : 0 },
        borderSkipped: false,
      })),
    },
    options: {
      responsive: true,
      maintainAspectRatio: false,
      animation: still ? false : { duration: 150 },
      layout: { padding: { top: 22 } },
      interaction: { mode: "index", intersect: false },
      scales: {
        x: { stacked: true, grid: { display: false }, border: { color: paint("var(--color-line)") }, ticks: { color: quiet, font: { size: 12 }, maxRotation: 0, autoSkipPadding: 10 } },
        y: { stacked: true, display: false, beginAtZero: true },
      },
      plugins: {
        tooltip: {
          filter: (item) => item.raw > 0,
          callbacks: {
            label: (item) => ` ${item.dataset.label}  ${hours(item.raw)}`,
            footer: (items) => (items.length > 1 ? `${say("total")}  ${hours(items.reduce((sum, item) => sum + item.raw, 0))}` : ""),
          },
          backgroundColor: paint("var(--color-raised)"),
          borderColor: paint("var(--color-line2)"),
          borderWidth: 1,
          titleColor: paint("var(--color-ink)"),
          bodyColor: paint("var(--color-ink2)"),
          footerColor: paint("var(--color-ink)"),
          padding: 10,
          cornerRadius: 8,
        },
      },
    },
  };
}

const drawn = new Map();

function draw(canvas) {
  const source = document.getElementById(canvas.dataset.chart);
  if (!source) return;
  drawn.get(canvas)?.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  drawn.set(canvas, new Chart(canvas, configuration(JSON.parse(source.textContent))));
}

function redraw() {
  for (const [canvas, chart] of [...drawn]) {
    chart.destroy();
    drawn.delete(canvas);
    if (canvas.isConnected) draw(canvas);
  }
}

document.fonts.ready.then(() => each("canvas[data-chart]", draw));
document.addEventListener("theme:changed", redraw);
document.addEventListener("htmx:after:swap", redraw);
addEventListener("beforeprint", redraw);
