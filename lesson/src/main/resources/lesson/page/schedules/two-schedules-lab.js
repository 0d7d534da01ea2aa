/** Part 3: what is claimed for cosine, put to the test on two networks that differ in nothing else. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { records, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { asPng, paintOnce, scatter } from '../draw/picture.js';
import { badge } from '../draw/badge.js';
import { counted, fixed } from '../draw/format.js';
import { Question } from '../base/question.js';
import { shareMenu } from '../base/share.js';

const SCHEDULES = { linear: 'linear', squaredcos_cap_v2: 'cosine' },
  STEPS = [10, 40],
  REACH = 2.2;
/** @type {number[]} */
const NONE = [];

export class TwoSchedulesLab extends Lab {
  static properties = { ...Lab.properties, stage: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ pair: SEED });
    this.question = new Question(this, 'two-schedules', () => ({}));
    this.again();
  }

  again() {
    this.run?.abort();
    /** @type {'asked' | 'training' | 'done'} one value, not a set of booleans */
    this.stage = 'asked';
    this.question.forget();
    this.clear();
  }

  clear() {
    this.start = null;
    this.made = 0;
    this.losses = null;
    this.waiting = null;
    this.end = null;
    /** @type {Map<string, {x: Float32Array, distance: number}>} by schedule and steps */
    this.samples = new Map();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.run?.abort();
  }

  train() {
    this.run?.abort();
    this.clear();
    this.stage = 'training';
    const run = (this.run = new AbortController());
    return this.attempt(async () => {
      for await (const record of records('/api/training/schedules', { seed: this.state.now.pair, ...this.question.named }, run.signal)) {
        if (run !== this.run) return;
        this.waiting = record.type === 'waiting' ? record : null;
        if (record.type === 'start') this.start = { ...record, data: values(record.data) };
        if (record.type === 'updates') {
          this.made = record.update;
          this.losses = record.losses;
        }
        if (record.type === 'samples')
          this.samples.set(`${record.schedule} ${record.steps}`, { distance: record.distance, x: values(record.x) });
        if (record.type === 'end') {
          this.end = record;
          this.stage = 'done';
          if (this.question.take(record)) this.say(`Found: ${this.question.found.found}. ${this.question.verdict}`);
        }
        this.requestUpdate();
      }
    }).then(() => {
      if (run !== this.run) return;
      this.question.release();
      if (this.stage === 'training') this.stage = this.question.settled ? 'done' : 'asked';
    });
  }

  distance(schedule, steps) {
    return this.samples.get(`${schedule} ${steps}`).distance;
  }

  render() {
    if (!this.question.worded) return this.pending();
    return html`${this.ask()}${this.lab()}${this.told()}`;
  }

  ask() {
    const { question } = this;
    return html`<section class="ask" aria-labelledby="pair">
      <div>
        <h2 id="pair">${question.settled ? 'Your guess and the finding' : 'Before the two are trained'}</h2>
        <p>${question.asked}</p>
      </div>
      <div>
        ${question.settled
          ? this.settled()
          : question.stage === 'locked'
            ? question.locked()
            : question.asking({ button: 'Lock in and train both', run: () => this.train() })}
      </div>
    </section>`;
  }

  settled() {
    return html`${this.question.pair()}
      <p>
        ${this.question.verdict} This is one pair of trainings; another seed may say otherwise, so try a few. And both the training and the
        even grid of steps follow the schedule here: what is measured is the two together.
      </p>
      <button type="button" class="btn" @click=${this.again}>Guess again</button>`;
  }

  lab() {
    const { start } = this;
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
        Under each: the energy distance of ${(start?.points ?? 1000).toLocaleString('en')} samples to as many points of the data; 0 would be
        no difference.
        ${this.end
          ? `Fresh points of the data themselves come out at up to ${fixed(this.end.chance, 4)} off 0 (${this.end.fresh} ` +
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
        ${this.stage === 'training'
          ? html`<button type="button" class="btn" @click=${() => this.run.abort()}>Stop</button
              ><progress max=${start?.updates ?? 1} value=${this.made} aria-label="Updates made"></progress
              ><span class="num"
                >${this.waiting
                  ? `waiting, ${this.waiting.before} before you`
                  : start
                    ? `${this.made} of ${start.updates} updates`
                    : 'beginning'}</span
              >`
          : ''}
        ${this.stage === 'done'
          ? html`<button
              type="button"
              class="btn go"
              @click=${() => {
                this.state.set({ pair: freshSeed() });
                this.train();
              }}
            >
              Other seed
            </button>`
          : ''}
        <span class="spacer"></span>
        ${this.end ? shareMenu(this.shared()) : ''}
      </div>
    </section>`;
  }

  updated() {
    for (const canvas of canvases(this, '[data-points]')) {
      const points = (canvas.dataset.points === 'data' ? this.start?.data : this.samples.get(canvas.dataset.points)?.x) ?? NONE;
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
        chance: this.end.chance,
        points: this.start.points,
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
