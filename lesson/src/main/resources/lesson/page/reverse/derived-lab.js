/** Part 4: the step, derived. Two bell curves multiply, and the forms of the step follow rung by rung. */
import { html, svg } from 'lit';
import { elements } from '../base/find.js';
import { ask } from '../base/api.js';
import { Latest } from '../base/latest.js';
import { Prediction } from '../base/prediction.js';
import { UrlState } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { choice } from '../draw/controls.js';
import { fixed } from '../draw/format.js';
import { set as setFormula } from '../draw/formula.js';
import { findings } from '../draw/stage.js';
import { rungs } from './rungs.js';

const CUTS = ['5', '20', '80'];
const WIDTH = 720,
  HEIGHT = 330,
  FLOOR = 286,
  REACH = 3;
const ANSWERS = ['half-way', 'nearer, narrower', 'the wide one', 'the narrow one'];
const NAMES = { fromClean: 'by the clean number', fromNoisy: 'by the noisy number', product: 'both: the product' };

const across = x => (WIDTH * (x + REACH)) / (2 * REACH);
const density = ({ mean, deviation }, x) => Math.exp(-(((x - mean) / deviation) ** 2) / 2) / deviation;

export class DerivedLab extends Prediction {
  constructor() {
    super('derived');
    /** @type {any} what is known before a guess, or what follows */
    this.shown = null;
    this.latest = new Latest(() => this.fetch());
  }

  connectedCallback() {
    super.connectedCallback();
    this.state ??= new UrlState({
      cuts: { value: '20', choices: CUTS },
      back: { value: 10, least: 2, most: 80 },
      clean: { value: 0.9, least: -1, most: 1, whole: false },
      noisiness: { value: -1.3, least: -3, most: 3, whole: false },
      rung: { value: 0, least: 0, most: 6 },
    });
    this.unfolded(() => {
      this.ready = true;
      this.latest.ask();
    });
  }

  settings() {
    const { cuts, clean, noisiness } = this.state.now;
    return { steps: cuts, t: this.t, clean: clean.toFixed(2), noise: noisiness.toFixed(2) };
  }

  get t() {
    return Math.min(this.state.now.back, Number(this.state.now.cuts));
  }

  /** What the sliders stand for: the two curves, and their product once the question is settled. */
  fetch() {
    return this.attempt(async () => {
      const settled = this.question.settled;
      const shown = await ask(settled ? '/api/derived' : '/api/derived/known', this.settings());
      if (settled !== this.question.settled) return;
      this.shown = shown;
      if (settled) this.found = shown;
      this.requestUpdate();
    });
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    return (this.shown = await ask('/api/derived', { ...this.settings(), ...this.question.named }, signal));
  }

  change(changes) {
    this.state.set(changes);
    this.latest.ask();
    this.requestUpdate();
  }

  clear() {
    super.clear();
    if (this.shown?.product) this.shown = { ...this.shown, product: null };
  }

  again() {
    this.state.set({ rung: 0 });
    super.again();
  }

  get label() {
    return 'The step, derived';
  }

  opening() {
    return 'Two curves, one answer';
  }

  /** The rung that is shown; 0 for the finding. */
  get rung() {
    return this.question.settled && this.found ? this.state.now.rung : 0;
  }

  figure() {
    const { shown } = this;
    if (!shown) return html`<div class="bells"></div>`;
    const { rung } = this,
      at = rung ? rungs(shown)[rung - 1] : null;
    const curves = at?.curves ?? ['fromClean', 'fromNoisy', ...(shown.product ? ['product'] : [])];
    const most = Math.max(...['fromClean', 'fromNoisy', 'product'].map(name => (shown[name] ? 1 / shown[name].deviation : 0)));
    return html`<svg class="bells" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.described()}>
        <line class="floor" x1="0" x2=${WIDTH} y1=${FLOOR} y2=${FLOOR} />
        ${[-3, -2, -1, 0, 1, 2, 3].map(
          x => svg`<text x=${Math.max(10, Math.min(WIDTH - 10, across(x)))} y=${FLOOR + 18}>${fixed(x, 0)}</text>`,
        )}
        <text class="name" x=${WIDTH / 2} y=${HEIGHT - 6}>the number one step cleaner</text>
        ${Object.keys(NAMES)
          .filter(name => shown[name])
          .map(name => this.curve(name, shown[name], most, curves.includes(name)))}
        ${this.pin('clean', shown.clean, 'x₀')} ${this.pin('noisy', shown.noisy, 'xₜ')}
        ${at?.point !== undefined
          ? svg`<g class="result"><line x1=${across(at.point)} x2=${across(at.point)} y1="24" y2=${FLOOR}/></g>`
          : ''}
      </svg>
      <p class="keys">${Object.entries(NAMES).map(([name, text]) => (shown[name] ? html`<span class=${name}>${text}</span>` : ''))}</p>
      ${this.slider('Step t', 'back', 2, Number(this.state.now.cuts), 1, this.t, `t = ${this.t} of ${this.state.now.cuts}`)}
      ${this.slider('Clean number', 'clean', -1, 1, 0.05, shown.clean, `x₀ = ${fixed(this.state.now.clean, 2)}`)}
      ${this.slider('Noise in it', 'noisiness', -3, 3, 0.1, shown.noise, `ε = ${fixed(this.state.now.noisiness, 2)}`)}`;
  }

