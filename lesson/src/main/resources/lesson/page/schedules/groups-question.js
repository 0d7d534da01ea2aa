/** Part 3, deeper: which of three schedules gives uneven groups back in their shares? The engine settles it. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { fixed, percent } from '../draw/format.js';
import { badge } from '../draw/badge.js';
import { bars, histogram, row } from './groups.js';
import { shareMenu } from '../base/share.js';
import { findings } from '../draw/stage.js';

/** In the order of the server's runs. */
const CANDIDATES = [
  { schedule: 'linear', name: 'linear, scaled to 80 steps', short: 'linear, scaled' },
  { schedule: 'squaredcos_cap_v2', name: 'cosine', short: 'cosine' },
  { schedule: 'raw', name: 'DDPM’s betas as printed', short: 'as printed' },
];
/** As high as wide. */
const TALL = 360;
/** Which of them an answer names. */
const PICKED = [[1], [0, 1], [2], [0, 1, 2]];
const HEADLINES = ['Only cosine.', 'All but the betas as printed.', 'Only the betas as printed.', 'All three.'];

export class GroupsQuestion extends Prediction {
  static properties = { ...Prediction.properties, runs: { state: true } };

  constructor() {
    super('groups');
    this.state = new UrlState({ groups: SEED });
    this.ready = true;
    this.clear();
  }

  clear() {
    super.clear();
    /** @type {any[]} */
    this.runs = CANDIDATES.map(() => null);
  }

  /** The three runs, one after the other in one stream; the record of them all. @param {AbortSignal} signal */
  async measure(signal) {
    const seed = this.state.now.groups;
    for await (const { type, run, ...record } of this.follow('/api/groups/three', { seed }, signal)) {
      if (type === 'all') return record;
      this.runs = this.runs.with(run, {
        ...this.runs[run],
        ...record,
        schedule: CANDIDATES[run].schedule,
        sampler: 'ddpm',
        seed,
        done: type === 'end',
      });
    }
    return null;
  }

  opening() {
    return 'Before you compare';
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Three schedules, from pure noise back';
  }

  figure() {
    return html`<div class="threes">${CANDIDATES.map(({ name }, i) => histogram(name, this.runs[i]))}</div>`;
  }

  tools() {
    return html`<button type="button" class="btn" @click=${() => this.change({ groups: freshSeed() })}>Other noise</button>
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const samples = (this.runs[0]?.samples ?? 10000).toLocaleString('en');
    return html`${badge('exact', 'exact')} ${`${samples} samples each, DDPM, seed ${this.state.now.groups}.`} Dashed: the true shares. Beta
    is the share of the power that a step replaces by noise. DDPM, the paper of 2020, prints 1000 betas that rise in a straight line.
    Linear, scaled: raised so that they fit 80 steps. As printed: made for 1000 steps, used for 80. Cosine: the schedule of the parts
    before, cut into 80 steps.`;
  }

  atWork() {
    return this.waiting ? super.atWork() : 'The engine is sampling.';
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.runs.reduce((sum, run) => sum + (run?.index ?? 0) / (run?.steps ?? 1), 0), CANDIDATES.length];
  }

  chart() {
    return findings(
      'Share that came out at +1, in percent; right is 80',
      CANDIDATES.map(({ short }, i) => {
        const { share, right } = this.runs[i];
        return { label: short, value: share, text: percent(share), you: PICKED[this.question.guessed].includes(i), found: right };
      }),
    );
  }

  headline({ option }) {
    return HEADLINES[option] ?? super.headline(this.question.latest);
  }

  because() {
    const [linear, cosine, broken] = this.runs;
    return (
      `After 80 of the printed betas ${percent(broken.amplitude)}% of the signal's amplitude is still there ` +
      `(${fixed(broken.snr, 2)} dB), so the noisy end leans to the right. Sampling from N(0, 1) starts in the middle all the same, ` +
      `and no later step makes up for it. Between ${percent(linear.share)} and ${percent(cosine.share)} lie only chance and the ` +
      'error of the steps.'
    );
  }

  shared() {
    const rows = () => this.runs.map(row);
    return {
      name: 'darkroom-groups-question',
      link: () => this.state.link(),
      rows,
      data: () => ({ settings: this.state.now, guess: this.question.found.guess, found: this.question.found.found, runs: rows() }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }

  depict() {
    canvases(this, '.bars').forEach((canvas, i) => bars(canvas, this.runs[i], TALL));
  }
}

customElements.define('groups-question', GroupsQuestion);
