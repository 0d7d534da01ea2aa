/** Part 4: how it learned, in short. A small network practises while the reader watches, and draws in between. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { counted } from '../draw/format.js';
import { paintSheet } from '../draw/sheets.js';
import { Training } from '../journey/training.js';

const SIZE = 16;
const narrow = matchMedia('(max-width: 820px)');
/** After how many updates it draws, as the engine has it; the last is its end. */
const DRAWN = [0, 25, 50, 100, 200];
const LAST = 200;

export class HowLearned extends Lab {
  static properties = { ...Lab.properties, training: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ practice: SEED });
    /** @type {Training | null} */
    this.training = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen('change', () => this.requestUpdate(), narrow);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  get learns() {
    return Boolean(this.training && !this.training.end && !this.training.stopper.signal.aborted);
  }

  stop() {
    this.training?.stop();
    this.requestUpdate();
  }

  train() {
    if (this.training) this.state.set({ practice: freshSeed() });
    const query = { target: 'epsilon', updates: LAST, seed: this.state.now.practice },
      training = (this.training = new Training(query, () => this.requestUpdate()));
    this.say('It learns.');
    this.attempt(async () => {
      await training.run();
      if (training.end) this.say(`It has made ${counted(LAST, 'update')}.`);
    }).then(() => {
      // One whose connection was lost learns no more.
      training.stop();
      this.requestUpdate();
    });
  }

  render() {
    const { training, learns } = this;
    return html`<section class="lab learning" aria-label="How it learned">
        <div class="sheets">
          ${DRAWN.map(update => {
            const there = this.sample(update);
            return html`<figure class="print">
              <canvas
                class="pixels ${there ? '' : 'blank'}"
                data-after=${update}
                role="img"
                aria-label="${there ? 'Ten drawings' : 'Not yet drawn:'} after ${counted(update, 'update')}"
              ></canvas>
              <figcaption><b class="num">${update ? counted(update, 'update') : 'at first'}</b></figcaption>
            </figure>`;
          })}
        </div>
        <div class="tools">
          <button type="button" class="btn go" @click=${learns ? this.stop : this.train}>
            ${learns ? 'Stop' : training ? 'Train another' : 'Train a small network'}
          </button>
          <p>${this.standing()}</p>
        </div>
      </section>
      ${this.told()}`;
  }

  /** Where it stands, in a line. */
  standing() {
    const { training } = this;
    if (!training) return `${counted(LAST, 'update')}, 16 noisy drawings each; it takes seconds.`;
    if (training.before) return `Waiting; ${training.before} before you.`;
    if (training.end?.reason) return training.end.reason;
    return `${counted(training.update, 'update')} of ${LAST}. From the same noise each time, one drawing of each kind.`;
  }

  /** @param {number} update */
  sample(update) {
    return this.training?.samples.find(one => one.update === update);
  }

  updated(changed) {
    super.updated(changed);
    for (const canvas of canvases(this, '[data-after]')) {
      const there = this.sample(Number(canvas.dataset.after));
      if (there) paintSheet(canvas, there.x, SIZE, narrow.matches ? 2 : 5);
    }
  }
}

customElements.define('how-learned', HowLearned);
