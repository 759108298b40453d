// What a stack of bars comes to, above each of them.
import { paint } from "./paint.js";
import { written } from "./units.js";

export const totals = {
  id: "totals",
  afterDatasetsDraw(chart) {
    const { ctx, data, options } = chart;
    const source = options.source;
    if (source.type !== "bar" || !source.stacked) return;
    ctx.save();
    Object.assign(ctx, { font: `500 12px ${getComputedStyle(document.body).fontFamily}`, fillStyle: paint("var(--color-ink2)"), textAlign: "center" });
    const room = chart.scales.x.width / data.labels.length;
    const visible = chart.getSortedVisibleDatasetMetas();
    const sums = data.labels.map((_, index) => visible.reduce((all, meta) => all + (data.datasets[meta.index].data[index] || 0), 0));
    const texts = sums.map((sum) => (sum ? written(sum, source) : ""));
    // Numbers that would run into each other are left to the table and to the finger on the bar: all of them, for some alone tell nothing.
    const fit = texts.every((text) => ctx.measureText(text).width <= room - 2);
    if (fit) texts.forEach((text, index) => {
      const top = Math.min(...visible.map((meta) => meta.data[index].y));
      ctx.fillText(text, visible[0].data[index].x, top - 7);
    });
    ctx.restore();
  },
};
