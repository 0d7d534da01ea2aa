/** Part 4: one step of DDPM, term by term, each term a picture with its number. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { ownPixels } from '../base/own.js';
import { SEED, UrlState } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { encoded } from '../draw/draw-pad.js';
import { asPng, paint, paintOnce } from '../draw/picture.js';
import { madeBy, makersOf } from '../draw/badge.js';
import { capital, fixed, kindName } from '../draw/format.js';
import { set as setFormula } from '../draw/formula.js';
import { shareMenu } from '../base/share.js';
import { LookLab } from './look-lab.js';

const REACH = 1.5;
/** The reader's own picture, in black and white. */
const DRAWN = 'drawn';
const NAMES = ['target', 'noise', 'x', 'epsilon', 'x0', 'mean', 'fresh', 'next'];

/** A number that multiplies or measures: small ones keep a digit that counts. */
const number = value => fixed(value, Math.abs(value) >= 0.000005 && Math.abs(value) < 0.0005 ? 5 : 3);

/** What is divided by: small numbers keep three digits that count. */
const divisor = value => (value < 0.1 ? String(Number(value.toPrecision(3))) : number(value));

/** A number in brackets where it is negative. */
const factor = value => (value < 0 ? `(${number(value)})` : number(value));

/** The step in both its forms, and the mean at one pixel worked out in each; by the class of the line that shows it. */
function formulas({ t, alpha, beta, noiseWeight, ofX, ofX0, ofFresh, ofEpsilon, pixel }) {
  const fresh = t === 1 ? '' : ` + \\noise{${number(ofFresh)}\\,z}`;
  return {
    'by-picture': `x_{${t - 1}} = ${number(ofX)}\\,x_{${t}} + \\signal{${number(ofX0)}\\,\\hat x_0}${fresh}`,
    'by-noise':
      `x_{${t - 1}} = \\frac{1}{\\sqrt{${divisor(alpha)}}}\\Bigl(x_{${t}} - ` +
      `\\noise{\\frac{${number(beta)}}{${number(noiseWeight)}}\\,\\varepsilon_\\theta}\\Bigr)${fresh}`,
    'pixel-by-picture':
      `${number(ofX)} \\cdot ${factor(pixel.x)} + \\signal{${number(ofX0)} \\cdot ${factor(pixel.x0)}} = ` + `${number(pixel.mean)}`,
    'pixel-by-noise':
      `\\bigl(${number(pixel.x)} - \\noise{${number(ofEpsilon)} \\cdot ${factor(pixel.epsilon)}}\\bigr) / ` +
      `${divisor(Math.sqrt(alpha))} = ${number(pixel.meanOfNoise)}`,
  };
}

export class MicroscopeLab extends LookLab {
  async prepare() {
    const { steps, snr } = await askOnce('/api/microscope/levels');
    this.snr = snr;
    this.makers = makersOf(this.about);
    this.state ??= new UrlState({
      t: { value: 50, least: 1, most: steps },
      of: { value: 'ring', choices: this.kinds },
      by: { value: this.makers.at(-1), choices: this.makers },
      item: SEED,
      noise: SEED,
    });
  }

  /** @override */
  get kinds() {
    return [...super.kinds, ...(ownPixels() ? [DRAWN] : [])];
  }

  async look(picture) {
    const { by } = this.state.now;
    const own = picture.pattern === DRAWN ? ownPixels() : null,
      answer = await ask('/api/microscope', { ...picture, drawing: own ? encoded(own) : '', maker: by });
    this.pictures = Object.fromEntries(NAMES.map(name => [name, values(answer.pictures[name])]));
    return { ...answer, of: picture.pattern, by };
  }

  /** The last step, which is the noisiest. */
  get steps() {
    return this.snr.length - 1;
  }

  print(name, text, weight = '', tone = '') {
    return html`<figure class="print">
      <canvas class="pixels" data-name=${name} role="img" aria-label=${text}></canvas>
      <figcaption><span>${text}</span>${weight === '' ? '' : html`<span class="weight ${tone}">× ${weight}</span>`}</figcaption>
    </figure>`;
  }

  op(sign) {
    return html`<div class="op" aria-hidden="true">${sign}</div>`;
  }

