/** Part 3, deeper: a schedule drawn by hand, by pointer or by nine sliders, that the engine builds and samples with. */
import { html, svg } from 'lit';
import { canvases, elements } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { Latest } from '../base/latest.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { asPng, paint } from '../draw/picture.js';
import { badge } from '../draw/badge.js';
import { legend } from '../draw/chart.js';
import { percent } from '../draw/format.js';
import { WIDTH, place, rule } from '../draw/track.js';
import { WAYS, wayName } from '../draw/ways.js';
import { shareMenu } from '../base/share.js';
import { bars, histogram, sampleGroups } from './groups.js';
import { SNR_SCALE, ends, small } from './schedules.js';
import { mixed } from '../draw/mix.js';

const REACH = 1.5;
const POINTS = 9,
  STEPS = 80,
  FRAMES = 10;
const HIGH = 45,
  LOW = -60;
const HEIGHT = 260;
const STRAIGHT = '40_29_19_8_-2_-13_-24_-34_-45';
const STARTS = { straight: 'a straight line', squaredcos_cap_v2: 'cosine', linear: 'linear', exponential: 'exp(−t/T)' };

const y = decibels =>
  ((SNR_SCALE.high - Math.max(SNR_SCALE.low, Math.min(SNR_SCALE.high, decibels))) / (SNR_SCALE.high - SNR_SCALE.low)) * HEIGHT;
/** The step of a point. */
const step = point => Math.round(1 + (point / (POINTS - 1)) * (STEPS - 1));

/**
 * Points within the limits, each below the one before; the chosen one stays where it was put.
 *
 * @param {number[]} points
 * @param {number} chosen
 */
function falling(points, chosen) {
  const made = [...points];
  made[chosen] = Math.max(LOW + POINTS - 1 - chosen, Math.min(HIGH - chosen, Math.round(made[chosen])));
  for (let i = chosen + 1; i < POINTS; i++) made[i] = Math.min(made[i], made[i - 1] - 1);
  for (let i = chosen - 1; i >= 0; i--) made[i] = Math.max(made[i], made[i + 1] + 1);
  return made;
}

/** @param {string} text @returns {number[] | null} */
function pointsOf(text) {
  const points = text.split('_').map(Number);
  const fits =
    points.length === POINTS &&
    points.every((point, i) => Number.isInteger(point) && point >= LOW && point <= HIGH && (!i || point < points[i - 1]));
  return fits ? points : null;
}

