/** A transformer and a U-Net that trained for as long draw from the same noises, side by side. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { badge, learnedBy } from '../draw/badge.js';
import { choice } from '../draw/controls.js';
import { kindName } from '../draw/format.js';
import { reducedMotion } from '../draw/play.js';
import { asPng, paint } from '../draw/picture.js';
import { shareMenu } from '../base/share.js';

const REACH = 1.5;
const COUNT = 4;
/** With reduced motion so many steps at a time. */
const STRIDE = 5;
const NETWORKS = { dit: 'DiT', unet: 'U-Net' };
/** @typedef {keyof typeof NETWORKS} Network */
const NAMES = /** @type {Network[]} */ (Object.keys(NETWORKS));

export class TwinsLab extends Lab {
  static properties = { ...Lab.properties, frame: { state: true }, seen: { state: true }, running: { state: true } };

  constructor() {
    super();
    /** @type {any} how far the pictures have come */
    this.frame = null;
    /** @type {Record<Network, string[]> | null} what the classifier takes them for */
    this.seen = null;
    this.running = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      if (!this.about.transformer?.twin) throw new Error('This needs a transformer and a U-Net that trained for as long.');
      this.state ??= new UrlState({ kind: { value: 'smile', choices: this.about.patterns }, seed: SEED });
      this.requestUpdate();
      await this.draw(1);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  get stands() {
    return Boolean(this.state);
  }

  /** Draws with both; so many records are enough. @param {number} [most] */
  draw(most = Infinity) {
    this.stopper?.abort();
    const { signal } = (this.stopper = new AbortController()),
      { kind, seed } = this.state.now;
    this.seen = null;
    this.running = most > 1;
    return this.attempt(async () => {
      let made = 0;
      for await (const record of records('/api/next/transformers/twins', { pattern: kind, seed }, signal)) {
        if (record.type === 'step' && !(reducedMotion.matches && record.index < record.steps && record.index % STRIDE))
          this.frame = { ...record, dit: record.dit.map(values), unet: record.unet.map(values) };
        if (record.type === 'end') {
          this.seen = record.seen;
          if (record.seen.dit)
            this.say(`Recognised as ${kindName(kind)}: ${this.recognised('dit')} of the DiT's, ${this.recognised('unet')} of the U-Net's.`);
        }
        if (record.type === 'step' && ++made >= most) break;
      }
    }).then(() => {
      if (!signal.aborted) this.running = false;
    });
  }

  /** @param {Network} network */
  recognised(network) {
    return this.seen[network].filter(one => one === this.state.now.kind).length;
  }

  /** @param {Record<string, unknown>} changes */
  change(changes) {
    const drawn = this.running || this.frame?.index > 0;
    this.state.set(changes);
    this.frame = null;
    this.draw(drawn ? Infinity : 1);
    this.requestUpdate();
  }

  /** @param {Network} network */
  row(network) {
    const { seen } = this,
      name = NETWORKS[network],
      taken = i => (seen?.[network] ? `: taken for ${kindName(seen[network][i])}` : '');
    return html`<div class="row-of">
      <p><b>${name}</b>${seen?.[network] ? html`<span class="num">${this.recognised(network)} of ${COUNT} recognised</span>` : ''}</p>
      <div class="fours">
        ${Array.from(
          { length: COUNT },
          (_, i) =>
            html`<canvas
              class="pixels"
              data-network=${network}
              data-at=${i}
              role="img"
              aria-label=${`${name}, noise ${i + 1}${taken(i)}`}
            ></canvas>`,
        )}
      </div>
    </div>`;
  }

  shows() {
    const { kind, seed } = this.state.now,
      { frame, seen, running } = this;
    return html`<section class="lab twins" aria-label="A transformer and a U-Net from the same noise">
      ${NAMES.map(network => this.row(network))}
      <div class="tools">
        <button type="button" class="btn go" ?disabled=${running} @click=${() => this.draw()}>Draw with both</button>
        ${choice('Kind', this.about.patterns, kind, one => this.change({ kind: one }), kindName)}
        <button type="button" class="btn" @click=${() => this.change({ seed: freshSeed() })}>Other noises</button>
        <span class="num">${frame ? `step ${frame.index} of ${frame.steps}` : ''}</span>
        <span class="spacer"></span>${seen?.dit ? shareMenu(this.shared()) : ''}
      </div>
      <p class="details">
        DiT ${badge('learned', learnedBy(this.about.transformer))} U-Net ${badge('learned', learnedBy(this.about.transformer.twin))} Equal
        training time. DDIM, W = 2. A column starts from one noise, from seed ${seed}. Black is −1.5 and below, white +1.5 and above.
      </p>
    </section>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-network]'))
      paint(canvas, this.frame?.[canvas.dataset.network][Number(canvas.dataset.at)] ?? null, REACH);
  }

  shared() {
    const { seen } = this;
    return {
      name: 'darkroom-transformer-and-u-net',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-network]')),
      rows: () => NAMES.flatMap(network => seen[network].map((taken, i) => ({ network: NETWORKS[network], noise: i + 1, taken }))),
      data: () => ({ settings: this.state.now, seen, pictures: NAMES.map(network => this.frame[network].map(one => [...one])) }),
      reset: () => {
        this.state.reset();
        this.frame = null;
        this.draw(1);
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('twins-lab', TwinsLab);
