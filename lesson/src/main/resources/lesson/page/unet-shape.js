/** The outline of a network as a U: read off its parts and skips, whatever their number. */

/**
 * @typedef {{name: string, shape: number[], heads: number, parameters: number}} Part
 * @typedef {{from: string, into: string, shape: number[]}} Skip
 * @typedef {{skip: Skip, level: number, down: Part[], up: Part[]}} Row a skip with what makes it and what takes it in
 * @typedef {{rows: Row[], middle: Part[], told: Part[], out: Part[]}} Shape rows from the outermost inwards
 */

const KINDS = [
  [/^time_embedding$/, 'time'], [/^class_embedding$/, 'class'], [/attentions\.\d+$/, 'attention'], [/downsamplers\.\d+$/, 'halve'],
  [/upsamplers\.\d+$/, 'double'], [/resnets\.\d+$/, 'residual'], [/^conv_norm_out$/, 'norm'], [/^conv_in$/, 'conv in'], [/^conv_out$/, 'conv out'],
];

/** What a part is, in a word. @param {string} name */
export const kindOf = name => (KINDS.find(([form]) => form.test(name)) ?? ['', 'part'])[1];

/** @param {number[]} shape */
export const shapeText = shape => shape.join(' × ');

/** @param {{parts: Part[], skips: Skip[]}} outline @returns {Shape} */
export function shapeOf({ parts, skips }) {
  const told = parts.filter(part => part.shape.length === 1), pictures = parts.filter(part => part.shape.length === 3);
  const sizes = [...new Set(pictures.map(part => part.shape[1]))].sort((a, b) => b - a);
  const rows = skips.map(skip => ({ skip, level: sizes.indexOf(skip.shape[1]), down: [], up: [] })).reverse();
  const middle = [], out = [];
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
