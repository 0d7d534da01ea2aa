/** A colour and a form that the model never saw together: does it draw them? */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, colours } from '../base/api.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { badge, learnedBy } from '../draw/badge.js';
import { paintColours } from '../draw/colours.js';
import { choice } from '../draw/controls.js';
import { asPng } from '../draw/picture.js';
import { findings, veil } from '../draw/stage.js';
import { PAIRS, aboutWords, picturesOf } from './scenes.js';

const TIMES = 16;
const EXAMPLES = 4;
/** So many other things are named one by one. */
const NAMED = 3;

/** A scene without its size and its ground. @param {string} scene */
const thing = scene => scene.replace(/^a (small|large) /, '').replace(/ on \w+$/, '');

export class PairLab extends Prediction {
  constructor() {
    super('pair');
    /** @type {{forms: any[], colours: any[]} | null} what it saw in training */
    this.examples = null;
    this.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await aboutWords();
      this.state ??= new UrlState({ pair: { value: PAIRS[0], choices: PAIRS }, pairseed: SEED });
      await this.look();
      this.ready = true;
    });
  }

  async look() {
    const { pair } = this.state.now,
      shown = one => ({ ...one, picture: colours(one.picture) }),
      seen = await ask('/api/next/pair/examples', { pair });
    this.examples = { forms: seen.forms.map(shown), colours: seen.colours.map(shown) };
    this.requestUpdate();
  }

  clear() {
    super.clear();
    /** @type {Uint8Array[]} */
    this.pictures = [];
    this.step = [0, 1];
  }

  settings() {
    return { pair: this.state.now.pair };
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    const { pair, pairseed: seed } = this.state.now;
    for await (const record of this.follow('/api/next/pair', { pair, seed }, signal)) {
      if (record.type === 'end') return record;
      if (record.pictures.length) this.pictures = picturesOf(record);
      this.step = [record.index, record.steps];
    }
    return null;
  }

  /** @returns {[number, number]} */
  reached() {
    return /** @type {[number, number]} */ (this.step);
  }

  get label() {
    return 'A pair that it never saw';
  }

  opening() {
    return `Will it draw a ${this.state.now.pair}?`;
  }

  /** @override */
  change(changes) {
    super.change(changes);
    if ('pair' in changes) this.attempt(() => this.look());
  }

  figure() {
    const { pair } = this.state.now,
      [hue, form] = pair.split(' '),
      { open } = this.question;
    return html`<div class="paired">
      ${this.row('forms', `some of the ${form}s it saw`)} ${this.row('colours', `some of the ${hue} things`)}
      <figure class="print drawn">
        <div class="prints">
          ${Array.from(
            { length: TIMES },
            (_, i) =>
              html`<span class="frame ${this.found ? (this.found.right[i] ? 'right' : 'wrong') : ''}"
                ><canvas class="pixels" data-drawn=${i} role="img" aria-label=${this.found?.seen[i] ?? `Not drawn yet: ${i + 1}`}></canvas
                >${veil(open)}</span
              >`,
          )}
        </div>
        <figcaption><b>a large ${pair} on white</b><span>asked for ${TIMES} times</span></figcaption>
      </figure>
    </div>`;
  }

  /** @param {'forms' | 'colours'} name @param {string} caption */
  row(name, caption) {
    return html`<figure class="print">
      <div class="prints">
        ${Array.from(
          { length: EXAMPLES },
          (_, i) =>
            html`<canvas
              class="pixels"
              data-seen=${`${name} ${i}`}
              role="img"
              aria-label=${this.examples?.[name][i].sentence ?? 'A picture of the training'}
            ></canvas>`,
        )}
      </div>
      <figcaption><span>${caption}</span></figcaption>
    </figure>`;
  }

  tools() {
    return html`${choice('Pair', PAIRS, this.state.now.pair, pair => this.change({ pair }))}
      <button type="button" class="btn" ?disabled=${this.question.open} @click=${this.anew}>Other noises</button>
      <span class="spacer"></span>${this.rerunning()}${this.found ? shareMenu(this.shared()) : ''}`;
  }

  anew() {
    this.change({ pairseed: freshSeed() });
  }

  get judgesLater() {
    return true;
  }

  details() {
    return html`${badge('learned', learnedBy(this.about.words))} Noises from seed ${this.state.now.pairseed}; DDIM, 20 steps, guidance 3. A
    framed picture shows the pair, says a classifier that learned from all pairs.`;
  }

  chart() {
    const { pair } = this.state.now,
      seen = new Map();
    for (const scene of this.found.seen) seen.set(thing(scene), (seen.get(thing(scene)) ?? 0) + 1);
    seen.delete(pair);
    const others = [...seen].sort((one, other) => other[1] - one[1]).slice(0, NAMED);
    return findings(`What the classifier sees in the ${TIMES}`, [
      { label: pair, value: this.found.drawn, text: String(this.found.drawn), you: false, found: true },
      ...others.map(([label, value]) => ({ label, value, text: String(value), you: false, found: false })),
    ]);
  }

  because() {
    const { drawn } = this.found,
      how =
        drawn >= TIMES / 2
          ? 'It learned the two words, not the pair, and puts them together.'
          : drawn
            ? 'Now and then it puts the two words together. Otherwise one of them gives way, and a pair comes out that it knows.'
            : 'Here one of the two words always gives way, and a pair comes out that it knows.';
    return (
      `${how} Each word has numbers of its own, and the picture takes in both at every step. Nothing in the network says which colours ` +
      'a form may have.'
    );
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Draw them again</button>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-drawn]'))
      paintColours(canvas, this.question.open ? null : (this.pictures[Number(canvas.dataset.drawn)] ?? null));
    for (const canvas of canvases(this, '[data-seen]')) {
      const [name, i] = canvas.dataset.seen.split(' ');
      paintColours(canvas, this.examples?.[name][Number(i)].picture ?? null);
    }
  }

  shared() {
    const { found } = this;
    return {
      name: 'darkroom-pair',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-drawn]')),
      rows: () => found.seen.map((seen, i) => ({ number: i + 1, classifier_sees: seen, right: found.right[i] })),
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        found,
        pictures: this.pictures.map(pixels => [...pixels]),
      }),
      reset: () => {
        this.state.reset();
        this.again();
        this.attempt(() => this.look());
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('pair-lab', PairLab);
