/** Go deeper: DDIM without noise carries a given picture up into noise, and nearly back. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { OWN } from '../base/own.js';
import { UrlState } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { fixed } from '../draw/format.js';
import { modelOf } from '../draw/kinds.js';
import { shareMenu } from '../base/share.js';

/** @typedef {{x: Float32Array, t: number, mean: number, deviation: number}} Frame */
/** @typedef {{clean: Float32Array | null, code: Frame | null, back: Frame | null}} Frames the picture, as noise, and back */

const STEPS = [25, 50, 100, 250, 500, 1000];

export class InversionLab extends Lab {
  static properties = { ...Lab.properties, stage: { state: true }, now: { state: true }, ready: { state: true } };

  constructor() {
    super();
    /** @type {'ready' | 'running'} */
    this.stage = 'ready';
    this.found = new Map();
    this.ahead = 0;
    /** How many steps each way were asked for last; 0 before. */
    this.state = new UrlState({ inversion: { value: 0, least: 0, most: STEPS.at(-1) } });
    const query = new URLSearchParams(location.search);
    this.chosen = { pattern: query.get('pattern') ?? 'ring', picture: query.get('picture') ?? 1, label: query.get('label') ?? 'yes' };
    this.follow = event => {
      this.stopper?.abort();
      this.chosen = event.detail;
      this.found = new Map();
      this.now = null;
      this.stage = 'ready';
      this.requestUpdate();
      this.resume();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen('drownchange', this.follow);
    this.attempt(async () => {
      this.about = await about();
      this.ready = true;
    });
    const folded = this.closest('details');
    this.linked = STEPS.includes(this.state.now.inversion);
    if (folded && this.linked) folded.open = true;
  }

  /** Does what a link asks for, once the picture above is known. */
  resume() {
    if (!this.linked) return;
    this.linked = false;
    this.run(this.state.now.inversion);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  run(steps) {
    this.stopper?.abort();
    const stopper = (this.stopper = new AbortController());
    this.stage = 'running';
    this.state.set({ inversion: steps });
    this.say(`Encoding in ${steps} steps.`);
    this.attempt(async () => {
      const { pattern, picture, label, own } = this.chosen;
      const sent = { method: 'POST', body: pattern === OWN ? own : undefined };
      /** @type {Frames} */
      const kept = { clean: null, code: null, back: null };
      for await (const record of records('/api/inversion', { pattern, picture, label, steps }, stopper.signal, sent)) {
        this.ahead = record.type === 'waiting' ? record.before : 0;
        this.requestUpdate();
        if (!record.x) continue;
        this.now = { ...record, x: values(record.x) };
        kept.clean ??= this.now.x;
        if (record.way === 'up') kept.code = this.now;
        else kept.back = this.now;
        this.frames = { ...kept };
        if (record.type === 'end') {
          this.found.set(steps, record.distance);
          this.say(`In ${steps} steps up and ${steps} down it came back, off by ${fixed(record.distance, 3)}.`);
        }
      }
    }).then(() => {
      if (stopper !== this.stopper) return;
      this.stage = 'ready';
      this.ahead = 0;
    });
  }

  render() {
    if (!this.ready) return this.told();
    const { now } = this;
    return html`<section class="lab" aria-label="Encode and decode">
        ${now
          ? html`<div class="trio">
                <figure class="print">
                  <canvas class="pixels" id="given" role="img" aria-label="Picture given"></canvas>
                  <figcaption><b>given</b><span>no noise</span></figcaption>
                </figure>
                <figure class="print">
                  <canvas class="pixels" id="code" role="img" aria-label="Encoded picture"></canvas>
                  <figcaption>
                    <b>encoded</b
                    ><span
                      >t ${Math.round(this.frames.code.t)}, mean ${fixed(this.frames.code.mean, 2)}, deviation
                      ${fixed(this.frames.code.deviation, 2)}</span
                    >
                  </figcaption>
                </figure>
                <figure class="print">
                  <canvas class="pixels" id="decoded" role="img" aria-label="Decoded picture"></canvas>
                  <figcaption>
                    <b>decoded</b
                    ><span
                      >${now.distance == null
                        ? now.way === 'up'
                          ? 'not yet'
                          : `step ${now.index} of ${now.steps}`
                        : `off by ${fixed(now.distance, 3)}`}</span
                    >
                  </figcaption>
                </figure>
              </div>
              <p class="scale">Black is −1.5 and below, white +1.5 and above. Pure noise would have mean 0 and deviation 1.</p>`
          : ''}
        <div class="read num six">
          ${STEPS.map(
            steps =>
              html`<div>
                <span class="label">off by, ${steps} steps</span
                ><span class="value">${this.found.has(steps) ? fixed(this.found.get(steps), 3) : '–'}</span>
              </div>`,
          )}
        </div>
        <div class="tools">
          ${buttons(
            'Steps each way',
            STEPS,
            this.state.now.inversion,
            steps => this.run(steps),
            steps => `${steps} steps`,
            { many: true },
          )}
          ${this.stage === 'running'
            ? html`<button
                type="button"
                class="btn"
                @click=${() => {
                  this.stopper.abort();
                  this.say('Stopped.');
                }}
              >
                Stop
              </button>`
            : ''}
          ${this.ahead ? html`<span class="num">Waiting; ${this.ahead} before you.</span>` : ''}
          ${badge('learned', this.about.learned ? learnedBy(modelOf(this.about, this.chosen.pattern)) : 'no model')}
          <span class="spacer"></span>
          ${this.found.size ? shareMenu(this.shared()) : ''}
        </div>
      </section>
      ${this.told()}`;
  }

  updated() {
    if (!this.now) return;
    paint(this.querySelector('#given'), this.frames.clean, 1.5);
    paint(this.querySelector('#code'), this.frames.code.x, 1.5);
    paint(this.querySelector('#decoded'), this.frames.back?.x ?? null, 1.5);
  }

  shared() {
    const rows = () => [...this.found].map(([steps, distance]) => ({ steps_each_way: steps, off_by: distance }));
    const { pattern, picture, label } = this.chosen;
    return {
      name: 'darkroom-inversion',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas.pixels')),
      rows,
      data: () => ({
        settings: { pattern, picture, label, ...this.state.now },
        found: rows(),
        given: [...this.frames.clean],
        encoded: [...this.frames.code.x],
        decoded: [...(this.frames.back?.x ?? [])],
      }),
      reset: () => {
        this.stopper?.abort();
        this.state.reset();
        this.found = new Map();
        this.now = null;
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('inversion-lab', InversionLab);
