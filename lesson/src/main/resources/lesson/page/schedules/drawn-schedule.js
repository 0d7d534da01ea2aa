/** Part 3's core: a schedule that the reader draws. What goes wrong if it ends too early? The engine settles it. */
import { html } from 'lit';
import { canvases, element } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Latest } from '../base/latest.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { asPng, paint } from '../draw/picture.js';
import { badge } from '../draw/badge.js';
import { legend } from '../draw/chart.js';
import { percent } from '../draw/format.js';
import { findings } from '../draw/stage.js';
import { WAYS, wayName } from '../draw/ways.js';
import { shareMenu } from '../base/share.js';
import { bars, cameOut, histogram, row } from './groups.js';
import { ratio, small } from './schedules.js';
import { STEPS, pointsNear, pointsOf } from './curve.js';
import { paintEnd } from './noisy-end.js';
import { mixed } from '../draw/mix.js';
import './curve-pad.js';

const REACH = 1.5,
  FRAMES = 10;
/** Ends with the signal as strong as the noise, and in noise; all at once: nothing is left after the first step. */
const EARLY = '40_35_30_25_20_15_10_5_0',
  LATE = '40_29_19_8_-2_-13_-24_-34_-45',
  AT_ONCE = '-38_-39_-40_-41_-42_-43_-44_-45_-46';
const KNOWN = { squaredcos_cap_v2: 'cosine', linear: 'linear', exponential: 'exp(−t/T)' };
const STARTS = { [EARLY]: 'a line that ends early', [LATE]: 'a line down to noise', [AT_ONCE]: 'all at once', ...KNOWN };
const DASHES = { squaredcos_cap_v2: '7 5', linear: '2 5' };
/** More of the amplitude than this, left at the end, is felt. */
const FELT = 0.1;
/** Keys come one after the other. */
const PAUSE = 300;
const HEADLINES = ['As in the data.', 'Too many at +1.', 'Too many at −1.', 'Some in between.'];

export class DrawnSchedule extends Prediction {
  static properties = { ...Prediction.properties, points: { state: true }, levels: { state: true }, runs: { state: true } };

