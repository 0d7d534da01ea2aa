/** Part 4: from one noise to a clean picture in one step, or in many. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { madeBy, makersOf } from '../draw/badge.js';
import { capital, counted, fixed, kindName } from '../draw/format.js';
import { makerSentence } from '../base/words.js';
import { soughtAmong, soughtIn } from '../draw/kinds.js';
import { shareMenu } from '../base/share.js';

const REACH = 1.5;
const STEPS = [1, 2, 5, 20, 80];
/** What a single step is held against, in the order of the question's answers. */
const AGAINST = {
  finished: 'the picture of 80 steps',
  noise: 'the noise that it began with',
  nearest: 'a single known picture',
  mean: 'the mean',
};
const NAMES = Object.keys(AGAINST);

export class JumpsLab extends Prediction {
  constructor() {
    super('jumps');
    this.clear();
  }

  settings() {
    return { maker: this.state.now.maker, pattern: this.state.now.pattern };
  }

  clear() {
    super.clear();
    /** @type {Map<number, {x: Float32Array, evaluations: number}>} by the number of steps */
    this.pictures = new Map();
    this.doing = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.makers = makersOf(this.about);
      this.state ??= new UrlState({
        pattern: { value: 'ring', choices: [...this.about.patterns, 'any'] },
        maker: { value: this.makers.at(-1), choices: this.makers },
        picture: SEED,
        seed: SEED,
      });
      this.ready = true;
    });
  }

  /** Asks the engine for all five, from the noise that is shown and from others that are judged with it. @param {AbortSignal} signal */
  async measure(signal) {
    const { maker, pattern, picture, seed } = this.state.now;
    for await (const record of this.follow('/api/jumps', { maker, pattern, picture, seed }, signal)) {
      if (record.type === 'step') this.doing = record;
      if (record.type === 'picture') this.pictures.set(record.steps, { x: values(record.x), evaluations: record.evaluations });
      if (record.type === 'end')
        return { ...record, ...Object.fromEntries(NAMES.map(name => [name, { ...record[name], x: values(record[name].x) }])) };
    }
    return null;
  }

  finding({ first, second, sure, noises, digits, ...end }) {
    const off = name => fixed(end[name].average, digits);
    const found = sure
      ? `comes nearest to ${AGAINST[first]}: off by ${off(first)}`
      : `is about as near to ${AGAINST[second]} as to ${AGAINST[first]}, too close to tell: off by ${off(second)} and ${off(first)}`;
    return (
      `Over ${noises} noises, of which the first is shown, a single step ${found} on ` +
      `average${sure ? `; next is ${AGAINST[second]}, off by ${off(second)}` : ''}.`
    );
  }

  opening() {
    return 'Before you let it jump';
  }

  pair() {
    const { question, first } = this;
    const beside = option => (option < 0 ? '' : html`<small>off by ${fixed(first[NAMES[option]].average, first.digits)}</small>`);
    return question.pair({ found: question.option(question.found.option) || question.found.found, label: 'found nearest', beside });
  }

  because({ noises }) {
    return `The distances are root mean squares over the pixels, averaged over ${noises} noises.`;
  }

  figure() {
    const now = this.state.now;
    return html`<section class="lab jumps" aria-label="One jump or many">
      <div class="five">
        ${STEPS.map(
          steps =>
            html`<figure class="print">
              <canvas
                class="pixels"
                data-steps=${steps}
                role="img"
                aria-label=${this.pictures.has(steps) ? `What ${counted(steps, 'step')} gave` : `Not yet asked: ${counted(steps, 'step')}`}
              ></canvas>
              <figcaption><span>${counted(steps, 'step')}</span><span class="count num">${this.status(steps)}</span></figcaption>
            </figure>`,
        )}
      </div>
      <div class="origin">
        ${madeBy(now.maker, this.about)}<span class="num">one noise, seed ${now.seed}; DDIM, eta 0, guidance off (W = 1)</span>
      </div>
      ${this.found
        ? this.comparison()
        : html`<p class="scale">${this.dark()}Black is −1.5 and below, white +1.5 and above, in every frame.</p>`}
      <div class="tools">
        ${choice('Kind', [...this.about.patterns, 'any'], now.pattern, value => this.change({ pattern: value }), kindName)}
        ${buttons('Who says what the clean picture is', this.makers, now.maker, one => this.change({ maker: one }), capital)}
        <button type="button" class="btn ${this.question.settled ? 'go' : ''}" @click=${() => this.change({ seed: freshSeed() })}>
          Other noise
        </button>
        <span class="spacer"></span>
        ${this.found ? shareMenu(this.shared()) : ''}
      </div>
      <p class="scale who">${makerSentence(now.maker, this.about, now.pattern)}</p>
    </section>`;
  }

  status(steps) {
    if (this.pictures.has(steps)) return counted(this.pictures.get(steps).evaluations, 'evaluation');
    if (this.waiting) return `waiting, ${this.waiting.before} before you`;
    return this.stage === 'running' && this.doing?.steps === steps ? `at ${this.doing.index}` : '';
  }

  comparison() {
    const { pattern, maker } = this.state.now,
      { of } = this.found;
    const kind = pattern === 'any' ? '' : ` (${kindName(pattern)})`;
    const known = maker === 'learned' ? soughtAmong(this.about, pattern, of) : `${counted(of, 'picture')} of its set`;
    const names = {
      mean: `the mean of ${maker === 'oracle' ? counted(of, 'picture') : known}${kind}`,
      nearest: `the nearest of these ${of.toLocaleString('en')}`,
      noise: 'the noise that it began with',
    };
    const { sure, digits } = this.found,
      found = sure ? this.found.first : '';
    return html`<div class="against">
      <h3>A single step, held against</h3>
      <div class="five">
        ${Object.entries(names).map(
          ([name, text]) =>
            html`<figure class="print ${found === name ? 'found' : ''}">
              <canvas class="pixels" data-against=${name} role="img" aria-label=${text}></canvas>
              <figcaption>
                <span>${text}</span
                ><span class="weight">off by ${fixed(this.found[name].average, digits)}${found === name ? ', nearest' : ''}</span>
              </figcaption>
            </figure>`,
        )}
        <p class="now">${this.finding(this.found)} ${this.why(found)}</p>
      </div>
      <p class="scale">
        Distances are root mean squares over the pixels, averaged over ${this.found.noises} noises; the pictures of 80 steps are off by
        ${fixed(this.found.finished.average, digits)}. Black is −1.5 and below, white +1.5 and above, in every frame.
      </p>
    </div>`;
  }

  /** What follows from what a single step was found to be. @param {string} found */
  why(found) {
    if (this.state.now.maker === 'oracle')
      return 'The oracle was told the target, so for it there is nothing to choose: one step is as good as eighty.';
    if (found === 'mean')
      return 'In pure noise every picture is as likely as before, and the answer that is least wrong about all of them is their mean.';
    return found ? 'That is not what the best denoiser says: switch to exact and compare.' : '';
  }

  depict() {
    for (const canvas of canvases(this, '[data-steps]')) paint(canvas, this.pictures.get(Number(canvas.dataset.steps))?.x ?? null, REACH);
    for (const canvas of canvases(this, '[data-against]')) paint(canvas, this.found?.[canvas.dataset.against].x ?? null, REACH);
  }

  shared() {
    const row = steps => ({ steps, evaluations: this.pictures.get(steps).evaluations });
    const { pattern, maker } = this.state.now;
    const sought = soughtIn(this.about, maker !== 'exact' && this.about.learned !== null, pattern, this.found.of);
    const distances = Object.fromEntries(NAMES.map(name => [name, this.found[name].average])),
      { noises } = this.found;
    return {
      name: 'darkroom-jumps',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-steps]')),
      rows: () =>
        Object.entries(distances).map(([against, distance]) => ({
          single_step_against: against,
          noises,
          mean_rms_distance: distance,
          ...(['mean', 'nearest'].includes(against) ? sought : {}),
        })),
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        ...sought,
        noises,
        mean_distances: distances,
        results: STEPS.map(steps => ({ ...row(steps), x: [...this.pictures.get(steps).x] })),
      }),
      reset: () => {
        this.state.reset();
        this.again();
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('jumps-lab', JumpsLab);
