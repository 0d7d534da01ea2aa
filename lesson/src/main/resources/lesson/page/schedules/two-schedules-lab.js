/** Part 3: what is claimed for cosine, put to the test on two networks that differ in nothing else. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { askOnce, values } from '../base/api.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { asPng, paintOnce, scatter } from '../draw/picture.js';
import { badge } from '../draw/badge.js';
import { counted, fixed } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { findings, veil } from '../draw/stage.js';

const SCHEDULES = { linear: 'linear', squaredcos_cap_v2: 'cosine' },
  STEPS = [10, 40],
  REACH = 2.2;
/** Which samples each answer takes for the nearer. */
const NEARER = [['squaredcos_cap_v2 10', 'squaredcos_cap_v2 40'], ['linear 10', 'linear 40'], ['squaredcos_cap_v2 10', 'linear 40'], []];
/** @type {number[]} */
const NONE = [];

export class TwoSchedulesLab extends Prediction {
  constructor() {
    super('two-schedules');
    this.state = new UrlState({ pair: SEED });
    /** @type {Float32Array | null} points of the data, before any run */
    this.moons = null;
    this.ready = true;
    this.clear();
  }

  clear() {
    super.clear();
    this.begun = null;
    this.made = 0;
    /** @type {Map<string, {x: Float32Array, distance: number}>} by schedule and steps */
    this.samples = new Map();
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow('/api/training/schedules', { seed: this.state.now.pair }, signal)) {
      if (record.type === 'start') this.begun = { ...record, data: values(record.data) };
      if (record.type === 'updates') this.made = record.update;
      if (record.type === 'samples')
        this.samples.set(`${record.schedule} ${record.steps}`, { distance: record.distance, x: values(record.x) });
      if (record.type === 'end') return record;
    }
    return null;
  }

  distance(schedule, steps) {
    return this.samples.get(`${schedule} ${steps}`).distance;
  }

  /** The data are in sight before the guess. */
  connectedCallback() {
    super.connectedCallback();
    this.unfolded(() =>
      this.attempt(async () => {
        this.moons ??= values((await askOnce('/api/points', { cloud: 'two-moons' })).x0);
        this.requestUpdate();
      }),
    );
  }

  opening() {
    return 'Before the two are trained';
  }

  get label() {
    return 'Two schedules, trained and sampled';
  }

  get judgesLater() {
    return true;
  }

  get locking() {
    return 'Lock in and train both';
  }

  atWork() {
    return this.begun && !this.waiting ? `${this.made} of ${this.begun.updates} updates` : super.atWork();
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.made, this.begun?.updates ?? 1];
  }

  chart() {
    const { found, question } = this,
      nearer = found.nearer.map(({ schedule, steps }) => `${schedule} ${steps}`);
    return findings(
      'Energy distance to the data; 0 is none',
      STEPS.flatMap(steps =>
        Object.keys(SCHEDULES).map(schedule => {
          const value = this.distance(schedule, steps),
            name = `${schedule} ${steps}`;
          return {
            label: `${SCHEDULES[schedule]}, ${steps}`,
            value: Math.max(0, value),
            text: fixed(value, 4),
            you: NEARER[question.guessed].includes(name),
            found: nearer.includes(name),
          };
        }),
      ),
    );
  }

  next() {
    return html`<button type="button" class="btn go" @click=${() => this.change({ pair: freshSeed() })}>Train another pair</button>`;
  }

  because() {
    return (
      'This is one pair of trainings; another seed may say otherwise, so try a few. And both the training and the even grid of steps ' +
      'follow the schedule here: what is measured is the two together.'
    );
  }

  figure() {
    const { open } = this.question;
    return html`<div class="six">
      <figure class="print">
        <canvas class="pixels smooth" data-points="data" role="img" aria-label="Points of the data, two moons"></canvas>
        <figcaption><b>the data</b><span>two moons</span></figcaption>
      </figure>
      ${Object.keys(SCHEDULES).flatMap(schedule =>
        STEPS.map(steps => {
          const one = this.samples.get(`${schedule} ${steps}`);
          return html`<figure class="print">
            <span class="frame"
              ><canvas
                class="pixels smooth"
                data-points="${schedule} ${steps}"
                role="img"
                aria-label="${SCHEDULES[schedule]}, ${steps} steps: ${one ? `distance ${fixed(one.distance, 4)}` : 'not sampled yet'}"
              ></canvas
              >${veil(open)}</span
            >
            <figcaption><b>${SCHEDULES[schedule]}</b><span class="num">${steps} steps</span></figcaption>
          </figure>`;
        }),
      )}
    </div>`;
  }

  tools() {
    return html`<button type="button" class="btn" @click=${() => this.change({ pair: freshSeed() })}>Other seed</button>
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const points = (this.begun?.points ?? 1000).toLocaleString('en');
    return html`${badge('learned', this.made ? `learned, ${counted(this.made, 'iteration')} each` : 'not trained yet')} Seed
    ${this.state.now.pair}. An MLP, a few plain layers, that says v, a mix of noise and point (part 4); DDIM, eta 0. Energy distance of
    ${points} samples to as many points of the data; half of them are drawn. It counts where the points lie more than how sharp the moons
    are.
    ${this.found
      ? `Fresh points of the data come out at up to ${fixed(this.found.chance, 4)} off 0 (${this.found.fresh} draws): smaller ` +
        'differences are chance.'
      : ''}`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-points]')) {
      const points =
        (canvas.dataset.points === 'data' ? (this.begun?.data ?? this.moons) : this.samples.get(canvas.dataset.points)?.x) ?? NONE;
      paintOnce(canvas, points, () => scatter(canvas, points, REACH, -1));
    }
  }

  shared() {
    const rows = () =>
      Object.keys(SCHEDULES).flatMap(schedule =>
        STEPS.map(steps => ({
          schedule,
          steps,
          seed: this.state.now.pair,
          updates: this.made,
          energy_distance: this.distance(schedule, steps),
        })),
      );
    return {
      name: 'darkroom-two-schedules',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-points]')),
      rows,
      data: () => ({
        guess: this.question.found.guess,
        results: rows(),
        chance: this.found.chance,
        points: this.begun.points,
        samples: Object.fromEntries([...this.samples].map(([name, one]) => [name, [...one.x]])),
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

customElements.define('two-schedules-lab', TwoSchedulesLab);