  constructor() {
    super('drawn');
    /** @type {any} what the library makes of the points */
    this.levels = null;
    /** The curve that the guess was made for. */
    this.guessedFor = '';
    this.state = new UrlState({ curve: { value: EARLY, text: true }, drawn: { ...SEED, was: 'groups' } });
    this.clear();
    this.building = new Latest(async () => {
      this.levels = await ask('/api/schedule/drawn', { curve: this.points.join('_') });
    });
    this.redrawn();
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const [sample, ...others] = await Promise.all([
        ask('/api/forward', { pattern: 'smile' }),
        ...Object.keys(DASHES).map(name => askOnce('/api/schedule', { name, timesteps: STEPS })),
      ]);
      this.x0 = values(sample.x0);
      this.epsilon = values(sample.epsilon);
      this.others = Object.values(DASHES).map((dash, i) => ({ levels: others[i], dash }));
      await this.building.ask();
      this.ready = true;
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.done);
  }

  /** The points are those of the settings. */
  redrawn() {
    this.points = pointsOf(this.state.now.curve) ?? pointsOf(EARLY);
    this.state.now.curve = this.points.join('_');
  }

  /** @override */
  recall(settings) {
    super.recall(settings);
    this.redrawn();
    this.attempt(() => this.building.ask());
  }

  /** @override */
  change(changes) {
    super.change(changes);
    this.redrawn();
    this.attempt(() => this.building.ask());
  }

  /** Follows the pen. @param {number[]} points */
  follows(points) {
    this.points = points;
    this.attempt(() => this.building.ask());
  }

  /** The pen is lifted, or a key was pressed. @param {boolean} byKey */
  lifted(byKey) {
    clearTimeout(this.done);
    this.done = setTimeout(() => this.change({ curve: this.points.join('_') }), byKey ? PAUSE : 0);
  }

  /** Begins with a curve or a known schedule. @param {string} name */
  begin(name) {
    if (pointsOf(name)) this.change({ curve: name });
    else
      this.attempt(async () => {
        this.change({ curve: pointsNear(await askOnce('/api/schedule', { name, timesteps: STEPS })).join('_') });
      });
  }

  given() {
    return html`<p>Your schedule leaves <b>${percent(this.levels.summary.amplitude)}%</b> of the amplitude.</p>`;
  }

  clear() {
    super.clear();
    /** @type {any[]} */
    this.runs = WAYS.map(() => null);
  }

  /** Both ways back, one after the other in one stream. @param {AbortSignal} signal */
  async measure(signal) {
    const { curve, drawn: seed } = this.state.now;
    for await (const { type, run, ...record } of this.follow('/api/groups/drawn', { curve, seed }, signal)) {
      if (type === 'all') return record;
      this.runs = this.runs.with(run, {
        ...this.runs[run],
        ...record,
        schedule: curve,
        sampler: WAYS[run],
        seed,
        done: type === 'end',
      });
    }
    return null;
  }

  get stands() {
    return super.stands && Boolean(this.levels);
  }

  get judgesLater() {
    return true;
  }

  /** A guess is for the schedule that it was made for. */
  settle(found) {
    super.settle(found);
    if (this.first === found) this.guessedFor = this.state.now.curve;
  }

  get forThis() {
    return this.guessedFor === this.state.now.curve;
  }

  verdictOn(latest) {
    return this.forThis ? super.verdictOn(latest) : 'That was for another schedule.';
  }

  get label() {
    return 'A schedule drawn by hand';
  }

  opening() {
    return 'What will come out?';
  }

  figure() {
    return html`<div class="strip" role="img" aria-label="A smile under your schedule, from clean to noisy">
        ${Array.from({ length: FRAMES }, () => html`<canvas class="pixels"></canvas>`)}
      </div>
      ${legend([
        { label: 'yours: drag it', token: '--ink' },
        ...Object.entries(DASHES).map(([name, dash]) => ({
          label: KNOWN[name],
          token: '--ink-3',
          dash: dash.split(' ').map(Number),
        })),
      ])}
      <curve-pad
        .points=${this.points}
        .levels=${this.levels}
        .others=${this.others}
        @draw=${event => this.follows(event.detail)}
        @drawn=${event => this.lifted(event.detail)}
      ></curve-pad>
      <div class="threes">
        <figure>
          <canvas
            class="pixels smooth end"
            role="img"
            aria-label="Where your schedule ends, with ${percent(this.levels.summary.amplitude)} percent of the signal's amplitude"
          ></canvas>
          <figcaption><span>where you end</span><b class="num">${percent(this.levels.summary.amplitude)}% signal</b></figcaption>
        </figure>
        ${WAYS.map((way, i) => histogram(wayName(way, this.about), this.runs[i]))}
      </div>`;
  }

  tools() {
    return html`<label class="select"
        >Begin with
        <select
          @change=${event => {
            this.begin(event.target.value);
            event.target.value = '';
          }}
        >
          <option value="" aria-label="choose one" selected></option>
          ${Object.entries(STARTS).map(([name, text]) => html`<option value=${name}>${text}</option>`)}
        </select></label
      >
      <button type="button" class="btn" @click=${() => this.change({ drawn: freshSeed() })}>Other noise</button>
      ${this.rerunning()}<span class="spacer"></span>${shareMenu(this.shared())}`;
  }

  details() {
    const { summary, beta } = this.levels;
    return html`${badge('exact', 'exact')} 10,000 samples, seed ${this.state.now.drawn}. First histogram: where your schedule takes the
    data; dashed, where sampling starts. The others: what comes out; dashed, the data. Your schedule ends at
    ${ratio({ snr: [null, summary.snr] }, 1)}, with ${small(summary.alphaBar)} of the power; ${percent(summary.above)}% of its steps lie
    above 0 dB, ${percent(summary.below)}% below −20 dB; its largest beta is ${small(Math.max(...beta))}. ${this.held()}`;
  }

  held() {
    const { held, largestBeta } = this.levels.summary;
    if (!held) return '';
    const [would, are] = held === 1 ? ['one beta would be', 'is'] : [`${held} betas would be`, 'are'];
    return `It falls so steeply that ${would} above ${largestBeta} and ${are} held there, so it lies above your line until it catches up.`;
  }

  atWork() {
    return this.waiting ? super.atWork() : 'The engine is sampling.';
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.runs.reduce((sum, run) => sum + (run?.index ?? 0) / (run?.steps ?? 1), 0), WAYS.length];
  }

  chart() {
    const { left, between } = this.found.ends[0],
      off = this.question.latest?.option;
    return findings(
      'Where the samples came out, in percent',
      [
        { label: 'at −1; right is 20', value: left, option: 2 },
        { label: 'at +1; right is 80', value: 1 - left - between, option: 1 },
        { label: 'in between; right is 0', value: between, option: 3 },
      ].map(({ label, value, option }) => ({
        label,
        value,
        text: percent(value),
        you: this.forThis && this.question.guessed === option,
        found: off === option,
      })),
      1,
    );
  }

  headline({ option }) {
    return HEADLINES[option];
  }

  because() {
    const { amplitude } = this.levels.summary,
      without = ` Without fresh noise (DDIM): ${cameOut(this.runs[1])}.`;
    switch (this.question.latest.option) {
      case 0:
        return amplitude > FELT
          ? `The ${percent(amplitude)}% of the signal that is left matters little.${without}`
          : `Your schedule ends in noise, so the start is right, and its steps are short enough.${without}`;
      case 3:
        return (
          'Your first step takes nearly all of the signal, so the last step back starts from noise. ' +
          `Its best answer is a mean, and the mean of −1 and +1 is neither.${without}`
        );
      default:
        return amplitude > FELT
          ? 'What your schedule leaves leans to the right. Sampling starts in the middle all the same, so too many starts fall on the ' +
              `left, and even a perfect denoiser can't know.${without}`
          : `It ends in noise, so the start is right. But somewhere your line falls too fast for 80 steps.${without}`;
    }
  }

  next() {
    const early = this.levels.summary.amplitude > FELT,
      [to, text] = early
        ? [LATE, 'End it in noise']
        : this.state.now.curve === AT_ONCE
          ? [EARLY, 'End it too early']
          : [AT_ONCE, 'Let it fall at once'];
    return html`<button type="button" class="btn go" @click=${() => this.begin(to)}>${text}</button>`;
  }

  depict() {
    canvases(this, '.strip canvas').forEach((canvas, place) => {
      const t = Math.round(((place + 0.5) / FRAMES) * STEPS);
      paint(canvas, mixed(this.x0, this.epsilon, this.levels, t), REACH);
    });
    paintEnd(/** @type {HTMLCanvasElement} */ (element(this, '.end')), this.levels.summary.amplitude);
    canvases(this, '.bars').forEach((canvas, i) => bars(canvas, this.runs[i]));
  }

  shared() {
    return {
      name: 'darkroom-drawn-schedule',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '.strip canvas'), 192),
      rows: () => this.levels.snr.map((snr, t) => ({ t, alpha_bar: this.levels.alphaBar[t], beta: this.levels.beta[t], snr_db: snr })),
      data: () => ({
        settings: this.state.now,
        summary: this.levels.summary,
        guess: this.question.found?.guess,
        groups: this.runs.filter(run => run?.done).map(row),
      }),
      reset: () => this.change({ curve: EARLY, drawn: SEED.value }),
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('drawn-schedule', DrawnSchedule);
