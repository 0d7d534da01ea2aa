/** Part 4: cut one skip, or tell the network a wrong t: which hurts more? The engine measures both. */
import { html } from 'lit';
import { canvases, elements } from '../base/find.js';
import { askOnce, records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { paint } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, fixed, kindName } from '../draw/format.js';
import { Question } from '../base/question.js';
import { shareMenu } from '../base/share.js';
import { sheetPng } from './activations.js';
import { shapeText, skipNumber, titlesOf } from './unet-shape.js';

const REACH = 1.5,
  SHOWN = 5;
const AMOUNTS = [-300, -100, -30, 30, 100, 300];

const signed = by => `${by < 0 ? '−' : '+'} ${Math.abs(by)}`;
const change = by => `${Number(fixed(Math.abs(by), 3)) === 0 ? '' : by < 0 ? '−' : '+'}${fixed(Math.abs(by), 3)}`;

export class DamageLab extends Lab {
  static properties = { ...Lab.properties, net: { state: true }, stage: { state: true } };

  constructor() {
    super();
    this.net = null;
    this.question = new Question(this, 'unet', () => this.net && { by: this.state.now.off });
    this.forget();
  }

  /** Back to before the guess. */
  forget() {
    this.run?.abort();
    /** @type {'asked' | 'running' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.question.forget();
    /** @type {{cut: string, off: number} | null} what the guess is about */
    this.locked = null;
    /** @type {Map<string, {levels: Map<number, number>, all?: number}>} errors by what was done */
    this.errors = new Map();
    this.clear();
  }

  clear() {
    /** @type {Map<string, {x: Float32Array[], distance: number}>} */
    this.pictures = new Map();
    this.end = null;
    this.ahead = 0;
    this.made = 0;
    this.doing = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      if (!this.about.learned) throw new Error(this.about.trouble);
      const net = await askOnce('/api/network');
      const into = net.skips.map(skip => skip.into);
      this.state = new UrlState({
        cut: { value: into.at(-1), choices: into },
        off: { value: 100, least: AMOUNTS[0], most: AMOUNTS.at(-1) },
        batch: SEED,
      });
      if (!AMOUNTS.includes(this.state.now.off)) this.state.now.off = 100;
      this.titles = titlesOf(net.parts);
      this.net = net;
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.run?.abort();
  }

  /** Asks the engine for all errors, and for three runs from one noise. */
  measure() {
    this.run?.abort();
    this.clear();
    this.stage = 'running';
    const { cut, off, batch } = this.state.now;
    this.locked ??= { cut, off };
    const run = (this.run = new AbortController());
    return this.attempt(async () => {
      for await (const record of records('/api/network/damage', { skip: cut, by: off, seed: batch, ...this.question.named }, run.signal)) {
        if (run !== this.run) return;
        this.ahead = record.type === 'waiting' ? record.before : 0;
        this.take(record);
        this.requestUpdate();
      }
    }).then(() => {
      if (run !== this.run) return;
      this.question.release();
      if (this.stage === 'running') this.stage = this.question.settled ? 'settled' : 'asked';
      if (this.stage === 'asked') this.locked = null;
    });
  }

  take(record) {
    if (record.type === 'start') {
      this.start = record;
      this.errors = new Map(record.variants.map(({ id }) => [id, this.errors.get(id) ?? { levels: new Map() }]));
    }
    if (record.type === 'measured') {
      const errors = this.errors.get(record.id);
      errors.levels.set(record.t, record.error);
      if (record.all != null) errors.all = record.all;
      this.made++;
    }
    if (record.type === 'step') this.doing = record;
    if (record.type === 'pictures') this.pictures.set(record.id, { x: record.x.map(values), distance: record.distance });
    if (record.type === 'end') this.finish(record);
  }

  finish(record) {
    this.end = record;
    this.stage = 'settled';
    const now = this.question.take(record);
    this.say(`${this.finding(record)}${now ? ` ${this.question.verdict}` : ''}`);
  }

  finding({ untouched, skip, time, difference, within, digits, found }) {
    const errors =
      `the error is ${fixed(skip, digits)} with the skip cut and ${fixed(time, digits)} with the wrong t (untouched ` +
      `${fixed(untouched, digits)})`;
    const judged =
      `They differ by ${fixed(Math.abs(difference), digits)}; chance, from picture to picture, makes up to ` +
      `${fixed(within, digits)} of that`;
    return (
      `${{ skip: 'Cutting the skip hurt more', time: 'The wrong t hurt more', same: 'Too close to tell' }[found]}: ` +
      `${errors}. ${judged}.`
    );
  }

  change(changes) {
    if ('batch' in changes) this.errors = new Map();
    this.state.set(changes);
    if (this.question.settled) this.measure();
    else this.forget();
    this.requestUpdate();
  }

