/** Does DDPM bring back the ring that was drowned? */
import { html } from 'lit';
import { fixed } from '../draw/format.js';
import { findings } from '../draw/stage.js';
import { Idea } from './idea.js';

export class InverseIdea extends Idea {
  constructor() {
    super('inverse');
  }

  run() {
    return { ...super.run(), pattern: 'ring' };
  }

  opens() {
    return { ...this.run(), sampler: 'ddpm', steps: 50, guidance: 1 };
  }

  get label() {
    return 'One ring, drowned and walked back';
  }

  opening() {
    return 'Is reverse the inverse of forward?';
  }

  rows() {
    const { begun, found } = this,
      columns = begun?.x ?? Array.from({ length: 5 });
    return [
      columns.map(() => ({ what: 'The ring', pixels: begun?.x0[0] })),
      columns.map((x, i) => ({ what: `The ring in noise ${i + 1}, at the end`, pixels: x })),
      columns.map((x, i) => ({
        what: `What came back, ${i + 1}`,
        pixels: found?.x[i],
        answer: true,
        from: x,
      })),
    ];
  }

  figure() {
    const { found } = this;
    return html`<div class="fives">
      ${this.row(0, 'Clean', 'the same ring each time')} ${this.row(1, 'Drowned', 'noise added to the end')}
      ${this.row(2, 'Walked back', found ? `off by ${found.off.map(one => fixed(one, 2)).join(', ')}` : 'by DDPM, in 50 steps')}
    </div>`;
  }

  details() {
    return html`${this.maker()} Seed ${this.seed}; guidance off (W = 1). Five returns are shown, all sixteen measured. Distances: root mean
    square over the pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { found, question } = this,
      { distance, nearer, nearly, same } = found;
    const answers = [
      { label: 'the same', value: same, text: `< ${fixed(same, 2)}` },
      { label: 'nearly', value: nearly, text: `< ${fixed(nearly, 2)}` },
      { label: 'other rings', value: distance + nearer, text: fixed(distance + nearer, 2) },
    ];
    return findings('How far the returns are from the ring', [
      { label: 'the returns', value: distance, text: fixed(distance, 2), you: false, found: true },
      ...answers.map((answer, i) => ({ ...answer, you: question.guessed === i, found: false })),
    ]);
  }

  because({ between, found }) {
    return (
      `Two rings drawn at random are ${fixed(between, 2)} apart. ` +
      (found === 'another'
        ? 'At the end the noise kept next to nothing of the ring, so DDPM makes up a new one.'
        : 'So something of the ring came back.')
    );
  }
}

customElements.define('inverse-idea', InverseIdea);