export class DrawnSchedule extends Lab {
  static properties = { ...Lab.properties, points: { state: true }, levels: { state: true }, runs: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.levels = null;
    this.busy = false;
    this.runs = [];
    this.state = new UrlState({ curve: { value: STRAIGHT, text: true }, drawn: { ...SEED, was: 'groups' } });
    this.points = pointsOf(this.state.now.curve) ?? pointsOf(STRAIGHT);
    this.building = new Latest(async () => {
      this.levels = await ask('/api/schedule/drawn', { curve: this.points.join('_') });
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const [sample, cosine, linear] = await Promise.all([
        ask('/api/forward', { pattern: 'smile' }),
        ...['squaredcos_cap_v2', 'linear'].map(name => askOnce('/api/schedule', { name, timesteps: STEPS })),
      ]);
      this.x0 = values(sample.x0);
      this.epsilon = values(sample.epsilon);
      this.others = [
        { name: 'cosine', levels: cosine, dash: '7 5' },
        { name: 'linear', levels: linear, dash: '2 5' },
      ];
      await this.building.ask();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  /** @param {number} point @param {number} decibels */
  put(point, decibels) {
    this.take(falling(this.points.with(point, decibels), point));
  }

  /** @param {number[]} points */
  take(points) {
    this.points = points;
    this.stopper?.abort();
    this.runs = [];
    this.state.set({ curve: points.join('_') });
    this.attempt(() => this.building.ask());
  }

  /** Begins with a known schedule. @param {string} name */
  start(name) {
    if (name === 'straight') {
      this.take(pointsOf(STRAIGHT));
      return;
    }
    this.attempt(async () => {
      const { snr } = await askOnce('/api/schedule', { name, timesteps: STEPS });
      let points = snr
        .filter((_, t) => Array.from({ length: POINTS }, (_, i) => step(i)).includes(t))
        .map(value => Math.max(LOW, Math.min(HIGH, Math.round(value))));
      for (let i = 0; i < POINTS; i++) points = falling(points, i);
      this.take(points);
    });
  }

  draw(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const point = Math.max(0, Math.min(POINTS - 1, Math.round(((event.clientX - box.left) / box.width) * (POINTS - 1))));
    const share = Math.max(0, Math.min(1, (event.clientY - box.top) / box.height));
    this.put(point, SNR_SCALE.high - share * (SNR_SCALE.high - SNR_SCALE.low));
  }

  async sample() {
    this.runs = [];
    this.busy = true;
    const { signal } = (this.stopper = new AbortController());
    await this.attempt(async () => {
      for (const [i, sampler] of WAYS.entries()) {
        await sampleGroups({ curve: this.points.join('_'), sampler, seed: this.state.now.drawn }, signal, run => {
          if (!signal.aborted) this.runs = this.runs.toSpliced(i, 1, run);
        });
      }
      this.say(this.verdict());
    });
    this.busy = false;
  }

  verdict() {
    const right = this.runs.filter(run => run.right).length,
      { amplitude } = this.levels.summary;
    const shares = `${this.runs.map((run, i) => `${wayName(WAYS[i], this.about)} ${percent(run.share)}%`).join(', ')}, where 80% is true.`;
    if (right === WAYS.length) return `It holds: ${shares}`;
    const why =
      amplitude > 0.1
        ? `${percent(amplitude)}% of the signal's amplitude is left at the end, and sampling starts as if there were none.`
        : 'It ends in noise, so it is the length of its steps: somewhere the curve falls too fast for them.';
    return `${right ? 'One of the two breaks' : 'Broken'}: ${shares} ${why}`;
  }

  get stands() {
    return Boolean(this.levels);
  }

  shows() {
    const { summary } = this.levels;
    return html`<section class="lab schedules drawn" aria-label="A schedule drawn by hand">
      <div class="drowning">
        <p><b>yours</b> <span>${STEPS} steps; drag on the chart, or take a handle and use the arrow keys</span></p>
        <div class="strip" role="img" aria-label="A smile from clean to drowned under your schedule">
          ${Array.from({ length: FRAMES }, () => html`<canvas class="pixels"></canvas>`)}
        </div>
      </div>
      ${this.chart()}
      ${legend([
        { label: 'yours', token: '--ink' },
        ...this.others.map(({ name, dash }) => ({ label: name, token: '--ink-3', dash: dash.split(' ').map(Number) })),
      ])}
      <div class="read ends">
        ${ends(summary)}
        <div><span class="label">largest beta</span><span class="value">${small(Math.max(...this.levels.beta))}</span></div>
      </div>
      ${summary.held
        ? html`<p class="scale held">
            Where it falls so steeply, ${summary.held === 1 ? 'one beta comes' : `${summary.held} betas come`} out above
            ${summary.largestBeta} and ${summary.held === 1 ? 'is' : 'are'} held there: the schedule lies above what you drew until it has
            caught up.
          </p>`
        : ''}
      ${this.runs.length
        ? html`<div class="sampled">
            <div class="three">${WAYS.map((way, i) => histogram(wayName(way, this.about), this.runs[i]))}</div>
            <p class="now">
              ${this.runs.length === WAYS.length && this.runs.every(run => run.done) ? this.verdict() : 'The engine is sampling.'}
            </p>
            <p class="scale">
              ${badge('exact', 'exact')} 10,000 samples each, from N(0, 1), seed ${this.state.now.drawn}. Dashed: the true shares; ✓ is
              within two points.
            </p>
          </div>`
        : ''}
      <div class="tools">
        <button type="button" class="btn go" @click=${() => (this.busy ? this.stopper.abort() : this.sample())}>
          ${this.busy ? 'Stop' : 'Sample the two groups with it'}
        </button>
        <label class="select"
          >Begin with
          <select
            @change=${event => {
              this.start(event.target.value);
              event.target.value = '';
            }}
          >
            <option value="" selected>…</option>
            ${Object.entries(STARTS).map(([name, text]) => html`<option value=${name}>${text}</option>`)}
          </select></label
        >
        <button
          type="button"
          class="btn"
          aria-disabled=${String(this.busy)}
          @click=${() => {
            if (this.busy) return;
            this.state.set({ drawn: freshSeed() });
            this.sample();
          }}
        >
          New noise
        </button>
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
    </section>`;
  }

  chart() {
    const path = snr =>
      snr
        .slice(1)
        .map((decibels, k) => `${k ? 'L' : 'M'}${((k / (STEPS - 1)) * WIDTH).toFixed(1)} ${y(decibels ?? LOW).toFixed(1)}`)
        .join('');
    return html`<div
      class="track draw"
      @pointerdown=${event => {
        event.target.setPointerCapture(event.pointerId);
        this.undrawn = this.points;
        this.drawing = true;
        this.draw(event);
      }}
      @pointermove=${event => this.drawing && this.draw(event)}
      @pointerup=${() => {
        this.drawing = false;
      }}
      @pointercancel=${() => {
        // The finger scrolls the page.
        this.drawing = false;
        this.take(this.undrawn);
      }}
    >
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        ${SNR_SCALE.ticks.map(([at]) => rule(y(at), at === 0))}
        ${this.others.map(
          ({ levels, dash }) =>
            svg`<path class="ahead" d=${path(levels.snr)} stroke-dasharray=${dash} vector-effect="non-scaling-stroke"/>`,
        )}
        <path class="behind" d=${path(this.levels.snr)} vector-effect="non-scaling-stroke" />
      </svg>
      <div class="pen"></div>
      ${this.points.map(
        (decibels, i) =>
          html`<input
              type="range"
              min=${LOW}
              max=${HIGH}
              step="1"
              data-point=${i}
              .value=${String(decibels)}
              aria-orientation="vertical"
              aria-label=${`Signal to noise at t = ${step(i)} of ${STEPS}`}
              aria-valuetext=${`${decibels} dB at t = ${step(i)}`}
              @input=${event => {
                this.put(i, Number(event.target.value));
                event.target.value = String(this.points[i]);
              }}
            /><span class="handle ring" data-point=${i}></span>`,
      )}
      ${SNR_SCALE.ticks.map(([at, text]) => html`<span class="tick level" data-top=${y(at) / HEIGHT}>${text}</span>`)}
      ${[0, 4, 8].map(
        (point, i) =>
          html`<span class="tick time ${['first', '', 'last'][i]}" data-left=${point / 8}
            >${[`t = ${step(point)}`, step(point), `${step(point)}, noisy`][i]}</span
          >`,
      )}
    </div>`;
  }

  depict() {
    for (const handle of elements(this, '.draw .handle')) {
      const i = Number(handle.dataset.point);
      handle.style.left = `${(100 * i) / (POINTS - 1)}%`;
      handle.style.top = `${(100 * y(this.points[i])) / HEIGHT}%`;
    }
    place(this);
    canvases(this, '.drawn .strip canvas').forEach((canvas, place) => {
      const t = Math.round(((place + 0.5) / FRAMES) * STEPS);
      paint(canvas, mixed(this.x0, this.epsilon, this.levels, t), REACH);
    });
    canvases(this, '.bars').forEach((canvas, i) => bars(canvas, this.runs[i]));
  }

  shared() {
    return {
      name: 'darkroom-drawn-schedule',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '.drawn .strip canvas'), 192),
      rows: () => this.levels.snr.map((snr, t) => ({ t, alpha_bar: this.levels.alphaBar[t], beta: this.levels.beta[t], snr_db: snr })),
      data: () => ({
        settings: this.state.now,
        summary: this.levels.summary,
        groups: this.runs
          .filter(run => run.done)
          .map(({ sampler, share, right, samples }) => ({ sampler, samples, share_near_plus_1: share, right })),
      }),
      reset: () => {
        this.state.reset();
        this.start('straight');
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('drawn-schedule', DrawnSchedule);
