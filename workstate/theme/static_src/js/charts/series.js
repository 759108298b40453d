// The series of a chart in the colours of the theme.
import { paint, paintSeries } from "./paint.js";

export function datasets(source) {
  return source.datasets.map((set, index) => ({ label: set.label, data: set.data, ...MADE[source.type](set, index, source) }));
}

const MADE = {
  bar(set, index, source) {
    // Only the uppermost part of each bar is rounded.
    const isTop = ({ datasetIndex, dataIndex }) => !source.stacked || !source.datasets.slice(datasetIndex + 1).some((other) => other.data[dataIndex] > 0);
    const isOnTop = ({ dataIndex }) => source.stacked && source.datasets.slice(0, index).some((other) => other.data[dataIndex] > 0);
    return {
      backgroundColor: paintSeries(set.colour),
      maxBarThickness: 58,
      categoryPercentage: source.stacked ? 0.8 : 0.72,
      barPercentage: source.stacked ? 0.9 : 0.94,
      borderRadius: (context) => (isTop(context) ? { topLeft: 5, topRight: 5 } : 0),
      borderColor: paint("var(--color-bg)"),
      borderWidth: (context) => ({ bottom: isOnTop(context) ? 1.5 : 0 }),
      borderSkipped: false,
    };
  },
  line(set, index) {
    const colour = paintSeries(set.colour);
    // The second and further lines are told apart by their dashes too.
    return { borderColor: colour, backgroundColor: colour, borderWidth: 2, borderDash: index % 3 ? [[6, 4], [2, 3]][(index % 3) - 1] : [], pointRadius: set.data.length > 40 ? 0 : 2.5, pointHoverRadius: 4, tension: 0.25, cubicInterpolationMode: "monotone", spanGaps: false };
  },
  doughnut(set, index, source) {
    return { backgroundColor: source.labels.map((_, at) => paintSeries(source.colours[at] || "slate")), borderColor: paint("var(--color-bg)"), borderWidth: 2, hoverOffset: 0 };
  },
};
