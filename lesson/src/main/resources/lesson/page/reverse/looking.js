/** One noisy picture that a lab looks at: its settings, the slider of its level, and the engine's latest answer. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { Latest } from '../base/latest.js';
import { freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { decibels, kindName, spokenLevel } from '../draw/format.js';
import '../draw/curve-slider.js';

/** @typedef {import('../base/lab.js').Lab} Lab */
/** @typedef {{t: number, pattern: string, picture: number, noise: number}} Noisy a noisy picture, as it is set */

export class Looking {
  /**
   * @param {Lab} lab its state has `t`, `of`, `item` and `noise`
   * @param {object} how
   * @param {(picture: Noisy) => Promise<any>} how.ask the engine for what is to be seen
   * @param {string} [how.prefix] of the settings' names in the address
   * @param {() => unknown} [how.changed] is told that the reader set something
   */
  constructor(lab, { ask, prefix = '', changed = () => {} }) {
    this.lab = lab;
    this.prefix = prefix;
    this.changed = changed;
    /** Where the slider stands. */
    this.t = 0;
    /** @type {any} what the engine answered last */
    this.seen = null;
    /** @type {(number | null)[]} signal to noise by t */
    this.snr = [];
    this.latest = new Latest(async () => {
      this.seen = await ask(this.picture);
      lab.requestUpdate();
    });
    lab.addController(this);
  }

  hostDisconnected() {
    this.latest.forget();
  }

  /** The noisy picture, as it is set. @returns {Noisy} */
  get picture() {
    const [t, pattern, picture, noise] = ['t', 'of', 'item', 'noise'].map(name => this.lab.state.now[this.prefix + name]);
    return { t, pattern, picture, noise };
  }

  /** Looks at what is set. */
  look() {
    this.t = this.picture.t;
    const slider = /** @type {HTMLInputElement | null} */ (element(this.lab, 'curve-slider input'));
    if (slider) slider.value = String(this.t);
    this.lab.requestUpdate();
    return this.lab.attempt(() => this.latest.ask());
  }

  /** @param {Record<string, unknown>} changes by the names in the address */
  change(changes) {
    this.lab.state.set(changes);
    this.changed();
    return this.look();
  }

  /** To a level; at t = 0 there is no noise to look at, so the handle stays at 1. @param {number} t */
  go(t) {
    return this.change({ [`${this.prefix}t`]: Math.max(1, Math.min(this.last, t)) });
  }

  reset() {
    this.lab.state.reset();
    this.changed();
    this.look();
  }

  /** The noisiest level. */
  get last() {
    return this.snr.length - 1;
  }

  /** @param {string} label @param {(t: number, snr: number | null) => string} [spoken] what the handle says */
  slider(label, spoken = spokenLevel) {
    return html`<curve-slider
      .snr=${this.snr}
      .value=${this.t}
      label=${label}
      .spoken=${spoken}
      @slide=${event => this.go(event.detail)}
    ></curve-slider>`;
  }

  /** Readouts of the level. */
  level() {
    const { t, snr } = this.seen;
    return html`<div>
        <span class="label">t</span><span class="value">${t} <small>of ${this.last}</small></span>
      </div>
      <div>
        <span class="label">signal to noise</span><span class="value">${decibels(snr)} <small>dB</small></span>
      </div>`;
  }

  /** @param {string[]} kinds what can be chosen */
  pictureChoice(kinds) {
    return choice('Picture', kinds, this.picture.pattern, of => this.change({ [`${this.prefix}of`]: of }), kindName);
  }

  otherNoise() {
    return html`<button type="button" class="btn" @click=${() => this.change({ [`${this.prefix}noise`]: freshSeed() })}>
      Other noise
    </button>`;
  }
}
