/** A schedule as the reader draws it: signal-to-noise ratios at nine of its steps, each below the one before. */

export const STEPS = 80;
export const POINTS = 9;
export const HIGH = 45,
  LOW = -60;

/** The step of a point. @param {number} point */
export const step = point => Math.round(1 + (point / (POINTS - 1)) * (STEPS - 1));

/**
 * Points within the limits, each below the one before; the chosen one stays where it was put.
 *
 * @param {number[]} points
 * @param {number} chosen
 */
export function falling(points, chosen) {
  const made = [...points];
  made[chosen] = Math.max(LOW + POINTS - 1 - chosen, Math.min(HIGH - chosen, Math.round(made[chosen])));
  for (let i = chosen + 1; i < POINTS; i++) made[i] = Math.min(made[i], made[i - 1] - 1);
  for (let i = chosen - 1; i >= 0; i--) made[i] = Math.max(made[i], made[i + 1] + 1);
  return made;
}

/** @param {string} text @returns {number[] | null} */
export function pointsOf(text) {
  const points = text.split('_').map(Number);
  const fits =
    points.length === POINTS &&
    points.every((point, i) => Number.isInteger(point) && point >= LOW && point <= HIGH && (!i || point < points[i - 1]));
  return fits ? points : null;
}

/** The points that come nearest to a known schedule. @param {{snr: (number | null)[]}} levels */
export function pointsNear({ snr }) {
  let points = Array.from({ length: POINTS }, (_, i) => Math.max(LOW, Math.min(HIGH, Math.round(snr[step(i)] ?? LOW))));
  for (let i = 0; i < POINTS; i++) points = falling(points, i);
  return points;
}
