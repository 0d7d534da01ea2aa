/** Part 4: one step of DDPM, term by term; and of the noise that it leads to, how much is old and how much is fresh. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Latest } from '../base/latest.js';
import { ownPixels } from '../base/own.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { encoded } from '../draw/draw-pad.js';
import { asPng, develop, paint, paintOnce } from '../draw/picture.js';
import { madeBy, makersOf } from '../draw/badge.js';
import { capital, decibels, fixed, kindName, percent } from '../draw/format.js';
import { set as setFormula } from '../draw/formula.js';
import { findings, veil } from '../draw/stage.js';
import { shareMenu } from '../base/share.js';
import { Looking } from './looking.js';

const REACH = 1.5;
/** The reader's own picture, in black and white. */
const DRAWN = 'drawn';
const NAMES = ['target', 'noise', 'x', 'epsilon', 'x0', 'mean', 'fresh', 'next'];
/** What a short name stands for. */
const FULL = { x0: 'predicted clean', epsilon: 'predicted noise' };
/** What is the answer. */
const ASKED = ['mean', 'fresh', 'next'];
const MIDDLE = 50;
/** The answer that is right almost everywhere. */
const RIGHT = 1;

/** What the question's answers say of the fresh noise's share: how far their bars go, in words, and what is behind the wrong ones. */
const SAID = [
  { share: 0, text: 'none', mistake: 'Peeling is what DDIM does, with eta 0.' },
  { share: 0.25, text: 'up to 25%', mistake: '' },
  {
    share: 0.5,
    text: 'about half',
    mistake: 'Even parts are mixed only near the two ends.',
  },
  {
    share: 1,
    text: 'most',
    mistake: 'That would keep only the prediction; the first steps, near t = 80, come close.',
  },
];

/** A number that multiplies or measures: small ones keep a digit that counts. */
const number = value => fixed(value, Math.abs(value) >= 0.000005 && Math.abs(value) < 0.0005 ? 5 : 3);

/** What is divided by: small numbers keep three digits that count. */
const divisor = value => (value < 0.1 ? String(Number(value.toPrecision(3))) : number(value));

/** A number in brackets where it is negative. */
const factor = value => (value < 0 ? `(${number(value)})` : number(value));

/** A level, on one line. */
const at = t => `t\u00a0=\u00a0${t}`;

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

export class MicroscopeLab extends Prediction {
  constructor() {
    super('fresh');
    this.looking = new Looking(this, {
      ask: picture => this.look(picture),
      changed: () => (this.question.settled ? this.remeasure() : this.again()),
    });
    /** Measures what is set once a guess is settled; until that is done, what was found before stays. */
    this.later = new Latest(() =>
      this.attempt(async () => {
        const found = await this.measure(this.here.signal);
        if (found && this.question.settled) this.settle(found);
      }),
    );
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const { steps, snr } = await askOnce('/api/microscope/levels');
      this.looking.snr = snr;
      this.makers = makersOf(this.about);
      this.state ??= new UrlState({
        t: { value: MIDDLE, least: 1, most: steps },
        of: { value: 'ring', choices: this.kinds },
        by: { value: this.makers.at(-1), choices: this.makers },
        item: SEED,
        noise: SEED,
      });
      this.ready = true;
      await this.looking.look();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.later.forget();
  }

  recall(settings) {
    super.recall(settings);
    this.looking.look();
  }

  settings() {
    return { t: this.state.now.t, maker: this.state.now.by };
  }

  get kinds() {
    return [...this.about.patterns, ...(ownPixels() ? [DRAWN] : [])];
  }

  /** What the engine is asked about. @param {import('./looking.js').Noisy} picture */
  asked(picture) {
    const own = picture.pattern === DRAWN ? ownPixels() : null;
    return { ...picture, drawing: own ? encoded(own) : '', maker: this.state.now.by };
  }

  /** @param {import('./looking.js').Noisy} picture */
  async look(picture) {
    const asked = this.asked(picture),
      answer = await ask('/api/microscope', asked);
    this.pictures = Object.fromEntries(NAMES.map(name => [name, values(answer.pictures[name])]));
    return { ...answer, of: picture.pattern, by: asked.maker };
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    const { t } = this.state.now;
    for await (const record of this.follow('/api/microscope/noises', this.asked(this.looking.picture), signal)) {
      if (record.type === 'end') return { ...record, t };
    }
    return null;
  }

  /** Measures what is set now, the verdict in sight. */
  remeasure() {
    this.intoSight('.found');
    this.later.ask();
  }

  change(changes) {
    this.looking.change(changes);
  }

  get stands() {
    return super.stands && this.looking.seen !== null;
  }

  get label() {
    return 'One step under the microscope';
  }

  opening() {
    return 'What does a step do to the noise?';
  }

