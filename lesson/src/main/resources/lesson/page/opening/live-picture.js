/** The opening: a picture that the learned model makes now, shown step by step. */
import { html } from 'lit';
import { records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { paint } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { kindName } from '../draw/format.js';
import { reducedMotion } from '../draw/play.js';

const STEPS = 25;
const PACE = 110;
/** From noise, whose values spread, to a picture within -1 and 1. */
const REACH = 1.25;

export class LivePicture extends Lab {
  static properties = { ...Lab.properties, frame: { state: true }, about: { state: true }, waiting: { state: true } };

  constructor() {
    super();
    this.frame = null;
    this.waiting = 0;
    this.state = new UrlState({ seed: { ...SEED, value: freshSeed() }, pattern: { value: '', text: true } });
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      if (!this.about.learned) throw new Error(this.about.trouble);
      if (!this.about.patterns.includes(this.state.now.pattern)) this.choose();
    }).then(() => this.about?.learned && this.develop());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.run?.abort();
  }

  choose() {
    const seed = freshSeed();
    this.state.now.seed = seed;
    this.state.now.pattern = this.about.patterns[seed % this.about.patterns.length];
  }

  another() {
    this.choose();
    this.state.set({});
    return this.develop();
  }

  develop() {
    this.run?.abort();
    const run = (this.run = new AbortController());
    const { seed, pattern } = this.state.now;
    return this.attempt(async () => {
      const query = { maker: 'learned', pattern, seed, steps: STEPS, sampler: 'ddim', guidance: this.about.learned.guidance };
      let shown = 0;
      for await (const record of records('/api/run', query, run.signal)) {
        if (record.type === 'waiting') this.waiting = record.before;
        if (record.type !== 'step') continue;
        this.waiting = 0;
        const due = shown + (reducedMotion.matches ? 6 * PACE : PACE);
        const skip = reducedMotion.matches && record.index % 5 !== 0;
        if (skip) continue;
        const wait = due - performance.now();
        if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
        if (run.signal.aborted) return;
        shown = performance.now();
        this.frame = { ...record, x: values(record.x) };
      }
      this.say(`Developed: ${kindName(pattern)}.`);
    });
  }

  render() {
    const { frame } = this;
    const kind = kindName(this.state.now.pattern);
    const status = this.waiting
      ? `waiting, ${this.waiting} before you`
      : frame
        ? `denoising step ${frame.index} of ${frame.steps}`
        : 'loading';
    return html` <div class="hero-actions">
        <a class="btn go" href="/drown">Start with part 1</a>
        <button type="button" class="btn" ?disabled=${!this.about?.learned} @click=${this.another}>Develop another</button>${this.told()}
      </div>
      <figure class="tray">
        <div class="print">
          <canvas
            class="pixels"
            width="32"
            height="32"
            role="img"
            aria-label=${frame ? `A picture developing out of noise: ${kind}, step ${frame.index} of ${frame.steps}` : 'An empty frame'}
          ></canvas>
          <figcaption class="caption">
            ${this.about?.learned
              ? html`${badge('learned', learnedBy(this.about.learned))}<span>${kind}, seed ${this.state.now.seed}</span
                  ><span>${status}</span>`
              : ''}
          </figcaption>
        </div>
      </figure>`;
  }

  updated() {
    paint(this.querySelector('canvas'), this.frame?.x ?? null, REACH);
  }
}

customElements.define('live-picture', LivePicture);
