/** Controls that the labs share: a list to choose from, and buttons of which one is pressed. */
import { html } from 'lit';

/**
 * @template T
 * @param {unknown} label
 * @param {readonly T[]} values
 * @param {T} chosen
 * @param {(value: T) => unknown} choose
 * @param {(value: T) => unknown} [text] what stands for a value
 * @param {boolean} [disabled]
 */
export const choice = (label, values, chosen, choose, text = String, disabled = false) =>
  html`<label class="select"
    >${label}
    <select ?disabled=${disabled} @change=${event => choose(values[event.target.selectedIndex])}>
      ${values.map(one => html`<option value=${one} .selected=${one === chosen}>${text(one)}</option>`)}
    </select></label
  >`;

/**
 * @template T
 * @param {string} label of them all
 * @param {readonly T[]} values
 * @param {T} pressed
 * @param {(value: T) => unknown} press
 * @param {(value: T) => unknown} [text] what stands on a button
 * @param {{many?: boolean, disabled?: boolean}} [more] many of them wrap
 */
export const buttons = (label, values, pressed, press, text = String, { many = false, disabled = false } = {}) =>
  html`<div class="seg ${many ? 'many' : ''}" role="group" aria-label=${label}>
    ${values.map(
      one =>
        html`<button type="button" ?disabled=${disabled} aria-pressed=${String(one === pressed)} @click=${() => press(one)}>
          ${text(one)}
        </button>`,
    )}
  </div>`;
