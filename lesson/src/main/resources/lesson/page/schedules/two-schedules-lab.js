/** Part 3: what is claimed for cosine, put to the test on two networks that differ in nothing else. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { values } from '../base/api.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { asPng, paintOnce, scatter } from '../draw/picture.js';
import { badge } from '../draw/badge.js';
import { counted, fixed } from '../draw/format.js';
import { shareMenu } from '../base/share.js';

const SCHEDULES = { linear: 'linear', squaredcos_cap_v2: 'cosine' },
  STEPS = [10, 40],
  REACH = 2.2;
/** @type {number[]} */
const NONE = [];

export class TwoSchedulesLab extends Prediction {
  constructor() {
    super('two-schedules');
    this.state = new UrlState({ pair: SEED });
    this.ready = true;
    this.clear();
  }

  clear() {
    super.clear();
    this.begun = null;
    this.made = 0;
    this.losses = null;
    /** @type {Map<string, {x: Float32Array, distance: number}>} by schedule and steps */
    this.samples = new Map();
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow('/api/training/schedules', { seed: this.state.now.pair }, signal)) {
      if (record.type === 'start') this.begun = { ...record, data: values(record.data) };
      if (record.type === 'updates') {
        this.made = record.update;
        this.losses = record.losses;
      }
      if (record.type === 'samples')
        this.samples.set(`${record.schedule} ${record.steps}`, { distance: record.distance, x: values(record.x) });
      if (record.type === 'end') return record;
    }
    return null;
  }

  distance(schedule, steps) {
    return this.samples.get(`${schedule} ${steps}`).distance;
  }

  opening() {
    return 'Before the two are trained';
  }

  asking() {
    return this.question.asking({ button: 'Lock in and train both', run: () => this.start() });
  }

  running() {
    return this.question.locked();
  }

  because() {
    return (
      'This is one pair of trainings; another seed may say otherwise, so try a few. And both the training and the even grid of steps ' +
      'follow the schedule here: what is measured is the two together.'
    );
  }

  figure() {
    const { begun } = this;
    return html`<section class="lab two-schedules" aria-label="Two schedules, trained and sampled">
      <div class="five">
        <figure class="print">
          <canvas class="pixels smooth" data-points="data" role="img" aria-label="Points of the data, two moons"></canvas>
          <figcaption><span>the data</span><span class="count">two moons</span></figcaption>
        </figure>
        ${Object.keys(SCHEDULES).flatMap(schedule =>
          STEPS.map(steps => {
            const one = this.samples.get(`${schedule} ${steps}`);
            return html`<figure class="print">
              <canvas
                class="pixels smooth"
                data-points="${schedule} ${steps}"
                role="img"
                aria-label="${SCHEDULES[schedule]}, ${steps} steps: ${one ? `distance ${fixed(one.distance, 4)}` : 'not sampled yet'}"
              ></canvas>
              <figcaption>
                <span>${SCHEDULES[schedule]}, ${steps} steps</span><span class="weight num">${one ? fixed(one.distance, 4) : ' '}</span>
              </figcaption>
            </figure>`;
          }),
        )}
      </div>
      <p class="scale">
        Under each: the energy distance of ${(begun?.points ?? 1000).toLocaleString('en')} samples to as many points of the data; 0 would be
        no difference.
        ${this.found
          ? `Fresh points of the data themselves come out at up to ${fixed(this.found.chance, 4)} off 0 (${this.found.fresh} ` +
            'draws): smaller differences are chance.'
          : ''}
        Half of the points are drawn.
      </p>
      <div class="origin">
        ${badge('learned', `learned, ${counted(this.made, 'iteration')} each, seed ${this.state.now.pair}`)}<span class="num"
          >${this.losses
            ? `loss: linear ${fixed(this.losses[0], 2)}, cosine ${fixed(this.losses[1], 2)} (not to be compared: each is over ` +
              'its own levels)'
            : 'an MLP, a few plain layers, that says v, a mix of noise and point (part 4); DDIM, eta 0'}</span
        >
      </div>
      <div class="tools">
        ${this.stage === 'running'
          ? html`<button type="button" class="btn" @click=${this.halt}>Stop</button
              ><progress max=${begun?.updates ?? 1} value=${this.made} aria-label="Updates made"></progress
              ><span class="num"
                >${this.waiting
                  ? `waiting, ${this.waiting.before} before you`
                  : begun
                    ? `${this.made} of ${begun.updates} updates`
                    : 'beginning'}</span
              >`
          : ''}
        ${this.stage === 'still' && this.question.settled
          ? html`<button type="button" class="btn go" @click=${() => this.change({ pair: freshSeed() })}>Other seed</button>`
          : ''}
        <span class="spacer"></span>
        ${this.found ? shareMenu(this.shared()) : ''}
      </div>
    </section>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-points]')) {
      const points = (canvas.dataset.points === 'data' ? this.begun?.data : this.samples.get(canvas.dataset.points)?.x) ?? NONE;
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
