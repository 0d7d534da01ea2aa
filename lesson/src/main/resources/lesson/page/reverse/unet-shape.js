/** The outline of a network as a U: read off its parts and skips, whatever their number. */

import { askOnce } from '../base/api.js';
import { about } from '../base/lab.js';

/**
 * @typedef {{name: string, shape: number[], heads: number, parameters: number}} Part
 * @typedef {{from: string, into: string, shape: number[]}} Skip
 * @typedef {{skip: Skip, level: number, down: Part[], up: Part[]}} Row a skip with what makes it and what takes it in
 * @typedef {{rows: Row[], middle: Part[], told: Part[], out: Part[]}} Shape rows from the outermost inwards
 */

/**
 * What the network that is loaded is made of, for a lab that needs one.
 *
 * @param {import('../base/lab.js').Lab} lab
 */
export async function networkFor(lab) {
  lab.about = await about();
  if (!lab.about.learned) throw new Error(lab.about.trouble);
  return askOnce('/api/network');
}

/** @type {[RegExp, string][]} */
const KINDS = [
  [/^time_embedding$/, 'time'],
  [/^class_embedding$/, 'class'],
  [/attentions\.\d+$/, 'attention'],
  [/downsamplers\.\d+$/, 'halve'],
  [/upsamplers\.\d+$/, 'double'],
  [/resnets\.\d+$/, 'residual'],
  [/^conv_norm_out$/, 'norm'],
  [/^conv_in$/, 'conv in'],
  [/^conv_out$/, 'conv out'],
];

/** What a part is, in a word. @param {string} name */
export const kindOf = name => KINDS.find(([form]) => form.test(name))?.[1] ?? 'part';

/** What the kinds are called where there may be several; the last three have names of their own. */
const TITLES = {
  time: 'time embedding',
  class: 'class embedding',
  attention: 'attention',
  halve: 'halving',
  double: 'doubling',
  residual: 'residual block',
  norm: 'last norm',
  'conv in': 'first convolution',
  'conv out': 'last convolution',
  part: 'part',
};

/** What people call each part, numbered within its kind in the order of the pass. @param {Part[]} parts @returns {Map<string, string>} */
export function titlesOf(parts) {
  const kinds = parts.map(part => kindOf(part.name));
  return new Map(
    parts.map((part, i) => {
      const alone = kinds.indexOf(kinds[i]) === kinds.lastIndexOf(kinds[i]);
      const nth = kinds.slice(0, i + 1).filter(kind => kind === kinds[i]).length;
      return [part.name, `${TITLES[kinds[i]]}${alone ? '' : ` ${nth}`}`];
    }),
  );
}

/** A skip's number: 1 is the outermost. @param {Skip[]} skips @param {{into: string}} skip */
export const skipNumber = (skips, { into }) => skips.length - skips.findIndex(one => one.into === into);

/** @param {number[]} shape */
export const shapeText = shape => shape.join(' × ');

/** @param {{parts: Part[], skips: Skip[]}} outline @returns {Shape} */
export function shapeOf({ parts, skips }) {
  const told = parts.filter(part => part.shape.length === 1),
    pictures = parts.filter(part => part.shape.length === 3);
  const sizes = [...new Set(pictures.map(part => part.shape[1]))].sort((a, b) => b - a);
  const rows = skips.map(skip => ({ skip, level: sizes.indexOf(skip.shape[1]), down: [], up: [] })).reverse();
  const middle = [],
    out = [];
  const down = pictures.findLastIndex(part => skips.some(skip => skip.from === part.name));
  let at = 0;
  pictures.forEach((part, i) => {
    const taking = rows.findIndex(row => row.skip.into === part.name);
    if (/^conv_(norm_)?out$/.test(part.name)) out.push(part);
    else if (i <= down) {
      rows[at].down.push(part);
      if (rows[at].skip.from === part.name) at++;
    } else if (taking < 0 && at === rows.length) middle.push(part);
    else {
      if (taking >= 0) at = taking;
      rows[at].up.push(part);
    }
  });
  return { rows, middle, told, out };
}
