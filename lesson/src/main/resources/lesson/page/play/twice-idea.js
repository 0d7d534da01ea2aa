/** Does the same start lead to the same picture? */
import { html } from 'lit';
import { fixed } from '../draw/format.js';
import { findings } from '../draw/stage.js';
import { Idea } from './idea.js';

const WALKS = ['DDIM, once', 'DDIM, again', 'DDPM, once', 'DDPM, again'];
const SHOWN = 3;
/** Which samplers an answer says come to the same picture. */
const PICKED = [[0, 1], [0], []];

export class TwiceIdea extends Idea {
  constructor() {
    super('twice');
  }

  run() {
    return { ...super.run(), pattern: 'ring' };
  }

  opens() {
    return { ...this.run(), sampler: 'ddpm', steps: 25 };
  }

  get label() {
    return 'The same starts, walked twice';
  }

  opening() {
    return 'Is it deterministic?';
  }

  rows() {
    const { begun, found } = this;
    return Array.from({ length: SHOWN }, (_, row) => [
      { what: `Start ${row + 1}`, pixels: begun?.x[row] },
      ...WALKS.map((walk, i) => ({
        what: `${walk}, from start ${row + 1}`,
        pixels: found?.x[WALKS.length * row + i],
        answer: true,
        from: begun?.x[row],
      })),
    ]);
  }

  figure() {
    return html`<div class="fives" role="group" aria-label=${this.label}>
      ${['start', ...WALKS].map(head => html`<p class="over">${head}</p>`)}
      ${this.rows().map((cells, row) => cells.map((cell, column) => this.print(cell, row, column)))}
    </div>`;
  }

  details() {
    return html`${this.maker()} Seed ${this.seed}; 25 steps. “Again” has other fresh noise on the way. Three of the four starts are shown,
    all four measured. Distances: root mean square over the pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { ddim, ddpm, between, ddimSame, ddpmSame } = this.found,
      guessed = PICKED[this.question.guessed];
    return findings('How far the two results are apart', [
      { label: 'DDIM, twice', value: ddim, text: fixed(ddim, 3), you: guessed.includes(0), found: ddimSame },
      { label: 'DDPM, twice', value: ddpm, text: fixed(ddpm, 3), you: guessed.includes(1), found: ddpmSame },
      { label: 'two real rings', value: between, text: fixed(between, 3), you: false, found: false },
    ]);
  }

  because({ ddpmSame }) {
    return (
      'DDIM with eta 0 adds no noise on its way, so the start decides everything. ' +
      (ddpmSame
        ? 'Here DDPM came out the same, too.'
        : 'DDPM adds fresh noise at every step but the last, and that noise helps decide the picture.') +
      ' Keep every seed, and both repeat to the bit.'
    );
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Try other noise</button>`;
  }
}

customElements.define('twice-idea', TwiceIdea);
