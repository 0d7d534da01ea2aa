/** Words to a picture: a sentence is drawn step by step, and each word shows where it acted. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { records, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { badge, learnedBy } from '../draw/badge.js';
import { light, paintColours } from '../draw/colours.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng } from '../draw/picture.js';
import { stage } from '../draw/stage.js';
import { FORMS, GROUNDS, HUES, RELATIONS, SIZES, aboutWords, picturesOf, sceneOf, sentenceOf } from './scenes.js';

const FIRST = 'a large red circle left of a small blue square on white';
const SCALES = [1, 2, 3, 5, 8];
const ALONE = 'alone';
const SECOND = { size: 'small', hue: 'blue', form: 'square' };
const NONE = -1;
/** What lights up: where the prediction hangs on a word, or where the network looks at it. */
const VIEWS = { acts: 'Acts', looks: 'Looked at' };

/** The name of a control that stands in a sentence. @param {string} name */
const spoken = name => html`<span class="spoken">${name}</span>`;

/** @typedef {{picture: Uint8Array, looks: Float32Array[], acts: Float32Array[]}} Frame */
/** @typedef {{sentence: string, key: string, words: string[], side: number, frames: Frame[], steps: number, end: any}} Drawn */

export class WordsLab extends Lab {
  static properties = { ...Lab.properties, at: { state: true }, word: { state: true }, running: { state: true } };

