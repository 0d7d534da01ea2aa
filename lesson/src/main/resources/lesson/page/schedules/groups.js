/** Two uneven groups, sampled by the engine: its run as the page holds it, and its picture. */
import { html } from 'lit';
import { records } from '../base/api.js';
import { percent } from '../draw/format.js';

/**
 * The engine's run, until its end.
 *
 * @param {{schedule?: string, curve?: string, sampler?: string, seed: number}} query
 * @param {AbortSignal} signal
 * @param {(run: any) => void} told
 */
export async function sampleGroups(query, signal, told) {
  let run = { ...query, before: 0 };
  for await (const { type, before, ...record } of records('/api/groups', query, signal)) {
    run = type === 'waiting' ? { ...run, before } : { ...run, ...record, before: 0, done: type === 'end' };
    told(run);
  }
  return run;
}

/** A run in the exported table. @param {any} run */
export const row = ({ schedule, sampler, seed, samples, steps, share, snr }) => ({
  schedule,
  sampler,
  seed,
  samples,
  steps,
  share_near_plus_1: share,
  snr_at_end_db: snr,
});

/** Where a run's samples lie: how many are at +1, or that they are neither there nor at −1. @param {any} run */
export const cameOut = ({ share, between }) => (between > HALF ? `${percent(between)}% in between` : `${percent(share)}% at +1`);

/** A run as a histogram of its samples, still empty where there is none. @param {string} name @param {any} run */
export const histogram = (name, run) =>
  html`<figure>
    <canvas
      class="pixels smooth bars"
      role="img"
      aria-label="Histogram of the samples, ${name}${run?.done ? `: ${cameOut(run)}` : ''}"
    ></canvas>
    <figcaption><span>${name}</span><b class="num">${standing(run)}</b></figcaption>
  </figure>`;

/** @param {any} run */
function standing(run) {
  if (run?.done) return `${cameOut(run)} ${run.right ? '✓' : '✗'}`;
  return run?.steps ? `step ${run.index} of ${run.steps}` : ' ';
}

const HALF = 0.5;

const WIDTH = 360,
  HEIGHT = 240,
  FOOT = 34,
  MOST = 90;

/**
 * Where the samples lie, with the true shares as dashed lines.
 *
 * @param {HTMLCanvasElement | null} canvas
 * @param {any} run
 * @param {number} [height] where it is as wide as 360
 */
export function bars(canvas, run, height = HEIGHT) {
  if (!canvas) return;
  if (canvas.width !== WIDTH) {
    canvas.width = WIDTH;
    canvas.height = height;
  }
  const context = canvas.getContext('2d');
  canvas.classList.toggle('blank', !run?.histogram);
  context.clearRect(0, 0, WIDTH, height);
  if (!run?.histogram) return;
  context.fillStyle = '#0c0a09';
  context.fillRect(0, 0, WIDTH, height);
  context.strokeStyle = '#7a6f65';
  context.lineWidth = 2;
  const ground = height - FOOT;
  const line = (x1, y1, x2, y2) => {
    context.beginPath();
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
    context.stroke();
  };
  line(0, ground, WIDTH, ground);
  const bins = run.histogram.length,
    across = WIDTH / bins;
  const rise = share => (share / MOST) * (ground - 4);
  context.fillStyle = '#f3ede5';
  run.histogram.forEach((share, bin) => context.fillRect(bin * across + 1, ground - rise(share), across - 2, rise(share)));
  context.fillStyle = '#bfb5aa';
  context.font = '20px Inter, sans-serif';
  context.textAlign = 'center';
  context.strokeStyle = '#ff6f4d';
  context.setLineDash([6, 5]);
  for (const { at, text, share } of [
    { at: -1, text: '−1', share: 100 - 100 * run.wanted },
    { at: 1, text: '+1', share: 100 * run.wanted },
  ]) {
    const bin = run.middles.reduce((best, middle, i) => (Math.abs(middle - at) < Math.abs(run.middles[best] - at) ? i : best), 0);
    const x = (bin + 0.5) * across;
    context.fillText(text, x, height - 10);
    line(x - 32, ground - rise(share), x + 32, ground - rise(share));
  }
  context.setLineDash([]);
}