  /** @param {string} into */
  skip(into) {
    return this.net.skips.find(skip => skip.into === into);
  }

  /** Its number, and from which part it comes. @param {{from: string, into: string}} skip */
  skipTitle({ from, into }) {
    return `skip ${skipNumber(this.net.skips, { into })}, from the ${this.titles.get(from)}`;
  }

  /** Into which part the skip leads that is cut, now or in the question. */
  get cut() {
    return this.net ? (this.locked ?? this.state.now).cut : '';
  }

  render() {
    if (!this.question.worded) return this.pending();
    return html`${this.asking()}${this.lab()}${this.told()}`;
  }

  asking() {
    const { cut } = this.locked ?? this.state.now,
      skip = this.skip(cut),
      { question } = this;
    return html`<section class="ask" aria-labelledby="damage">
      <div>
        <h3 id="damage">${question.settled ? 'Your guess and the finding' : 'Before you break it'}</h3>
        <p>
          <b>Skip ${skipNumber(this.net.skips, skip)}</b>, ${shapeText(skip.shape)}, from the ${this.titles.get(skip.from)} to
          ${this.titles.get(cut)}, is cut here.
        </p>
        <p>${question.asked}</p>
      </div>
      <div>
        ${question.settled
          ? this.settled()
          : question.stage === 'locked'
            ? html`${question.locked()}<button type="button" class="btn" @click=${() => this.forget()}>Stop</button>`
            : question.asking({ run: () => this.measure() })}
      </div>
    </section>`;
  }

  settled() {
    const { question } = this;
    return html`${question.pair({ found: question.option(question.found.option) })}
      <p>Found: ${question.found.found}. ${question.verdict}</p>
      <button type="button" class="btn" @click=${() => this.forget()}>Guess again</button>`;
  }

  lab() {
    const { cut, off, batch } = this.state.now,
      running = this.stage === 'running';
    return html`<section class="lab damage" aria-label="Cut a skip, or tell a wrong t">
      ${[
        ['untouched', 'untouched'],
        [cut, `skip ${skipNumber(this.net.skips, this.skip(cut))} cut`],
        [`t${off}`, `told t ${signed(off)}`],
      ].map(([id, text]) => this.strip(id, text))}
      <p class="scale">
        ${this.stage === 'asked' ? 'The frames stay dark until you have guessed. ' : ''}Three runs from one noise, kind by kind; DDIM, 25
        steps, guidance off (W = 1). Distances are root mean squares over the pixels. Black is −1.5 and below, white +1.5 and above.
      </p>
      ${running ? this.progress() : ''} ${this.locked && [...this.errors.values()].some(errors => errors.all != null) ? this.table() : ''}
      <div class="origin">${badge('learned', learnedBy(this.about.learned))}<span class="num">seed ${batch}</span></div>
      <div class="tools">
        <label class="select"
          >Cut
          <select @change=${event => this.change({ cut: event.target.value })}>
            ${this.net.skips
              .toReversed()
              .map(
                skip =>
                  html`<option value=${skip.into} ?selected=${skip.into === cut}>
                    skip ${skipNumber(this.net.skips, skip)}, ${shapeText(skip.shape)}, from ${this.titles.get(skip.from)}
                  </option>`,
              )}
          </select></label
        >
        <label class="select"
          >Or tell t
          <select @change=${event => this.change({ off: Number(event.target.value) })}>
            ${AMOUNTS.map(by => html`<option value=${by} ?selected=${by === off}>${signed(by)}</option>`)}
          </select></label
        >
        <button type="button" class="btn ${this.question.settled ? 'go' : ''}" @click=${() => this.change({ batch: freshSeed() })}>
          Other pictures and noise
        </button>
        <span class="spacer"></span>
        ${this.end ? shareMenu(this.shared()) : ''}
      </div>
    </section>`;
  }

  strip(id, text) {
    const made = this.pictures.get(id);
    const kinds = this.start?.kinds ?? Array(SHOWN).fill('');
    return html`<div class="strip-row">
      <p>
        ${text}<small class="num"
          >${made
            ? id === 'untouched'
              ? 'the run to compare with'
              : `off it by ${fixed(made.distance, 2)}`
            : this.doing?.id === id && this.stage === 'running'
              ? `step ${this.doing.index}`
              : ''}</small
        >
      </p>
      ${kinds.map(
        (kind, i) =>
          html`<canvas
            class="pixels"
            data-run=${id}
            data-at=${i}
            role="img"
            aria-label=${made ? `${kindName(kind)}, ${text}` : `Not yet made: ${text}`}
          ></canvas>`,
      )}
    </div>`;
  }

