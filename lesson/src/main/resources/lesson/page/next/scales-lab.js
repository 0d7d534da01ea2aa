/** Guidance against words: the same sentences and noises at four scales, and how many words come out right. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { colours } from '../base/api.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { badge, learnedBy } from '../draw/badge.js';
import { choice } from '../draw/controls.js';
import { paintColours } from '../draw/colours.js';
import { asPng } from '../draw/picture.js';
import { percent } from '../draw/format.js';
import { findings, veil } from '../draw/stage.js';
import { aboutWords } from './scenes.js';

const SCALES = [1, 2, 4, 10];
const SHOWN = 6;
const SENTENCES = ['8', '24', '96'];

export class ScalesLab extends Prediction {
  constructor() {
    super('scales');
    this.clear();
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await aboutWords();
      this.state ??= new UrlState({ scaleseed: SEED, sentences: { value: '24', choices: SENTENCES } });
      this.ready = true;
    });
  }

  clear() {
    super.clear();
    /** @type {string[]} */
    this.sentences = [];
    /** @type {Map<number, Uint8Array[]>} the first pictures of each scale */
    this.pictures = new Map();
    this.step = [0, 1];
  }

  settings() {
    return { sentences: this.state.now.sentences };
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow('/api/next/scales', { ...this.settings(), seed: this.state.now.scaleseed }, signal)) {
      if (record.type === 'start') this.sentences = record.sentences;
      if (record.type === 'end') return record;
      if (record.scale) this.pictures.set(record.scale.scale, record.scale.pictures.map(colours));
      if (record.type === 'step') this.step = [record.index, record.steps];
    }
    return null;
  }

  /** @returns {[number, number]} */
  reached() {
    return /** @type {[number, number]} */ (this.step);
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Guidance and words';
  }

  opening() {
    return 'Does more guidance obey more words?';
  }

  figure() {
    const { open } = this.question;
    return html`<div class="scaled">
      ${SCALES.map(
        scale =>
          html`<span class="num">${scale === 1 ? 'off' : scale}</span> ${Array.from(
              { length: SHOWN },
              (_, i) =>
                html`<span class="frame"
                  ><canvas
                    class="pixels"
                    data-scaled=${`${scale} ${i}`}
                    role="img"
                    aria-label=${`${this.sentences[i] ?? 'A sentence'}, guidance ${scale}`}
                    title=${this.sentences[i] ?? ''}
                  ></canvas
                  >${veil(open)}</span
                >`,
            )}`,
      )}
    </div>`;
  }

  tools() {
    return html`<button type="button" class="btn" ?disabled=${this.question.open} @click=${this.anew}>Other sentences</button>
      ${choice('Sentences', SENTENCES, this.state.now.sentences, sentences => this.change({ sentences }))}
      <span class="spacer"></span>${this.rerunning()}${this.found ? shareMenu(this.shared()) : ''}`;
  }

  anew() {
    this.change({ scaleseed: freshSeed() });
  }

  details() {
    return html`${badge('learned', learnedBy(this.about.words))} Sentences and noises from seed ${this.state.now.scaleseed}, a column each;
    DDIM, 20 steps. Words are size, colour, form and ground, with two things also where they are.`;
  }

  chart() {
    const { scales } = this.found,
      best = Math.max(...scales.map(one => one.right)),
      first = scales.findIndex(one => one.right === best);
    return findings(
      'Words that are right, of all',
      scales.map(({ scale, right, told }, i) => ({
        label: scale === 1 ? '1, off' : String(scale),
        value: right,
        text: `${percent(right / told)}%`,
        you: this.question.guessed === i,
        found: i === first,
      })),
    );
  }

  because() {
    const { scales, count } = this.found,
      unguided = scales[0].right === Math.max(...scales.map(one => one.right));
    return (
      'Guidance pushes away from what the model would draw for no words at all. ' +
      `${unguided ? 'This model heeds its words without, so there was nothing to gain. ' : 'So words count more. '}` +
      'Too much of it pushes past the pictures that the model learned: colours turn harsh and forms break. ' +
      `All words are right in ${scales.map(({ scale, all }) => `${all} of ${count} at ${scale}`).join(', ')}.`
    );
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Take other sentences</button>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-scaled]')) {
      const [scale, i] = canvas.dataset.scaled.split(' ').map(Number);
      paintColours(canvas, this.pictures.get(scale)?.[i] ?? null);
    }
  }

  shared() {
    const { found } = this;
    return {
      name: 'darkroom-scales',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-scaled]')),
      rows: () => found.scales.map(({ scale, right, told, all }) => ({ scale, words_right: right, words: told, sentences_right: all })),
      data: () => ({ settings: this.state.now, guess: this.question.found.guess, found, sentences: this.sentences }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('scales-lab', ScalesLab);
