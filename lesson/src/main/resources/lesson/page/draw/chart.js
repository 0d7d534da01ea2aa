/** Charts by uPlot in the page's ink. */
import uPlot from 'uplot';
import { html } from 'lit';

const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name);

/** A colour token as the canvas can use it, in the theme that is on. @param {string} name */
function ink(name) {
  const probe = document.createElement('span');
  probe.style.color = colour(name);
  document.body.append(probe);
  const rgb = getComputedStyle(probe).color;
  probe.remove();
  return rgb;
}

/** @type {WeakMap<HTMLElement, uPlot>} by the element that it stands in */
const charts = new WeakMap();

/**
 * @typedef {{label: string, token: string, dash?: number[], width?: number, stepped?: boolean, joined?: boolean}} Series
 *   a line, in a colour token;
 *   joined over places that it has no value for
 * @typedef {object} Chart
 * @property {string} x what is to the right
 * @property {string} y what is upwards
 * @property {number} height
 * @property {import('uplot').AlignedData} data
 * @property {Series[]} series
 * @property {[number, number]} [xRange]
 * @property {[number, number]} [yRange]
 * @property {boolean} [powers] whether both axes go in powers of ten
 * @property {number | number[] | null} [mark] where upright lines stand
 */

/**
 * Draws a chart anew.
 *
 * @param {HTMLElement} into
 * @param {Chart} chart
 */
export function draw(into, chart) {
  charts.get(into)?.destroy();
  const axis = label => ({
    label,
    labelSize: 22,
    labelFont: '13px Inter',
    font: '12px Inter',
    stroke: ink('--ink-3'),
    labelGap: 4,
    grid: { stroke: ink('--line'), width: 1 },
    ticks: { stroke: ink('--line'), size: 4 },
  });
  const drawn = new uPlot(
    {
      width: into.clientWidth - parseFloat(getComputedStyle(into).paddingLeft) - parseFloat(getComputedStyle(into).paddingRight),
      height: chart.height,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, distr: chart.powers ? 3 : 1, ...(chart.xRange ? { range: () => chart.xRange } : {}) },
        y: { distr: chart.powers ? 3 : 1, ...(chart.yRange ? { range: () => chart.yRange } : {}) },
      },
      axes: [
        { ...axis(chart.x), size: 30, labelSize: 18 },
        { ...axis(chart.y), size: 44 },
      ],
      series: [
        {},
        ...chart.series.map(one => ({
          stroke: ink(one.token),
          width: one.width ?? 2,
          dash: one.dash,
          spanGaps: Boolean(one.joined),
          points: { show: false },
          ...(one.stepped ? { paths: uPlot.paths.stepped({ align: -1 }) } : {}),
        })),
      ],
      hooks: {
        draw: [chart.mark ?? []].flat().map(mark => plot => {
          const { ctx, bbox } = plot,
            x = plot.valToPos(mark, 'x', true);
          ctx.strokeStyle = ink('--safelight');
          ctx.lineWidth = devicePixelRatio;
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
        }),
      },
    },
    chart.data,
    into,
  );
  charts.set(into, drawn);
}

/** Which line is which, by colour and by dash. @param {Series[]} series */
export const legend = series =>
  html`<div class="legend">
    ${series.map(
      one =>
        html`<span
          ><svg viewBox="0 0 26 10" aria-hidden="true">
            <line
              x1="0"
              x2="26"
              y1="5"
              y2="5"
              stroke="var(${one.token})"
              stroke-width="2.5"
              stroke-dasharray=${one.dash?.join(' ') ?? 'none'}
            /></svg
          >${one.label}</span
        >`,
    )}
  </div>`;

/** How many values before one, and behind it, are averaged with it. */
const AROUND = 10;

/**
 * The mean of each value and its neighbours, as many before it as behind: it neither lags nor leads where the values fall.
 *
 * @param {number[]} values
 */
export function smoothed(values) {
  return values.map((_, i) => {
    const reach = Math.min(AROUND, i, values.length - 1 - i),
      near = values.slice(i - reach, i + reach + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}
