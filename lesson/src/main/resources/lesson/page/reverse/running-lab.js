/** Part 4: who is still in the running. The exact denoiser's weights over its pictures, along one path from noise. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { askOnce, floats, records, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { buttons, choice } from '../draw/controls.js';
import { counted, decibels, fixed, kindName, percent } from '../draw/format.js';
import { SIZE, paint, png } from '../draw/picture.js';
import { Player, reducedMotion } from '../draw/play.js';
import { veil } from '../draw/stage.js';
import { SPANS, candidatesChart } from './candidates.js';

const REACH = 1.5,
  STEPS = 80,
  SECONDS = 5;
const COLUMNS = 25,
  GAP = 2;
/** How many of those in front have their bars shown. */
const FRONT = 6;
const WAYS = { ddim: 'DDIM', ddpm: 'DDPM' };

export class RunningLab extends Prediction {
  constructor() {
    super('running');
    this.player = new Player(seconds => this.tick(seconds));
    /** @type {HTMLCanvasElement[] | null} each picture, painted once */
    this.small = null;
    this.clear();
  }

  clear() {
    super.clear();
    /** @type {{x: Float32Array, x0?: Float32Array, shares: Float32Array, candidates: number, snr: number | null, t: number}[]} by step */
    this.frames = [];
    /** The settings whose noise is shown before a guess. */
    this.seen = '';
    this.came?.();
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const [there, set] = await Promise.all([about(), askOnce('/api/examples', { pattern: 'any', of: 'set' })]);
      this.about = there;
      /** @type {Float32Array[]} */
      this.pictures = set.pictures.map(values);
      this.state ??= new UrlState({
        hopefuls: { value: 'any', choices: ['any', ...there.patterns] },
        lot: SEED,
        manner: { value: 'ddim', choices: Object.keys(WAYS) },
        moment: { value: 0, least: 0, most: STEPS },
      });
      this.ready = true;
      this.requestUpdate();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.player.pause();
    this.looking?.abort();
  }

  settings() {
    const { hopefuls, lot, manner } = this.state.now;
    return { pattern: hopefuls, seed: lot, way: manner };
  }

  /** Before a guess only the noise is shown, with everybody in the running. */
  look() {
    const settings = this.settings(),
      key = Object.values(settings).join();
    if (!this.question.open || this.stage === 'running' || this.seen === key || this.frames.length) return;
    this.seen = key;
    this.looking?.abort();
    const { signal } = (this.looking = new AbortController());
    this.attempt(async () => {
      for await (const record of records('/api/running', settings, signal)) {
        if (record.type !== 'start') continue;
        if (this.seen === key && this.question.open) this.frames = [frame(record)];
        this.requestUpdate();
        break;
      }
    });
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    let end = null,
      going = null;
    for await (const record of this.follow('/api/running', this.settings(), signal)) {
      if (record.type === 'start' || record.type === 'step') {
        if (record.mean) this.frames.at(-1).x0 = values(record.mean);
        this.frames.push(frame(record));
      }
      if (this.frames.length === 2) going ??= this.goes(signal);
      if (record.type === 'end') end = record;
    }
    this.frames.at(-1).x0 ??= this.frames.at(-1).x;
    await going;
    // The moment that matters stays in sight: snow on the left, the picture already on the right.
    if (end) this.go(end.decided);
    return end;
  }

  /** Goes through all steps; done at the last. @param {AbortSignal} signal */
  async goes(signal) {
    if (reducedMotion.matches || !this.question.ticket) {
      this.go(STEPS);
      return;
    }
    await new Promise(resolve => {
      this.came = () => resolve(null);
      signal.addEventListener('abort', () => resolve(null));
      this.exact = 0;
      this.player.pause();
      this.player.play();
    });
  }

  tick(seconds) {
    // The first steps, in which it is decided, pass more slowly.
    const pace = (0.35 + this.exact / STEPS) * 1.4;
    this.exact = Math.min(STEPS, this.exact + (seconds * STEPS * pace) / SECONDS, Math.max(0, this.reach));
    this.go(Math.floor(this.exact));
    if (this.exact < STEPS) return true;
    this.came?.();
    return false;
  }

