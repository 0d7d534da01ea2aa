/** Part 4: cut one skip, or tell the network a wrong t: which hurts more? The engine measures both. */
import { html } from 'lit';
import { canvases, elements } from '../base/find.js';
import { values } from '../base/api.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { paint } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, fixed, kindName } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { findings } from '../draw/stage.js';
import { sheetPng } from './activations.js';
import { networkFor, shapeText, skipNumber, titlesOf } from './unet-shape.js';

const REACH = 1.5,
  SHOWN = 5;
const AMOUNTS = [-300, -100, -30, 30, 100, 300],
  /** Far enough off for a finding that chance does not blur. */
  USUAL = 300;

const signed = by => `${by < 0 ? '−' : '+'} ${Math.abs(by)}`;
const change = by => `${Number(fixed(Math.abs(by), 3)) === 0 ? '' : by < 0 ? '−' : '+'}${fixed(Math.abs(by), 3)}`;

const HURTS = { skip: 'Cutting the skip hurts more', time: 'The wrong t hurts more', same: 'Too close to tell' };

/** How far apart both errors are. @param {{difference: number, within: number, digits: number}} found */
const apart = ({ difference, within, digits }) =>
  `The two errors differ by ${fixed(Math.abs(difference), digits)}, where chance alone, from picture to picture, makes up to ` +
  `${fixed(within, digits)}.`;

export class DamageLab extends Prediction {
  constructor() {
    super('unet');
    this.net = null;
    this.unlock();
    this.clear();
  }

  settings() {
    return { by: this.state.now.off };
  }

  again() {
    super.again();
    this.unlock();
  }

  unlock() {
    /** @type {{cut: string, off: number} | null} what the guess is about */
    this.locked = null;
    /** @type {Map<string, {levels: Map<number, number>, all?: number}>} errors by what was done */
    this.errors = new Map();
  }

