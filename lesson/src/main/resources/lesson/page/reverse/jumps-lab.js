/** Part 4: from one noise to a clean picture in one step, or in many. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { records, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng, develop, paint } from '../draw/picture.js';
import { madeBy, makersOf } from '../draw/badge.js';
import { capital, counted, fixed, kindName } from '../draw/format.js';
import { makerSentence } from '../base/words.js';
import { soughtIn } from '../draw/kinds.js';
import { shareMenu } from '../base/share.js';
import { findings, veil } from '../draw/stage.js';

const REACH = 1.5;
const STEPS = [1, 2, 5, 20, 80];
/** Those that the question is about. */
const ASKED = [1, 2];
/** What a single step is held against, in the order of the question's answers. */
const AGAINST = {
  finished: { name: 'the picture of 80 steps', short: '80 steps, sooner', found: 'The same picture as in 80 steps.' },
  noise: { name: 'the noise that it began with', short: 'weaker noise', found: 'Noise, still.' },
  nearest: { name: 'a single known picture', short: 'one it learned', found: 'One of the pictures it learned from.' },
  mean: { name: 'the mean', short: 'the mean of all', found: 'A blur: the mean of all it could be.' },
};
const NAMES = Object.keys(AGAINST);
/** What is behind the wrong answers. */
const MISTAKES = {
  finished: 'Eighty steps settle one detail after the other; a single one has to answer for all of them at once.',
  noise: 'The network predicts all of the noise at once; it cannot know which picture lay below.',
  nearest: 'Naming one picture would be a gamble: right once, far off for all the others.',
};

/** @typedef {Map<number, {x: Float32Array, evaluations: number}>} Shown pictures by the number of steps */

export class JumpsLab extends Prediction {
  constructor() {
    super('jumps');
    /** @type {Shown} what is shown before a guess */
    this.known = new Map();
    this.noise = null;
    this.seen = '';
    this.clear();
  }

  settings() {
    return { maker: this.state.now.maker, pattern: this.state.now.pattern };
  }

  clear() {
    super.clear();
    /** @type {Shown} */
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
    for await (const record of this.follow('/api/jumps', this.run(), signal)) {
      this.take(record, this.pictures);
      if (record.type === 'end')
        return { ...record, ...Object.fromEntries(NAMES.map(name => [name, { ...record[name], x: values(record[name].x) }])) };
    }
    return null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.looking?.abort();
  }

  /** Before a guess the noise is shown, and what many steps make of it. */
  async look() {
    const settings = this.run(),
      seen = Object.values(settings).join();
    if (!this.question.open || seen === this.seen) return;
    this.seen = seen;
    this.known = new Map();
    this.looking?.abort();
    const { signal } = (this.looking = new AbortController());
    await this.attempt(async () => {
      for await (const record of records('/api/jumps/known', settings, signal)) this.take(record, this.known);
    });
    if (this.known.size < STEPS.length - ASKED.length && seen === this.seen) this.seen = '';
  }

  /** What the pictures depend on. */
  run() {
    const { maker, pattern, picture, seed } = this.state.now;
    return { maker, pattern, picture, seed };
  }

  /** @param {any} record @param {Shown} pictures */
  take(record, pictures) {
    if (record.type === 'start') this.noise = values(record.x);
    if (record.type === 'step') this.doing = record;
    if (record.type === 'picture') pictures.set(record.steps, { x: values(record.x), evaluations: record.evaluations });
    this.requestUpdate();
  }

  /** @param {number} steps */
  picture(steps) {
    return this.pictures.get(steps) ?? (this.seen === Object.values(this.run()).join() ? this.known.get(steps) : undefined);
  }

  finding({ first, second, sure, noises, digits, ...end }) {
    const off = name => fixed(end[name].average, digits);
    const found = sure
      ? `comes nearest to ${AGAINST[first].name}: off by ${off(first)}`
      : `is about as near to ${AGAINST[second].name} as to ${AGAINST[first].name}, too close to tell: ` +
        `off by ${off(second)} and ${off(first)}`;
    return (
      `Over ${noises} noises, of which the first is shown, a single step ${found} on ` +
      `average${sure ? `; next is ${AGAINST[second].name}, off by ${off(second)}` : ''}.`
    );
  }

