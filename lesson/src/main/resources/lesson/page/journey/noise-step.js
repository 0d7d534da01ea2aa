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
    for (const one of [look.noise, look.picture]) one.pixels = values(one.x);
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

  figure() {
    const { beside, noise } = this.state.now,
      { look } = this;
    const print = (name, title, note) =>
      html`<figure class="print">
        <canvas class="pixels" id=${name} role="img" aria-label=${look ? title : 'Not yet shown'}></canvas>
        <figcaption><b>${title}</b><span>${note}</span></figcaption>
      </figure>`;
    return html`<section class="lab noise-step" aria-label="A sample of noise">
      <div class="samples">
        <div>${print('drawn', 'noise', `1,024 numbers, seed ${noise}`)}${look ? this.bars(look.noise, 'the noise') : ''}</div>
        <div>${print('beside', kindName(beside), 'a picture to compare')}${look ? this.bars(look.picture, 'the picture') : ''}</div>
        ${look ? this.table() : ''}
      </div>
      <p class="scale">
        ${this.dark()}Black is −2.5 and below, white +2.5 and above, in both
        frames.${look ? ' Bars: how many pixels have which value. Line: N(0, 1), worked out.' : ''}
      </p>
      <div class="tools">
        <button type="button" class="btn" aria-disabled=${String(!look)} @click=${() => look && this.change({ noise: freshSeed() })}>
          New seed
        </button>
        ${choice('Beside it', this.about.patterns, beside, value => this.change({ beside: value }), kindName)}
        <span class="spacer"></span>${look ? shareMenu(this.shared()) : ''}
      </div>
    </section>`;
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
    paint(this.querySelector('#drawn'), this.look?.noise.pixels ?? null, 2.5);
    paint(this.querySelector('#beside'), this.look?.picture.pixels ?? null, 2.5);
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
        noise: [...look.noise.pixels],
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
