/** Can a picture be recognised half way from noise? */
import { html } from 'lit';
import { fixed, kindName } from '../draw/format.js';
import { findings } from '../draw/stage.js';
import { Idea } from './idea.js';

/** The answers on the chart: where their middle is, and how they are read. */
const ANSWERS = [
  { value: 15, text: '< 30' },
  { value: 50, text: '30–70' },
  { value: 85, text: '> 70' },
];

/** With so many recognised it is settled what they will be. */
const DECIDED = 0.9;

export class HalfIdea extends Idea {
  constructor() {
    super('half');
  }

  opens() {
    return { ...this.run(), pattern: 'checkerboard', steps: 20, at: 10 };
  }

  get label() {
    return 'Half way from noise to picture';
  }

  opening() {
    return 'Is a picture recognisable half way?';
  }

  rows() {
    const { begun, found } = this,
      columns = begun?.x ?? Array.from({ length: 5 }),
      kind = i => kindName(this.about.patterns[i]);
    return [
      columns.map((x, i) => ({ what: `Noise that is to become a picture of ${kind(i)}`, pixels: x })),
      columns.map((x, i) => ({
        what: `Half way to ${kind(i)}`,
        pixels: found?.x[i],
        answer: true,
        from: x,
        under: found ? `seen as ${kindName(found.seen[i])}` : '',
      })),
      columns.map((x, i) => ({ what: `Predicted half way to ${kind(i)}`, pixels: found?.x0[i], answer: true, from: x })),
    ];
  }

  figure() {
    const { found } = this,
      right = found?.seen.filter((kind, i) => kind === this.about.patterns[i]).length;
    return html`<div class="fives">
      ${this.row(0, 'Start', 'pure noise, each asked for another kind')}
      ${this.row(1, 'Half way', found ? `${right} of these ${found.seen.length} recognised` : 'what the classifier gets to see')}
      ${this.row(2, 'Predicted', 'the clean picture, as predicted there')}
    </div>`;
  }

  details() {
    return html`${this.maker()} Seed ${this.seed}; DDIM, stopped after 10 of 20 steps. Five of the hundred runs are shown, all are
    classified. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { noisy, clean, of, kinds } = this.found;
    return findings(`How many of ${of} are recognised`, [
      { label: 'half way', value: noisy, text: String(noisy), you: false, found: true },
      { label: 'your guess', ...ANSWERS[this.question.guessed], you: true, found: false },
      { label: 'predicted', value: clean, text: String(clean), you: false, found: false },
      { label: 'a blind guess', value: of / kinds, text: String(of / kinds), you: false, found: false },
    ]);
  }

  /** @param {import('../base/question.js').Settled} latest */
  headline({ found }) {
    return `${found}.`;
  }

  because({ clean, of, snr }) {
    return (
      `At ${fixed(snr, 1)} dB noise and picture are about equally strong. In the clean pictures predicted there the classifier ` +
      `recognises ${clean} of ${of}` +
      (clean > DECIDED * of ? ': what each picture will be is decided by then, and the noise only hides it.' : '.')
    );
  }
}

customElements.define('half-idea', HalfIdea);