  /** The last step that has come. */
  get reach() {
    return this.frames.length - 1;
  }

  /** @param {number} moment */
  go(moment) {
    this.state.set({ moment });
    this.requestUpdate();
  }

  slide(moment) {
    this.player.pause();
    this.came?.();
    this.go(moment);
  }

  replay() {
    this.exact = this.state.now.moment < STEPS ? this.state.now.moment : 0;
    this.player.pause();
    this.player.play();
  }

  leave() {
    this.player?.pause();
    super.leave();
  }

  again() {
    this.state.set({ moment: 0 });
    super.again();
  }

  get label() {
    return 'Who is still in the running';
  }

  opening() {
    return 'When is the picture decided?';
  }

  atWork() {
    return this.reach > 0 ? `Step ${this.at} of ${STEPS}` : super.atWork();
  }

  /** @returns {[number, number]} */
  reached() {
    return [this.at, STEPS];
  }

  /** The step that is shown. */
  get at() {
    return Math.min(this.question.open ? 0 : this.state.now.moment, Math.max(0, this.reach));
  }

  get frame() {
    return this.frames[this.at];
  }

  figure() {
    this.look();
    const { frame: now, at } = this,
      { open } = this.question;
    const sees = now ? `after ${counted(at, 'step')} of ${STEPS}` : '';
    return html`<div class="contest">
        <figure class="print">
          <canvas class="pixels" data-of="x" role="img" aria-label="The noisy picture ${sees}"></canvas>
          <figcaption>
            <b>what it sees</b>${now ? html`<span class="num">${now.snr == null ? 'no noise' : `${decibels(now.snr)} dB`}</span>` : ''}
          </figcaption>
        </figure>
        <figure class="print">
          <span class="frame">
            <canvas class="pixels" data-of="x0" role="img" aria-label="The mean of all candidates ${sees}"></canvas>${veil(open)}
          </span>
          <figcaption><b>the mean of all candidates</b></figcaption>
        </figure>
        <div class="front">
          <p class="num"><b>${now ? fixed(now.candidates, now.candidates < 9.95 ? 1 : 0) : ''}</b> in the running</p>
          <ol>
            ${this.leaders(now).map(
              ({ place, share }) =>
                html`<li>
                  <canvas class="pixels" data-picture=${place} role="img" aria-label="Picture ${place + 1}"></canvas>
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path d="M0 0H${100 * share}V10H0Z" /></svg>
                  <span class="num">${share > 0.9995 ? 100 : percent(share)}%</span>
                </li>`,
            )}
          </ol>
        </div>
      </div>
      <canvas class="hopefuls" role="img" aria-label=${this.described(now)}></canvas>
      <div class="falling">
        <button type="button" class="btn" @click=${this.replay} ?disabled=${this.stage === 'running' || open}>Play</button>
        <button type="button" class="btn" @click=${() => this.change({ lot: freshSeed() })} ?disabled=${this.stage === 'running'}>
          Other noise
        </button>
        <input
          type="range"
          min="0"
          max=${STEPS}
          .value=${String(at)}
          ?disabled=${open || this.stage === 'running'}
          aria-label="Step"
          aria-valuetext="step ${at} of ${STEPS}, ${now ? fixed(now.candidates, 1) : '?'} candidates left"
          @input=${event => this.slide(Number(event.target.value))}
        />
        <output class="num">step ${at}<small>of ${STEPS}</small></output>
      </div>`;
  }

  /** @param {{shares: Float32Array, candidates: number} | undefined} now */
  described(now) {
    if (!now) return 'All pictures that the exact denoiser knows';
    return `All ${this.pictures.length} pictures, each as bright as it is likely; as many as ${fixed(now.candidates, 1)} are left.`;
  }

  /** Those in front. @param {{shares: Float32Array} | undefined} now */
  leaders(now) {
    if (!now) return [];
    return [...now.shares]
      .map((share, place) => ({ place, share }))
      .sort((one, other) => other.share - one.share)
      .slice(0, FRONT);
  }

