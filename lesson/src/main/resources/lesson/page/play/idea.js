/** What part 6's ideas have in common: pictures in rows, noise that can be another, and a way into the playground. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { address, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { shareMenu } from '../base/share.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { badge, learnedBy } from '../draw/badge.js';
import { develop, paint } from '../draw/picture.js';
import { asSheet } from '../draw/sheets.js';
import { veil } from '../draw/stage.js';

const REACH = 1.5;
const TIMES_IN_PNG = 5;

/**
 * @typedef {object} Cell a picture
 * @property {string} what it is
 * @property {Float32Array | null | undefined} pixels
 * @property {boolean} [answer] whether it is veiled before the guess
 * @property {Float32Array} [from] what it develops out of
 * @property {string} [under] what stands under it
 */
export class Idea extends Prediction {
  /** @param {string} name the idea's */
  constructor(name) {
    super(`idea-${name}`);
    this.path = `/api/ideas/${name}`;
    this.seeded = `${name}seed`;
    this.state = new UrlState({ [this.seeded]: { ...SEED, was: 'ideaSeed' } });
    /** @type {any} what is known before the guess */
    this.begun = null;
    this.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.ready = true;
    });
  }

  clear() {
    super.clear();
    /** @type {[number, number]} */
    this.step = [0, 1];
  }

  get seed() {
    return this.state.now[this.seeded];
  }

  /** What the engine is asked. @returns {Record<string, unknown>} */
  run() {
    return { maker: this.about.learned ? 'learned' : 'exact', seed: this.seed };
  }

  /** The settings with which the playground opens. @returns {Record<string, unknown>} */
  opens() {
    return this.run();
  }

  /** The pictures, row by row. @returns {Cell[][]} */
  rows() {
    return [];
  }

  preview() {
    this.foreseeStart(this.path, this.run(), record => this.begin(record));
  }

  begin(record) {
    this.begun = decoded(record);
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow(this.path, this.run(), signal)) {
      if (record.type === 'start') this.begin(record);
      if (record.type === 'step') this.step = [record.made, record.of];
      if (record.type === 'end') return decoded(record);
    }
    return null;
  }

  reached() {
    return this.step;
  }

  get judgesLater() {
    return true;
  }

  /** @param {import('../base/question.js').Settled} latest */
  headline({ option }) {
    return `${this.question.option(option)}.`;
  }

  /** @param {Cell} cell @param {number} row @param {number} column */
  print({ what, pixels, answer = false, under = '' }, row, column) {
    return html`<figure class="print">
      <span class="frame"
        ><canvas
          class="pixels"
          data-cell="${row} ${column}"
          role="img"
          aria-label=${pixels ? `${what}${under ? `: ${under}` : ''}` : `Not yet shown: ${what}`}
        ></canvas
        >${answer ? veil(this.question.open) : ''}</span
      >
    </figure>`;
  }

  /** A row of pictures, and above it what they are. @param {number} row @param {string} name @param {unknown} [note] */
  row(row, name, note = '') {
    return html`<p class="of"><b>${name}</b> ${note}</p>
      ${this.rows()[row].map((cell, column) => this.print(cell, row, column))}`;
  }

  anew() {
    this.change({ [this.seeded]: freshSeed() });
  }

  tools() {
    return html`<button type="button" class="btn" @click=${this.anew}>Other noise</button>
      <a class="btn" href=${address('/playground', this.opens())}>Open in the playground</a>
      <span class="spacer"></span>${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${() => this.dispatchEvent(new CustomEvent('onward', { bubbles: true }))}>
      Next idea
    </button>`;
  }

  /** Who removes the noise. */
  maker() {
    const { learned, exact } = this.about;
    return learned
      ? badge('learned', learnedBy(learned))
      : html`${badge('exact', `exact, ${exact.pictures} pictures`)} No learned model is installed, so the exact denoiser answers.`;
  }

  depict() {
    this.preview();
    const rows = this.rows();
    for (const canvas of canvases(this, '[data-cell]')) {
      const [row, column] = canvas.dataset.cell.split(' ').map(Number),
        { pixels = null, answer, from } = rows[row][column];
      if (answer) develop(canvas, pixels, REACH, from ?? null);
      else paint(canvas, pixels, REACH);
    }
  }

  /** What was measured, as lines of numbers. @returns {Record<string, unknown>[]} */
  numbers() {
    return [Object.fromEntries(Object.entries(this.found).filter(([name, one]) => name !== 'type' && typeof one !== 'object'))];
  }

  shared() {
    const { question } = this;
    return {
      name: `darkroom-${question.id}`,
      link: () => this.state.link(),
      png: () => asSheet(canvases(this, '[data-cell]'), this.rows()[0].length, TIMES_IN_PNG),
      rows: () => this.numbers(),
      data: () => ({ settings: this.run(), guess: question.found?.guess, found: question.latest?.found, numbers: this.numbers() }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** A record with its pictures as numbers. */
const decoded = record => ({ ...record, x: record.x.map(values), ...(record.x0 ? { x0: [record.x0].flat().map(values) } : {}) });
