/** Part 7: the picture that the reader brought along in part 1, and what became of it. */
import { html } from 'lit';
import { ask, askOnce, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { ownPixels } from '../base/own.js';
import { mixed } from '../draw/mix.js';
import { paint } from '../draw/picture.js';

const REACH = 1.5;
const DEPTHS = [0, 60, 85, 100];

export class OwnStory extends Lab {
  static properties = { ...Lab.properties, levels: { state: true } };

  constructor() {
    super();
    this.own = ownPixels();
    this.levels = null;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.own)
      this.attempt(async () => {
        const [{ epsilon }, levels] = await Promise.all([ask('/api/forward', { pattern: 'ring', noise: 1 }), askOnce('/api/levels')]);
        this.epsilon = values(epsilon);
        this.levels = levels;
      });
  }

  get stands() {
    return !this.own || this.levels !== null;
  }

  shows() {
    if (!this.own) return '';
    return html`<section class="lab own-story" aria-label="Your picture">
      <div class="four">
        ${DEPTHS.map(
          depth =>
            html`<figure class="print">
              <canvas class="pixels" data-depth=${depth} role="img" aria-label="Your picture taken to ${depth}%"></canvas>
              <figcaption>
                ${depth ? html`<a href="/drown?pattern=own&depth=${depth}">Bring it back from ${depth}%</a>` : 'your picture'}
              </figcaption>
            </figure>`,
        )}
      </div>
    </section>`;
  }

  depict() {
    for (const depth of DEPTHS) {
      const t = Math.round((depth / 100) * ((this.levels?.signalWeight.length ?? 1) - 1));
      if (this.own) paint(this.querySelector(`[data-depth="${depth}"]`), mixed(this.own, this.epsilon, this.levels, t), REACH);
    }
  }
}

customElements.define('own-story', OwnStory);