  shows() {
    const { t, seen } = this,
      now = this.state.now;
    const last = seen.t === 1;
    const [ofSignal, ofNoise, ofX, ofX0, ofFresh] = [seen.signalWeight, seen.noiseWeight, seen.ofX, seen.ofX0, seen.ofFresh].map(number);
    const who = { oracle: 'the oracle', exact: 'the exact denoiser', learned: 'the network' }[seen.by];
    const target = {
      oracle: 'target, which the oracle is told',
      exact: seen.of === DRAWN ? 'yours, added to its set' : 'target, one of its set',
      learned: seen.of === DRAWN ? 'yours, black and white' : `asked for: ${kindName(seen.of)}`,
    }[seen.by];
    return html`<section class="lab microscope" aria-label="One step under the microscope">
      <div class="terms">
        <div class="term">
          <h3>1. What was made</h3>
          <p>A known picture and known noise, so the true noise is known.</p>
          <div class="equation">
            ${this.print('target', target, ofSignal, 'signal')}${this.op('+')}${this.print(
              'noise',
              'true noise',
              ofNoise,
              'noise',
            )}${this.op('=')}${this.print('x', `noisy, t = ${seen.t}`)}
          </div>
        </div>
        <div class="term">
          <h3>2. What ${who} says of it</h3>
          <p>It sees the noisy picture alone, and takes it apart.</p>
          <div class="equation">
            ${this.print('x0', 'predicted clean', ofSignal, 'signal')}${this.op('+')}${this.print(
              'epsilon',
              'predicted noise',
              ofNoise,
              'noise',
            )}${this.op('=')}${this.print('x', `noisy, t = ${seen.t}`)}
          </div>
        </div>
        <div class="term">
          <h3>3. The mean of what comes next</h3>
          <p>Part of the noisy picture plus part of the predicted clean one.</p>
          <div class="equation">
            ${this.print('x', `noisy, t = ${seen.t}`, ofX)}${this.op('+')}${this.print('x0', 'predicted clean', ofX0, 'signal')}${this.op(
              '=',
            )}${this.print('mean', 'mean')}
          </div>
        </div>
        <div class="term">
          <h3>4. The next picture</h3>
          <p>${last ? 'This is the last step: it adds no noise.' : 'Fresh noise is added, independent of all before.'}</p>
          <div class="equation">
            ${this.print('mean', 'mean', '1')}${this.op('+')}${this.print(
              'fresh',
              last ? 'fresh noise, unused' : 'fresh noise',
              ofFresh,
              'noise',
            )}${this.op('=')}${this.print('next', `next, t = ${seen.t - 1}`)}
          </div>
        </div>
      </div>
      <p class="scale">One grey scale for all: black is −1.5 and below, white +1.5 and above.</p>
      <curve-slider
        .snr=${this.snr}
        .value=${t}
        label="Step t of ${this.steps}"
        .spoken=${(step, snr) => `t ${step} of ${this.steps}, signal to noise ${Math.round(snr ?? 0)} dB`}
        @slide=${event => this.go(event.detail)}
      ></curve-slider>
      <div class="read">
        ${this.level()}
        <div>
          <span class="label">predicted noise, off the true noise by</span><span class="value error noise">${number(seen.noiseError)}</span>
        </div>
        <div>
          <span class="label">predicted clean, off the picture by</span><span class="value signal">${number(seen.cleanError)}</span>
        </div>
      </div>
      <div class="forms">
        <div>
          <h3>The step, with the predicted picture</h3>
          <div class="formula by-picture" tabindex="0" role="group" aria-label="The step, with the predicted picture"></div>
          <p>Its mean at one pixel, row ${seen.pixel.row}, column ${seen.pixel.column}:</p>
          <div
            class="formula pixel-by-picture"
            tabindex="0"
            role="group"
            aria-label="Its mean at one pixel, with the predicted picture"
          ></div>
        </div>
        <div>
          <h3>The same step, with the predicted noise: DDPM's own form</h3>
          <div class="formula by-noise" tabindex="0" role="group" aria-label="The step, with the predicted noise"></div>
          <p>Its mean at the same pixel:</p>
          <div class="formula pixel-by-noise" tabindex="0" role="group" aria-label="Its mean at one pixel, with the predicted noise"></div>
        </div>
      </div>
      <div class="origin">
        ${madeBy(seen.by, this.about)}<span class="num">DDPM, the posterior's variance; noise seed ${now.noise}; guidance off (W = 1)</span>
      </div>
      <div class="tools">
        <div class="seg" role="group" aria-label="Step">
          <button type="button" aria-disabled=${String(t >= this.steps)} @click=${() => this.go(t + 1)}>Back, noisier</button>
          <button type="button" aria-disabled=${String(t <= 1)} @click=${() => this.go(t - 1)}>On, cleaner</button>
        </div>
        ${buttons('Who predicts', this.makers, now.by, one => this.change({ by: one }), capital)} ${this.pictureChoice()}
        ${this.otherNoise()}
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
    </section>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-name]')) {
      const pixels = this.pictures[canvas.dataset.name];
      paintOnce(canvas, pixels, () => paint(canvas, pixels, REACH));
    }
    for (const [name, tex] of Object.entries(formulas(this.seen))) setFormula(this.querySelector(`.${name}`), tex);
  }

  shared() {
    const { pictures, of, by, ...numbers } = this.seen;
    return {
      name: 'darkroom-microscope',
      link: () => this.state.link(),
      png: () => asPng(['target', 'x', 'epsilon', 'x0', 'mean', 'fresh', 'next'].map(name => this.querySelector(`[data-name=${name}]`))),
      rows: () => [
        {
          pattern: of,
          maker: by,
          t: numbers.t,
          steps: numbers.steps,
          signal_weight: numbers.signalWeight,
          noise_weight: numbers.noiseWeight,
          snr_db: numbers.snr,
          of_x: numbers.ofX,
          of_x0: numbers.ofX0,
          of_fresh_noise: numbers.ofFresh,
          alpha: numbers.alpha,
          beta: numbers.beta,
          of_epsilon: numbers.ofEpsilon,
          noise_error: numbers.noiseError,
          clean_error: numbers.cleanError,
        },
      ],
      data: () => ({
        settings: this.state.now,
        ...numbers,
        pictures: Object.fromEntries(NAMES.map(name => [name, [...this.pictures[name]]])),
      }),
      reset: () => this.reset(),
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('microscope-lab', MicroscopeLab);
