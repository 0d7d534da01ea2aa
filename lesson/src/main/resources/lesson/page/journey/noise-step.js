/** The journey's first step: what noise is, measured on a sample. */
import { html } from 'lit';
import { ask, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { histogram } from '../draw/histogram.js';
import { fixed, kindName, percent } from '../draw/format.js';
import { shareMenu } from '../base/share.js';

/** N(0, 1)'s own values, for the table. */
const LAW = { mean: 0, variance: 1, lightToo: 0.5, correlation: 0 };
/** @type {[string, string, (value: number) => string][]} */
const ROWS = [
  ['mean', 'mean', value => fixed(value, 2)],
  ['variance', 'variance', value => fixed(value, 2)],
  ['withinOne', 'within 1 of 0', value => `${percent(value)}%`],
  ['lightToo', 'light, next to light', value => `${percent(value)}%`],
  ['correlation', 'correlation of neighbours', value => fixed(value, 2)],
];

export class NoiseStep extends Prediction {
  constructor() {
    super('noise');
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.state ??= new UrlState({ beside: { value: 'ring', choices: this.about.patterns }, noise: SEED });
      this.ready = true;
    });
  }

  intro() {
    return html`Everything starts from noise, and noise has a law. <b>N(0, I)</b> says: give each pixel a number drawn from the normal
      distribution, with mean 0 and variance 1. What the I in it says is what the question is about.`;
  }

  async measure(signal) {
    const { beside, noise } = this.state.now;
    this.look = null;
    const look = await ask('/api/journey/noise', { pattern: beside, noise, ...this.question.named }, signal);
    this.look = look;
    return look;
  }

  clear() {
    super.clear();
    this.look = null;
  }

  because() {
    return (
      'The I in N(0, I) says that no pixel knows of another, so each neighbour is a coin toss. What looks like clumps and ' +
      'threads is what coin tosses look like; a picture is different, and that difference is all that a model has to go on.'
    );
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'A sample of noise';
  }

  /** Noise and picture are in sight before the guess; what is measured on them is not. */
  preview() {
    const { beside, noise } = this.state.now;
    return this.once([beside, noise], async () => {
      const { noise: drawn, picture } = await ask('/api/journey/noise', { pattern: beside, noise }, this.here.signal);
      this.shown = [drawn, picture].map(one => values(one.x));
    });
  }

  figure() {
    const { beside, noise } = this.state.now,
      { look } = this;
    const print = (id, title, note, one) =>
      html`<figure class="print">
        <canvas class="pixels" id=${id} role="img" aria-label=${title}></canvas>
        <figcaption><b>${title}</b><span>${note}</span></figcaption>
        ${look ? this.bars(one, title) : html`<div class="paper"></div>`}
      </figure>`;
    return html`<div class="twos">
      ${print('drawn', 'noise', `1,024 numbers, seed ${noise}`, look?.noise)}
      ${print('beside', kindName(beside), 'a picture to compare', look?.picture)}
    </div>`;
  }

  tools() {
    return html`<button type="button" class="btn" @click=${() => this.change({ noise: freshSeed() })}>New seed</button>
      ${choice('Beside it', this.about.patterns, this.state.now.beside, value => this.change({ beside: value }), kindName)}
      <span class="spacer"></span>${this.look ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return 'Black is −2.5 and below, white +2.5 and above. Bars: how many pixels have which value; the line is N(0, 1), worked out.';
  }

  chart() {
    return this.look ? this.table() : '';
  }

  bars(one, what) {
    return histogram({
      shares: one.histogram,
      normal: this.look.normal,
      most: 20,
      label: `Values of ${what}: mean ${fixed(one.mean, 2)}, variance ${fixed(one.variance, 2)}. The line is N(0, 1).`,
    });
  }

  table() {
    const { look } = this,
      law = { ...LAW, withinOne: look.withinOne };
    return html`<table class="facts">
      <caption class="spoken">
        The law, this noise and the picture
      </caption>
      <thead>
        <tr>
          <th scope="col"><span class="spoken">What</span></th>
          <th scope="col">N(0, I)</th>
          <th scope="col">this noise</th>
          <th scope="col">the picture</th>
        </tr>
      </thead>
      <tbody>
        ${ROWS.map(
          ([key, name, write]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td>${write(law[key])}</td>
              <td class="noise">${write(look.noise[key])}</td>
              <td class="signal">${write(look.picture[key])}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  depict() {
    this.preview();
    paint(this.querySelector('#drawn'), this.shown?.[0] ?? null, 2.5);
    paint(this.querySelector('#beside'), this.shown?.[1] ?? null, 2.5);
  }

  shared() {
    const { look } = this;
    const row = (what, { mean, variance, withinOne, lightToo, correlation }) => ({
      what,
      mean,
      variance,
      withinOne,
      lightToo,
      correlation,
    });
    return {
      name: 'darkroom-noise',
      link: () => this.state.link(),
      png: () => asPng(['#drawn', '#beside'].map(id => this.querySelector(id))),
      rows: () => [row('noise', look.noise), row('picture', look.picture)],
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        rows: [row('noise', look.noise), row('picture', look.picture)],
        noise: [...this.shown[0]],
        histogram: look.noise.histogram,
        normal: look.normal,
      }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('noise-step', NoiseStep);