  /** @param {string} name @param {string} text @param {string} [weight] @param {string} [tone] */
  print(name, text, weight = '', tone = '') {
    const asked = ASKED.includes(name) && this.question.open,
      spoken = FULL[name] ?? text;
    return html`<figure class="print ${name}">
      <span class="frame"
        ><canvas class="pixels" data-name=${name} role="img" aria-label=${asked ? `Not yet shown: ${spoken}` : spoken}></canvas>${veil(
          asked,
        )}</span
      >
      <figcaption>
        ${asked && name !== 'next' ? '' : html`<span>${text}</span>`}${weight && !asked
          ? html`<span class="weight ${tone}">× ${weight}</span>`
          : ''}
      </figcaption>
    </figure>`;
  }

  op(sign) {
    return html`<div class="op" aria-hidden="true">${sign}</div>`;
  }

  figure() {
    const { t, seen } = this.looking,
      { open } = this.question;
    const [ofSignal, ofNoise, ofX, ofX0, ofFresh] = [seen.signalWeight, seen.noiseWeight, seen.ofX, seen.ofX0, seen.ofFresh].map(number);
    const drawn = seen.of === DRAWN,
      who = { oracle: 'the oracle', exact: 'the exact denoiser', learned: 'the network' }[seen.by];
    const known = {
      oracle: 'It is told the target.',
      exact: `It compares the noisy picture with all that it knows${drawn ? ', yours too' : ''}.`,
      learned: drawn ? 'It sees the noisy picture alone.' : `It sees the noisy picture, and is asked for: ${kindName(seen.of)}.`,
    }[seen.by];
    return html`<div class="terms">
        <div class="term">
          <h3>1. What was made</h3>
          <p class="wide">A known picture${seen.by === 'exact' ? ', one of its set,' : ''} and known noise.</p>
        </div>
        ${this.print('target', drawn ? 'yours' : 'target', ofSignal, 'signal')}${this.op('+')}${this.print(
          'noise',
          'true noise',
          ofNoise,
          'noise',
        )}${this.op('=')}${this.print('x', `noisy, ${at(seen.t)}`)}
        <div class="term">
          <h3>2. What ${who} predicts</h3>
          <p class="wide">${known}</p>
        </div>
        ${this.print('x0', 'clean', ofSignal, 'signal')}${this.op('+')}${this.print('epsilon', 'noise', ofNoise, 'noise')}${this.op('=')}
        <div class="off">
          <p>the same <span class="wide">noisy picture</span></p>
          <p>noise off<span class="wide"> by</span> <b class="error noise">${number(seen.noiseError)}</b></p>
          <p>clean off<span class="wide"> by</span> <b class="signal">${number(seen.cleanError)}</b></p>
        </div>
        <div class="term step">
          <h3>3. The step</h3>
          ${open
            ? html`<p>Where does one step lead?</p>`
            : html`<p>
                Mean: ${ofX} × noisy +
                <span class="signal">${ofX0} × clean</span>. ${seen.t === 1 ? 'The last step adds no noise.' : 'Then fresh noise.'}
              </p>`}
        </div>
        ${this.print('mean', 'mean', '1')}${this.op(open ? '' : '+')}${this.print(
          'fresh',
          seen.t === 1 ? 'fresh noise, unused' : 'fresh noise',
          ofFresh,
          'noise',
        )}${this.op(open ? '' : '=')}${this.print('next', `next, ${at(seen.t - 1)}`)}
      </div>
      <div class="steer">
        <div>
          <p class="num"><b>t = ${seen.t}</b> of ${this.looking.last}, <span>${decibels(seen.snr)} dB</span></p>
          <div class="seg" role="group" aria-label="Step">
            <button
              type="button"
              aria-label="Back, noisier"
              aria-disabled=${String(t >= this.looking.last)}
              @click=${() => this.looking.go(t + 1)}
            >
              Back<span class="wide">, noisier</span>
            </button>
            <button type="button" aria-label="On, cleaner" aria-disabled=${String(t <= 1)} @click=${() => this.looking.go(t - 1)}>
              On<span class="wide">, cleaner</span>
            </button>
          </div>
        </div>
        ${this.looking.slider(
          `Step t of ${this.looking.last}`,
          (step, snr) => `t ${step} of ${this.looking.last}, signal to noise ${Math.round(snr ?? 0)} dB`,
        )}
      </div>`;
  }