  clear() {
    super.clear();
    /** @type {Map<string, {x: Float32Array[], distance: number}>} */
    this.pictures = new Map();
    this.made = 0;
    this.doing = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const net = await networkFor(this);
      const into = net.skips.map(skip => skip.into);
      this.state ??= new UrlState({
        cut: { value: into.at(-1), choices: into },
        off: { value: USUAL, least: AMOUNTS[0], most: AMOUNTS.at(-1) },
        batch: SEED,
      });
      if (!AMOUNTS.includes(this.state.now.off)) this.state.now.off = USUAL;
      this.unfolded(() => this.requestUpdate());
      this.titles = titlesOf(net.parts);
      this.net = net;
      this.ready = true;
    });
  }

  /** Asks the engine for all errors, and for three runs from one noise. @param {AbortSignal} signal */
  async measure(signal) {
    const { cut, off, batch } = this.state.now;
    this.locked ??= { cut, off };
    for await (const record of this.follow('/api/network/damage', { skip: cut, by: off, seed: batch }, signal)) {
      if (record.type === 'end') return record;
      this.take(record);
    }
    return null;
  }

  leave() {
    super.leave();
    if (this.question.open) this.locked = null;
  }

  take(record) {
    if (record.type === 'start') {
      this.begun = record;
      this.errors = new Map(record.variants.map(({ id }) => [id, this.errors.get(id) ?? { levels: new Map() }]));
    }
    if (record.type === 'measured') {
      const errors = this.errors.get(record.id);
      errors.levels.set(record.t, record.error);
      if (record.all != null) errors.all = record.all;
      this.made++;
    }
    if (record.type === 'step') this.doing = record;
    if (record.type === 'pictures') this.pictures.set(record.id, { x: record.x.map(values), distance: record.distance });
  }

  finding({ untouched, skip, time, difference, within, digits, found }) {
    const errors =
      `the error is ${fixed(skip, digits)} with the skip cut and ${fixed(time, digits)} with the wrong t (untouched ` +
      `${fixed(untouched, digits)})`;
    return `${HURTS[found]}: ${errors}. ${apart({ difference, within, digits })}`;
  }

  change(changes) {
    if ('batch' in changes) this.errors = new Map();
    super.change(changes);
  }

  /** @param {string} into */
  skip(into) {
    return this.net.skips.find(skip => skip.into === into);
  }

  /** Its number, and from which part it comes. @param {{from: string, into: string}} skip */
  skipTitle({ from, into }) {
    return `skip ${skipNumber(this.net.skips, { into })}, from the ${this.titles.get(from)}`;
  }

  /** @param {string} into */
  skipText(into) {
    const { from, shape } = this.skip(into);
    return `skip ${skipNumber(this.net.skips, { into })}, ${shapeText(shape)}, from ${this.titles.get(from)}`;
  }

  /** Into which part the skip leads that is cut, now or in the question. */
  get cut() {
    return this.net ? (this.locked ?? this.state.now).cut : '';
  }

  opening() {
    return 'Before you break it';
  }

  get label() {
    return 'Cut a skip, or tell a wrong t';
  }

  get judgesLater() {
    return true;
  }

  given() {
    const { cut } = this.locked ?? this.state.now,
      skip = this.skip(cut);
    return html`<p>
      <b>Skip ${skipNumber(this.net.skips, skip)}</b>, ${shapeText(skip.shape)}, from the ${this.titles.get(skip.from)} to
      ${this.titles.get(cut)}, is cut here.
    </p>`;
  }

  atWork() {
    if (this.waiting) return super.atWork();
    const [made, all] = this.reached();
    return made < all ? `Measuring: ${made} of ${all} evaluations.` : 'Errors measured; now three runs from one noise.';
  }

  /** @returns {[number, number]} */
  reached() {
    return [this.made, this.begun ? this.begun.variants.length * this.begun.levels.length : 1];
  }

  figure() {
    const { cut, off } = this.state.now;
    return html`${[
      ['untouched', 'untouched'],
      [cut, `skip ${skipNumber(this.net.skips, this.skip(cut))} cut`],
      [`t${off}`, `told t ${signed(off)}`],
    ].map(([id, text]) => this.strip(id, text))}`;
  }

  tools() {
    const { cut, off } = this.state.now;
    return html`${choice(
        'Cut',
        this.net.skips.map(skip => skip.into).reverse(),
        cut,
        into => this.change({ cut: into }),
        into => this.skipText(into),
      )}
      ${choice('Or tell t', AMOUNTS, off, value => this.change({ off: value }), signed)}
      <button type="button" class="btn" @click=${this.anew}>Other pictures</button>
      <span class="spacer"></span>
      ${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  anew() {
    this.change({ batch: freshSeed() });
  }

  details() {
    return html`${badge('learned', learnedBy(this.about.learned))} Three runs from one noise, kind by kind; DDIM, 25 steps, guidance off (W
    = 1), seed ${this.state.now.batch}. Distances: root mean square over the pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { found, question } = this,
      bar = (label, value, option) => ({
        label,
        value,
        text: fixed(value, Math.max(3, found.digits)),
        you: question.guessed === option,
        found: question.latest?.option === option,
      });
    return findings('Error of the predicted clean picture', [
      bar('untouched', found.untouched, -1),
      bar('skip cut', found.skip, 0),
      bar('wrong t told', found.time, 1),
    ]);
  }

  headline() {
    return `${HURTS[this.found.found]}.`;
  }

  because(found) {
    return `${apart(found)} ${this.extremes()}`;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Other pictures and noise</button>`;
  }

  /** Below the stage all errors. */
  shows() {
    const measured = this.locked && [...this.errors.values()].some(errors => errors.all != null);
    return html`${super.shows()}${measured ? this.table() : ''}`;
  }

  strip(id, text) {
    const made = this.pictures.get(id);
    const kinds = this.begun?.kinds ?? Array(SHOWN).fill('');
    return html`<div class="strip-row">
      <p>
        ${text}<small class="num"
          >${made
            ? id === 'untouched'
              ? 'the run to compare with'
              : `off it by ${fixed(made.distance, 2)}`
            : this.doing?.id === id && this.stage === 'running'
              ? `step ${this.doing.index}`
              : ''}</small
        >
      </p>
      ${kinds.map(
        (kind, i) =>
          html`<canvas
            class="pixels"
            data-run=${id}
            data-at=${i}
            role="img"
            aria-label=${made ? `${kindName(kind)}, ${text}` : `Not yet made: ${text}`}
          ></canvas>`,
      )}
    </div>`;
  }

  /** What was done, outermost skip first, as in the drawing. */
  get rows() {
    const [whole, ...others] = this.begun.variants;
    const skips = others.filter(one => one.into),
      times = others.filter(one => one.by);
    return [whole, ...skips.toReversed(), ...times].filter(({ id }) => this.errors.get(id).all != null);
  }

  /** @param {{id: string, from?: string, into?: string, by?: number}} done */
  whatWasDone({ from, into, by }) {
    return into ? html`cut: ${this.skipTitle({ from, into })}` : by ? `told t ${signed(by)}` : 'untouched';
  }

  table() {
    const { cut, off } = this.state.now,
      base = this.errors.get('untouched').all;
    return html`<section class="lab measured" aria-label="All errors">
      <h3>Error of the predicted clean picture</h3>
      <p>
        ${counted(this.begun.pictures, 'picture')}, two of each kind, under one noise each; the network is told their kind.
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">what was done</th>
            <th scope="col">all levels</th>
            <th scope="col">raised by</th>
            ${this.begun.levels.map(t => html`<th scope="col" class="by-level">t = ${t}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.rows.map(row => {
            const { all, levels } = this.errors.get(row.id),
              chosen = row.id === cut || row.id === `t${off}`;
            return html`<tr class=${chosen ? 'chosen' : ''}>
              <th scope="row">${this.whatWasDone(row)}${chosen ? html` <small>chosen</small>` : ''}</th>
              <td>${fixed(all, 3)}</td>
              <td class="raised">
                ${row.id === 'untouched' ? '' : html`<span class="bar" data-share=${all - base}></span>${change(all - base)}`}
              </td>
              ${this.begun.levels.map(t => html`<td class="by-level">${levels.has(t) ? fixed(levels.get(t), 3) : ''}</td>`)}
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="hint">
        Root mean square over pixels, pictures and levels. What is told is held within 0 and
        ${(this.about.learned.timesteps - 1).toLocaleString('en')}, the timesteps that the network knows.<span class="narrow">
          Level by level: in the CSV, or on a wider screen.</span
        >
      </p>
    </div>`;
  }

  /** Which skip matters most and which least, once all were measured. */
  extremes() {
    if (!this.found) return '';
    const skips = this.begun.variants
      .filter(one => one.into)
      .map(one => ({ ...one, all: this.errors.get(one.id).all }))
      .sort((a, b) => a.all - b.all);
    const [least, most] = [skips[0], skips.at(-1)];
    return skips.length < 2
      ? ''
      : `Of the skips, the one from the ${this.titles.get(most.from)} is missed most, the one from the ` +
          `${this.titles.get(least.from)} least.`;
  }

  depict() {
    if (this.shownCut !== this.cut) {
      this.shownCut = this.cut;
      dispatchEvent(new CustomEvent('cutchange'));
    }
    for (const canvas of canvases(this, '[data-run]'))
      paint(canvas, this.pictures.get(canvas.dataset.run)?.x[canvas.dataset.at] ?? null, REACH);
    const bars = elements(this, '.bar'),
      most = Math.max(...bars.map(bar => Number(bar.dataset.share)), 0.001);
    for (const bar of bars) bar.style.width = `${(60 * Math.max(0, Number(bar.dataset.share))) / most}px`;
  }

  shared() {
    const rows = () =>
      this.rows.map(({ id, from, into, by }) => {
        const { all, levels } = this.errors.get(id);
        return {
          done: into ? 'skip cut' : by ? 'wrong t' : 'untouched',
          from: from ?? '',
          into: into ?? '',
          off_by: by ?? 0,
          rms_error: all,
          ...Object.fromEntries(this.begun.levels.map(t => [`at_t_${t}`, levels.get(t)])),
        };
      });
    return {
      name: 'darkroom-damage',
      link: () => this.state.link(),
      png: () => sheetPng(canvases(this, '[data-run]'), 160, SHOWN),
      rows,
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        finding: this.found,
        pictures: this.begun.pictures,
        errors: rows(),
        runs: [...this.pictures].map(([id, { x, distance }]) => ({ done: id, distance, x: x.map(one => [...one]) })),
      }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('damage-lab', DamageLab);