  constructor() {
    super();
    /** @type {Drawn | null} what is drawn now */
    this.drawn = null;
    /** @type {Drawn | null} what the same noise became before a word was changed */
    this.former = null;
    this.at = 0;
    this.word = NONE;
    this.running = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await aboutWords();
      this.state ??= new UrlState({
        sentence: { value: FIRST, text: true },
        wordseed: SEED,
        wordscale: { value: 3, least: 1, most: 12, whole: false },
        word: { value: NONE, least: NONE, most: 40 },
        wordview: { value: 'acts', choices: Object.keys(VIEWS) },
      });
      this.word = this.state.now.word;
      this.requestUpdate();
      await this.draw();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  /** What has to be the same for two drawings to differ by their words alone. */
  get key() {
    const { wordseed, wordscale } = this.state.now;
    return `${wordseed} ${wordscale}`;
  }

  draw() {
    this.stopper?.abort();
    const stopper = (this.stopper = new AbortController());
    const { sentence, wordseed: seed, wordscale: scale } = this.state.now;
    return this.attempt(async () => {
      const last = this.drawn;
      if (last?.end && last.sentence !== sentence) this.former = last;
      if (this.former && this.former.key !== this.key) this.former = null;
      this.drawn = null;
      this.running = true;
      try {
        for await (const record of records('/api/next/words', { sentence, seed, scale }, stopper.signal)) this.take(record, sentence);
      } finally {
        if (stopper === this.stopper) this.running = false;
      }
    });
  }

  /** @param {any} record @param {string} sentence */
  take(record, sentence) {
    const { drawn } = this;
    if (record.type === 'start') {
      this.drawn = { sentence, key: this.key, words: record.words, side: record.side, frames: [], steps: record.steps, end: null };
      if (this.word >= record.words.length) this.word = NONE;
    } else if (record.type === 'step') {
      drawn.frames.push({ picture: picturesOf(record)[0], looks: record.maps.map(values), acts: record.effects.map(values) });
      this.at = drawn.frames.length;
    } else if (record.type === 'end') {
      drawn.end = record;
      this.say(record.seen ? `The classifier sees ${record.seen}.` : 'Drawn.');
    }
    this.requestUpdate();
  }

  /** @param {Record<string, unknown>} changes */
  change(changes) {
    // Other words are to be seen as a picture first, not as lit by one of them.
    if ('sentence' in changes) this.word = NONE;
    this.state.set({ ...changes, word: this.word });
    this.requestUpdate();
    return this.draw();
  }

  /** @param {SubmitEvent} event */
  typed(event) {
    event.preventDefault();
    const input = /** @type {HTMLFormElement} */ (event.target).elements.namedItem('sentence');
    const sentence = /** @type {HTMLInputElement} */ (input).value.trim();
    if (sentence) this.change({ sentence });
  }

  /** @param {number} i */
  press(i) {
    this.word = this.word === i ? NONE : i;
    this.state.set({ word: this.word });
  }

  /** @param {string} wordview */
  look(wordview) {
    this.state.set({ wordview });
    this.requestUpdate();
  }

  get stands() {
    return this.state !== null;
  }

  /** The step that is in sight. */
  get frame() {
    return this.drawn?.frames[this.at - 1] ?? null;
  }

  shows() {
    return stage({
      name: 'words-lab',
      label: 'Words to a picture',
      head: this.head(),
      figure: this.figure(),
      tools: this.tools(),
      card: this.card(),
      details: this.details(),
    });
  }

  head() {
    return html`<form class="sentence" @submit=${this.typed}>
        <label for="sentence">Sentence</label>
        <input type="text" id="sentence" name="sentence" maxlength="120" autocomplete="off" .value=${this.state.now.sentence} />
        <button type="submit" class="btn go">Draw it</button>
      </form>
      ${this.lists()}`;
  }

  /** The words of a scene, each to be changed. */
  lists() {
    const scene = sceneOf(this.state.now.sentence);
    if (!scene)
      return html`<p class="strange">
        The model knows scenes. <button type="button" class="quiet" @click=${() => this.change({ sentence: FIRST })}>Start from one</button>
      </p>`;
    const set = changes => this.change({ sentence: sentenceOf({ ...scene, ...changes }) });
    const thing = (name, one) =>
      html`<span class="thing">
        ${choice(html`${spoken('Size')}a`, SIZES, one.size, size => set({ [name]: { ...one, size } }))}
        ${choice(spoken('Colour'), HUES, one.hue, hue => set({ [name]: { ...one, hue } }))}
        ${choice(spoken('Form'), FORMS, one.form, form => set({ [name]: { ...one, form } }))}
      </span>`;
    return html`<div class="lists" role="group" aria-label="Change a word">
      ${thing('first', scene.first)}
      ${choice(spoken('Where'), [ALONE, ...RELATIONS], scene.relation || ALONE, one =>
        set(one === ALONE ? { relation: '', second: null } : { relation: one, second: scene.second ?? SECOND }),
      )}
      ${scene.second ? thing('second', scene.second) : ''}
      ${choice(html`${spoken('Ground')}on`, GROUNDS, scene.ground, ground => set({ ground }))}
    </div>`;
  }

  figure() {
    const { drawn, former } = this,
      words = drawn?.words ?? [];
    return html`<div class="worded">
      <figure class="print">
        <canvas class="pixels" data-of="now" role="img" aria-label=${this.described()}></canvas>
        <figcaption><b>${this.word === NONE ? 'the picture' : this.where(words[this.word])}</b></figcaption>
      </figure>
      <figure class="print">
        <canvas class="pixels" data-of="before" role="img" aria-label=${former ? former.sentence : 'No other sentence yet'}></canvas>
        <figcaption><b>before</b><span>${former ? 'same noise, other words' : 'change a word'}</span></figcaption>
      </figure>
      <div class="ofwords" role="group" aria-label="Words: press one to see where it acts">
        ${words.map(
          (word, i) =>
            html`<button type="button" aria-pressed=${String(i === this.word)} @click=${() => this.press(i)}>
              <canvas class="pixels" data-word=${i} aria-hidden="true"></canvas><span>${word}</span>
            </button>`,
        )}
      </div>
    </div>`;
  }

  /** @param {string} word */
  where(word) {
    return this.state.now.wordview === 'acts' ? `where “${word}” acts` : `where “${word}” is looked at`;
  }

  /** The picture of a step as lit by a word. @param {number} i */
  lit(i) {
    const { frame, drawn } = this;
    return frame && light(frame.picture, frame[this.state.now.wordview][i], drawn.side);
  }

  described() {
    const { drawn } = this;
    if (!drawn?.frames.length) return 'Not drawn yet';
    return `${drawn.sentence}, step ${this.at} of ${drawn.steps}`;
  }

  tools() {
    const { wordscale } = this.state.now,
      steps = this.drawn?.steps ?? 1;
    return html`<label class="slide"
        ><span>Step <b class="num">${this.at}</b></span
        ><input
          type="range"
          min="1"
          max=${steps}
          .value=${String(this.at)}
          @input=${event => (this.at = Math.min(Number(event.target.value), this.drawn?.frames.length ?? 0))}
      /></label>
      ${buttons(
        'What lights up',
        Object.keys(VIEWS),
        this.state.now.wordview,
        view => this.look(view),
        view => VIEWS[view],
      )}
      ${choice('Guidance', SCALES.includes(wordscale) ? SCALES : [...SCALES, wordscale], wordscale, one => this.change({ wordscale: one }))}
      <button type="button" class="btn" @click=${() => this.change({ wordseed: freshSeed() })}>Other noise</button>
      <span class="spacer"></span>${this.drawn?.end ? shareMenu(this.shared()) : ''}`;
  }

  card() {
    const end = this.drawn?.end;
    return html`<section class="ask" aria-label="What came out">
      <h2>${this.running || !end ? 'Out of noise, by words' : 'What a classifier sees'}</h2>
      ${end
        ? this.verdict(end)
        : html`<progress max=${this.drawn?.steps ?? 1} value=${this.at} aria-label="How far the engine is"></progress>`}
      <p>
        Press a word. Bright is where the prediction would change at this step if the word were not there. Most words find the thing that
        they are about, though nobody told the network where to put it.
      </p>
      <p>
        Now switch to “Looked at”, the attention itself. It often lies beside the thing: attention shows where a word is read, not what it
        does there.
      </p>
      <p>Then change a word. The noise stays the same, and the old picture moves to the right.</p>
    </section>`;
  }

  /** @param {any} end */
  verdict({ asked, seen, right, told, strange }) {
    if (strange) return html`<p>${strange} The model draws something all the same, but it never learned these words.</p>`;
    if (seen === asked) return html`<p class="found">All ${told} words are right.</p>`;
    return html`<p class="found">${right} of ${told} words are right.</p>
      <p>It sees <i>${seen}</i>.</p>`;
  }

  details() {
    const { wordseed, wordscale } = this.state.now;
    return html`${badge('learned', learnedBy(this.about.words))} Noise from seed ${wordseed}, DDIM, ${this.drawn?.steps ?? 25} steps,
    guidance ${wordscale}. Shown is what the model expects at each step, decoded. A word acts where the prediction changes once its numbers
    are those of an empty place. Attention is the mean over heads and layers.`;
  }

  depict() {
    const { frame, former } = this;
    for (const canvas of canvases(this, '[data-of]')) {
      const past = former?.frames.at(-1);
      if (canvas.dataset.of === 'before') paintColours(canvas, past?.picture ?? null);
      else paintColours(canvas, this.word === NONE ? (frame?.picture ?? null) : this.lit(this.word));
    }
    for (const canvas of canvases(this, '[data-word]')) paintColours(canvas, this.lit(Number(canvas.dataset.word)));
  }

  shared() {
    const { drawn } = this;
    return {
      name: 'darkroom-words',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas:not(.blank)')),
      rows: () =>
        drawn.frames.flatMap(({ looks, acts }, step) =>
          drawn.words.map((word, i) => ({ step: step + 1, place: i + 1, word, attention: mean(looks[i]), effect: mean(acts[i]) })),
        ),
      data: () => ({
        settings: this.state.now,
        found: drawn.end,
        words: drawn.words,
        steps: drawn.frames.map(({ picture, looks, acts }) => ({ picture: [...picture], attention: plain(looks), effects: plain(acts) })),
      }),
      reset: () => {
        this.state.reset();
        this.word = NONE;
        this.change({});
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** @param {Float32Array[]} maps */
const plain = maps => maps.map(map => [...map]);

/** @param {Float32Array} numbers */
const mean = numbers => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

customElements.define('words-lab', WordsLab);
