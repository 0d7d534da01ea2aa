/** Latents: a picture as fewer numbers, and back. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, colours, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Latest } from '../base/latest.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { badge, learnedBy } from '../draw/badge.js';
import { paintColours } from '../draw/colours.js';
import { asPng, paintNumbers } from '../draw/picture.js';
import { fixed, percent } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { findings, veil } from '../draw/stage.js';

const CHANNELS = 4;
/** Latents have about the spread of noise. */
const REACH = 2.5;
const T = 1000;

export class LatentsLab extends Prediction {
  constructor() {
    super('latents');
    /** @type {any} what the engine made of the scene that is set */
    this.seen = null;
    this.frame = null;
    this.looking = new Latest(async () => {
      const { latentseed: seed, latentt: t } = this.state.now,
        answer = await ask('/api/next/latents', { seed, t });
      this.seen = {
        ...answer,
        picture: colours(answer.picture),
        pixels: colours(answer.pixels),
        decoded: colours(answer.decoded),
        channels: answer.channels.map(values),
      };
      this.requestUpdate();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      if (!this.about.autoencoder) throw new Error('This installation has no autoencoder of scenes.');
      this.state ??= new UrlState({ latentseed: SEED, latentt: { value: 0, least: 0, most: T } });
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
    for await (const record of this.follow('/api/next/latents/lost', { seed: this.state.now.latentseed }, signal)) {
      if (record.type === 'step') this.frame = record;
      if (record.type === 'end') return record;
    }
    return null;
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'A picture as latents, and back';
  }

  opening() {
    return 'What is lost on the way?';
  }

  /** @returns {[number, number]} */
  reached() {
    return [this.frame?.index ?? 0, this.frame?.steps ?? 1];
  }

  figure() {
    const { open } = this.question,
      { latentt: t } = this.state.now,
      noisy = t > 0;
    return html`<div class="threes">
      <figure class="print">
        <canvas
          class="pixels"
          data-colours=${noisy ? 'pixels' : 'picture'}
          role="img"
          aria-label=${this.seen?.sentence ?? 'A scene'}
        ></canvas>
        <figcaption><b>64 × 64 × 3</b><span>${noisy ? 'noise on its pixels' : '12,288 numbers'}</span></figcaption>
      </figure>
      <figure class="print">
        <div class="channels">
          ${Array.from(
            { length: CHANNELS },
            (_, i) => html`<canvas class="pixels" data-channel=${i} role="img" aria-label=${`Channel ${i + 1} of the latents`}></canvas>`,
          )}
        </div>
        <figcaption><b>16 × 16 × 4</b><span>${noisy ? 'the same noise level, on latents' : '1,024 numbers'}</span></figcaption>
      </figure>
      <figure class="print">
        <span class="frame"
          ><canvas class="pixels" data-colours="decoded" role="img" aria-label="What the decoder makes of the latents"></canvas>${veil(
            open,
          )}</span
        >
        <figcaption><b>decoded</b><span>from the latents alone</span></figcaption>
      </figure>
    </div>`;
  }

  tools() {
    const { latentt: t } = this.state.now;
    return html`<label class="slide"
        ><span>Noise, t <b class="num">${t}</b></span
        ><input type="range" min="0" max=${T} step="10" .value=${String(t)} @input=${event => this.drown(Number(event.target.value))}
      /></label>
      <button type="button" class="btn" @click=${() => this.change({ latentseed: freshSeed() })}>Other scene</button>
      ${this.rerunning()}<span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const { seen } = this;
    return html`${badge('learned', learnedBy(this.about.autoencoder))} Scene from seed
    ${this.state.now.latentseed}${seen ? html`: ${seen.sentence}` : ''}. Latents: black is −2.5, white +2.5.
    ${seen && seen.t ? `Weights: picture ${fixed(seen.signalWeight, 2)}, noise ${fixed(seen.noiseWeight, 2)}.` : ''}`;
  }

  chart() {
    const { off, count } = this.found;
    return findings(`How far a number is off, root mean square over ${count} scenes`, [
      { label: 'in and out', value: off, text: fixed(off, 1), you: false, found: true },
      { label: 'black to white', value: 255, text: '255', you: false, found: false },
    ]);
  }

  because() {
    const { off } = this.found;
    return (
      `That is ${percent(off / 255)}% of the range, with a twelfth of the numbers. ` +
      'Neighbouring pixels mostly say the same; the autoencoder keeps what differs. The diffusion model works on the small numbers alone.'
    );
  }

  next() {
    return html`<button type="button" class="btn go" @click=${() => this.drown(T / 2)}>Add noise to both</button>`;
  }

  /** @override */
  change(changes) {
    super.change(changes);
    this.look();
  }

  /** Adds noise up to a step, to the pixels and to the latents. @param {number} t */
  drown(t) {
    this.state.set({ latentt: t });
    this.look();
  }

  look() {
    this.attempt(() => this.looking.ask());
    this.requestUpdate();
  }

  depict() {
    const { seen } = this;
    for (const canvas of canvases(this, '[data-colours]')) {
      const hidden = canvas.dataset.colours === 'decoded' && this.question.open;
      paintColours(canvas, hidden ? null : (seen?.[canvas.dataset.colours] ?? null));
    }
    for (const canvas of canvases(this, '[data-channel]'))
      if (seen) paintNumbers(canvas, seen.channels[Number(canvas.dataset.channel)], seen.side, [-REACH, REACH]);
  }

  shared() {
    const { found, seen } = this;
    return {
      name: 'darkroom-latents',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas')),
      rows: () => [{ scenes: found.count, off_of_255: found.off, psnr_db: found.decibels }],
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        sentence: seen.sentence,
        off_of_255: found.off,
        psnr_db: found.decibels,
        latents: seen.channels.map(channel => [...channel]),
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

customElements.define('latents-lab', LatentsLab);
