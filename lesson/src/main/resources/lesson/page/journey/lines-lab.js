/** Part 5: training in five lines. The two algorithms of DDPM beside the network that runs them, line by line. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { values } from '../base/api.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { counted, fixed, percent } from '../draw/format.js';
import { Player } from '../draw/play.js';
import { findings, veil } from '../draw/stage.js';

const REACH = 2.5;
const PRACTISED = ['0', '100', '1000'];
const ALGORITHMS = { learn: 'Training', draw: 'Sampling' };
/** Seconds for each line, and for the whole way back. */
const PER_LINE = 1.1,
  WAY_BACK = 5;
const LEARN = [
  'x₀ = drawings.next()',
  't = uniform(1, T)',
  'ε = normal()',
  'error = mean((ε − network(√ᾱₜ x₀ + √(1−ᾱₜ) ε, t))²)',
  'weights −= rate · gradient(error)',
];
const DRAW = ['x = normal()', 'for t = T, …, 1:', 'x = (x − βₜ/√(1−ᾱₜ) · network(x, t)) / √αₜ', 'if t > 1: x += σₜ · normal()'];
/** The line in which an example is mixed and asked about, and the one that takes the step. */
const ASKS = 4,
  STEPS = 5;
/** By which line each picture is there. */
const PICTURES = {
  x0: { line: 1, name: 'x₀', note: 'a drawing' },
  epsilon: { line: 3, name: 'ε', note: 'the noise' },
  x: { line: ASKS, name: 'xₜ', note: 'both, mixed' },
  predicted: { line: ASKS, name: 'answer', note: 'what it takes for ε' },
};

/** @typedef {{number: number, t: number, signalWeight: number, noiseWeight: number, error?: number, after?: number, fell?: number,
 *   pictures: Record<string, Float32Array>}} Example */

