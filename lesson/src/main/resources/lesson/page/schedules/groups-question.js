/** Asked before the schedule lab: which schedule gives uneven groups back in their shares? The engine settles it. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { fixed, percent } from '../draw/format.js';
import { badge } from '../draw/badge.js';
import { bars, histogram, row } from './groups.js';
import { shareMenu } from '../base/share.js';

/** In the order of the server's runs. */
const CANDIDATES = [
  { schedule: 'linear', name: 'linear, scaled to 80 steps' },
  { schedule: 'squaredcos_cap_v2', name: 'cosine' },
  { schedule: 'raw', name: 'DDPM’s betas as printed' },
];

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

  given() {
    return html`<p>
      A noise schedule says how much of a picture's power each step replaces by noise. To make something new, one starts from pure noise,
      that is from numbers drawn from the normal distribution N(0,&nbsp;1), and walks the steps back.
    </p>`;
  }

  asking() {
    return this.question.asking({
      run: () => this.start(),
      hint: html`<p class="hint">
        Beta is the share of the power that a step replaces. DDPM, the paper of 2020, prints 1000 betas that rise in a straight line.
        Linear, scaled: raised so that they fit 80 steps. As printed: made for 1000 steps, used for 80. Cosine: the schedule of the parts
        before, cut into 80 steps. Pictures come below.
      </p>`,
    });
  }

  histograms() {
    return html`<div class="three">${CANDIDATES.map(({ name }, i) => histogram(name, this.runs[i]))}</div>`;
  }

  running() {
    return html`${this.histograms()}${super.running()}`;
  }

  atWork() {
    return this.waiting ? super.atWork() : 'The engine is sampling.';
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.runs.reduce((sum, run) => sum + (run?.index ?? 0) / (run?.steps ?? 1), 0), CANDIDATES.length];
  }

  settled() {
    return html`${this.histograms()}
      <p class="made">
        ${badge('exact', 'exact')}
        <span
          >${(this.runs[0]?.samples ?? 10000).toLocaleString('en')} samples each, DDPM, seed ${this.state.now.groups}. Dashed: the true
          shares.</span
        >
      </p>`;
  }

  beneath() {
    const [linear, cosine, broken] = this.runs;
    if (!broken?.done)
      return html`${this.pair()}
        <p>The engine samples again, from other noise.</p>
        ${this.rerunning()}`;
    return html`${this.pair()}
      <p>
        ${this.question.verdict} After 80 of the printed betas ${percent(broken.amplitude)}% of the signal's amplitude is still there
        (${fixed(broken.snr, 2)} dB), so the noisy end still leans to the right. Sampling from N(0, 1) starts in the middle all the same,
        and no later step makes up for it. Between ${percent(linear.share)} and ${percent(cosine.share)} lie only chance and the error of
        the steps.
      </p>
      <div class="again">
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
        <button type="button" class="btn" @click=${() => this.change({ groups: freshSeed() })}>Other noise</button>${shareMenu(
          this.shared(),
        )}
      </div>`;
  }

  pair() {
    return this.question.pair({ label: 'found right' });
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
    this.question.tellWhetherOpen();
    canvases(this, '.bars').forEach((canvas, i) => bars(canvas, this.runs[i]));
  }
}

customElements.define('groups-question', GroupsQuestion);
