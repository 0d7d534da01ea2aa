/** Asked before the forward lab: when does a classifier lose the picture? The engine settles it. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { draw } from '../draw/chart.js';
import { veil } from '../draw/stage.js';
import { shareMenu } from '../base/share.js';

const HEIGHT = 300,
  LOW = 190;
const narrow = matchMedia('(max-width: 820px)');

/** @param {number | null} t */
const lost = t => (t == null ? 'it never falls below one half' : `at t = ${t}`);

export class HalfQuestion extends Prediction {
  static properties = {
    ...Prediction.properties,
    pattern: {},
    picture: { type: Number },
    timesteps: { type: Number },
    at: { state: true },
  };

  constructor() {
    super('half');
    /** @type {string | null} the lab's picture, which is the question's */
    this.pattern = null;
    this.picture = 1;
    this.timesteps = 0;
    this.state = new UrlState({ hundred: SEED });
    this.drawn = '';
    this.redraw = () => {
      this.drawn = '';
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
    const { pattern, picture } = this;
    for await (const record of this.follow('/api/half', { pattern, picture, noise: this.state.now.hundred }, signal)) {
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

  headline({ found }) {
    return found === 'never' ? 'Never.' : `At ${found}.`;
  }

  get label() {
    return 'When the classifier lets go of the picture';
  }

  get judgesLater() {
    return true;
  }

  figure() {
    const { found } = this;
    return html`<span class="frame"
      ><div
        class="plot"
        role="img"
        aria-label=${found ? `Share recognised, by step t: ${lost(found.t)}` : 'Not yet shown: the share recognised, by step t'}
      ></div>
      ${veil(this.question.open)}</span
    >`;
  }

  tools() {
    return html`<button type="button" class="btn" @click=${() => this.change({ hundred: freshSeed() })}>Other noises</button>
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return (
      `A hundred noises at each step, seed ${this.state.now.hundred}. Thick: where you guessed. The classifier learned from clean ` +
      'pictures, from pictures in noise of every level, and from noise alone, which it calls “noise”: of a thousand pure noises it ' +
      'gets 98 in a hundred right.'
    );
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.at, this.timesteps];
  }

  atWork() {
    if (this.waiting) return super.atWork();
    return this.shares.size < this.timesteps / 20 + 1
      ? `The classifier looks at t ${this.at} of ${this.timesteps}.`
      : 'Closing in on one half.';
  }

  because() {
    return (
      'Many pixels share one shape, so faint evidence adds up, and the classifier finds patterns that your eye gave up long before. ' +
      'Drag to that step below and see whether you would still know the picture.'
    );
  }

  shared() {
    const { pattern, picture, question } = this,
      { t: found } = this.found;
    const rows = () => [...this.shares].sort(([one], [other]) => one - other).map(([t, share]) => ({ t, recognised: share }));
    return {
      name: 'darkroom-half',
      link: () => this.state.link(),
      rows,
      data: () => ({
        settings: { pattern, picture, noise: this.state.now.hundred },
        guess: question.found.guess,
        found: found == null ? 'never' : found,
        shares: rows(),
      }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }

  depict() {
    this.question.tellWhetherOpen();
    const plot = element(this, '.plot'),
      { found, timesteps } = this,
      shows = `${this.state.now.hundred} ${found ? found.t : 'nothing'}`;
    if (!plot || !timesteps || shows === this.drawn) return;
    this.drawn = shows;
    const shares = found ? this.shares : new Map(),
      guess = found ? this.within(this.question.found.guess) : [];
    const ts = [...new Set([0, timesteps, ...guess, ...shares.keys()])].sort((one, other) => one - other);
    draw(plot, {
      x: 'step t',
      y: 'recognised, %',
      height: narrow.matches ? LOW : HEIGHT,
      mark: found?.t,
      xRange: [0, timesteps],
      yRange: [0, 100],
      data: [ts, ts.map(t => (shares.has(t) ? 100 * shares.get(t) : null)), ts.map(() => 50), ts.map(t => (guess.includes(t) ? 50 : null))],
      series: [
        { label: 'recognised', token: '--ink', joined: true },
        { label: 'one half', token: '--edge', dash: [4, 4], width: 1 },
        { label: 'your guess', token: '--safelight', width: 6, joined: true },
      ],
    });
  }

  /** From where to where an answer reaches. @param {string} answer @returns {[number, number]} */
  within(answer) {
    const named = (answer.match(/\d+/g) ?? []).map(Number);
    if (named.length === 2) return [named[0], named[1]];
    return answer.startsWith('Before') ? [0, named[0]] : [named[0], this.timesteps];
  }
}

customElements.define('half-question', HalfQuestion);
