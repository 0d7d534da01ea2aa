/** Go deeper: noise, clean picture or v. One determines the other two; three networks, and where each errs. */
import { html } from 'lit';
import { canvases, elements } from '../base/find.js';
import { ask, records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { draw, legend } from '../draw/chart.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, decibels, fixed, spokenLevel } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { asSheet, paintSheet } from '../draw/sheets.js';

const TARGETS = { epsilon: 'says the noise', sample: 'says the clean picture', v_prediction: 'says v' };
const NAMES = Object.keys(TARGETS);
const LINES = [
  { label: TARGETS.epsilon, token: '--noise' },
  { label: TARGETS.sample, token: '--signal', dash: [8, 5] },
  { label: TARGETS.v_prediction, token: '--ink', dash: [2, 4] },
];

export class ThreeTargetsLab extends Lab {
  static properties = { ...Lab.properties, seen: { state: true }, stage: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ level: { value: 500, least: 1, most: 1000 }, three: SEED });
    /** @type {'still' | 'training' | 'done'} one value, not a set of booleans */
    this.stage = 'still';
    this.clear();
  }

  clear() {
    this.run?.abort();
    this.start = null;
    this.waiting = null;
    this.made = 0;
    /** @type {Record<string, any>} by target */
    this.errors = {};
    /** @type {Record<string, Float32Array>} by target */
    this.samples = {};
  }

  connectedCallback() {
    super.connectedCallback();
    this.redraw = () => this.isConnected && this.charts();
    for (const event of ['themechange', 'resize']) this.listen(event, this.redraw);
    this.unfolded(() => {
      this.look();
      this.charts();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.run?.abort();
  }

  look() {
    return this.attempt(async () => {
      this.about ??= await about();
      if (!this.about.learned) throw new Error(this.about.trouble);
      const t = this.state.now.level;
      const seen = await ask('/api/conversion', { t, pattern: 'ring' });
      if (t === this.state.now.level) this.seen = seen;
    });
  }

  slide(event) {
    this.state.set({ level: Number(event.target.value) });
    this.requestUpdate();
    clearTimeout(this.asking);
    this.asking = setTimeout(() => this.look(), 60);
  }

  train() {
    this.clear();
    this.stage = 'training';
    const run = (this.run = new AbortController());
    return this.attempt(async () => {
      for await (const record of records('/api/training/targets', { seed: this.state.now.three }, run.signal)) {
        if (run !== this.run) return;
        this.waiting = record.type === 'waiting' ? record : null;
        if (record.type === 'start') this.start = record;
        if (record.type === 'update') this.made = record.update;
        if (record.type === 'errors') {
          this.errors[record.target] = record;
          this.charts();
        }
        if (record.type === 'samples') this.samples[record.target] = values(record.x);
        this.requestUpdate();
      }
      this.stage = 'done';
      this.say(this.finding());
    }).then(() => {
      if (run === this.run && this.stage === 'training') this.stage = 'still';
    });
  }

  /** Who errs least at the clean end and at the noisy one. */
  finding() {
    const at = place => [...NAMES].sort((a, b) => this.errors[a].x0[place] - this.errors[b].x0[place])[0];
    const { snr } = this.start,
      last = snr.length - 1;
    return (
      `Of the clean picture errs least: at ${decibels(snr[0])} dB the network that ${TARGETS[at(0)]}, at ` +
      `${decibels(snr[last])} dB the one that ${TARGETS[at(last)]}.`
    );
  }

  render() {
    return html`<section class="lab targets" aria-label="Three things to predict">${this.conversion()}${this.training()}</section>
      ${this.told()}`;
  }

  conversion() {
    const { seen } = this,
      t = this.state.now.level;
    return html`<div class="convert">
      <h3>One output, three answers</h3>
      <label class="field"
        ><span class="label">t = ${t} of 1000, signal to noise ${seen?.t === t ? `${decibels(seen.snr)} dB` : '…'}</span>
        <input
          type="range"
          min="1"
          max="1000"
          .value=${String(t)}
          aria-label="Step t"
          aria-valuetext=${spokenLevel(t, seen?.snr ?? 0)}
          @input=${this.slide}
      /></label>
      ${seen ? this.numbers(seen) : ''}
    </div>`;
  }

  numbers({ signalWeight, noiseWeight, x, v, x0, epsilon, trueX0, trueEpsilon }) {
    const n = value => fixed(value, 3),
      p = value => (value < 0 ? `(${n(value)})` : n(value)),
      times = ratio => (ratio >= 100 ? Math.round(ratio).toLocaleString('en') : fixed(ratio, ratio < 0.1 ? 4 : 2));
    return html`<div class="grid" tabindex="0" role="region" aria-label="The numbers of one evaluation">
        <table>
          <thead>
            <tr>
              <th scope="col">one pixel, one evaluation</th>
              <th scope="col">value</th>
              <th scope="col">how it follows</th>
              <th scope="col">truth</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">x, what the network sees</th>
              <td class="num">${n(x)}</td>
              <td class="num">${n(signalWeight)} · x0 + ${n(noiseWeight)} · ε</td>
              <td></td>
            </tr>
            <tr>
              <th scope="row">v, its output</th>
              <td class="num">${n(v)}</td>
              <td class="num">${n(signalWeight)} · ε − ${n(noiseWeight)} · x0</td>
              <td class="num">${n(signalWeight * trueEpsilon - noiseWeight * trueX0)}</td>
            </tr>
            <tr>
              <th scope="row">x0, the clean picture</th>
              <td class="num signal">${n(x0)}</td>
              <td class="num">${n(signalWeight)} · ${p(x)} − ${n(noiseWeight)} · ${p(v)}</td>
              <td class="num">${n(trueX0)}</td>
            </tr>
            <tr>
              <th scope="row">ε, the noise</th>
              <td class="num noise">${n(epsilon)}</td>
              <td class="num">${n(noiseWeight)} · ${p(x)} + ${n(signalWeight)} · ${p(v)}</td>
              <td class="num">${n(trueEpsilon)}</td>
            </tr>
          </tbody>
        </table>
      </div>
      <p class="scale">
        Divide the two weights: an error of 1 in ε makes one of <b class="num">${times(noiseWeight / signalWeight)}</b> in x0; an error of 1
        in x0 makes one of <b class="num">${times(signalWeight / noiseWeight)}</b> in ε; an error of 1 in v makes one of
        <b class="num">${n(noiseWeight)}</b> in x0 and <b class="num">${n(signalWeight)}</b> in ε, and neither can be above 1.
        ${badge('learned', learnedBy(this.about.learned))}
      </p>`;
  }

  training() {
    const { start } = this,
      some = Object.keys(this.errors).length > 0;
    return html`<div class="tools">
        ${this.stage === 'training'
          ? html`<button
                type="button"
                class="btn"
                @click=${() => {
                  this.run.abort();
                }}
              >
                Stop</button
              ><progress max=${start?.updates ?? 1} value=${this.made} aria-label="Updates made of each network"></progress
              ><span class="num"
                >${this.waiting
                  ? `waiting, ${this.waiting.before} before you`
                  : start
                    ? `${this.made} of ${start.updates} updates each`
                    : 'beginning'}</span
              >`
          : html`<button type="button" class="btn go" @click=${this.train}>Train the three</button
              ><button
                type="button"
                class="btn"
                @click=${() => {
                  this.state.set({ three: freshSeed() });
                  this.train();
                }}
              >
                With another seed
              </button>`}
        <span class="spacer"></span>
        ${this.stage === 'done' ? shareMenu(this.shared()) : ''}
      </div>
      <div class="charts" ?hidden=${!some}>
        <div>
          <h3>Error of the clean picture</h3>
          <div class="plot" data-error="x0" role="img" aria-label=${this.saidOf('x0')}></div>
        </div>
        <div>
          <h3>Error of the noise</h3>
          <div class="plot" data-error="noise" role="img" aria-label=${this.saidOf('noise')}></div>
        </div>
      </div>
      ${some
        ? html`${legend(LINES)}
            <p class="scale">
              Root mean square over twenty pictures that none of them learned from. Errors above 1.5 are cut off in the chart; a blank
              answer errs by about 1.
            </p>`
        : ''}
      ${Object.keys(this.samples).length
        ? html`<div class="trio samples3">
            ${NAMES.map(
              name =>
                html`<figure>
                  <canvas
                    class="pixels"
                    data-target=${name}
                    role="img"
                    aria-label="Ten samples of the network that ${TARGETS[name]}"
                  ></canvas>
                  <figcaption><b>${TARGETS[name]}</b></figcaption>
                </figure>`,
            )}
          </div>`
        : ''}
      ${start
        ? html`<div class="origin">
            ${badge('learned', `learned, ${counted(this.made, 'iteration')} each, seed ${start.seed}`)}<span
              >the same first weights, pictures, levels and noise; each on the plain loss of its own output; DDIM, 10 steps, guidance 2,
              clean pictures held in −1 to 1</span
            >
          </div>`
        : ''}
      ${this.stage === 'done' ? html`<p class="scale held">${this.finding()}</p>` : ''}`;
  }

  saidOf(what) {
    if (!this.start) return 'Nothing measured yet';
    return NAMES.filter(name => this.errors[name])
      .map(name => `${TARGETS[name]}: ${this.start.snr.map((snr, i) => `${snr} dB ${fixed(this.errors[name][what][i], 2)}`).join(', ')}`)
      .join('; ');
  }

  async charts() {
    await this.updateComplete;
    if (!this.start || !Object.keys(this.errors).length) return;
    const axis = [...this.start.snr].reverse();
    for (const plot of elements(this, '[data-error]')) {
      if (!plot.clientWidth) continue;
      draw(plot, {
        x: 'signal to noise, dB',
        y: 'error',
        height: 240,
        xRange: [-31, 31],
        yRange: [0, 1.5],
        data: [
          axis,
          ...NAMES.map(name =>
            this.errors[name]
              ? [...this.errors[name][plot.dataset.error]].reverse().map(error => Math.min(error, 1.6))
              : axis.map(() => null),
          ),
        ],
        series: LINES,
      });
    }
  }

  updated() {
    for (const canvas of canvases(this, '[data-target]')) paintSheet(canvas, this.samples[canvas.dataset.target], 16, 5);
  }

  shared() {
    return {
      name: 'darkroom-targets',
      link: () => this.state.link(),
      png: () => asSheet(canvases(this, '[data-target]'), 3, 5),
      rows: () =>
        NAMES.flatMap(name =>
          this.start.snr.map((snr, i) => ({
            predicts: name,
            snr_db: snr,
            error_x0: this.errors[name].x0[i],
            error_noise: this.errors[name].noise[i],
          })),
        ),
      data: () => ({
        settings: this.start,
        errors: this.errors,
        samples: Object.fromEntries(NAMES.map(name => [name, [...this.samples[name]]])),
      }),
      reset: () => {
        this.state.reset();
        this.clear();
        this.stage = 'still';
        this.look();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('three-targets-lab', ThreeTargetsLab);
