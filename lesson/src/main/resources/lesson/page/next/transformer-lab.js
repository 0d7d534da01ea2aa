/** Transformers: a picture as patches, and which of them one attends to. */
import { html } from 'lit';
import { canvases, element, elements } from '../base/find.js';
import { ask, floats, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Latest } from '../base/latest.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { badge, learnedBy } from '../draw/badge.js';
import { choice } from '../draw/controls.js';
import { fixed, kindName } from '../draw/format.js';
import { SIZE, asPng, paint, paintNumbers } from '../draw/picture.js';
import { shareMenu } from '../base/share.js';
import { findings, veil } from '../draw/stage.js';

const REACH = 1.5;
const T = 1000;
/** How much of a frame's brightness the picture below has; the weights have the rest. */
const BELOW = 0.28;
const MEAN = 'all';
/** Whom a patch can attend to, in the order of the question's answers. */
const GROUPS = ['itself', 'touching it', 'far, alike', 'far, different'];

/** @param {number} share */
const whole = share => `${fixed(100 * share, 0)}%`;

export class TransformerLab extends Prediction {
  constructor() {
    super('attends');
    /** @type {any} what the engine answered for the patch that is chosen */
    this.seen = null;
    this.frame = null;
    this.looking = new Latest(async () => {
      const { of, noise, t, patch } = this.state.now,
        answer = await ask('/api/next/transformers', { pattern: of, noise, t, patch });
      this.seen = { ...answer, x: values(answer.x), weights: floats(answer.weights) };
      this.requestUpdate();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      if (!this.about.transformer) throw new Error('This installation has no transformer that draws patterns.');
      const { side, heads } = this.about.transformer;
      this.state ??= new UrlState({
        of: { value: 'ring', choices: this.about.patterns },
        noise: SEED,
        t: { value: 300, least: 1, most: T },
        patch: { value: Math.floor(side / 4) * side + Math.floor(side / 2) - 1, least: 0, most: side * side - 1 },
        head: { value: MEAN, choices: [MEAN, ...Array.from({ length: heads }, (_, i) => String(i + 1))] },
      });
      this.ready = true;
      await this.looking.ask();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.looking.forget();
  }

  clear() {
    super.clear();
    this.frame = null;
  }

  async measure(signal) {
    for await (const record of this.follow('/api/next/transformers/groups', { seed: this.state.now.noise }, signal)) {
      if (record.type === 'step') this.frame = record;
      if (record.type === 'end') return record;
    }
    return null;
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Where a patch looks';
  }

  opening() {
    return 'Whom does a patch attend to?';
  }

  /** @returns {[number, number]} */
  reached() {
    return [this.frame?.index ?? 0, this.frame?.steps ?? 1];
  }

  /** What a layer's head, or all on average, take from each patch. @param {number} layer @returns {Float32Array} */
  map(layer) {
    const { heads, side, weights } = this.seen,
      patches = side * side,
      { head } = this.state.now;
    const of = which => weights.subarray((layer * heads + which) * patches, (layer * heads + which + 1) * patches);
    if (head !== MEAN) return of(Number(head) - 1);
    return Float32Array.from({ length: patches }, (_, at) => {
      let sum = 0;
      for (let which = 0; which < heads; which++) sum += of(which)[at];
      return sum / heads;
    });
  }

  figure() {
    const { open } = this.question,
      { seen } = this,
      { of, t, patch } = this.state.now,
      { side, layers } = this.about.transformer,
      place = `row ${Math.floor(patch / side) + 1}, column ${(patch % side) + 1}`;
    return html`<div class="six patches">
      <figure class="print">
        <span class="frame choosable" @pointerdown=${this.press}
          ><canvas
            class="pixels"
            data-noisy
            tabindex="0"
            role="img"
            @keydown=${this.key}
            aria-label="Noisy ${kindName(of)}, t = ${t}, cut into patches. The patch that looks is ${place}; the arrow keys move it"
          ></canvas
          ><span class="cut" aria-hidden="true"></span><span class="spot"></span
        ></span>
        <figcaption><b>${side * side} patches</b><span>press one</span></figcaption>
      </figure>
      ${Array.from({ length: layers }, (_, layer) => {
        const most = seen && !open ? Math.max(...this.map(layer)) : null;
        return html`<figure class="print">
          <span class="frame choosable" @pointerdown=${this.press}
            ><canvas
              class="pixels"
              data-layer=${layer}
              role="img"
              aria-label=${most === null
                ? `Layer ${layer + 1}, hidden`
                : `Layer ${layer + 1}: which patches it attends to, at most ${whole(most)} to one`}
            ></canvas
            ><span class="spot"></span>${veil(open)}</span
          >
          <figcaption><b>layer ${layer + 1}</b><span>${most === null ? '' : `white: ${whole(most)}`}</span></figcaption>
        </figure>`;
      })}
    </div>`;
  }

  tools() {
    const { of, t, head } = this.state.now,
      { choices } = this.state.entries.head;
    return html`<button type="button" class="btn" @click=${() => this.change({ noise: freshSeed() })}>Other noise</button>
      ${choice('Picture', this.about.patterns, of, one => this.turn({ of: one }), kindName)}
      ${choice(
        'Head',
        choices,
        head,
        one => this.turn({ head: one }),
        one => (one === MEAN ? 'mean of all' : one),
      )}
      <label class="slide"
        ><span>Noise, t <b class="num">${t}</b></span
        ><input type="range" min="1" max=${T} .value=${String(t)} @input=${event => this.turn({ t: Number(event.target.value) })}
      /></label>
      ${this.rerunning()}<span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return html`${badge('learned', learnedBy(this.about.transformer))} Seed ${this.state.now.noise}. In each layer's frame black takes
    nothing, white the most of that layer; the noisy picture shines through.`;
  }

  chart() {
    const { times, pictures, levels } = this.found,
      { guessed } = this.question;
    return findings(
      `Attention to one of them; an even share is 1 (${pictures} pictures, ${levels} noise levels)`,
      times.map((value, i) => ({
        label: GROUPS[i],
        value,
        text: fixed(value, 2),
        you: i === guessed,
        found: value === Math.max(...times),
      })),
    );
  }

  because() {
    const [, touching, alike, other] = this.found.times;
    return (
      `One that touches it gets ${fixed(touching / other, 1)} times what a different one far away gets, one that looks like it ` +
      `${fixed(alike / other, 1)} times. A convolution goes by place alone; attention goes by content, too.`
    );
  }

  next() {
    return html`<button type="button" class="btn go" @click=${() => this.turn({ t: this.state.now.t > T / 2 ? 100 : 900 })}>
      ${this.state.now.t > T / 2 ? 'Look with less noise' : 'Look with more noise'}
    </button>`;
  }

  /** @override */
  change(changes) {
    super.change(changes);
    this.look();
  }

  /** Looks at another patch, head, level or picture. @param {Record<string, unknown>} changes */
  turn(changes) {
    this.state.set(changes);
    this.look();
  }

  look() {
    this.attempt(() => this.looking.ask());
    this.requestUpdate();
  }

  press(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const { side } = this.about.transformer;
    this.choose(((event.clientY - box.top) / box.height) * side, ((event.clientX - box.left) / box.width) * side);
  }

  key(event) {
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    const { patch } = this.state.now,
      { side } = this.about.transformer;
    this.choose(Math.floor(patch / side) + move[0], (patch % side) + move[1]);
  }

  /** @param {number} row @param {number} column */
  choose(row, column) {
    const { side } = this.about.transformer,
      within = place => Math.max(0, Math.min(side - 1, Math.floor(place)));
    this.turn({ patch: within(row) * side + within(column) });
    this.say(`Row ${within(row) + 1}, column ${within(column) + 1}.`);
  }

  depict() {
    const { seen } = this;
    if (!seen) return;
    const { side, x } = seen,
      { patch } = this.state.now;
    paint(/** @type {HTMLCanvasElement | null} */ (element(this, '[data-noisy]')), x, REACH);
    for (const canvas of canvases(this, '[data-layer]')) {
      if (this.question.open) {
        paint(canvas, null, REACH);
        continue;
      }
      const map = this.map(Number(canvas.dataset.layer)),
        most = Math.max(...map);
      canvas.classList.remove('blank');
      paintNumbers(
        canvas,
        Float32Array.from(x, (pixel, i) => {
          const at = Math.floor((Math.floor(i / SIZE) * side) / SIZE) * side + Math.floor(((i % SIZE) * side) / SIZE);
          return BELOW * Math.max(0, Math.min(1, pixel / REACH / 2 + 0.5)) + ((1 - BELOW) * map[at]) / most;
        }),
        SIZE,
        [0, 1],
      );
    }
    for (const spot of elements(this, '.spot')) {
      spot.style.left = `${(100 * (patch % side)) / side}%`;
      spot.style.top = `${(100 * Math.floor(patch / side)) / side}%`;
      spot.style.width = spot.style.height = `${100 / side}%`;
    }
  }

  shared() {
    const { found, seen } = this;
    return {
      name: 'darkroom-transformer',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas')),
      rows: () => GROUPS.map((group, i) => ({ group, times_an_even_share: found.times[i] })),
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        times: found.times,
        heads: seen.heads,
        side: seen.side,
        weights: [...seen.weights],
      }),
      reset: () => {
        this.state.reset();
        this.again();
        this.look();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('transformer-lab', TransformerLab);
