/** A lab as a stage: the figure with its few controls, one card that asks and then tells, and a line of details. */
import { html, svg } from 'lit';

/**
 * @typedef {object} Stage
 * @property {string} name its class
 * @property {string} label what it is, for those who listen
 * @property {unknown} [head] what is chosen before all else
 * @property {unknown} figure
 * @property {unknown} [tools] its controls
 * @property {unknown} card a section with the class `ask`
 * @property {unknown} [details] seed, scale of grey, error measure and model, in a line
 *
 * @param {Stage} stage
 */
export const stage = ({ name, label, head = '', figure, tools = '', card, details = '' }) =>
  html`<section class="lab stage ${name}" aria-label=${label}>
    ${head ? html`<div class="head">${head}</div>` : ''}
    <div class="scene">${figure}</div>
    ${card}
    <div class="tools">${tools}</div>
    <p class="details">${details}</p>
  </section>`;

/** A sheet of paper over a frame whose picture is the answer. @param {boolean} open whether the question is */
export const veil = open => (open ? html`<span class="veil" aria-hidden="true">?</span>` : '');

/**
 * @typedef {object} Bar an answer, measured
 * @property {unknown} label
 * @property {number} value
 * @property {string} text the value as it is read
 * @property {boolean} you whether the reader guessed it
 * @property {boolean} found whether the engine found it
 * @property {unknown} [picture] what it looks like
 * @property {number} [mark] a value to compare it with, drawn as a line across its bar
 *
 * What was found as a chart of the answers, of which one is marked as the reader's.
 *
 * @param {string} title what the bars measure
 * @param {Bar[]} bars
 * @param {number} [whole] what a bar from end to end stands for, where they are parts of something
 */
export const findings = (title, bars, whole) => {
  const most = whole ?? Math.max(...bars.map(bar => bar.value), Number.MIN_VALUE);
  return html`<div class="findings">
    <p class="of">${title}</p>
    <ul>
      ${bars.map(
        ({ label, value, text, you, found, picture = '', mark }) =>
          html`<li class=${found ? 'right' : ''}>
            ${picture}<span>${label}</span>
            <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
              ${svg`<rect width=${Math.max(1, (100 * value) / most)} height="10"/>`}
              ${mark === undefined ? '' : [4.5, 1.5].map(wide => svg`<path d="M${(100 * mark) / most} 0v10" stroke-width=${wide}/>`)}
            </svg>
            <span class="num">${text}</span>${you ? html`<b class="you">you</b>` : ''}
          </li>`,
      )}
    </ul>
  </div>`;
};
