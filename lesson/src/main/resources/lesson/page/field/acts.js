/** What the field lab says of what the engine found, act by act. */
import { html } from 'lit';
import { findings } from '../draw/stage.js';
import { capital, fixed, percent } from '../draw/format.js';

/**
 * @typedef {{title: string, text: unknown, chart: unknown, next?: [string, string]}} Account
 * @typedef {{plane: import('./plane.js').Plane, settled: import('../base/question.js').Settled | null, onTheGuess?: string}} Around
 */

/** Names of the answers that have a place in the plane. @param {string[]} parts */
const places = parts => ['the middle', ...parts];

/** Energy distances, told from chance. @param {number} value @param {number} chance */
const distance = (value, chance) => (value <= chance ? 'within chance' : fixed(value, 4));

/** A bar that was no answer. @param {string} label @param {number} value @param {string} text */
const bar = (label, value, text) => ({ label, value, text, you: false, found: false });

/** @param {any} found @param {Around} around @returns {Account} */
export function walked(found, { plane, settled, onTheGuess }) {
  const names = places(plane.parts),
    yours = settled ? found.options.indexOf(settled.guess) : -1;
  const nearest = found.distances.indexOf(Math.min(...found.distances));
  const aim = 'The first arrow pointed at the middle: from pure noise, that is the mean of everything a point could become.';
  const again =
    'But each step goes only a little way and then looks again. As the noise falls, fewer clean points stay possible, and the arrows part.';
  const chance = `No dice were thrown: ${found.times} walks from here ended at the same place.`;
  return {
    title: `${capital(nearest ? `on ${names[nearest]}` : names[0])}.`,
    text: html`<p>${onTheGuess} ${yours > plane.parts.length ? `${chance} ` : ''}${aim} ${again}</p>`,
    chart: findings(
      'How far from each answer it ended',
      names.map((name, i) => ({
        label: name,
        value: found.distances[i],
        text: fixed(found.distances[i], 2),
        found: i === nearest,
        you: i === yours,
      })),
    ),
    next: ['fresh', 'Now add fresh noise'],
  };
}

/** @param {any} found @param {Around} around @returns {Account} */
export function scattered({ fresh }, { plane }) {
  return {
    title: 'Anywhere on the data.',
    text: html`<p>
      DDPM adds fresh noise at every step, and ${fresh.walkers} walks from this one place end all over the data. They are spread as the data
      is: the energy distance is ${distance(fresh.away, fresh.chance)} (chance: up to ${fixed(fresh.chance, 4)}). Here the start decides
      nothing, and the dice on the way decide everything.
    </p>`,
    chart: findings(
      'Where they ended',
      plane.parts.map((label, i) => bar(label, fresh.shares[i], `${percent(fresh.shares[i])}%`)),
    ),
    next: ['crowd', 'Start a hundred points'],
  };
}

/** @param {any} found @returns {Account} */
export function crowded(found) {
  const row = (label, value, text = distance(value, found.chance)) => bar(label, Math.max(0, value), text);
  return {
    title: 'Other ways, the same distribution.',
    text: html`<p>
      ${found.walkers} points of pure noise walk twice. Half of them end more than ${fixed(found.apart, 2)} apart, and yet each crowd as a
      whole is spread like the data. A sampler may throw dice or not: what it owes you is the distribution, not the point.
    </p>`,
    chart: findings('Energy distance to the data', [
      row('pure noise', found.start),
      row('arrows alone', found.arrows),
      row('fresh noise', found.fresh),
      row('chance', found.chance, `up to ${fixed(found.chance, 4)}`),
    ]),
    next: ['few', 'Take fewer steps'],
  };
}

/** How few looks bring a solver as near as another one in so many steps. */
function asNear(table, solver, than, steps) {
  const { off } = table.find(row => row.solver === than && row.steps === steps);
  return Math.min(...table.filter(row => row.solver === solver && row.off <= off).map(row => row.evaluations));
}

/** @param {any} found @returns {Account} */
export function hurried({ off, solverName, evaluations, steps, table }) {
  const heun = asNear(table, 'heun', 'euler', 20),
    dpm = asNear(table, 'dpm', 'euler', 20);
  return {
    title: `${fixed(off, 2)} off after ${steps} steps.`,
    text: html`<p>
      Each step goes straight on, but the exact path bends. That is the error of
      ${solverName}${solverName === 'Euler' ? ' (which is DDIM)' : ''} here, after ${evaluations} looks at the arrows. Better solvers
      foresee the bend: over a hundred starts, DPM-Solver++ with ${dpm} looks comes at least as near as Euler with 20 (Heun: ${heun}).
    </p>`,
    chart: html`<div class="findings">
      <p class="of">Distance to the exact end (median of 100)</p>
      <div class="chart"></div>
    </div>`,
  };
}
