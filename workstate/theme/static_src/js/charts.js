// Charts from a data block: <div class="chart" data-chart="id"><canvas hx-morph-skip></canvas></div> and <script type="application/json"
// id="id"> {"type", "unit", "currency", "stacked", "labels", "names", "colours", "datasets": [{"label", "colour", "data": […]}]}. The
// colours are the theme's; the numbers stand in the table beneath.
import { ArcElement, BarController, BarElement, CategoryScale, Chart, DoughnutController, LinearScale, LineController, LineElement, PointElement, Tooltip } from "chart.js";
import { options } from "./charts/options.js";
import { onPaper, setPaper } from "./charts/paint.js";
import { datasets } from "./charts/series.js";
import { totals } from "./charts/totals.js";

Chart.register(ArcElement, BarController, BarElement, CategoryScale, DoughnutController, LinearScale, LineController, LineElement, PointElement, Tooltip);

const PAPER = 660;
const drawn = new Map();

function draw(canvas, { anew = false } = {}) {
  const text = document.getElementById(canvas.parentElement.dataset.chart)?.textContent;
  if (!text) return;
  const known = drawn.get(canvas);
  if (known?.text === text && !anew) return;
  const source = { unit: "time", stacked: true, names: [], colours: [], ...JSON.parse(text) };
  // A chart of the same kind moves to its new numbers; anything else is drawn from the beginning.
  if (known && known.source.type === source.type && !anew) {
    Object.assign(known.chart.data, { labels: source.labels, datasets: datasets(source) });
    known.chart.options = options(source);
    known.chart.update();
    return void drawn.set(canvas, { ...known, text, source });
  }
  known?.chart.destroy();
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  const chart = new Chart(canvas, { type: source.type, plugins: [totals], data: { labels: source.labels, datasets: datasets(source) }, options: options(source, anew) });
  drawn.set(canvas, { chart, text, source });
}

function drawAll(how) {
  for (const [canvas, { chart }] of [...drawn]) {
    if (canvas.isConnected) continue;
    chart.destroy();
    drawn.delete(canvas);
  }
  for (const canvas of document.querySelectorAll("[data-chart] > canvas")) draw(canvas, how);
}

function paper(is) {
  if (onPaper() === is) return;
  setPaper(is);
  drawAll({ anew: true });
  // A page is narrower than most screens: letters keep their size where the canvas need not shrink.
  if (is) for (const { chart } of drawn.values()) if (chart.width > PAPER) chart.resize(PAPER, chart.height);
}

document.fonts.ready.then(() => drawAll());
document.addEventListener("htmx:after:swap", () => drawAll());
document.addEventListener("theme:changed", () => drawAll({ anew: true }));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => drawAll({ anew: true }));
addEventListener("beforeprint", () => paper(true));
addEventListener("afterprint", () => paper(false));
matchMedia("print").addEventListener("change", ({ matches }) => paper(matches));
