/** Asked before the forward lab: when does a classifier lose the picture? The engine settles it. */
import { html } from 'lit';
import { records } from './api.js';
import { Lab } from './lab.js';
import { draw } from './chart.js';
import { kindName } from './format.js';
import { shareMenu } from './share.js';

export class HalfQuestion extends Lab {
  static properties = {
    ...Lab.properties,
    pattern: {}, picture: { type: Number }, noise: { type: Number }, timesteps: { type: Number },
    guess: { state: true }, stage: { state: true }, at: { state: true }, found: { state: true },
  };

  constructor() {
    super();
    this.forget();
  }

  forget() {
    this.run?.abort();
    /** @type {'asked' | 'measuring' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = -1;
    this.found = null;
    this.at = 0;
    this.before = 0;
    /** @type {Map<number, number>} share recognised by t */
    this.shares = new Map();
  }

  willUpdate(changed) {
    if ((changed.has('pattern') && changed.get('pattern') != null) || (changed.has('picture') && changed.get('picture') != null)) this.forget();
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

  /** The four answers: quarters of the schedule; the last holds "never" too. */
  get answers() {
    const quarter = this.timesteps / 4;
    return [0, 1, 2, 3].map(i => ({ from: i * quarter, to: (i + 1) * quarter, text: i === 0 ? `Before ${quarter}` : i === 3 ? `After ${3 * quarter}, or never` : `${i * quarter} to ${(i + 1) * quarter}` }));
  }

  lock() {
    if (this.guess < 0) {
      this.say('Choose one of the four answers first.');
      this.querySelector('input').focus();
      return;
    }
    this.stage = 'measuring';
    this.run = new AbortController();
    this.attempt(async () => {
      const { pattern, picture, noise } = this;
      for await (const record of records('/api/half', { pattern, picture, noise }, this.run.signal)) {
        this.before = record.type === 'waiting' ? record.before : 0;
        this.requestUpdate();
        if (record.type === 'share') {
          this.shares.set(record.t, record.share);
          this.at = Math.max(this.at, record.t);
        }
        if (record.type === 'end') {
          this.found = record.t;
          this.stage = 'settled';
          this.settledNow();
          this.say(`Found: ${this.finding()}. ${this.right() ? 'Your guess holds.' : 'Not this time.'}`);
        }
      }
    }).then(() => {
      if (this.stage === 'measuring') this.stage = 'asked';
    });
  }

  settledNow() {
    const question = `A classifier looks at a picture (${kindName(this.pattern)}) under a hundred noises. At which step does it first get fewer than half of them right?`;
    const detail = { part: 2, id: 'half', question, guess: this.answers[this.guess].text, found: this.found == null ? 'never' : `t = ${this.found}`, holds: this.right() };
    this.dispatchEvent(new CustomEvent('predicted', { detail, bubbles: true }));
    this.dispatchEvent(new CustomEvent('lab-done', { detail: { part: 2 }, bubbles: true }));
  }

  finding() {
    return this.found == null ? 'it never falls below one half' : `at t = ${this.found}`;
  }

  right() {
    const { from, to } = this.answers[this.guess];
    return this.found == null ? this.guess === 3 : this.found >= from && this.found < to || (this.found === this.timesteps && this.guess === 3);
  }

  render() {
    const kind = kindName(this.pattern);
    return html`<section class="ask" aria-labelledby="half">
      <div><h2 id="half">${this.stage === 'settled' ? 'Your guess and the finding' : 'Before you drag'}</h2>
        <p>A classifier that tells ten kinds of pattern apart looks at this picture (${kind}) under a hundred different noises. At which step does it first get fewer than half of them right?</p>
        ${this.stage === 'settled' ? this.settled() : ''}</div>
      <div>${this.stage === 'asked' ? this.asking() : this.stage === 'measuring' ? this.measuring() : this.curve()}${this.told()}</div>
    </section>`;
  }

  asking() {
    return html`<fieldset><legend class="spoken">At which step?</legend>${this.answers.map((answer, i) => html`<label><input type="radio" name="half" value=${i} .checked=${this.guess === i} @change=${() => { this.guess = i; }}>${answer.text}</label>`)}</fieldset>
      <button type="button" class="btn go" @click=${this.lock}>Lock in my guess</button>`;
  }

  measuring() {
    return html`<p>Your guess is locked: ${this.answers[this.guess].text}. The classifier is looking.</p>
      <progress max=${this.timesteps} value=${this.at} aria-label="Step that the classifier looks at"></progress>
      <p class="num">${this.before ? `Waiting; ${this.before} before you.` : this.shares.size < this.timesteps / 20 + 1 ? `t ${this.at} of ${this.timesteps}` : 'closing in on one half'}</p>
      <button type="button" class="btn" @click=${() => this.run.abort()}>Stop</button>`;
  }

  settled() {
    return html`<div class="settled">
        <div><span class="label">your guess</span><span class="value">${this.answers[this.guess].text}</span></div>
        <div><span class="label">found</span><span class="value">${this.found == null ? 'never' : html`t = ${this.found}`}</span></div>
      </div>
      <p>${this.right() ? 'Your guess holds.' : 'Not this time.'} Drag to that step and see whether you would still know the picture.</p>
      <div class="again"><button type="button" class="btn" @click=${() => this.forget()}>Guess again</button>${shareMenu(this.shared())}</div>`;
  }

  shared() {
    const { pattern, picture, noise, guess, found } = this;
    const rows = () => [...this.shares].sort(([one], [other]) => one - other).map(([t, share]) => ({ t, recognised: share }));
    return {
      name: 'darkroom-half',
      link: () => location.href,
      rows,
      data: () => ({ settings: { pattern, picture, noise }, guess: this.answers[guess].text, found: found == null ? 'never' : found, shares: rows() }),
      reset: () => this.forget(),
      say: sentence => this.say(sentence),
    };
  }

  curve() {
    return html`<div class="plot" role="img" aria-label="Share recognised, by step t: ${this.found == null ? this.finding() : `it falls below one half ${this.finding()}`}"></div>
      <p class="hint">This judge learned from clean pictures only and never saw noise. The network that walks back in part 1 learned from just such drowned pictures, and makes out more in them.</p>`;
  }

  updated(changed) {
    if (changed.has('stage')) this.dispatchEvent(new CustomEvent('settled', { detail: this.stage !== 'asked', bubbles: true }));
    const plot = this.querySelector('.plot');
    if (!plot || this.stage !== 'settled' || plot.chart && !this.recolour) return;
    this.recolour = false;
    const ts = [...this.shares.keys()].sort((a, b) => a - b);
    draw(plot, {
      x: 'step t', y: 'recognised, %', height: 240, mark: this.found, xRange: [0, this.timesteps], yRange: [0, 100],
      data: [ts, ts.map(t => 100 * this.shares.get(t)), ts.map(() => 50)],
      series: [{ label: 'recognised', token: '--ink' }, { label: 'one half', token: '--edge', dash: [4, 4], width: 1 }],
    });
  }
}

customElements.define('half-question', HalfQuestion);
