/** A track: lines in a box that is stretched to its frame, and what stands over them at a share of its height or width. */
import { svg } from 'lit';
import { elements } from '../base/find.js';

/** How wide the box is, in units of its own. */
export const WIDTH = 1000;

/** A level line across the box. @param {number} y @param {boolean} zero whether it is where the scale begins */
export const rule = (y, zero) =>
  svg`<line class=${zero ? 'zero' : 'grid'} x1="0" x2=${WIDTH} y1=${y} y2=${y} vector-effect="non-scaling-stroke"/>`;

/** Puts what has `data-left` or `data-top`, from 0 to 1, into its place. @param {ParentNode} within */
export function place(within) {
  for (const one of elements(within, '[data-left]')) one.style.left = `${100 * Number(one.dataset.left)}%`;
  for (const one of elements(within, '[data-top]')) one.style.top = `${100 * Number(one.dataset.top)}%`;
}
