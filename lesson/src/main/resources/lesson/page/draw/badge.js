/** How a picture was made, each with a shape of its own. */
import { html, svg } from 'lit';

const shapes = {
  oracle: svg`<circle cx="5" cy="5" r="3.6" fill="none" stroke-width="1.4"/><circle cx="5" cy="5" r="1.1" stroke="none"/>`,
  exact: svg`<path d="M5 .8 9.2 5 5 9.2.8 5Z" stroke="none"/>`,
  learned: svg`<circle cx="5" cy="5" r="4.2" stroke="none"/>`,
  forward: svg`<path d="M1.2 2.4h7.6M1.2 5h7.6M1.2 7.6h7.6" fill="none" stroke-width="1.4"/>`,
};

/** @typedef {'oracle' | 'exact' | 'learned'} Maker who removes the noise */

/** @param {Maker | 'forward'} maker @param {string} text */
export const badge = (maker, text) =>
  html`<span class="badge"><svg viewBox="0 0 10 10" aria-hidden="true">${shapes[maker]}</svg>${text}</span>`;

/** What a learned model's badge says. @param {import('../base/lab.js').Model} model */
export const learnedBy = model => `learned, ${model.iterations.toLocaleString('en')} iterations, seed ${model.seed}`;

/** Who can remove the noise: only a lesson with a model has a network. @param {import('../base/lab.js').About} about @returns {Maker[]} */
export const makersOf = about => (about.learned ? ['oracle', 'exact', 'learned'] : ['oracle', 'exact']);

/**
 * The badge of pictures that one of them made.
 *
 * @param {Maker} maker
 * @param {{learned?: import('../base/lab.js').Model, exact: {pictures: number}}} by the model, and the set that the exact denoiser knows
 */
export function madeBy(maker, { learned, exact }) {
  if (maker === 'oracle') return badge(maker, 'oracle, told the target');
  return badge(maker, maker === 'exact' ? `exact, ${exact.pictures} pictures` : learnedBy(learned));
}
