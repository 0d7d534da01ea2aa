/** The opening: some of the drawings that the learned model learned from, a column for each kind. */
import { html } from 'lit';
import { askOnce, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { kindName } from '../draw/format.js';
import { SIZE } from '../draw/picture.js';
import { paintSheet } from '../draw/sheets.js';

const ROWS = 4;

export class LearnedFrom extends Lab {
  static properties = { ...Lab.properties, columns: { state: true } };

  constructor() {
    super();
    /** @type {{kind: string, pictures: Float32Array[]}[]} */
    this.columns = [];
  }

  connectedCallback() {
    super.connectedCallback();
    // The picture that develops above goes first: these are fetched when they come into sight.
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      if (!isIntersecting) return;
      this.sight.disconnect();
      this.fetch();
    });
    this.sight.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sight.disconnect();
  }

  fetch() {
    this.attempt(async () => {
      this.about = await about();
      if (!this.about.learned) return;
      this.columns = await Promise.all(
        this.about.patterns.map(async kind => ({
          kind,
          pictures: (await askOnce('/api/examples', { pattern: kind })).pictures.slice(0, ROWS).map(values),
        })),
      );
    });
  }

  render() {
    const kinds = this.columns.map(({ kind }) => kindName(kind));
    return html`<figure class="learned-from">
        <canvas class="pixels" role="img" aria-label=${`Drawings that the network learned from: ${kinds.join('; ')}`}></canvas>
        <figcaption>
          ${kinds.length
            ? `The first of ${this.about.learned.learnedFrom.toLocaleString('en')} drawings that this network learned from, by kind`
            : ''}
        </figcaption>
      </figure>
      ${this.told()}`;
  }

  updated() {
    if (!this.columns.length) return;
    const rows = Math.min(ROWS, ...this.columns.map(({ pictures }) => pictures.length));
    const sheet = new Float32Array(rows * this.columns.length * SIZE * SIZE);
    for (let row = 0; row < rows; row++) {
      this.columns.forEach(({ pictures }, column) => sheet.set(pictures[row], (row * this.columns.length + column) * SIZE * SIZE));
    }
    paintSheet(this.querySelector('canvas'), sheet, SIZE, this.columns.length);
  }
}

customElements.define('learned-from', LearnedFrom);