  progress() {
    const total = this.start ? this.start.variants.length * this.start.levels.length : 0;
    const text = this.ahead
      ? `Waiting; ${this.ahead} before you.`
      : this.made < total
        ? `Measuring: ${this.made} of ${total} evaluations.`
        : 'Errors measured; now three runs from one noise.';
    return html`<div class="load">
      <progress max=${total || 1} value=${this.made} aria-label="Evaluations made"></progress>
      <p class="num">${text}</p>
      ${this.question.settled ? html`<button type="button" class="btn" @click=${() => this.run.abort()}>Stop</button>` : ''}
    </div>`;
  }

  /** What was done, outermost skip first, as in the drawing. */
  get rows() {
    const [whole, ...others] = this.start.variants;
    const skips = others.filter(one => one.into),
      times = others.filter(one => one.by);
    return [whole, ...skips.toReversed(), ...times].filter(({ id }) => this.errors.get(id).all != null);
  }

  /** @param {{id: string, from?: string, into?: string, by?: number}} done */
  whatWasDone({ from, into, by }) {
    return into ? html`cut: ${this.skipTitle({ from, into })}` : by ? `told t ${signed(by)}` : 'untouched';
  }

  table() {
    const { cut, off } = this.state.now,
      base = this.errors.get('untouched').all;
    return html`<div class="measured">
      <h3>Error of the predicted clean picture</h3>
      <p>
        ${counted(this.start.pictures, 'picture')}, two of each kind, under one noise each; the network is told their kind.
        ${this.extremes()}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">what was done</th>
            <th scope="col">all levels</th>
            <th scope="col">raised by</th>
            ${this.start.levels.map(t => html`<th scope="col" class="by-level">t = ${t}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${this.rows.map(row => {
            const { all, levels } = this.errors.get(row.id),
              chosen = row.id === cut || row.id === `t${off}`;
            return html`<tr class=${chosen ? 'chosen' : ''}>
              <th scope="row">${this.whatWasDone(row)}${chosen ? html` <small>chosen</small>` : ''}</th>
              <td>${fixed(all, 3)}</td>
              <td class="raised">
                ${row.id === 'untouched' ? '' : html`<span class="bar" data-share=${all - base}></span>${change(all - base)}`}
              </td>
              ${this.start.levels.map(t => html`<td class="by-level">${levels.has(t) ? fixed(levels.get(t), 3) : ''}</td>`)}
            </tr>`;
          })}
        </tbody>
      </table>
      <p class="hint">
        Root mean square over pixels, pictures and levels. What is told is held within 0 and
        ${(this.about.learned.timesteps - 1).toLocaleString('en')}, the timesteps that the network knows.<span class="narrow">
          Level by level: in the CSV, or on a wider screen.</span
        >
      </p>
    </div>`;
  }

  /** Which skip matters most and which least, once all were measured. */
  extremes() {
    if (!this.end) return '';
    const skips = this.start.variants
      .filter(one => one.into)
      .map(one => ({ ...one, all: this.errors.get(one.id).all }))
      .sort((a, b) => a.all - b.all);
    const [least, most] = [skips[0], skips.at(-1)];
    return skips.length < 2
      ? ''
      : `Of the skips, the one from the ${this.titles.get(most.from)} is missed most, the one from the ` +
          `${this.titles.get(least.from)} least.`;
  }

  updated() {
    if (!this.question.worded) return;
    if (this.shownCut !== this.cut) {
      this.shownCut = this.cut;
      dispatchEvent(new CustomEvent('cutchange'));
    }
    for (const canvas of canvases(this, '[data-run]'))
      paint(canvas, this.pictures.get(canvas.dataset.run)?.x[canvas.dataset.at] ?? null, REACH);
    const bars = elements(this, '.bar'),
      most = Math.max(...bars.map(bar => Number(bar.dataset.share)), 0.001);
    for (const bar of bars) bar.style.width = `${(60 * Math.max(0, Number(bar.dataset.share))) / most}px`;
  }

  shared() {
    const rows = () =>
      this.rows.map(({ id, from, into, by }) => {
        const { all, levels } = this.errors.get(id);
        return {
          done: into ? 'skip cut' : by ? 'wrong t' : 'untouched',
          from: from ?? '',
          into: into ?? '',
          off_by: by ?? 0,
          rms_error: all,
          ...Object.fromEntries(this.start.levels.map(t => [`at_t_${t}`, levels.get(t)])),
        };
      });
    return {
      name: 'darkroom-damage',
      link: () => this.state.link(),
      png: () => sheetPng(canvases(this, '[data-run]'), 160, SHOWN),
      rows,
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        finding: this.end,
        pictures: this.start.pictures,
        errors: rows(),
        runs: [...this.pictures].map(([id, { x, distance }]) => ({ done: id, distance, x: x.map(one => [...one]) })),
      }),
      reset: () => {
        this.state.reset();
        this.forget();
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('damage-lab', DamageLab);
