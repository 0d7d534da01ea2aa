/** Ways through the plane, as the engine tells them. */
import { values } from '../base/api.js';

/** @typedef {{t: number[], paths: Float32Array[], steps: number, evaluations: number}} Way */

/** Each walker's path out of a record that has them step by step. @param {any} record @returns {Way} */
export function untangled({ t, walkers, steps, evaluations, x }) {
  const all = values(x);
  const paths = Array.from({ length: walkers }, (_, walker) =>
    Float32Array.from({ length: 2 * t.length }, (_, i) => all[2 * (walkers * (i >> 1) + walker) + (i & 1)]),
  );
  return { t, paths, steps, evaluations };
}

/** How many legs of a way were walked when the noise has fallen to t, in fractions. @param {{t: number[]}} way @param {number} now */
export function legs({ t }, now) {
  const after = t.findIndex(time => time <= now);
  if (after < 0) return t.length - 1;
  return after === 0 ? 0 : after - 1 + (t[after - 1] - now) / (t[after - 1] - t[after]);
}

/** Where a walker is at t. @param {Way} way @param {number} walker @param {number} now @returns {[number, number]} */
export function placeAt(way, walker, now) {
  const reached = legs(way, now),
    i = Math.min(Math.floor(reached), way.t.length - 2),
    rest = reached - i,
    path = way.paths[walker];
  return [path[2 * i] + rest * (path[2 * i + 2] - path[2 * i]), path[2 * i + 1] + rest * (path[2 * i + 3] - path[2 * i + 1])];
}

/** Every walker's number, step and place, as rows of a table. @param {Record<string, Way>} ways */
export const rows = ways =>
  Object.entries(ways).flatMap(([way, { t, paths }]) =>
    paths.flatMap((path, walker) => t.map((at, i) => ({ way, walker, step: i, t: at, x: path[2 * i], y: path[2 * i + 1] }))),
  );
