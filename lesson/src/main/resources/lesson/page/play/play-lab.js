/** Part 6, the playground: one run of the engine, forward or in reverse, to play, pause, step through and scrub. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { ownPixels } from '../base/own.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng, paint, paintOnce, sheet } from '../draw/picture.js';
import { Player } from '../draw/play.js';
import { badge, madeBy, makersOf } from '../draw/badge.js';
import { capital, decibels, fixed, kindName } from '../draw/format.js';
import { happening, makerSentence, usesOf } from '../base/words.js';
import { shareMenu } from '../base/share.js';
import { Run } from '../base/run.js';
import { garmentKinds, kindChooser, modelOf, setOf, soughtAmong, soughtIn } from '../draw/kinds.js';
import { stage } from '../draw/stage.js';
import '../draw/curve-slider.js';
import { encoded } from '../draw/draw-pad.js';

const REACH = 1.5;
/** Steps a second; 0 shows each as it comes. */
const SPEEDS = { 4: 'slow', 12: 'medium', 40: 'fast', 0: 'as they come' };
const CELLS = 10;
/** 1,024 bits in base64 as addresses have it. */
const DRAWING = /^[\w-]{171}$/;

/** So far noise is added to a picture of which nothing was left on purpose. */
const HALF_GONE = 0.6;

const DIRECTIONS = { reverse: 'Remove noise', forward: 'Add noise' };