  tools() {
    const { hopefuls, manner } = this.state.now;
    return html`${choice(
        'Candidates',
        ['any', ...this.about.patterns],
        hopefuls,
        one => this.change({ hopefuls: one }),
        one => (one === 'any' ? `all ${this.pictures.length}` : kindName(one)),
      )}
      ${buttons(
        'Sampler',
        Object.keys(WAYS),
        manner,
        one => this.change({ manner: one }),
        one => WAYS[one],
      )}
      <span class="spacer"></span>
      ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return html`Exact denoiser of ${this.pictures.length} pictures · cosine schedule, T = 1000, ${STEPS} steps · seed ${this.state.now.lot}
    · candidates: among so many equally likely ones you would be as unsure (exp of the weights’ entropy) · grey from −1.5 to 1.5`;
  }

  settled() {
    const { found, question } = this;
    const power = percent(found.noisePower),
      after = counted(found.decided, 'step');
    return html`${candidatesChart(found, question.options.indexOf(question.found.guess))}
      <p class="found">After ${after} of ${found.steps}.</p>
      <p>
        ${this.onTheGuess} This is the moment: ${power}% of what it sees is noise, and to you it is snow. But the denoiser compares all
        ${SIZE * SIZE} pixels at once, and one picture now holds more than half of the weight.
      </p>
      <p>
        While many were in the running, their mean was a blur. With one left the mean is that picture, and the steps that follow only take
        the noise away.
      </p>
      <div class="onward">
        <button type="button" class="btn go" @click=${() => this.change({ lot: freshSeed() })}>Try other noise</button>
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  finding(end, now) {
    return now ? super.finding(end, now) : `Decided after ${counted(end.decided, 'step')} of ${end.steps}.`;
  }

  depict() {
    const { frame: now } = this;
    for (const canvas of canvases(this, '[data-of]')) paint(canvas, now?.[canvas.dataset.of] ?? null, REACH);
    for (const canvas of canvases(this, '[data-picture]')) paint(canvas, this.pictures[Number(canvas.dataset.picture)], REACH);
    this.sheet(now);
  }

  /** The contact sheet: whoever is out of the running fades. @param {{shares: Float32Array} | undefined} now */
  sheet(now) {
    const [canvas] = canvases(this, '.hopefuls'),
      rows = Math.ceil(this.pictures.length / COLUMNS),
      cell = SIZE + GAP;
    if (canvas.width !== COLUMNS * cell - GAP) Object.assign(canvas, { width: COLUMNS * cell - GAP, height: rows * cell - GAP });
    const on = canvas.getContext('2d'),
      most = now ? Math.max(...now.shares) : 1;
    on.clearRect(0, 0, canvas.width, canvas.height);
    this.small ??= this.pictures.map(pixels => {
      const one = document.createElement('canvas');
      paint(one, pixels, REACH);
      return one;
    });
    this.small.forEach((picture, i) => {
      const x = (i % COLUMNS) * cell,
        y = Math.floor(i / COLUMNS) * cell;
      on.globalAlpha = now ? 0.07 + 0.93 * Math.sqrt(now.shares[i] / most) : 1;
      on.drawImage(picture, x, y);
    });
    on.globalAlpha = 1;
  }

  shared() {
    const rows = this.frames.map(({ t, snr, candidates, shares }, step) => ({
      step,
      t,
      snr_db: snr,
      candidates,
      largest_share: Math.max(...shares),
      in_front: shares.indexOf(Math.max(...shares)) + 1,
    }));
    return {
      name: 'darkroom-running',
      link: () => this.state.link(),
      png: () => png(canvases(this, '.hopefuls')[0]),
      rows: () => rows,
      data: () => ({
        settings: this.state.now,
        guess: this.question.found?.guess,
        found: this.found,
        spans: SPANS,
        steps: this.frames.map(({ shares }, i) => ({ ...rows[i], shares: [...shares] })),
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

/** @param {any} record */
const frame = ({ x, shares, candidates, snr, t }) => ({ x: values(x), shares: floats(shares), candidates, snr, t });

customElements.define('running-lab', RunningLab);