export class LinesLab extends Prediction {
  constructor() {
    super('lines');
    this.player = new Player(seconds => this.tick(seconds));
    /** @type {any} what is known of the run before it begins */
    this.began = null;
    /** @type {Example | undefined} the first example, before the network sees it */
    this.unseen = undefined;
    this.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.state ??= new UrlState({
      practised: { value: '100', choices: PRACTISED },
      lineseed: SEED,
      algorithm: { value: 'learn', choices: Object.keys(ALGORITHMS) },
    });
    this.unfolded(() => {
      this.ready = true;
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.player.pause();
  }

  clear() {
    super.clear();
    this.player.pause();
    /** @type {Example[]} those told in full */
    this.examples = [];
    /** @type {{t: number, x: Float32Array}[]} the way back */
    this.walk = [];
    this.learned = 0;
    this.at = this.place = 0;
    this.line = ASKS;
    this.passed = 0;
  }

  settings() {
    return { practised: this.state.now.practised };
  }

  /** What a run depends on. */
  run() {
    return { ...this.settings(), seed: this.state.now.lineseed };
  }

  /** Before a guess the first example is shown as the network will see it. */
  preview() {
    this.foresee('/api/journey/lines', this.run(), record => this.begin(record));
  }

  begin(record) {
    this.began = record;
    this.unseen = example(record.example);
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow('/api/training/lines', this.run(), signal)) {
      if (record.type === 'start') this.begin(record);
      if (record.type === 'updates') this.learned = record.update;
      if (record.type === 'example') this.examples.push(example(record));
      if (record.type === 'walk') this.walk.push({ ...record, x: values(record.x) });
      if (record.type === 'end') {
        this.place = this.walk.length - 1;
        this.line = STEPS;
        return record;
      }
    }
    return null;
  }

  /** @returns {[number, number]} */
  reached() {
    if (!this.began) return [0, 1];
    const { updates, told, walk } = this.began;
    return [this.learned + this.examples.length + this.walk.length, updates + told + walk];
  }

  atWork() {
    if (this.walk.length) return `Sampling: t = ${this.walk.at(-1).t}`;
    return this.began ? `Training: example ${this.learned + this.examples.length}` : super.atWork();
  }

  leave() {
    this.player?.pause();
    super.leave();
  }

  again() {
    this.state.set({ algorithm: 'learn' });
    super.again();
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Training in five lines';
  }

  opening() {
    return 'A step downhill, for whom?';
  }

  /** The algorithm that is in sight. */
  get algorithm() {
    return this.found ? this.state.now.algorithm : 'learn';
  }

  /** The example that is in sight. @returns {Example | undefined} */
  get example() {
    return this.examples[this.at] ?? this.unseen;
  }

  /** To the next line, and from the last one to the next example; in the way back to the next picture. */
  advance() {
    if (this.line < STEPS) this.line += 1;
    else {
      this.at = (this.at + 1) % this.examples.length;
      this.line = 1;
    }
    this.requestUpdate();
  }

  /** @param {number} line */
  light(line) {
    this.player.pause();
    this.line = line;
    this.requestUpdate();
  }

  tick(seconds) {
    this.passed += seconds;
    if (this.algorithm === 'learn') {
      for (; this.passed >= PER_LINE; this.passed -= PER_LINE) this.advance();
      return true;
    }
    const last = this.walk.length - 1,
      each = WAY_BACK / last;
    for (; this.passed >= each && this.place < last; this.passed -= each) this.place += 1;
    this.requestUpdate();
    return this.place < last;
  }

  play() {
    if (this.player.playing) this.player.pause();
    else {
      if (this.algorithm === 'draw' && this.place === this.walk.length - 1) this.place = 0;
      this.passed = 0;
      this.player.play();
    }
    this.requestUpdate();
  }

  figure() {
    return this.algorithm === 'learn' ? this.learning() : this.drawing();
  }

  learning() {
    const { open } = this.question,
      { example: one, line } = this;
    return html`${listing(LEARN, line, this.found ? i => this.light(i) : null)}
      <div class="tape">
        ${Object.entries(PICTURES).map(
          ([name, { line: from, name: letter, note }]) =>
            html`<figure class="print ${line < from ? 'later' : ''}">
              <span class="frame"
                ><canvas class="pixels" data-of=${name} role="img" aria-label="${letter}, ${note}"></canvas>${veil(
                  open && name === 'predicted',
                )}</span
              >
              <figcaption><b>${letter}</b><span>${note}</span></figcaption>
            </figure>`,
        )}
      </div>
      <p class="told num">${one ? this.lineOf(one, line) : ''}</p>
      <div class="falling">
        <button type="button" class="btn" ?disabled=${!this.found} @click=${this.nextLine}>Next line</button>
        <button type="button" class="btn" ?disabled=${!this.found} @click=${this.play}>${this.player.playing ? 'Pause' : 'Play'}</button>
        <button type="button" class="btn" @click=${() => this.change({ lineseed: freshSeed() })}>Other examples</button>
      </div>`;
  }

  /** What a line did with an example. @param {Example} one @param {number} line */
  lineOf(one, line) {
    const { updates, others } = this.began;
    switch (line) {
      case 1:
        return `Example ${one.number}: a drawing that it has not seen before.`;
      case 2:
        return `t = ${one.t} of ${this.began.timesteps}.`;
      case 3:
        return 'A number from N(0, 1) for each of 256 pixels.';
      case ASKS: {
        const mixed = `${fixed(one.signalWeight, 2)} x₀ + ${fixed(one.noiseWeight, 2)} ε at t = ${one.t}.`;
        return one.error === undefined
          ? `Example ${updates + 1}: ${mixed} What will it say?`
          : `${mixed} Its answer is off by ${fixed(one.error, 4)}, squared, on average.`;
      }
      default:
        return (
          `On this example ${fixed(one.error, 4)} becomes ${fixed(one.after, 4)}. ` +
          `In this one step, of ${others} others ${one.fell} fall.`
        );
    }
  }

  drawing() {
    const now = this.walk[this.place],
      last = this.walk.length - 1;
    return html`${listing(DRAW, this.place ? (this.place === last ? 3 : 4) : 1, null)}
      <div class="tape one">
        <figure class="print">
          <canvas class="pixels" data-of="walk" role="img" aria-label="The sample at t = ${now.t}"></canvas>
          <figcaption><b>x</b><span>t = ${now.t}</span></figcaption>
        </figure>
      </div>
      <p class="told num">${this.steps(now)}</p>
      <div class="falling">
        <button type="button" class="btn" @click=${this.play}>${this.player.playing ? 'Pause' : 'Play'}</button>
        <input
          type="range"
          min="0"
          max=${last}
          .value=${String(this.place)}
          aria-label="Step of the way back"
          aria-valuetext="t = ${now.t}"
          @input=${event => this.slide(Number(event.target.value))}
        />
      </div>`;
  }

  /** What the next step multiplies by. @param {any} now */
  steps(now) {
    if (!now.t) return `Drawn by a network that has learned from ${counted(this.found.updates + this.found.told, 'example')}.`;
    const fresh = now.ofFresh ? `, then + ${fixed(now.ofFresh, 3)} · normal()` : '';
    return `Next: (x − ${fixed(now.ofEpsilon, 4)} · network(x, ${now.t})) / ${fixed(Math.sqrt(now.alpha), 4)}${fresh}.`;
  }

  slide(place) {
    this.player.pause();
    this.place = place;
    this.requestUpdate();
  }

  nextLine() {
    this.player.pause();
    this.advance();
  }

  tools() {
    const { practised, algorithm } = this.state.now;
    return html`${buttons(
        'Algorithm',
        Object.keys(ALGORITHMS),
        algorithm,
        one => this.turn(one),
        one => ALGORITHMS[one],
        { disabled: !this.found },
      )}
      ${choice(
        'Look closely after',
        PRACTISED,
        practised,
        one => this.change({ practised: one }),
        one => counted(Number(one), 'example'),
      )}
      <span class="spacer"></span>
      ${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  /** @param {string} algorithm */
  turn(algorithm) {
    this.player.pause();
    this.state.set({ algorithm });
    this.requestUpdate();
    this.say(`${ALGORITHMS[algorithm]}.`);
  }

  details() {
    const { began } = this;
    return html`${began ? `U-Net of ${began.parameters.toLocaleString('en')} weights, told no kind` : 'A small U-Net'} · linear schedule, T
    = 1000, as in the paper · one example an update, drawn anew · AdamW without momentum: each weight's gradient is divided by its usual
    size; gradients clipped to norm 1; rate ${began?.rate ?? ''} · seed ${this.state.now.lineseed} · grey from −2.5 to 2.5`;
  }

  chart() {
    const { own, told, share, others } = this.found;
    const bar = (label, value, text) => ({ label, value, text, you: false, found: false });
    return findings('How often the error falls in a step', [
      bar('its own example', own / told, `${percent(own / told)}%`),
      bar(`${others} others`, share, `${percent(share)}%`),
    ]);
  }

  because({ updates, share }) {
    if (!updates)
      return html`At first any example teaches the same: that what it is shown is nearly all noise. So whatever helps with one helps with
      most.`;
    if (share >= 0.8) return html`What this step learns is still common to nearly all examples.`;
    return html`The gradient points downhill for one example. What all examples have in common adds up over many steps; what only one of
    them wants is undone by the next. So training takes many examples and small steps, and often averages several in a batch.`;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${() => this.turn('draw')}>See what it draws</button>`;
  }

  depict() {
    this.preview();
    const one = this.example;
    for (const canvas of canvases(this, '[data-of]')) {
      const { of } = canvas.dataset;
      paint(canvas, (of === 'walk' ? this.walk[this.place]?.x : one?.pictures[of]) ?? null, REACH);
    }
  }

  shared() {
    const rows = () =>
      this.examples.map(({ number, t, error, after, fell }) => ({
        example: number,
        t,
        error_before: error,
        error_after: after,
        others_fell: fell,
      }));
    return {
      name: 'darkroom-five-lines',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-of]')),
      rows,
      data: () => ({ settings: this.state.now, guess: this.question.found?.guess, found: this.found, examples: rows() }),
      reset: () => {
        this.state.reset();
        this.again();
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

/**
 * Code of which one line is lit.
 *
 * @param {string[]} lines
 * @param {number} lit from 1
 * @param {((line: number) => void) | null} press
 */
const listing = (lines, lit, press) =>
  html`<ol class="listing">
    ${lines.map((code, i) => {
      const now = i + 1 === lit;
      return html`<li class=${now ? 'lit' : ''} aria-current=${now ? 'step' : 'false'}>
        ${press ? html`<button type="button" @click=${() => press(i + 1)}><code>${code}</code></button>` : html`<code>${code}</code>`}
      </li>`;
    })}
  </ol>`;

/** @param {any} record @returns {Example} */
const example = record => ({
  ...record,
  pictures: Object.fromEntries(
    Object.keys(PICTURES)
      .filter(name => record[name])
      .map(name => [name, values(record[name])]),
  ),
});

customElements.define('lines-lab', LinesLab);