export class PlayLab extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true }, at: { state: true } };

  constructor() {
    super();
    this.ready = false;
    /** @type {'ready' | 'playing' | 'paused' | 'finished'} one value, not a set of booleans */
    this.stage = 'ready';
    this.at = 0;
    this.player = new Player(seconds => this.tick(seconds));
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const makers = makersOf(this.about);
      this.state ??= new UrlState({
        pattern: { value: 'checkerboard', choices: [...this.about.patterns, ...garmentKinds(this.about, true), 'any', 'drawn'] },
        drawing: { value: '', text: true },
        picture: SEED,
        direction: { value: 'reverse', choices: ['reverse', 'forward'] },
        left: { value: 0, least: 0, most: this.about.timesteps },
        maker: { value: makers.at(-1), choices: makers },
        steps: { value: 80, least: 1, most: this.about.timesteps },
        sampler: { value: 'ddim', choices: Object.keys(this.about.samplers), former: this.about.formerSamplers },
        eta: { value: 0, least: 0, most: 1, whole: false },
        guidance: { value: this.about.learned?.guidance ?? 1, least: 0, most: 10, whole: false },
        seed: SEED,
        speed: { value: 12, least: 0, most: 40 },
        at: { value: 0, least: 0, most: this.about.timesteps },
      });
      this.makers = makers;
      if (!(this.state.now.speed in SPEEDS)) this.state.now.speed = 12;
      const goal = Math.min(this.state.now.at, this.steps);
      [this.compared] = await Promise.all([this.examples(), this.kinds()]);
      this.ready = true;
      await this.begin();
      if (goal) this.go(goal);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.player.pause();
    this.run?.stop();
  }

  get forward() {
    return this.state.now.direction === 'forward';
  }

  get frame() {
    return this.run?.frames[this.at];
  }

  /** After how many steps of noise the way back begins, from the picture; 0 where it begins in pure noise. */
  get left() {
    return this.forward ? 0 : Math.min(this.state.now.left, this.state.now.steps);
  }

  /** How many steps the run has. */
  get steps() {
    return this.left || this.state.now.steps;
  }

  /** @param {string} direction the way back begins where the way there was left */
  turn(direction) {
    if (direction === this.state.now.direction) return;
    this.change({ direction, ...(direction === 'reverse' && this.at ? { left: this.at } : {}) });
  }

  /** A drawing is of use to a network only as what it starts from. @param {string} pattern */
  choose(pattern) {
    const drawn = pattern === 'drawn' && !this.left && !this.forward;
    this.change({ pattern, ...(drawn ? { left: this.someNoise } : {}) });
  }

  get someNoise() {
    return Math.max(1, Math.round(HALF_GONE * this.state.now.steps));
  }

  /** At the end of a run: the nearest picture that its maker knows, or learned from. */
  get nearest() {
    return this.at === this.steps ? this.run?.end?.nearest : null;
  }

  nearestName() {
    const { place, of, distance } = this.nearest,
      { maker, pattern } = this.state.now;
    return maker === 'exact'
      ? `nearest of its set: ${place < setOf(this.about, pattern).pictures ? `number ${place + 1}` : 'your drawing'}`
      : `nearest of ${soughtAmong(this.about, pattern, of)}, off by ${fixed(distance, 2)}`;
  }

  /** For exports: the nearest known picture, and among how many it was sought. */
  sought() {
    const nearest = this.run?.end?.nearest,
      { maker, pattern } = this.state.now;
    return nearest && { distance: nearest.distance, ...soughtIn(this.about, maker === 'learned', pattern, nearest.of) };
  }

  /** The same for a row of numbers: it belongs to the last step. */
  nearestRow() {
    const { distance, ...sought } = this.sought() ?? {};
    return distance == null ? {} : { nearest_distance: distance, ...sought };
  }

  /** A picture of each kind, for the chooser and as targets. */
  async kinds() {
    const answer = await ask('/api/kinds', { picture: this.state.now.picture });
    this.pictures = Object.fromEntries(Object.entries(answer.pictures).map(([kind, text]) => [kind, values(text)]));
  }

  /** What the run's result is held against. */
  async examples() {
    const { pattern, picture, maker } = this.state.now;
    if (maker === 'oracle' || this.forward) {
      const answer = await ask('/api/forward', { pattern, picture, drawing: pattern === 'drawn' ? this.drawing : '' });
      return [values(answer.x0)];
    }
    const answer = await ask('/api/examples', {
      pattern: pattern === 'drawn' ? 'any' : pattern,
      picture,
      of: maker === 'exact' ? 'set' : 'training',
    });
    return answer.pictures.map(values);
  }

  /** A drawing; at first the reader's own picture in black and white, or empty. */
  get drawing() {
    const { drawing } = this.state.now;
    const own = DRAWING.test(drawing) ? null : ownPixels();
    return own ? encoded(own) : DRAWING.test(drawing) ? drawing : 'A'.repeat(171);
  }

  /** Back to the first frame; what ran before ends. */
  async begin() {
    this.player.pause();
    this.run?.stop();
    this.stage = 'ready';
    this.at = 0;
    this.state.set({ at: 0 });
    const { pattern, picture, direction, maker, steps, sampler, eta, guidance, seed } = this.state.now;
    const query = {
      pattern,
      picture,
      drawing: pattern === 'drawn' ? this.drawing : '',
      direction,
      left: this.left || '',
      maker,
      steps,
      sampler,
      eta: sampler === 'ddim' ? eta : '',
      guidance,
      seed,
    };
    const run = (this.run = new Run(query, () => run === this.run && this.requestUpdate()));
    await run.begin();
  }

  change(changes) {
    this.state.set(changes);
    this.player.pause();
    this.run?.stop();
    const asked = (this.asked = (this.asked ?? 0) + 1);
    this.attempt(async () => {
      if ('picture' in changes) await this.kinds();
      const compared = await this.examples();
      // What was asked for in the meantime counts.
      if (asked !== this.asked) return;
      this.compared = compared;
      await this.begin();
    });
    this.requestUpdate();
  }

  fetchAll() {
    const run = this.run;
    this.attempt(() => run.all()).then(() => {
      if (this.trouble && run === this.run) {
        this.player.pause();
        this.stage = 'paused';
      }
    });
  }

  toggle() {
    if (this.stage === 'playing') {
      this.player.pause();
      this.stage = 'paused';
      this.say(`Paused at step ${this.at} of ${this.steps}.`);
      return;
    }
    if (this.at >= this.steps) this.at = 0;
    this.due = 0;
    this.stage = 'playing';
    this.fetchAll();
    this.player.play();
    this.say(`${this.forward ? 'Adding' : 'Removing'} noise.`);
  }

  tick(seconds) {
    const { speed } = this.state.now;
    this.due = speed ? this.due + seconds * speed : Infinity;
    const next = Math.min(this.run.reached, this.at + Math.floor(this.due));
    if (next > this.at) {
      this.due = speed ? this.due - (next - this.at) : 0;
      this.at = next;
    } else if (this.due > 1) {
      this.due = 1;
    }
    if (this.at < this.steps) return true;
    this.finish();
    return false;
  }

  done() {
    this.stage = 'finished';
    this.run.receipt.then(receipt => this.dispatchEvent(new CustomEvent('lab-done', { detail: { part: 6, receipt }, bubbles: true })));
  }

  finish() {
    this.done();
    this.state.set({ at: this.at });
    this.say(`Finished. ${this.sentence()}`);
  }

  /** Shows a step, as soon as it has come. @param {number} step */
  async go(step) {
    this.player.pause();
    this.fetchAll();
    const run = this.run,
      goal = Math.max(0, Math.min(this.steps, step));
    this.stage = 'paused';
    while (run === this.run && run.reached < goal && !this.trouble && !run.stopper.signal.aborted) {
      this.at = Math.max(0, run.reached);
      await new Promise(resolve => setTimeout(resolve, 30));
    }
    if (run !== this.run || this.stage !== 'paused') return;
    this.at = Math.min(goal, Math.max(0, run.reached));
    this.state.set({ at: this.at });
    if (this.at === this.steps) this.done();
  }

  status() {
    if (this.trouble) return 'Stopped';
    if (this.run?.before) return `Waiting, ${this.run.before} before you`;
    const doing = this.forward ? 'Adding noise' : 'Removing noise';
    return { ready: 'Ready', playing: doing, paused: 'Paused', finished: 'Finished' }[this.stage];
  }

  sentence() {
    const { pattern, maker, seed } = this.state.now;
    return happening({
      forward: this.forward,
      left: this.left,
      maker,
      pattern,
      seed,
      steps: this.steps,
      at: this.at,
      frame: this.frame,
      end: this.run?.end,
      about: this.about,
    });
  }

  made() {
    const { maker, pattern } = this.state.now;
    if (this.forward) return badge('forward', 'forward, computed');
    return madeBy(maker, { learned: modelOf(this.about, pattern), exact: setOf(this.about, pattern) });
  }

  get stands() {
    return this.ready;
  }

  shows() {
    return html`${stage({
      name: 'play',
      label: 'Playground',
      head: this.chooser(),
      figure: this.figure(),
      tools: this.tools(),
      card: this.card(),
      details: this.details(),
    })}${this.settings()}`;
  }

  figure() {
    return html`<div class="board">${this.picture()}${this.beside()}</div>
      ${this.timeline()}`;
  }

  picture() {
    const way = this.forward ? 'Picture under noise' : 'Picture out of noise';
    return html`<figure class="print big">
      <canvas class="pixels" id="current" role="img" aria-label=${`${way}, step ${this.at} of ${this.steps}`}></canvas>
      <figcaption class="caption">
        <span class="status">${this.status()}</span><span class="num count">Step ${this.at} / ${this.steps}</span>
      </figcaption>
    </figure>`;
  }

  /** What it starts from or is held against, and what the clean picture is taken to be. */
  beside() {
    const said = this.nearest ? this.nearestName() : this.frame?.x0 ? 'taken to be the clean picture' : 'no estimate yet';
    return html`<div class="pair">
      ${this.state.now.pattern === 'drawn'
        ? html`<draw-pad .drawing=${this.drawing} @drawn=${event => this.change({ drawing: event.detail })}></draw-pad>`
        : html`<figure class="print">
            <canvas
              class="pixels ${this.compared?.length > 1 ? 'smooth' : ''}"
              id="target"
              role="img"
              aria-label=${this.targetName()}
            ></canvas>
            <figcaption><span>${this.targetName()}</span></figcaption>
          </figure>`}
      ${this.forward
        ? ''
        : html`<figure class="print">
            <canvas class="pixels" id="guess" role="img" aria-label=${said}></canvas>
            <figcaption><span>${said}</span></figcaption>
          </figure>`}
    </div>`;
  }

  timeline() {
    return html`<div class="strip" aria-hidden="true">
        ${Array.from(
          { length: CELLS },
          (_, i) => html`<canvas class="pixels" data-cell=${i} @click=${() => this.go(this.cell(i))}></canvas>`,
        )}
      </div>
      <curve-slider
        .snr=${this.run?.snr ?? []}
        .value=${this.at}
        label="Step of the run"
        .ends=${this.forward
          ? [
              ['0', ', clean'],
              ['', ', noise'],
            ]
          : [
              ['0', ', noise'],
              ['', ', done'],
            ]}
        .spoken=${(step, snr) => `step ${step} of ${this.steps}, ${snr == null ? 'no noise' : `signal to noise ${Math.round(snr)} dB`}`}
        @slide=${event => this.go(event.detail)}
      ></curve-slider>
      <div class="load">
        <progress max=${this.steps} value=${Math.max(0, this.run?.reached ?? 0)} aria-label="Steps that the engine has made"></progress>
      </div>`;
  }

  /** What is pressed, and what it did. */
  card() {
    const { now } = this.state;
    return html`<section class="ask" aria-label="The run">
      <button type="button" class="btn go play" @click=${this.toggle}>
        ${this.stage === 'playing' ? 'Pause' : this.stage === 'finished' ? 'Play again' : 'Play'}
      </button>
      <div class="seg many" role="group" aria-label="Step">
        <button type="button" @click=${() => this.go(this.at - 1)} aria-disabled=${String(this.at === 0)}>Back</button>
        <button type="button" @click=${() => this.go(this.at + 1)} aria-disabled=${String(this.at >= this.steps)}>Step</button>
        <button type="button" @click=${() => this.attempt(() => this.begin())}>Start over</button>
      </div>
      ${buttons(
        'Direction',
        Object.keys(DIRECTIONS),
        now.direction,
        one => this.turn(one),
        one => DIRECTIONS[one],
        { many: true },
      )}
      ${this.forward ? '' : html`${this.origin()}${this.use()}`}
      <p class="now">${this.trouble || this.sentence()}</p>
      ${this.stats()}
    </section>`;
  }

  /** Whether the way back begins in pure noise, or in the picture with noise on it. */
  origin() {
    return buttons(
      'Start from',
      [0, this.left || this.someNoise],
      this.left,
      left => this.change({ left }),
      left => (left ? `The picture, after ${left} steps` : 'Pure noise'),
      { many: true },
    );
  }

  stats() {
    const { frame } = this,
      { seed } = this.state.now,
      each = (frame?.evaluations ?? 0) / this.at;
    return html`<dl class="stats num">
      <div>
        <dt>signal to noise</dt>
        <dd>${frame ? decibels(frame.snr) : ''}${frame?.snr == null ? '' : ' dB'}</dd>
      </div>
      <div>
        <dt>evaluations</dt>
        <dd>${frame?.evaluations ?? 0}${each > 1 && Number.isInteger(each) ? `, ${each} a step` : ''}</dd>
      </div>
      <div>
        <dt>mean, deviation</dt>
        <dd>${frame ? `${fixed(frame.mean, 2)}, ${fixed(frame.deviation, 2)}` : ''}</dd>
      </div>
      ${frame?.distance == null
        ? ''
        : html`<div>
            <dt>off the ${this.forward ? 'picture' : 'target'} by</dt>
            <dd>${fixed(frame.distance, 3)}</dd>
          </div>`}
      <div>
        <dt>seed</dt>
        <dd>${seed}</dd>
      </div>
    </dl>`;
  }

  /** What can be made of the picture that it starts from. */
  use() {
    const { maker, pattern } = this.state.now,
      use = usesOf(maker, pattern, this.left);
    return use ? html`<p class="use">${use}</p>` : '';
  }

  tools() {
    const { maker } = this.state.now;
    return html`${this.forward ? '' : buttons('Who removes the noise', this.makers, maker, one => this.change({ maker: one }), capital)}
      ${choice(
        'Speed',
        [4, 12, 40, 0],
        this.state.now.speed,
        speed => this.setSpeed(speed),
        speed => SPEEDS[speed],
      )}
      <button type="button" class="btn" @click=${() => this.change({ seed: freshSeed() })}>Other noise</button>
      <span class="spacer"></span>
      ${shareMenu(this.shared())}`;
  }

  details() {
    const { pattern, picture, maker } = this.state.now;
    return html`${this.made()} ${this.forward ? '' : `${makerSentence(maker, this.about, pattern)} `}Picture: ${kindName(pattern)}, seed
    ${picture}; ${this.state.now.steps} steps between picture and noise. Black is −1.5 and below, white +1.5 and above, in every frame.`;
  }

  setSpeed(speed) {
    this.state.set({ speed });
    this.requestUpdate();
  }

  targetName() {
    const { maker, pattern } = this.state.now;
    if (this.forward) return 'starts from';
    if (maker === 'oracle') return 'target';
    const kind = pattern === 'any' || pattern === 'drawn' ? 'all kinds' : pattern === 'any-garment' ? 'all garments' : kindName(pattern);
    return maker === 'exact' ? `its set: ${kind}` : `training examples: ${kind}`;
  }

  chooser() {
    return kindChooser({
      legend: 'Pattern',
      rows: [[...this.about.patterns, 'any', 'drawn'], garmentKinds(this.about, true)],
      chosen: this.state.now.pattern,
      words: { any: ['any', 'any kind'], drawn: ['draw', 'draw one'], 'any-garment': ['any', 'any garment'] },
      choose: kind => this.choose(kind),
    });
  }

  settings() {
    const now = this.state.now;
    const number = (name, label, least, most, step, hint = '') =>
      html`<div class="field">
        <label for=${name}>${label}</label>
        <input
          type="number"
          id=${name}
          min=${least}
          max=${most}
          step=${step}
          .value=${String(now[name])}
          @change=${event => this.number(event, name)}
        />${hint ? html`<span class="hint">${hint}</span>` : ''}
      </div>`;
    return html`<details class="lab settings">
      <summary>Settings</summary>
      <div class="fields">
        ${this.forward
          ? ''
          : html`<p>
              A <a href="/glossary#sampler">sampler</a> makes one step out of what the network says. DDIM is the plainest. Most of the
              others come as far in fewer steps, or add fresh noise in each, as DDPM does.
            </p>`}
        ${number('steps', 'steps, 1 to 1000', 1, 1000, 1)} ${number('seed', 'seed of the noise', 0, SEED.most, 1)}
        ${number('picture', 'seed of the picture', 0, SEED.most, 1)}
        ${this.forward
          ? ''
          : html` <div class="field">
                <label for="sampler">sampler</label
                ><span class="select"
                  ><select id="sampler" @change=${event => this.change({ sampler: event.target.value })}>
                    ${Object.entries(this.about.samplers).map(
                      ([one, { title }]) => html`<option value=${one} ?selected=${one === now.sampler}>${title}</option>`,
                    )}
                  </select></span
                ><span class="hint">${this.ofSampler(now.sampler)}</span>
              </div>
              ${now.sampler === 'ddim'
                ? number(
                    'eta',
                    'eta, 0 to 1',
                    0,
                    1,
                    'any',
                    now.eta === 0 ? 'no fresh noise' : now.eta === 1 ? 'as much as DDPM' : 'share of fresh noise',
                  )
                : ''}
              ${now.maker === 'oracle'
                ? ''
                : number(
                    'guidance',
                    'guidance W, 0 to 10',
                    0,
                    10,
                    'any',
                    now.guidance === 1
                      ? '1: follows the label as trained'
                      : now.guidance === 0
                        ? '0: the label is ignored'
                        : now.guidance > 1
                          ? 'above 1: exaggerates the label, at twice the evaluations'
                          : 'below 1: the label counts less, at twice the evaluations',
                  )}`}
      </div>
    </details>`;
  }

  /** What its method is; no markup. @param {string} sampler */
  ofSampler(sampler) {
    const { about } = this.about.samplers[sampler];
    const far = sampler === 'heun' ? ' Sigma is 20,291 at the noisy end, so few steps leave the data.' : '';
    return about.replaceAll('`', '') + far;
  }

  number(event, name) {
    const input = event.target;
    if (input.value === '' || !input.checkValidity()) {
      this.say(`${name} is a ${input.step === '1' ? 'whole ' : ''}number from ${input.min} to ${input.max}.`);
      input.value = String(this.state.now[name]);
      return;
    }
    this.change({ [name]: Number(input.value) });
  }

  cell(i) {
    return Math.round((i / (CELLS - 1)) * this.steps);
  }

  depict() {
    const canvas = id => this.querySelector(id);
    paint(canvas('#current'), this.frame?.x ?? null, REACH);
    paint(canvas('#guess'), this.nearest?.x ?? this.frame?.x0 ?? null, REACH);
    if (this.compared)
      sheet(
        canvas('#target'),
        this.compared,
        REACH,
        this.nearest && this.state.now.maker === 'exact' ? this.nearest.place % this.compared.length : -1,
      );
    for (const tile of canvases(this, '[data-kind]')) {
      paintOnce(tile, this.pictures, () => paint(tile, this.pictures[tile.dataset.kind], REACH));
    }
    for (const cell of canvases(this, '[data-cell]')) {
      const step = this.cell(Number(cell.dataset.cell));
      const frame = step <= this.at ? this.run?.frames[step] : null;
      cell.classList.toggle('here', step === this.at);
      paintOnce(cell, frame, () => paint(cell, frame?.x ?? null, REACH));
    }
  }

  shared() {
    const frames = () => this.run.frames.slice(0, this.run.reached + 1);
    return {
      name: 'darkroom-playground',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '#current, #guess, #target')),
      rows: () =>
        frames().map(({ index, t, signalWeight, noiseWeight, snr, evaluations, mean, deviation, distance }) => ({
          index,
          t,
          signal_weight: signalWeight,
          noise_weight: noiseWeight,
          snr_db: snr,
          evaluations,
          mean,
          deviation,
          distance,
          ...(index === this.steps ? this.nearestRow() : {}),
        })),
      data: () => ({
        settings: this.state.now,
        nearest: this.sought(),
        steps: frames().map(({ x, x0, type, ...step }) => ({ ...step, x: [...x], x0: x0 ? [...x0] : null })),
      }),
      reset: () => {
        this.state.reset();
        this.change({});
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('play-lab', PlayLab);
