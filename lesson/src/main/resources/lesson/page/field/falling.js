/** What the labs in the plane share: a noise level that falls, by itself or by hand, and those who walk meanwhile. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { Prediction } from '../base/prediction.js';
import { spokenLevel } from '../draw/format.js';
import { png } from '../draw/picture.js';
import { Player, reducedMotion } from '../draw/play.js';
import { FieldCanvas, inks } from './canvas.js';
import { rows } from './paths.js';

/** A lab gives `levels` before it is ready, and the `plane`. */
export class Falling extends Prediction {
  /**
   * @param {string} name the question's
   * @param {string} setting by which the state keeps the level
   * @param {number} seconds how long it takes to fall
   */
  constructor(name, setting, seconds) {
    super(name);
    this.setting = setting;
    this.seconds = seconds;
    /** @type {any} the noise levels as the server names them */
    this.levels = undefined;
    this.redraw = () => {
      this.stale = true;
      this.requestUpdate();
    };
    this.player = new Player(passed => this.tick(passed));
    this.clear();
  }

  clear() {
    super.clear();
    /** @type {Record<string, import('./paths.js').Way>} by name */
    this.ways = {};
    this.arrived?.();
  }

  /** @returns {number} */
  get t() {
    return this.state.now[this.setting];
  }

  /** @param {number} t @returns {import('./plane.js').Level} */
  levelAt(t) {
    return { signal: this.levels.signalWeight[t], noise: this.levels.noiseWeight[t] };
  }

  /** Lets the noise level fall from the top; done when it has. @param {AbortSignal} signal @param {boolean} [atOnce] */
  async falls(signal, atOnce = false) {
    if (reducedMotion.matches || atOnce) {
      this.go(0);
      return;
    }
    await new Promise(resolve => {
      this.arrived = () => resolve(null);
      signal.addEventListener('abort', () => resolve(null));
      this.fall();
    });
  }

  /** @param {number} [from] */
  fall(from = this.levels.timesteps) {
    this.exact = from;
    this.player.pause();
    this.player.play();
  }

  tick(passed) {
    this.exact = Math.max(0, this.exact - (passed * this.levels.timesteps) / this.seconds);
    this.go(Math.round(this.exact));
    if (this.exact > 0) return true;
    this.arrived?.();
    return false;
  }

  /** @param {number} t */
  go(t) {
    this.state.set({ [this.setting]: t });
    this.requestUpdate();
  }

  slide(t) {
    this.player.pause();
    this.arrived?.();
    this.go(t);
  }

  replay() {
    this.fall();
  }

  leave() {
    this.player?.pause();
    super.leave();
  }

  /** The row below the plane. @param {string} other what the button asks for that draws anew @param {unknown} beside the level */
  row(other, beside) {
    const { t, levels } = this,
      last = levels.timesteps,
      busy = this.stage === 'running';
    return html`<div class="falling">
      <button type="button" class="btn" @click=${this.replay} ?disabled=${busy}>Play</button>
      <button type="button" class="btn" @click=${this.anew} ?disabled=${busy}>${other}</button>
      <input
        type="range"
        min="0"
        max=${last}
        .value=${String(last - t)}
        aria-label="Noise level"
        aria-valuetext=${spokenLevel(t, levels.snr[t])}
        @input=${event => this.slide(last - Number(event.target.value))}
      />
      <output class="num">t = ${t}<small>${beside}</small></output>
    </div>`;
  }

  /** Other noise, or another start. */
  anew() {}

  /** The field's canvas, empty; null while it is not to be seen. @param {number} [reach] how far the plane is shown */
  cleared(reach) {
    const canvas = this.sheet;
    if (!canvas.clientWidth) return null;
    if (!this.field || this.stale) this.field = new FieldCanvas(canvas, inks(), reach);
    this.stale = false;
    this.field.clear();
    return this.field;
  }

  /** Gets what its settings ask for before anything runs. */
  async load() {}

  /** @param {string} name of its files @returns {import('../base/share.js').Shared} */
  sharedAs(name) {
    return {
      name,
      link: () => this.state.link(),
      png: () => png(this.sheet),
      rows: () => rows(this.ways),
      data: () => ({ settings: this.state.now, guess: this.question.found?.guess, found: this.found }),
      reset: () => {
        this.state.reset();
        this.again();
        this.attempt(() => this.load());
      },
      say: sentence => this.say(sentence),
    };
  }

  /** @returns {HTMLCanvasElement} */
  get sheet() {
    return canvases(this, 'canvas')[0];
  }
}
