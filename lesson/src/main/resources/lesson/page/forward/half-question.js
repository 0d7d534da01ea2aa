/** Asked before the forward lab: when does a classifier lose the picture? The engine settles it. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { Prediction } from '../base/prediction.js';
import { draw, isDrawn } from '../draw/chart.js';
import { shareMenu } from '../base/share.js';

/** @param {number | null} t */
const lost = t => (t == null ? 'it never falls below one half' : `at t = ${t}`);

export class HalfQuestion extends Prediction {
  static properties = {
    ...Prediction.properties,
    pattern: {},
    picture: { type: Number },
    noise: { type: Number },
    timesteps: { type: Number },
    at: { state: true },
  };

  constructor() {
    super('half');
    /** @type {string | null} the lab's picture, which is the question's */
    this.pattern = null;
    this.picture = 1;
    this.noise = 1;
    this.timesteps = 0;
    this.redraw = () => {
      this.recolour = true;
      this.requestUpdate();
    };
    this.clear();
  }

  settings() {
    return { pattern: this.pattern, picture: this.picture };
  }

  clear() {
    super.clear();
    this.at = 0;
    /** @type {Map<number, number>} share recognised by t */
    this.shares = new Map();
  }

  willUpdate(changed) {
    this.ready = this.pattern !== null;
    if (['pattern', 'picture'].some(name => changed.get(name) != null) && this.hasUpdated) this.again();
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    const { pattern, picture, noise } = this;
    for await (const record of this.follow('/api/half', { pattern, picture, noise }, signal)) {
      if (record.type === 'share') {
        this.shares.set(record.t, record.share);
        this.at = Math.max(this.at, record.t);
      }
      if (record.type === 'end') return record;
    }
    return null;
  }

  finding({ t }) {
    return `Found: ${lost(t)}.`;
  }

  opening() {
    return 'Before you drag';
  }

  running() {
    return html`${this.question.locked('The classifier is looking.')}
      <progress max=${this.timesteps} value=${this.at} aria-label="Step that the classifier looks at"></progress>
      <p class="num">
        ${this.waiting
          ? `Waiting; ${this.waiting.before} before you.`
          : this.shares.size < this.timesteps / 20 + 1
            ? `t ${this.at} of ${this.timesteps}`
            : 'closing in on one half'}
      </p>
      <button type="button" class="btn" @click=${this.halt}>Stop</button>`;
  }

  beneath() {
    return html`${this.question.pair()}
      <p>${this.question.verdict} Drag to that step and see whether you would still know the picture.</p>
      <div class="again"><button type="button" class="btn" @click=${this.again}>Guess again</button>${shareMenu(this.shared())}</div>`;
  }

  shared() {
    const { pattern, picture, noise, question } = this,
      { t: found } = this.found;
    const rows = () => [...this.shares].sort(([one], [other]) => one - other).map(([t, share]) => ({ t, recognised: share }));
    return {
      name: 'darkroom-half',
      link: () => location.href,
      rows,
      data: () => ({
        settings: { pattern, picture, noise },
        guess: question.found.guess,
        found: found == null ? 'never' : found,
        shares: rows(),
      }),
      reset: () => this.again(),
      say: sentence => this.say(sentence),
    };
  }

  settled() {
    const { t } = this.found;
    return html`<div
        class="plot"
        role="img"
        aria-label="Share recognised, by step t: ${t == null ? lost(t) : `it falls below one half ${lost(t)}`}"
      ></div>
      <p class="hint">
        This judge learned from clean pictures, from pictures in noise of every level, and from noise alone, which it calls “noise”: of a
        thousand pure noises it gets 98 in a hundred right. Many pixels share one shape, so faint evidence adds up, and it finds patterns
        that your eye gave up long before.
      </p>`;
  }

  depict() {
    this.question.tellWhetherOpen();
    const plot = element(this, '.plot');
    if (!plot || !this.question.settled || (isDrawn(plot) && !this.recolour)) return;
    this.recolour = false;
    const ts = [...this.shares.keys()].sort((a, b) => a - b);
    draw(plot, {
      x: 'step t',
      y: 'recognised, %',
      height: 240,
      mark: this.found.t,
      xRange: [0, this.timesteps],
      yRange: [0, 100],
      data: [ts, ts.map(t => 100 * this.shares.get(t)), ts.map(() => 50)],
      series: [
        { label: 'recognised', token: '--ink' },
        { label: 'one half', token: '--edge', dash: [4, 4], width: 1 },
      ],
    });
  }
}

customElements.define('half-question', HalfQuestion);
