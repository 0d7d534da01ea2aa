/** The journey's second step: what decides how a drowned picture looks, the picture or the noise? */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { fixed, kindName } from '../draw/format.js';
import { badge } from '../draw/badge.js';
import { legend } from '../draw/chart.js';
import { shareMenu } from '../base/share.js';
import '../draw/linked-curves.js';
import { mixed } from '../draw/mix.js';

const REACH = 1.5;
/** @type {import('../draw/linked-curves.js').Scale} */
const SCALE = {
  low: 0,
  high: 1.5,
  zero: 0,
  ticks: [
    [0, '0'],
    [0.5, '0.5'],
    [1, '1'],
    [1.5, '1.5'],
  ],
};
const SAME_NOISE = { label: 'two pictures, one noise', token: '--ink', dash: [7, 5] };
const SAME_PICTURE = { label: 'one picture, two noises', token: '--ink' };

export class PairsStep extends Prediction {
  constructor() {
    super('forward');
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const [there, levels] = await Promise.all([about(), askOnce('/api/levels')]);
      this.about = there;
      this.levels = levels;
      const choices = there.patterns;
      this.state ??= new UrlState({
        one: { value: 'ring', choices },
        other: { value: 'cross', choices },
        drown: SEED,
        t: { value: 0, least: 0, most: this.about.timesteps },
      });
      if (this.state.now.one === this.state.now.other) this.state.now.other = this.otherThan(this.state.now.one);
      this.ready = true;
    });
  }

  otherThan(kind) {
    return kind === 'cross' ? 'ring' : 'cross';
  }

  intro() {
    return html`The forward process mixes noise into a picture until next to nothing of the picture is left. On the way each pixel holds
    some of both. Which of the two counts for more?`;
  }

  settings() {
    return { pattern: this.state.now.one, other: this.state.now.other };
  }

  async measure(signal) {
    const { one, other, drown } = this.state.now;
    const found = await ask('/api/journey/pairs', { pattern: one, other, noise: drown, ...this.question.named }, signal);
    this.take(found);
    if (!this.question.settled) this.state.set({ t: Math.max(0, found.crossed) });
    return found;
  }

  take(found) {
    this.pictures = found.pictures.map(values);
    this.noises = found.noises.map(values);
  }

  /** The frames are in sight before the guess; what is measured on them is not. */
  preview() {
    const { one, other, drown } = this.state.now;
    return this.once([one, other, drown], async () =>
      this.take(await ask('/api/journey/pairs', { pattern: one, other, noise: drown }, this.here.signal)),
    );
  }

  because(found) {
    const { crossed } = found,
      first = this.lost(found);
    const eye =
      crossed < 0
        ? ''
        : ' Your eye disagrees, and rightly: it takes all 1,024 pixels together. They share one shape, and their faint evidence adds up.';
    return (
      `From there on the noise counts for more in a single pixel.${eye} A judge who knows both pictures names the right one ` +
      `${this.share(found, 800)} of the time at t = 800, and is wrong more than once in twenty only from t = ${first} on.`
    );
  }

  /** Where the best judge first errs more than once in twenty. */
  lost({ told }) {
    return told.findIndex(share => share < 0.95);
  }

  share({ told }, t) {
    return told[t] > 0.9995 ? 'more than 99.9%' : `${fixed(100 * told[t], 1)}%`;
  }

  figure() {
    const { one, other, t } = this.state.now,
      { found } = this;
    /** @type {[string, string][]} */
    const frames = [
      [one, 'noise A'],
      [one, 'noise B'],
      [other, 'noise A'],
    ];
    const print = ([kind, noise], i) =>
      html`<figure class="print">
        <canvas class="pixels" data-mix=${i} role="img" aria-label="${kindName(kind)} in ${noise}, t ${t}"></canvas>
        <figcaption><b>${kindName(kind)}</b><span>${noise}</span></figcaption>
      </figure>`;
    return html`<div class="threes">${print(frames[1], 1)}${print(frames[0], 0)}${print(frames[2], 2)}</div>
      <div class="curves">
        ${found
          ? html`<linked-curves
                .curves=${[
                  { label: SAME_PICTURE.label, values: found.samePicture },
                  { label: SAME_NOISE.label, values: found.sameNoise, dash: SAME_NOISE.dash.join(' ') },
                ]}
                .scale=${SCALE}
                .value=${t}
                .spoken=${at =>
                  `t ${at}: one picture in two noises off by ${fixed(found.samePicture[at], 2)}, two pictures in one noise off ` +
                  `by ${fixed(found.sameNoise[at], 2)}, told apart ${fixed(100 * found.told[at], 1)} percent`}
                @slide=${event => {
                  this.state.set({ t: event.detail });
                  this.requestUpdate();
                }}
              ></linked-curves>
              ${legend([SAME_PICTURE, SAME_NOISE])}`
          : html`<div class="paper"></div>`}
      </div>`;
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Two pictures and two noises';
  }

  tools() {
    return html`<button type="button" class="btn" @click=${() => this.change({ drown: freshSeed() })}>Other noises</button>
      ${['one', 'other'].map(name =>
        choice(name === 'one' ? 'Picture' : 'Other', this.about.patterns, this.state.now[name], kind => this.pick(name, kind), kindName),
      )}
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return html`${badge('forward', `forward, seed ${this.state.now.drown}`)} The middle frame shares its picture with the left one and its
    noise with the right one. Distances: root mean square over the pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { found } = this,
      { t } = this.state.now;
    return html`<dl class="facts">
      <div>
        <dt>step t</dt>
        <dd>${t} of ${this.about.timesteps}</dd>
      </div>
      <div>
        <dt>one picture, two noises: off by</dt>
        <dd>${fixed(found.samePicture[t], 3)}</dd>
      </div>
      <div>
        <dt>two pictures, one noise: off by</dt>
        <dd>${fixed(found.sameNoise[t], 3)}</dd>
      </div>
      <div>
        <dt>told apart, all pixels together</dt>
        <dd>${fixed(100 * found.told[t], 1)}%</dd>
      </div>
    </dl>`;
  }

  pick(name, kind) {
    const { one, other } = this.state.now;
    const now = { one, other, [name]: kind };
    if (now.one === now.other) now[name === 'one' ? 'other' : 'one'] = this.otherThan(kind);
    this.change(now);
  }

  depict() {
    this.preview();
    const { t } = this.state.now;
    [
      [0, 0],
      [0, 1],
      [1, 0],
    ].forEach(([picture, noise], i) =>
      paint(
        this.querySelector(`[data-mix="${i}"]`),
        this.pictures ? mixed(this.pictures[picture], this.noises[noise], this.levels, t) : null,
        REACH,
      ),
    );
  }

  shared() {
    const { found } = this;
    const rows = () =>
      found.samePicture.map((distance, t) => ({
        t,
        one_picture_two_noises: distance,
        two_pictures_one_noise: found.sameNoise[t],
        told_apart: found.told[t],
      }));
    return {
      name: 'darkroom-pairs',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-mix]')),
      rows,
      data: () => ({ settings: this.state.now, guess: this.question.found.guess, crossed: found.crossed, distances: rows() }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('pairs-step', PairsStep);
