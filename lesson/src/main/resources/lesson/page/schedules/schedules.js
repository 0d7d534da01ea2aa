/** What is said of a level of a schedule. */
import { html } from 'lit';
import { decibels, fixed, percent } from '../draw/format.js';

/** The two ends of a curve have no ratio: no noise, no signal. @param {(number | null)[]} snr */
export const ratios = snr => snr.map((value, t) => value ?? (t ? -Infinity : Infinity));

/** @param {{snr: (number | null)[]}} levels @param {number} t */
export function ratio(levels, t) {
  const value = levels.snr[t];
  if (value == null) return t ? 'no signal' : 'no noise';
  return `${decibels(value)} dB`;
}

/** A small share keeps its figures. @param {number} value */
export function small(value) {
  if (value === 0 || value >= 0.001) return fixed(value, 4);
  const [figures, power] = value.toExponential(2).split('e');
  return html`${figures} · 10<sup>${fixed(Number(power), 0)}</sup>`;
}

/** The same for speech. @param {number} value */
export function spokenSmall(value) {
  if (value === 0 || value >= 0.001) return fixed(value, 4);
  const [figures, power] = value.toExponential(2).split('e');
  return `${figures} times 10 to the ${fixed(Number(power), 0)}`;
}

/** The reach of the charts; what lies beyond is drawn at the edge. */
export const SNR_SCALE = {
  low: -66,
  high: 46,
  ticks: [
    [40, '+40 dB'],
    [20, '+20 dB'],
    [0, '0 dB'],
    [-20, '−20 dB'],
    [-40, '−40 dB'],
    [-60, '−60 dB'],
  ],
  zero: 0,
};

/**
 * Readouts of how a schedule ends, and where its steps lie.
 *
 * @param {{alphaBar: number, snr: number, above: number, below: number}} summary
 */
export const ends = ({ alphaBar, snr, above, below }) =>
  html`<div>
      <span class="label">power left at T, ᾱ<sub>T</sub></span
      ><span class="value signal">${small(alphaBar)}</span>
    </div>
    <div><span class="label">signal to noise at T</span><span class="value">${ratio({ snr: [null, snr] }, 1)}</span></div>
    <div>
      <span class="label">steps above 0 dB</span><span class="value">${percent(above)} <small>%</small></span>
    </div>
    <div>
      <span class="label">steps below −20 dB</span><span class="value">${percent(below)} <small>%</small></span>
    </div>`;
