/** Part 5: by heart or by understanding. Four networks alike but for how many drawings they were shown, and what of it they copy. */
import { html } from 'lit';
import { canvases, element } from '../base/find.js';
import { values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { badge } from '../draw/badge.js';
import { counted, fixed, percent } from '../draw/format.js';
import { develop, paint } from '../draw/picture.js';
import { asSheet } from '../draw/sheets.js';
import { findings, veil } from '../draw/stage.js';

const REACH = 1;
/** So many pictures of each network are shown. */
const SHOWN = 8,
  NETWORKS = 4;
const TIMES_IN_PNG = 6;
const MOVES = { ArrowUp: -SHOWN, ArrowDown: SHOWN, ArrowLeft: -1, ArrowRight: 1 };
/** What is shown large of a picture. */
const LARGE = { x: 'drawn', nearest: 'nearest', second: 'second' };

/**
 * @typedef {object} Told a picture that a network drew
 * @property {boolean} copy
 * @property {number} toNearest its distance to the nearest drawing that the network was shown
 * @property {number} toSecond
 * @property {Float32Array} [x]
 * @property {Float32Array} [nearest]
 * @property {Float32Array} [second]
 *
 * @typedef {{count?: number, seen: number, drawings: Float32Array[]}} Network what it was shown; without a count each drawing was a new one
 */

export class HeartLab extends Prediction {
  constructor() {
    super('heart');
    /** @type {any} what is known before the pictures are drawn */
    this.began = null;
    /** @type {Network[]} */
    this.networks = [];
    /** @type {Float32Array[]} */
    this.noises = [];
    this.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.state ??= new UrlState({ heartseed: SEED, heartpair: { value: 0, least: 0, most: NETWORKS * SHOWN - 1 } });
    this.unfolded(() =>
      this.attempt(async () => {
        if (!(await about()).byHeart) throw new Error('This installation has no networks that learned from so many drawings.');
        this.ready = true;
      }),
    );
  }

  clear() {
    super.clear();
    /** @type {Told[][]} by network */
    this.drawn = [];
    /** @type {any} how far the network at work is */
    this.at = null;
  }

  run() {
    return { seed: this.state.now.heartseed };
  }

  /** The drawings that each was shown are in sight before a guess. */
  preview() {
    this.foresee('/api/journey/drawings', this.run(), record => this.begin(record));
  }

  begin(record) {
    this.began = record;
    this.noises = record.noise.map(values);
    this.networks = record.networks.map(network => ({ ...network, drawings: network.drawings.map(values) }));
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow('/api/journey/heart', this.run(), signal)) {
      if (record.type === 'start') this.begin(record);
      if (record.type === 'step' || record.type === 'search') this.at = record;
      if (record.type === 'network') this.drawn = [...this.drawn, record.told.map(told)];
      if (record.type === 'end') return record;
    }
    return null;
  }

  /** @returns {[number, number]} */
  reached() {
    const { at, drawn } = this;
    if (!at || at.network !== drawn.length) return [drawn.length, NETWORKS];
    const part = at.type === 'step' ? at.made / this.began.samples / 2 : (1 + at.searched / at.seen) / 2;
    return [drawn.length + part, NETWORKS];
  }

  atWork() {
    const { at } = this;
    if (!at || this.waiting) return super.atWork();
    return at.type === 'step'
      ? `Network ${at.network + 1} of ${NETWORKS} draws.`
      : `Its pictures are held against ${counted(at.seen, 'drawing')}.`;
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'By heart or by understanding';
  }

  opening() {
    return 'When does copying stop?';
  }

  given() {
    return html`<p class="rule">
      A picture counts as a <b>copy</b> if its nearest training drawing is less than a third as far away as the second nearest. A few new
      drawings pass that test by chance; a network copies if its pictures pass it more often.
    </p>`;
  }

  /** The picture that is looked at closely. @returns {Told | undefined} */
  get chosen() {
    const { heartpair } = this.state.now;
    return this.drawn[Math.floor(heartpair / SHOWN)]?.[heartpair % SHOWN];
  }

  figure() {
    return html`<div class="hearts">
      <div class="rows" role="group" aria-label="Pictures and their nearest training drawings" @keydown=${this.key}>
        ${this.networks.map((network, at) => this.line(network, at))}
        <div class="under">
          <p class="told">
            ${this.drawn.length
              ? html`Above what it drew, below the nearest that it was shown; <span class="mark">=</span> marks a copy.`
              : 'Below: drawings that each was shown. Above: what it will draw.'}
          </p>
          <button type="button" class="btn" @click=${this.anew}>Other noises</button>
        </div>
      </div>
      ${this.closer()}
    </div>`;
  }

  /** @param {Network} network @param {number} at */
  line(network, at) {
    return html`<p class="of"><b>${nameOf(network)}</b></p>
      ${network.drawings.map((_, i) => this.couple(at, i))}`;
  }

  /** A picture above, and the drawing below it. */
  couple(at, i) {
    const { open } = this.question,
      place = at * SHOWN + i,
      one = this.drawn[at]?.[i],
      here = place === this.state.now.heartpair;
    return html`<button
      type="button"
      class="couple ${one?.copy ? 'copy' : ''}"
      ?disabled=${!one}
      tabindex=${here ? 0 : -1}
      aria-pressed=${String(here)}
      aria-label=${`${nameOf(this.networks[at])}, picture ${i + 1}${one ? `: ${verdictOn(one)}` : ''}`}
      @click=${() => this.look(place)}
    >
      <span class="frame"><canvas class="pixels" data-drawn=${place}></canvas>${veil(open)}</span>
      ${one?.copy ? html`<span class="mark" aria-hidden="true">=</span>` : ''}
      <canvas class="pixels" data-known=${place}></canvas>
    </button>`;
  }

  /** The chosen picture beside the two drawings that are nearest to it. */
  closer() {
    const one = this.chosen;
    return html`<div class="closer">
      ${Object.entries(LARGE).map(
        ([which, name]) =>
          html`<figure class="print">
            <span class="frame"
              ><canvas class="pixels" data-large=${which} role="img" aria-label=${`Large: ${name}`}></canvas>${veil(
                this.question.open,
              )}</span
            >
            <figcaption><b>${name}</b><span class="num">${one ? away(one, which) : ''}</span></figcaption>
          </figure>`,
      )}
      <p class="told num">${one ? verdictOn(one) : ''}</p>
    </div>`;
  }

  /** @param {number} place */
  look(place) {
    this.state.set({ heartpair: place });
    this.requestUpdate();
    const one = this.chosen;
    if (one) this.say(`${nameOf(this.networks[Math.floor(place / SHOWN)])}, picture ${(place % SHOWN) + 1}: ${verdictOn(one)}`);
  }

  key(event) {
    const to = this.state.now.heartpair + (MOVES[event.key] ?? NaN);
    if (!(to >= 0 && to < this.drawn.length * SHOWN)) return;
    event.preventDefault();
    this.look(to);
    this.updateComplete.then(() => element(this, '.couple[aria-pressed=true]').focus());
  }

  tools() {
    return html`<span class="spacer"></span>${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  anew() {
    this.change({ heartseed: freshSeed() });
  }

  details() {
    const { began } = this;
    return html`${badge('learned', `learned, ${began ? counted(began.updates, 'iteration') : 'iterations'} each`)} A U-Net of
    ${began ? began.parameters.toLocaleString('en') : 'so many'} weights, told no kind; DDIM, 25 steps. A column starts from one noise, seed
    ${this.state.now.heartseed}. Distances are root mean squares over the pixels. Black is −1, white +1.`;
  }

  chart() {
    const { networks, last, samples } = this.found;
    return findings(
      `Copies among ${samples} pictures (line: among ${samples} new drawings)`,
      networks.map(({ share, fresh, count }, i) => ({
        label: nameOf({ count }),
        value: share,
        mark: fresh,
        text: `${percent(share)}%`,
        you: this.question.guessed === i,
        found: i === last,
      })),
    );
  }

  because({ together, apart }) {
    return html`With few drawings the network can learn them by heart. With many it cannot, and has to find out what they share. Look down a
    column: from the same noise the last two networks draw pictures ${fixed(together, 2)} apart, though they saw hardly a drawing in common;
    from different noises, ${fixed(apart, 2)}.`;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Take other noises</button>`;
  }

  depict() {
    this.preview();
    for (const canvas of canvases(this, '[data-drawn]')) {
      const place = Number(canvas.dataset.drawn);
      develop(canvas, this.drawn[Math.floor(place / SHOWN)]?.[place % SHOWN].x ?? null, REACH, this.noises[place % SHOWN]);
    }
    for (const canvas of canvases(this, '[data-known]')) {
      const place = Number(canvas.dataset.known),
        at = Math.floor(place / SHOWN),
        i = place % SHOWN;
      paint(canvas, this.drawn[at]?.[i].nearest ?? this.networks[at].drawings[i], REACH);
    }
    for (const canvas of canvases(this, '[data-large]')) paint(canvas, this.chosen?.[canvas.dataset.large] ?? null, REACH);
  }

  shared() {
    const { networks } = this.found;
    const rows = () =>
      this.drawn.flatMap((all, at) =>
        all.map(({ copy, toNearest, toSecond }, i) => ({
          drawings: networks[at].count ?? 'new each time',
          picture: i + 1,
          to_nearest: toNearest,
          to_second: toSecond,
          copy,
        })),
      );
    return {
      name: 'darkroom-by-heart',
      link: () => this.state.link(),
      png: () => asSheet(canvases(this, '[data-drawn], [data-known]'), 2 * SHOWN, TIMES_IN_PNG),
      rows,
      data: () => ({ settings: this.state.now, guess: this.question.found?.guess, found: this.found, pictures: rows() }),
      reset: () => {
        this.state.reset();
        this.again();
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** @param {{count?: number}} network */
const nameOf = ({ count }) => (count ? count.toLocaleString('en') : 'ever new');

/** @param {Told} one @param {string} which */
const away = ({ toNearest, toSecond }, which) => (which === 'x' ? '' : fixed(which === 'nearest' ? toNearest : toSecond, 3));

/** @param {Told} one */
const verdictOn = ({ copy, toNearest, toSecond }) =>
  `The nearest is ${percent(toNearest / toSecond)}% as far away as the second: ${copy ? 'a copy' : 'no copy'}.`;

/** @param {any} one @returns {Told} */
const told = one => (one.x ? { ...one, x: values(one.x), nearest: values(one.nearest), second: values(one.second) } : one);

customElements.define('heart-lab', HeartLab);
