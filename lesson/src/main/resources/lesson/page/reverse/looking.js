/** What the labs share that look at one noisy picture: its settings, the slider of its level, and the engine's latest answer. */
import { html } from 'lit';
import { Lab, about } from '../base/lab.js';
import { Latest } from '../base/latest.js';
import { freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { decibels, kindName } from '../draw/format.js';
import '../draw/curve-slider.js';

export class LookLab extends Lab {
  static properties = { ...Lab.properties, t: { state: true }, seen: { state: true } };

  /** @param {string} [prefix] of its settings' names in the address */
  constructor(prefix = '') {
    super();
    this.named = prefix;
    /** Where the slider stands. */
    this.t = 0;
    /** @type {any} what the engine answered last */
    this.seen = null;
    /** @type {(number | null)[]} signal to noise by t */
    this.snr = [];
    this.looking = new Latest(async () => {
      this.seen = await this.look(this.picture);
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      await this.prepare();
      this.t = this.picture.t;
      await this.looking.ask();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.looking.forget();
  }

  /** Fetches what it stands on: `snr`, and the state with `t`, `of`, `item` and `noise`. */
  async prepare() {}

  /** Asks for what is to be seen. @param {{t: number, pattern: string, picture: number, noise: number}} picture @returns {Promise<any>} */
  async look(picture) {
    return picture;
  }

  /** The noisy picture, as it is set. */
  get picture() {
    const [t, pattern, picture, noise] = ['t', 'of', 'item', 'noise'].map(name => this.state.now[this.named + name]);
    return { t, pattern, picture, noise };
  }

  get stands() {
    return this.seen !== null;
  }

  /** @param {Record<string, unknown>} changes by the names in the address, without the prefix */
  change(changes) {
    this.state.set(Object.fromEntries(Object.entries(changes).map(([name, value]) => [this.named + name, value])));
    this.attempt(() => this.looking.ask());
    this.requestUpdate();
  }

  /** To a level; at t = 0 there is no noise to look at, so the handle stays at 1. @param {number} t */
  go(t) {
    this.t = Math.max(1, Math.min(this.snr.length - 1, t));
    const slider = /** @type {HTMLInputElement | null} */ (this.querySelector('input[type=range]'));
    if (slider) slider.value = String(this.t);
    this.change({ t: this.t });
  }

  reset() {
    this.state.reset();
    this.go(this.picture.t);
  }

  slider() {
    return html`<curve-slider
      .snr=${this.snr}
      .value=${this.t}
      label="t of the noisy picture, told to the network"
      @slide=${event => this.go(event.detail)}
    ></curve-slider>`;
  }

  /** Readouts of the level. */
  level() {
    const { t, snr } = this.seen;
    return html`<div>
        <span class="label">t</span><span class="value">${t} <small>of ${this.snr.length - 1}</small></span>
      </div>
      <div>
        <span class="label">signal to noise</span><span class="value">${decibels(snr)} <small>dB</small></span>
      </div>`;
  }

  /** What can be chosen. @returns {string[]} */
  get kinds() {
    return this.about.patterns;
  }

  pictureChoice() {
    return choice('Picture', this.kinds, this.picture.pattern, of => this.change({ of }), kindName);
  }

  otherNoise() {
    return html`<button type="button" class="btn" @click=${() => this.change({ noise: freshSeed() })}>Other noise</button>`;
  }
}