  get label() {
    return 'One jump or many';
  }

  opening() {
    return 'What will a single step give?';
  }

  figure() {
    const { open } = this.question;
    return html`<div class="six">
      <figure class="print">
        <canvas class="pixels" data-noise role="img" aria-label="The noise that it begins with"></canvas>
        <figcaption><b>start</b><span>pure noise</span></figcaption>
      </figure>
      ${STEPS.map(steps => {
        const shown = this.picture(steps);
        return html`<figure class="print">
          <span class="frame"
            ><canvas
              class="pixels"
              data-steps=${steps}
              role="img"
              aria-label=${shown ? `What ${counted(steps, 'step')} gave` : `Not yet shown: ${counted(steps, 'step')}`}
            ></canvas
            >${veil(open && ASKED.includes(steps))}</span
          >
          <figcaption><b>${counted(steps, 'step')}</b><span class="num">${this.status(steps)}</span></figcaption>
        </figure>`;
      })}
    </div>`;
  }

  tools() {
    const { pattern, maker } = this.state.now;
    return html`${choice('Kind', [...this.about.patterns, 'any'], pattern, value => this.change({ pattern: value }), kindName)}
      ${buttons('Who says what the clean picture is', this.makers, maker, one => this.change({ maker: one }), capital)}
      <button type="button" class="btn" @click=${() => this.change({ seed: freshSeed() })}>Other noise</button>
      <span class="spacer"></span>
      ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const { maker, pattern, seed } = this.state.now;
    return html`${madeBy(maker, this.about)} ${makerSentence(maker, this.about, pattern)} Noise from seed ${seed};
      <a href="/glossary#ddim">DDIM</a>, eta 0, <a href="/glossary#guidance">guidance</a> off (W = 1). Off by: root mean square over the
      pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  status(steps) {
    const shown = this.picture(steps);
    if (shown) return `asked ${counted(shown.evaluations, 'time')}`;
    if (this.waiting) return `waiting, ${this.waiting.before} before you`;
    return this.doing?.steps === steps ? `at ${this.doing.index}` : '';
  }

  settled() {
    const { found, question } = this,
      nearest = found.sure ? found.first : '',
      wrong = question.same && nearest === 'mean' && NAMES[question.guessed];
    return html`${findings(
        `How far a single step is off each, over ${found.noises} noises`,
        NAMES.map((name, i) => ({
          label: AGAINST[name].short,
          value: found[name].average,
          text: fixed(found[name].average, found.digits),
          you: i === question.guessed,
          found: name === nearest,
          picture: html`<canvas class="pixels" data-against=${name} role="img" aria-label=${AGAINST[name].name}></canvas>`,
        })),
      )}
      <p class="found">${nearest ? AGAINST[nearest].found : 'Too close to tell.'}</p>
      <p>${question.verdictOn(NAMES.indexOf(nearest))} ${this.why(nearest)} ${MISTAKES[wrong] ?? ''}</p>
      <p class="spoken">${this.finding(found)}</p>
      <div class="onward">
        <button type="button" class="btn go" @click=${() => this.change({ seed: freshSeed() })}>Try another noise</button>
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  /** What follows from what a single step was found to be. @param {string} found */
  why(found) {
    if (this.state.now.maker === 'oracle')
      return 'The oracle was told the target, so it has nothing to choose between: one step is as good as eighty.';
    if (found === 'mean')
      return (
        'Pure noise leaves every picture possible, and the answer that is least wrong about all of them, in squared error, ' +
        'is their mean.'
      );
    return found ? 'The best possible denoiser says otherwise: switch to Exact and compare.' : '';
  }

  depict() {
    this.look();
    paint(this.querySelector('[data-noise]'), this.noise ?? null, REACH);
    for (const canvas of canvases(this, '[data-steps]')) {
      develop(canvas, this.picture(Number(canvas.dataset.steps))?.x ?? null, REACH, this.noise);
    }
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
