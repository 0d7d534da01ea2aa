/** Asked before the forward lab: when does a classifier lose the picture? The engine settles it. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { records } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { draw, isDrawn } from '../draw/chart.js';
import { Question } from '../base/question.js';
import { shareMenu } from '../base/share.js';

export class HalfQuestion extends Lab {
  static properties = {
    ...Lab.properties,
    pattern: {},
    picture: { type: Number },
    noise: { type: Number },
    timesteps: { type: Number },
    at: { state: true },
    found: { state: true },
  };

  constructor() {
    super();
    /** @type {string | null} the lab's picture, which is the question's */
    this.pattern = null;
    this.picture = 1;
    this.noise = 1;
    this.timesteps = 0;
    this.question = new Question(this, 'half', () => this.pattern && { pattern: this.pattern, picture: this.picture });
    this.forget();
  }

  forget() {
    this.run?.abort();
    this.question.forget();
    this.found = null;
    this.at = 0;
    this.ahead = 0;
    /** @type {Map<number, number>} share recognised by t */
    this.shares = new Map();
  }

  willUpdate(changed) {
    if ((changed.has('pattern') && changed.get('pattern') != null) || (changed.has('picture') && changed.get('picture') != null))
      this.forget();
  }

  connectedCallback() {
    super.connectedCallback();
    this.redraw = () => {
      this.recolour = true;
      this.requestUpdate();
    };
    addEventListener('themechange', this.redraw);
    addEventListener('resize', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('themechange', this.redraw);
    removeEventListener('resize', this.redraw);
    this.run?.abort();
  }

  measure() {
    this.run = new AbortController();
    return this.attempt(async () => {
      const { pattern, picture, noise } = this;
      for await (const record of records('/api/half', { pattern, picture, noise, ...this.question.named }, this.run.signal)) {
        this.ahead = record.type === 'waiting' ? record.before : 0;
        this.requestUpdate();
        if (record.type === 'share') {
          this.shares.set(record.t, record.share);
          this.at = Math.max(this.at, record.t);
        }
        if (record.type === 'end') {
          this.found = record.t;
          if (this.question.take(record)) this.say(`Found: ${this.finding()}. ${this.question.verdict}`);
        }
      }
    }).then(() => this.question.release());
  }

  finding() {
    return this.found == null ? 'it never falls below one half' : `at t = ${this.found}`;
  }

  render() {
    if (!this.question.worded) return this.pending();
    const { question } = this,
      { stage } = question;
    return html`<section class="ask" aria-labelledby="half">
      <div>
        <h2 id="half">${question.settled ? 'Your guess and the finding' : 'Before you drag'}</h2>
        <p>${question.asked}</p>
        ${question.settled ? this.settled() : ''}
      </div>
      <div>
        ${question.settled
          ? this.curve()
          : stage === 'locked'
            ? this.measuring()
            : question.asking({ run: () => this.measure() })}${this.told()}
      </div>
    </section>`;
  }

  measuring() {
    return html`${this.question.locked('The classifier is looking.')}
      <progress max=${this.timesteps} value=${this.at} aria-label="Step that the classifier looks at"></progress>
      <p class="num">
        ${this.ahead
          ? `Waiting; ${this.ahead} before you.`
          : this.shares.size < this.timesteps / 20 + 1
            ? `t ${this.at} of ${this.timesteps}`
            : 'closing in on one half'}
      </p>
      <button type="button" class="btn" @click=${() => this.run.abort()}>Stop</button>`;
  }

  settled() {
    return html`${this.question.pair()}
      <p>${this.question.verdict} Drag to that step and see whether you would still know the picture.</p>
      <div class="again">
        <button type="button" class="btn" @click=${() => this.forget()}>Guess again</button>${shareMenu(this.shared())}
      </div>`;
  }

  shared() {
    const { pattern, picture, noise, found, question } = this;
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
      reset: () => this.forget(),
      say: sentence => this.say(sentence),
    };
  }

  curve() {
    return html`<div
        class="plot"
        role="img"
        aria-label="Share recognised, by step t: ${this.found == null ? this.finding() : `it falls below one half ${this.finding()}`}"
      ></div>
      <p class="hint">
        This judge learned from clean pictures, from pictures in noise of every level, and from noise alone, which it calls “noise”: of a
        thousand pure noises it gets 98 in a hundred right. Many pixels share one shape, so faint evidence adds up, and it finds patterns
        that your eye gave up long before.
      </p>`;
  }

  updated() {
    this.question.tellWhetherOpen();
    const plot = element(this, '.plot');
    if (!plot || !this.question.settled || (isDrawn(plot) && !this.recolour)) return;
    this.recolour = false;
    const ts = [...this.shares.keys()].sort((a, b) => a - b);
    draw(plot, {
      x: 'step t',
      y: 'recognised, %',
      height: 240,
      mark: this.found,
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
