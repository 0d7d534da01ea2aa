/** The journey's last step: guidance from off upwards, fidelity and diversity measured. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { SIZE, asPng, paint } from '../draw/picture.js';
import { fixed, kindName } from '../draw/format.js';
import { WIDTH, place, rule } from '../draw/track.js';
import { badge, learnedBy } from '../draw/badge.js';
import { legend } from '../draw/chart.js';
import { garmentKinds, modelOf } from '../draw/kinds.js';
import { shareMenu } from '../base/share.js';
import { findings, veil } from '../draw/stage.js';

const REACH = 1.5;
/** A shirt is easily taken for a coat, a pullover or a t-shirt, so a label and guidance have something to do. */
const FIRST = 'shirt';
const SCALES = [0, 0.5, 1, 2, 4, 8];
/** Which is what a scale of that size is called. */
const NAMES = { 0: 'no label', 1: 'off' };
/** Samples at each scale: more say it more exactly, and take longer. */
const MANY = ['16', '64', '96'];
const SEEDS = 2,
  SHOWN = 16;
const OFF = SCALES.indexOf(1),
  MOST = SCALES.length - 1;
const FIDELITY = { label: 'fidelity: recognised as asked for, %', token: '--ink' };
const DIVERSITY = { label: 'diversity, % of real pictures', token: '--ink', dash: [7, 5] };
const HEIGHT = 190,
  TOP = 135;

/** Changes in points of a percentage, and how much of them chance can make; with digits that show whether it is more. */
/** @typedef {{scale: number, by: number, within: number, digits: number}} Change */

/** @param {Change} change */
const points = ({ by, digits }) => `${by < 0 ? '−' : '+'}${fixed(100 * Math.abs(by), digits)}`;
/** @param {Change} change */
const chance = ({ within, digits }) => fixed(100 * within, digits);

