/** What stands at a share of its frame: ticks and handles with `data-left` and `data-top`, from 0 to 1. */
import { elements } from '../base/find.js';

/** @param {ParentNode} within */
export function place(within) {
  for (const one of elements(within, '[data-left]')) one.style.left = `${100 * Number(one.dataset.left)}%`;
  for (const one of elements(within, '[data-top]')) one.style.top = `${100 * Number(one.dataset.top)}%`;
}
