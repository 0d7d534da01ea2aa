/** Part 6: a region of a picture is painted anew, again and again from new noise. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { badge, learnedBy } from '../draw/badge.js';
import { choice } from '../draw/controls.js';
import { encoded } from '../draw/draw-pad.js';
import { fixed, kindName } from '../draw/format.js';
import { SIZE, asPng, paint } from '../draw/picture.js';
import { findings, veil } from '../draw/stage.js';
import './region-pad.js';

const REACH = 1.5;
const TIMES = 9;

/** @param {(row: number, column: number) => boolean} marked */
const region = marked => encoded(Float32Array.from({ length: SIZE * SIZE }, (_, i) => (marked(Math.floor(i / SIZE), i % SIZE) ? 1 : -1)));
const inside = place => place >= SIZE / 4 && place < (3 * SIZE) / 4;
/** Regions that need no brush. */
const REGIONS = {
  'right half': region((row, column) => column >= SIZE / 2),
  'lower half': region(row => row >= SIZE / 2),
  middle: region((row, column) => inside(row) && inside(column)),
  everything: region(() => true),
};
const OWN = 'as you marked it';

export class RepaintLab extends Prediction {
  constructor() {
    super('repaint');
    this.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.state ??= new UrlState({
        subject: { value: 'ring', choices: this.about.patterns },
        original: SEED,
        region: { value: REGIONS['right half'], text: true },
        brush: SEED,
      });
      await this.kinds();
      this.ready = true;
    });
  }

  async kinds() {
    const { pictures } = await ask('/api/kinds', { picture: this.state.now.original });
    this.pictures = Object.fromEntries(Object.entries(pictures).map(([kind, text]) => [kind, values(text)]));
  }

  clear() {
    super.clear();
    /** @type {Float32Array[] | null} how far the pictures have come */
    this.x = null;
    this.step = [0, 1];
  }

  settings() {
    const { subject, original, region } = this.state.now;
    return { pattern: subject, picture: original, region };
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.develop('/api/repaint', { ...this.settings(), seed: this.state.now.brush }, signal)) {
      if (record.type === 'end') return record;
      this.x = record.x.map(values);
      this.step = [record.index, record.steps];
    }
    return null;
  }

  /** @returns {[number, number]} */
  reached() {
    return /** @type {[number, number]} */ (this.step);
  }

  get label() {
    return 'Repaint a part';
  }

  opening() {
    return 'What fits into the gap?';
  }

  figure() {
    const { open } = this.question,
      { subject, region } = this.state.now;
    return html`<div class="repainting">
      <region-pad
        .drawing=${region}
        .picture=${this.pictures[subject]}
        @drawn=${event => this.change({ region: event.detail })}
      ></region-pad>
      <div>
        <div class="fills">
          ${Array.from(
            { length: TIMES },
            (_, i) =>
              html`<span class="frame"
                ><canvas class="pixels" data-fill=${i} role="img" aria-label=${this.described(i)}></canvas>${veil(open)}</span
              >`,
          )}
        </div>
        <p class="made">painted anew, nine times</p>
      </div>
    </div>`;
  }

  /** @param {number} i */
  described(i) {
    const seen = this.found?.seen[i];
    return seen ? `Painted anew, ${i + 1}: the classifier sees ${kindName(seen)}` : `Not painted yet: ${i + 1}`;
  }

  tools() {
    const { subject, region } = this.state.now,
      named = Object.keys(REGIONS).find(name => REGIONS[name] === region) ?? OWN;
    return html`${choice('Picture', this.about.patterns, subject, one => this.change({ subject: one }), kindName)}
      ${choice('Region', named === OWN ? [...Object.keys(REGIONS), OWN] : Object.keys(REGIONS), named, one =>
        this.change({ region: REGIONS[one] ?? region }),
      )}
      <button type="button" class="btn" ?disabled=${this.question.open} @click=${this.anew}>Paint again</button>
      <span class="spacer"></span>
      ${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  anew() {
    this.change({ brush: freshSeed() });
  }

  details() {
    const { original, brush } = this.state.now;
    return html`${badge('learned', this.about.learned ? learnedBy(this.about.learned) : 'no model')} Told no kind; DDPM, 50 steps; picture
    from seed ${original}, noises from seed ${brush}. Differences: root mean square over the region's pixels. Black is −1.5 and below, white
    +1.5 and above.`;
  }

  chart() {
    const { found, question } = this,
      { subject } = this.state.now;
    const counts = new Map([[subject, 0]]);
    for (const kind of found.seen) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    const guess = question.options[question.guessed] ?? '';
    return findings(`What the classifier sees in the ${TIMES}`, [
      {
        label: 'your guess',
        value: Number(guess.match(/\d+(?= times?$)/)?.[0]),
        text: guess.replace(/ times?$/, ''),
        you: true,
        found: false,
      },
      ...[...counts].map(([kind, count]) => ({
        label: kindName(kind),
        value: count,
        text: String(count),
        you: false,
        found: kind === subject,
      })),
    ]);
  }

  because({ apart, real }) {
    return html`At every step the rest is set back to the picture, with the noise of that level, so the model predicts a region that fits.
    Now and then it begins another picture and can't turn back: look at the seams. In the region, two of the nine differ by
    ${fixed(apart, 2)} on average, two pictures of this kind drawn at random by ${fixed(real, 2)}: each time something else fits.`;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Paint it again</button>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-fill]')) paint(canvas, this.x?.[Number(canvas.dataset.fill)] ?? null, REACH);
  }

  shared() {
    return {
      name: 'darkroom-repaint',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-fill]')),
      rows: () => this.found.seen.map((kind, i) => ({ number: i + 1, classifier_sees: kind })),
      data: () => ({
        settings: this.state.now,
        guess: this.question.found?.guess,
        found: this.found,
        pictures: this.x?.map(pixels => [...pixels]),
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

customElements.define('repaint-lab', RepaintLab);