  curve(name, bell, most, lit) {
    const path = Array.from({ length: 241 }, (_, i) => {
      const x = -REACH + (2 * REACH * i) / 240;
      return `${i ? 'L' : 'M'}${across(x).toFixed(1)} ${(FLOOR - (250 * density(bell, x)) / most).toFixed(1)}`;
    }).join('');
    return svg`<path class="${name} ${lit ? 'lit' : ''}" d=${name === 'product' ? `${path}L${WIDTH} ${FLOOR}L0 ${FLOOR}Z` : path} />`;
  }

  pin(name, x, text) {
    return svg`<g class="pin ${name}"><circle cx=${across(x)} cy=${FLOOR} r="6"/><text x=${across(x)} y=${FLOOR - 12}>${text}</text></g>`;
  }

  slider(label, key, least, most, step, value, text) {
    return html`<div class="falling">
      <span class="what">${label}</span>
      <input
        type="range"
        min=${least}
        max=${most}
        step=${step}
        .value=${String(key === 'back' ? value : this.state.now[key])}
        aria-label=${label}
        aria-valuetext=${text}
        @input=${event => this.change({ [key]: Number(event.target.value) })}
      />
      <output class="num">${text}</output>
    </div>`;
  }

  described() {
    const { fromClean, fromNoisy, product } = this.shown;
    const bell = ({ mean, deviation }) => `peak at ${fixed(mean, 2)}, deviation ${fixed(deviation, 2)}`;
    return `By the clean number: ${bell(fromClean)}. By the noisy one: ${bell(fromNoisy)}.${product ? ` Product: ${bell(product)}.` : ''}`;
  }

  tools() {
    return html`${choice('Steps in all', CUTS, this.state.now.cuts, one =>
        this.change({ cuts: one, back: Math.max(2, Math.round(Number(one) / 2)) }),
      )}
      <span class="spacer"></span>
      ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return html`Cosine schedule, T = 1000, cut into ${this.state.now.cuts} steps · one number in place of a picture · distances between
    bells: root of squared differences of peak and deviation`;
  }

  settled() {
    return this.rung ? this.climbed(rungs(this.found)) : this.outcome();
  }

  outcome() {
    const { found, question } = this,
      guess = question.options.indexOf(question.found.guess);
    return html`${findings(
        'How far the product is from each answer',
        ANSWERS.map((label, i) => ({
          label,
          value: found.distances[i],
          text: fixed(found.distances[i], 2),
          you: i === guess,
          found: i === question.found.option,
        })),
      )}
      <p class="found">Nearer the narrow one, and narrower than both.</p>
      <p>
        ${this.onTheGuess} Two witnesses who each know a little: the more certain one counts for more, and together they are more certain
        than either. All of DDPM's step is in this product.
      </p>
      <div class="onward">
        <button type="button" class="btn go" @click=${() => this.climb(1)}>Climb the ladder</button>
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  /** @param {import('./rungs.js').Rung[]} all */
  climbed(all) {
    const { rung } = this,
      { title, text, formulas } = all[rung - 1];
    return html`<p class="of">Rung ${rung} of ${all.length}</p>
      <p class="found">${title}</p>
      <p>${text}</p>
      ${formulas.map((_, i) => html`<div class="rung" data-line=${i}></div>`)}
      <div class="onward">
        <button type="button" class="btn" @click=${() => this.climb(rung - 1)}>Back</button>
        ${rung < all.length
          ? html`<button type="button" class="btn go" @click=${() => this.climb(rung + 1)}>Next rung</button>`
          : html`<button type="button" class="btn go" @click=${() => this.climb(0)}>To the start</button>`}
      </div>`;
  }

  /** @param {number} rung */
  climb(rung) {
    this.state.set({ rung });
    this.requestUpdate();
    this.updateComplete.then(() => this.say(rung ? `Rung ${rung}: ${rungs(this.found)[rung - 1].title}.` : 'The product.'));
  }

  depict() {
    if (!this.rung) return;
    const { formulas } = rungs(this.found)[this.rung - 1];
    for (const line of elements(this, '.rung')) setFormula(line, formulas[Number(line.dataset.line)]);
  }

  shared() {
    return {
      name: 'darkroom-step-derived',
      link: () => this.state.link(),
      rows: () => [
        Object.fromEntries(
          Object.entries(this.found).flatMap(([name, value]) =>
            typeof value === 'number'
              ? [[name, value]]
              : value?.mean === undefined
                ? []
                : [
                    [`${name}_mean`, value.mean],
                    [`${name}_deviation`, value.deviation],
                  ],
          ),
        ),
      ],
      data: () => ({ settings: this.state.now, guess: this.question.found?.guess, ...this.found }),
      reset: () => {
        this.state.reset();
        this.again();
        this.latest.ask();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('derived-lab', DerivedLab);
