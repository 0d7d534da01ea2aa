/** How many candidates are left, step by step, with the four answers below and the guess on one of them. */
import { html, svg } from 'lit';
import { fixed } from '../draw/format.js';

/** The answers: from which step to which. */
export const SPANS = [
  [0, 15],
  [15, 40],
  [40, 65],
  [65, 80],
];
const WIDTH = 290,
  HEIGHT = 110,
  LEFT = 26,
  LAST = 80;

const wide = (from, to) => across(to) - across(from) - 2;
const across = step => LEFT + ((WIDTH - LEFT) * step) / LAST;

/**
 * @param {{candidates: number[], decided: number}} found
 * @param {number} guess which span the reader chose; -1 for none
 */
export function candidatesChart({ candidates, decided }, guess) {
  const most = Math.log(Math.max(candidates[0], 2)),
    up = value => HEIGHT - 8 - ((HEIGHT - 20) * Math.log(value)) / most;
  const line = candidates.map((value, step) => `${step ? 'L' : 'M'}${across(step).toFixed(1)} ${up(value).toFixed(1)}`).join('');
  const label = `From ${fixed(candidates[0], 0)} candidates to one; decided after step ${decided}.`;
  const right = SPANS.findIndex(([, to]) => decided <= to);
  return html`<div class="findings spans">
    <p class="of">Candidates left, after each step</p>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT + 34}" role="img" aria-label=${label}>
      ${SPANS.map(
        ([from, to], i) =>
          svg`<rect class=${i === right ? 'right' : ''} x=${across(from) + 1} y="4" width=${wide(from, to)} height=${HEIGHT - 4}/>`,
      )}
      <text x="0" y=${up(candidates[0]) + 4}>${fixed(candidates[0], 0)}</text>
      <text x="0" y=${up(1) + 4}>1</text>
      <path d=${line} />
      <line x1=${across(decided)} x2=${across(decided)} y1="4" y2=${HEIGHT} />
      ${SPANS.map(([, to]) => svg`<text class="end" x=${across(to)} y=${HEIGHT + 14}>${to}</text>`)}
      <text x=${LEFT} y=${HEIGHT + 14}>0</text>
      ${guess >= 0 ? svg`<text class="you" x=${(across(SPANS[guess][0]) + across(SPANS[guess][1])) / 2} y=${HEIGHT + 30}>▴ you</text>` : ''}
    </svg>
  </div>`;
}