export class GuidanceStep extends Prediction {
  constructor() {
    super('guidance');
    this.columns = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const kinds = (this.kinds = [...garmentKinds(this.about), ...this.about.patterns]);
      this.state ??= new UrlState({
        label: { value: kinds.includes(FIRST) ? FIRST : 'smile', choices: kinds },
        guided: SEED,
        many: { value: '64', choices: MANY },
        w: { value: OFF, least: 0, most: MOST },
      });
      this.ready = true;
    });
  }

  intro() {
    return html`The model can be asked with a label and without one. <b>Classifier-free guidance</b> asks both ways at every step, and goes
      from the answer without label towards the answer with it, W times the way. <b>W = 0</b> is the unconditional model; at <b>W = 1</b> it
      arrives at the answer with label, so guidance is off; beyond 1 it goes past it, away from the answer without.`;
  }

  settings() {
    return { pattern: this.state.now.label, samples: this.state.now.many };
  }

  async measure(signal) {
    const { label, guided, many } = this.state.now;
    for await (const record of this.develop('/api/journey/guidance', { pattern: label, seed: guided, samples: many }, signal)) {
      if (record.type === 'start') this.begun = record;
      if (record.type === 'step') this.at = record;
      if (record.type === 'column') {
        this.columns = [...this.columns, { ...record, x: record.x.map(values) }];
        this.say(`W = ${record.scale} is there: ${this.spoken(record.column)}.`);
      }
      if (record.type === 'end') return { ...record, columns: this.columns, real: this.begun.real, samples: this.begun.samples };
    }
    return null;
  }

  clear() {
    super.clear();
    this.columns = [];
    this.begun = this.at = null;
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.columns.length + (this.at && this.at.column === this.columns.length ? this.at.samples / this.at.of : 0), SCALES.length];
  }

  because(found) {
    return (
      `The mean distance of two samples goes from ${fixed(found.columns[OFF].spread, 2)} to ` +
      `${fixed(found.columns[MOST].spread, 2)}; two real pictures are ${fixed(found.real, 2)} apart.`
    );
  }

  /** A column's two measures in percent. */
  fidelity(i) {
    return 100 * this.columns[i].recognised;
  }

  diversity(i) {
    return (100 * this.columns[i].spread) / this.begun.real;
  }

  /** How far samples lie from the mean of real pictures, in percent of how far real ones do. */
  fromMean(i) {
    return (100 * this.columns[i].fromMean) / this.begun.realFromMean;
  }

  spoken(i) {
    const name = NAMES[SCALES[i]] ? ` (${NAMES[SCALES[i]]})` : '';
    return this.columns[i]
      ? `W ${SCALES[i]}${name}: ${fixed(this.fidelity(i), 0)} percent recognised, diversity ${fixed(this.diversity(i), 0)} ` +
          'percent of real pictures'
      : `W ${SCALES[i]}${name}, not yet measured`;
  }

  get label() {
    return 'Guidance from off upwards';
  }

  get judgesLater() {
    return true;
  }

  figure() {
    const { w } = this.state.now,
      shown = this.columns.length > 0;
    return html`<div class="guided">
        ${SCALES.map(
          (scale, i) =>
            html`<figure class=${i === w && shown ? 'here' : ''}>
              <span class="frame"
                ><canvas
                  class="pixels"
                  data-column=${i}
                  role="img"
                  aria-label=${this.columns[i] ? `${SEEDS} samples under W ${scale}` : `Not yet shown: W ${scale}`}
                ></canvas
                >${veil(this.question.open)}</span
              >
              <figcaption>
                <b><span class="of">W = </span>${scale}</b
                ><span>${this.columns[i] ? `${fixed(this.fidelity(i), 0)}%` : this.status(i)}</span>
              </figcaption>
            </figure>`,
        )}
      </div>
      ${shown ? this.curves() : html`<div class="paper"></div>`}${legend([FIDELITY, DIVERSITY])}`;
  }

  tools() {
    const { label, many } = this.state.now;
    return html`<button type="button" class="btn" @click=${() => this.change({ guided: freshSeed() })}>Other noises</button>
      ${choice('Label', this.kinds, label, value => this.change({ label: value }), kindName)}
      ${choice('Samples at each W', MANY, many, value => this.change({ many: value }))}
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const { label, guided } = this.state.now;
    return html`${this.about.learned ? badge('learned', learnedBy(modelOf(this.about, label))) : badge('learned', 'no model')} DDIM, eta 0,
    25 steps, seed ${guided}. The same noise along each row; under each W, how many the classifier recognises. Black is −1.5 and below,
    white +1.5 and above.`;
  }

  chart() {
    const { columns, real } = this.found,
      bar = (label, value) => ({ label, value, text: fixed(value, 2), you: false, found: false });
    return findings('How far two samples lie apart, on average', [
      bar('W = 1, off', columns[OFF].spread),
      bar(`W = ${SCALES[MOST]}`, columns[MOST].spread),
      bar('two real ones', real),
    ]);
  }

  atWork() {
    return this.waiting ? super.atWork() : `Sampling with W = ${SCALES[Math.min(MOST, this.columns.length)]}.`;
  }

  shows() {
    return html`${super.shows()}${this.columns.length ? this.enlarged() : ''}`;
  }

  /** The samples of one scale, large, and what was measured on all of its. */
  enlarged() {
    const { w } = this.state.now,
      column = this.columns[w],
      value = (/** @type {() => unknown} */ of) => html`<span class="value">${column ? of() : '–'}</span>`;
    return html`<section class="lab enlarged" aria-label="Samples under one scale">
      <div class="sixteen">
        ${Array.from(
          { length: SHOWN },
          (_, i) =>
            html`<figure class="print">
              <canvas class="pixels" data-large=${i} role="img" aria-label="Sample ${i + 1} under W ${SCALES[w]}"></canvas>
            </figure>`,
        )}
      </div>
      <div class="read">
        <div>
          <span class="label">guidance</span><span class="value">W = ${SCALES[w]} <small>${NAMES[SCALES[w]] ?? ''}</small></span>
        </div>
        <div>
          <span class="label">recognised</span>${value(() => html`${fixed(this.fidelity(w), 0)} <small>% of ${this.begun.samples}</small>`)}
        </div>
        <div><span class="label">mean probability</span>${value(() => fixed(column.probability, 3))}</div>
        <div><span class="label">two samples apart</span>${value(() => fixed(column.spread, 2))}</div>
      </div>
      ${this.found ? html`<p class="scale held">${this.lesson()}</p>` : ''}
    </section>`;
  }

  status(i) {
    if (this.stage !== 'running') return '';
    return i === this.columns.length ? `${this.at?.column === i ? this.at.samples : 0} of ${this.state.now.many}` : '';
  }

  /** What these numbers say, whatever they are: what the label does and what guidance adds are two things. */
  lesson() {
    const { label, fromMean, samples } = this.found,
      /** @type {Change[]} */ beyond = this.found.beyond;
    const share = i => `${fixed(this.fidelity(i), 0)}%`,
      no = `no difference that ${samples} samples can show`;
    const asked = `The label, W from 0 to 1, takes the share recognised from ${share(0)} to ${share(OFF)}${label.sure ? '' : `, ${no}`}.`;
    const changes = beyond.map(change => `by ${points(change)} at W = ${change.scale} (chance makes up to ${chance(change)})`);
    const guidance = `Guidance beyond that changes it, in points, ${changes.slice(0, -1).join(', ')} and ${changes.at(-1)}.`;
    const [least, most] = [OFF, MOST].map(i => fixed(this.diversity(i), 0));
    const diversity = `Diversity goes from ${least}% to ${most}% of that of real pictures.`;
    const extremes = !fromMean.sure
      ? no
      : fromMean.by > 0
        ? 'guidance leads away from the plain picture, to extremes'
        : 'here guidance leads towards the mean';
    return (
      `${asked} ${guidance} ${diversity} From the mean of the real ones they lie ${fixed(this.fromMean(OFF), 0)}% as far as ` +
      `real pictures do at W = 1 and ${fixed(this.fromMean(MOST), 0)}% at W = 8; chance makes up to ${chance(fromMean)} ` +
      `points of that: ${extremes}.`
    );
  }

  curves() {
    const { w } = this.state.now,
      count = this.columns.length;
    const x = i => (i / MOST) * WIDTH,
      y = percent => HEIGHT * (1 - Math.min(TOP, percent) / TOP);
    const path = of => this.columns.map((_, i) => `${i ? 'L' : 'M'}${x(i).toFixed(1)} ${y(of.call(this, i)).toFixed(1)}`).join('');
    return html`<div class="track">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        ${[0, 50, 100].map(level => rule(y(level), !level))}
        <path class="behind" d=${path(this.fidelity)} vector-effect="non-scaling-stroke" />
        <path class="behind" stroke-dasharray="7 5" d=${path(this.diversity)} vector-effect="non-scaling-stroke" />
        <line class="here" x1=${x(w)} x2=${x(w)} y1="0" y2=${HEIGHT} vector-effect="non-scaling-stroke" />
      </svg>
      <input
        type="range"
        min="0"
        max=${MOST}
        step="1"
        .value=${String(w)}
        aria-label="Guidance W"
        aria-valuetext=${this.spoken(w)}
        @input=${event => {
          this.state.set({ w: Number(event.target.value) });
          this.requestUpdate();
        }}
      />
      ${[this.fidelity, this.diversity].map(
        (of, i) =>
          html`<span
            class="handle ${i ? 'ring' : ''}"
            ?hidden=${w >= count}
            data-left=${w / MOST}
            data-top=${w < count ? y(of.call(this, w)) / HEIGHT : 0}
          ></span>`,
      )}
      ${[0, 50, 100].map(level => html`<span class="tick level" data-top=${y(level) / HEIGHT}>${level}%</span>`)}
      ${SCALES.map(
        (scale, i) =>
          html`<span class="tick time ${i === 0 ? 'first' : i === MOST ? 'last' : ''}" data-left=${i / MOST}
            >${i === 0 ? 'W = ' : ''}${scale}<span class="more">${NAMES[scale] ? `, ${NAMES[scale]}` : ''}</span></span
          >`,
      )}
    </div>`;
  }

  depict() {
    const { w } = this.state.now;
    for (const canvas of canvases(this, '[data-column]')) stack(canvas, this.columns[canvas.dataset.column]?.x.slice(0, SEEDS));
    for (const canvas of canvases(this, '[data-large]')) paint(canvas, this.columns[w]?.x[canvas.dataset.large] ?? null, REACH);
    place(this);
  }

  shared() {
    const rows = () =>
      this.columns.map((one, i) => ({
        W: one.scale,
        samples: this.begun.samples,
        recognised: one.recognised,
        mean_probability: one.probability,
        mean_pair_distance: one.spread,
        percent_of_real: this.diversity(i),
        mean_distance_from_mean: one.fromMean,
      }));
    return {
      name: 'darkroom-guidance',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-large]'), 160),
      rows,
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        mean_pair_distance_of_real: this.begun.real,
        mean_distance_from_mean_of_real: this.begun.realFromMean,
        columns: rows(),
      }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** Pictures below each other in one frame. @param {HTMLCanvasElement} canvas @param {Float32Array[] | undefined} pictures */
function stack(canvas, pictures) {
  const gap = 2;
  canvas.classList.toggle('blank', !pictures);
  canvas.width = SIZE;
  canvas.height = SEEDS * (SIZE + gap) - gap;
  const one = document.createElement('canvas'),
    context = canvas.getContext('2d');
  pictures?.forEach((pixels, i) => {
    paint(one, pixels, REACH);
    context.drawImage(one, 0, i * (SIZE + gap));
  });
}

customElements.define('guidance-step', GuidanceStep);
