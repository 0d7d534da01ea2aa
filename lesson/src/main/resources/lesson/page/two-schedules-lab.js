/** Part 3: what is claimed for cosine, put to the test on two networks that differ in nothing else. */
import { html } from 'lit';
import { records, values } from './api.js';
import { Lab } from './lab.js';
import { SEED, UrlState, freshSeed } from './state.js';
import { asPng, scatter } from './picture.js';
import { badge } from './badge.js';
import { counted, fixed } from './format.js';
import { scheduleName } from './schedules.js';
import { shareMenu } from './share.js';

const SCHEDULES = ['linear', 'squaredcos_cap_v2'], STEPS = [10, 40], REACH = 2.2;
/** Who is nearer to the data at 10 steps and at 40. */
const ANSWERS = [
  { text: 'Cosine, with 10 steps and with 40', nearer: 'squaredcos_cap_v2 squaredcos_cap_v2' },
  { text: 'Linear, with 10 steps and with 40', nearer: 'linear linear' },
  { text: 'Cosine with 10 steps, linear with 40', nearer: 'squaredcos_cap_v2 linear' },
  { text: 'Neither: no more apart than by chance', nearer: 'same same' },
];

export class TwoSchedulesLab extends Lab {
  static properties = { ...Lab.properties, guess: { state: true }, stage: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ pair: SEED });
    this.again();
  }

  again() {
    this.run?.abort();
    /** @type {'asked' | 'training' | 'done'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = -1;
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

  lock() {
    if (this.guess < 0) {
      this.say('Choose one of the four answers first.');
      this.querySelector('.ask input').focus();
      return;
    }
    return this.train().then(() => this.stage === 'done' && this.predicted());
  }

  predicted() {
    const question = 'Two small networks learn the same points, one under the linear schedule and one under cosine. Whose samples lie nearer to the data, with 10 steps and with 40?';
    this.dispatchEvent(new CustomEvent('predicted', { detail: { part: 3, id: 'two-schedules', question, guess: ANSWERS[this.guess].text, found: this.finding(), holds: this.holds() }, bubbles: true }));
  }

  train() {
    this.run?.abort();
    this.clear();
    this.stage = 'training';
    const run = this.run = new AbortController();
    return this.attempt(async () => {
      for await (const record of records('/api/training/schedules', { seed: this.state.now.pair }, run.signal)) {
        if (run !== this.run) return;
        this.waiting = record.type === 'waiting' ? record : null;
        if (record.type === 'start') this.start = { ...record, data: values(record.data) };
        if (record.type === 'updates') {
          this.made = record.update;
          this.losses = record.losses;
        }
        if (record.type === 'samples') this.samples.set(`${record.schedule} ${record.steps}`, { distance: record.distance, x: values(record.x) });
        if (record.type === 'end') {
          this.end = record;
          this.stage = 'done';
          this.say(`Found: ${this.finding()} ${this.holds() ? 'Your guess holds.' : 'Not this time.'}`);
        }
        this.requestUpdate();
      }
    }).then(() => {
      if (run === this.run && this.stage === 'training') this.stage = 'asked';
    });
  }

  distance(schedule, steps) {
    return this.samples.get(`${schedule} ${steps}`).distance;
  }

  /** The nearer of the two; differences that chance makes too do not count. */
  nearer(steps) {
    const [linear, cosine] = SCHEDULES.map(schedule => this.distance(schedule, steps));
    if (Math.abs(linear - cosine) <= this.end.chance) return 'same';
    return linear < cosine ? 'linear' : 'squaredcos_cap_v2';
  }

  holds() {
    return STEPS.map(steps => this.nearer(steps)).join(' ') === ANSWERS[this.guess].nearer;
  }

  finding() {
    const said = STEPS.map(steps => {
      const name = this.nearer(steps);
      return name === 'same' ? `with ${steps} steps they differ by no more than chance` : `with ${steps} steps ${scheduleName(name)} is nearer`;
    }).join('; ');
    return `${said[0].toUpperCase()}${said.slice(1)}.`;
  }

  render() {
    return html`${this.question()}${this.lab()}${this.told()}`;
  }

  question() {
    return html`<section class="ask" aria-labelledby="pair">
      <div><h2 id="pair">${this.stage === 'done' ? 'Your guess and the finding' : 'Before the two are trained'}</h2>
        <p>Two small networks learn the same points, from the same first weights, with the same times and noise drawn. Only the schedule differs. Each is then sampled in 10 steps and in 40, from one noise. Whose samples lie nearer to the data?</p></div>
      <div>${this.stage === 'done' ? this.settled() : this.stage === 'training' ? html`<p>Your guess is locked: ${ANSWERS[this.guess].text}.</p>` : html`
        <fieldset><legend class="spoken">Whose samples lie nearer?</legend>${ANSWERS.map((answer, i) => html`<label><input type="radio" name="pair" value=${i} .checked=${this.guess === i} @change=${() => { this.guess = i; }}>${answer.text}</label>`)}</fieldset>
        <button type="button" class="btn go" @click=${this.lock}>Lock in and train both</button>`}</div>
    </section>`;
  }

  settled() {
    return html`<div class="settled">
        <div><span class="label">your guess</span><span class="value">${ANSWERS[this.guess].text}</span></div>
        <div><span class="label">found</span><span class="value">${this.finding()}</span></div>
      </div>
      <p>${this.holds() ? 'Your guess holds.' : 'Not this time.'} This is one pair of trainings; another seed may say otherwise, so try a few. And both the training and the even grid of steps follow the schedule here: what is measured is the two together.</p>
      <button type="button" class="btn" @click=${this.again}>Guess again</button>`;
  }

  lab() {
    const { start } = this;
    return html`<section class="lab two-schedules" aria-label="Two schedules, trained and sampled">
      <div class="five">
        <figure class="print"><canvas class="pixels smooth" data-points="data" role="img" aria-label="Points of the data, two moons"></canvas><figcaption><span>the data</span><span class="count">two moons</span></figcaption></figure>
        ${SCHEDULES.flatMap(schedule => STEPS.map(steps => {
          const one = this.samples.get(`${schedule} ${steps}`);
          return html`<figure class="print"><canvas class="pixels smooth" data-points="${schedule} ${steps}" role="img" aria-label="${scheduleName(schedule)}, ${steps} steps: ${one ? `distance ${fixed(one.distance, 4)}` : 'not sampled yet'}"></canvas>
            <figcaption><span>${scheduleName(schedule)}, ${steps} steps</span><span class="weight num">${one ? fixed(one.distance, 4) : ' '}</span></figcaption></figure>`;
        }))}
      </div>
      <p class="scale">Under each: the energy distance of ${(start?.points ?? 1000).toLocaleString('en')} samples to as many points of the data; 0 would be no difference. ${this.end ? `Fresh points of the data themselves come out at up to ${fixed(this.end.chance, 4)} off 0 (${this.end.fresh} draws): smaller differences are chance.` : ''} Half of the points are drawn.</p>
      <div class="origin">${badge('learned', `learned, ${counted(this.made, 'iteration')} each, seed ${this.state.now.pair}`)}<span class="num">${this.losses ? `loss: linear ${fixed(this.losses[0], 2)}, cosine ${fixed(this.losses[1], 2)} (not to be compared: each is over its own levels)` : 'an MLP, a few plain layers, that says v, a mix of noise and point (part 4); DDIM, eta 0'}</span></div>
      <div class="tools">
        ${this.stage === 'training' ? html`<button type="button" class="btn" @click=${() => this.run.abort()}>Stop</button><progress max=${start?.updates ?? 1} value=${this.made} aria-label="Updates made"></progress><span class="num">${this.waiting ? `waiting, ${this.waiting.before} before you` : start ? `${this.made} of ${start.updates} updates` : 'beginning'}</span>` : ''}
        ${this.stage === 'done' ? html`<button type="button" class="btn go" @click=${() => { this.state.set({ pair: freshSeed() }); this.train(); }}>Other seed</button>` : ''}
        <span class="spacer"></span>
        ${this.end ? shareMenu(this.shared()) : ''}
      </div>
    </section>`;
  }

  updated() {
    for (const canvas of this.querySelectorAll('[data-points]')) {
      const points = canvas.dataset.points === 'data' ? this.start?.data : this.samples.get(canvas.dataset.points)?.x;
      if (canvas.width === 640 && canvas.drawn === points) continue;
      canvas.drawn = points;
      scatter(canvas, points ?? [], REACH, -1);
    }
  }

  shared() {
    const rows = () => SCHEDULES.flatMap(schedule => STEPS.map(steps => ({ schedule, steps, seed: this.state.now.pair, updates: this.made, energy_distance: this.distance(schedule, steps) })));
    return {
      name: 'darkroom-two-schedules',
      link: () => this.state.link(),
      png: () => asPng([...this.querySelectorAll('[data-points]')]),
      rows,
      data: () => ({ guess: ANSWERS[this.guess].text, results: rows(), chance: this.end.chance, points: this.start.points, samples: Object.fromEntries([...this.samples].map(([name, one]) => [name, [...one.x]])) }),
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