  tools() {
    const { by } = this.state.now;
    return html`${this.looking.otherNoise()} ${buttons('Who predicts', this.makers, by, one => this.change({ by: one }), capital)}
      ${this.looking.pictureChoice(this.kinds)}
      <span class="spacer"></span>
      ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const { found } = this;
    return html`${madeBy(this.looking.seen.by, this.about)} <a href="/glossary#ddpm">DDPM</a>, the
      <a href="/glossary#posterior">posterior</a>'s variance; <a href="/glossary#guidance">guidance</a> off (W = 1); noise seed
      ${this.state.now.noise}. Off by: root mean square over the pixels. Black is −1.5 and below, white +1.5 and above.
      ${found?.after
        ? html`Shares of power: least squares, over ${found.noises} noises of which the first is shown; judged within two standard errors,
          ${found.within < 0.0001 ? 'below 0.01' : fixed(100 * found.within, 2)}%.`
        : ''}`;
  }

  chart() {
    const { found, question } = this,
      guess = SAID[question.guessed];
    const bar = (label, value, text, more = {}) => ({ label, value, text, you: false, found: false, ...more });
    const share = (label, value, more) => bar(label, value, `${percent(value)}%`, more);
    return findings(`Of the noise in the next picture, t = ${found.t - 1}`, [
      share('fresh', found.fresh, { found: true }),
      ...(question.same ? [bar('fresh, you said', guess.share, guess.text, { you: true })] : []),
      share('old', found.old),
      share('wrong prediction', found.wrong),
    ]);
  }

  settled() {
    const { found, question } = this;
    return html`${found.after ? this.chart() : ''}
      <p class="found">${this.shares(found)}</p>
      <p>${question.same ? `You guessed: ${question.found.guess}. ${this.verdict(found)}` : ''} ${this.because(found)}</p>
      <div class="onward">
        ${this.next()}
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  /** What was found. */
  shares({ after, fresh, old }) {
    return after ? `${percent(fresh)}% fresh, ${percent(old)}% old.` : 'No noise is left.';
  }

  finding(found) {
    return `Of the noise at ${at(found.t - 1)}: ${this.shares(found)}`;
  }

  verdict({ after, answer }) {
    if (answer >= 0) return this.question.verdictOn(answer);
    return after ? 'It is too close to another answer to tell.' : 'Here none of the answers holds.';
  }

  because({ t, before, after, kept, added, answer }) {
    if (!after) return 'The last step adds none: the mean is the result.';
    const mistake = this.question.same && answer === RIGHT ? SAID[this.question.guessed].mistake : '';
    return html`${mistake} The step takes the old noise from ${number(before)} down to ${number(kept)}, less than the ${number(after)} that
    belongs to ${at(t - 1)}, and makes up for it with fresh noise of ${number(added)}. Shares are of the power, the squares of these.`;
  }

  next() {
    const { last } = this.looking,
      there = this.found.t === last ? MIDDLE : last;
    return html`<button type="button" class="btn go" @click=${() => this.looking.go(there)}>
      ${there === last ? `See t = ${last}` : `Back to t = ${there}`}
    </button>`;
  }

  /** Below the stage the step in numbers, once it is no answer any more. */
  shows() {
    return html`${super.shows()}${this.question.settled ? this.forms() : ''}`;
  }

  forms() {
    const { row, column } = this.looking.seen.pixel;
    const line = (name, label) => html`<div class="formula ${name}" tabindex="0" role="group" aria-label=${label}></div>`;
    return html`<details class="lab settings forms">
      <summary>The step in numbers, in both its forms</summary>
      <div class="both">
        <div>
          <h3>The step, with the predicted picture</h3>
          ${line('by-picture', 'The step, with the predicted picture')}
          <p>Its mean at one pixel, row ${row}, column ${column}:</p>
          ${line('pixel-by-picture', 'Its mean at one pixel, with the predicted picture')}
        </div>
        <div>
          <h3>The same step, with the predicted noise: DDPM's own form</h3>
          ${line('by-noise', 'The step, with the predicted noise')}
          <p>Its mean at the same pixel:</p>
          ${line('pixel-by-noise', 'Its mean at one pixel, with the predicted noise')}
        </div>
      </div>
    </details>`;
  }

  depict() {
    const { open } = this.question,
      { pictures } = this;
    for (const canvas of canvases(this, '[data-name]')) {
      const { name } = canvas.dataset;
      if (ASKED.includes(name)) develop(canvas, open ? null : pictures[name], REACH, pictures.fresh);
      else paintOnce(canvas, pictures[name], () => paint(canvas, pictures[name], REACH));
    }
    for (const [name, tex] of Object.entries(formulas(this.looking.seen))) setFormula(this.querySelector(`.${name}`), tex);
  }

  shared() {
    const { of, by, pictures: _, ...numbers } = this.looking.seen,
      { found } = this;
    return {
      name: 'darkroom-microscope',
      link: () => this.state.link(),
      png: () => asPng(NAMES.map(name => this.querySelector(`[data-name=${name}]`))),
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
          noises: found.noises,
          fresh_share: found.fresh,
          old_share: found.old,
        },
      ],
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        finding: found,
        ...numbers,
        pictures: Object.fromEntries(NAMES.map(name => [name, [...this.pictures[name]]])),
      }),
      reset: () => {
        this.state.reset();
        this.again();
        this.looking.look();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('microscope-lab', MicroscopeLab);
