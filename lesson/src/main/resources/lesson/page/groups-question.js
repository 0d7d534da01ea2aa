/** Asked before the schedule lab: which schedule gives uneven groups back in their shares? The engine settles it. */
import { html } from 'lit';
import { Lab } from './lab.js';
import { SEED, UrlState, freshSeed } from './state.js';
import { fixed, percent } from './format.js';
import { badge } from './badge.js';
import { bars, sampleGroups } from './groups.js';
import { shareMenu } from './share.js';

const CANDIDATES = [
  { schedule: 'linear', name: 'linear, scaled to 80 steps' },
  { schedule: 'squaredcos_cap_v2', name: 'cosine' },
  { schedule: 'raw', name: 'DDPM’s betas as printed' },
];
/** Which candidates an answer holds for right. */
const ANSWERS = [
  { text: 'Only the cosine schedule', right: ['squaredcos_cap_v2'] },
  { text: 'Linear, scaled, and cosine', right: ['linear', 'squaredcos_cap_v2'] },
  { text: 'Only DDPM’s betas as printed', right: ['raw'] },
  { text: 'All three', right: ['linear', 'squaredcos_cap_v2', 'raw'] },
];

export class GroupsQuestion extends Lab {
  static properties = { ...Lab.properties, guess: { state: true }, stage: { state: true }, runs: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ groups: SEED });
    this.forget();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  forget() {
    this.stopper?.abort();
    /** @type {'asked' | 'sampling' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = -1;
    this.runs = CANDIDATES.map(() => null);
  }

  async lock() {
    if (this.guess < 0) {
      this.say('Choose one of the four answers first.');
      this.querySelector('input').focus();
      return;
    }
    await this.sample();
    if (this.stage === 'settled') this.settledNow();
  }

  settledNow() {
    const question = 'Numbers that are −1 in a fifth of all cases and +1 in four fifths, a denoiser that cannot be bettered, 80 steps from pure noise: with which schedules do both shares come back?';
    const detail = { part: 3, id: 'groups', question, guess: ANSWERS[this.guess].text, found: this.finding(), holds: this.right() };
    this.dispatchEvent(new CustomEvent('predicted', { detail, bubbles: true }));
    this.dispatchEvent(new CustomEvent('lab-done', { detail: { part: 3 }, bubbles: true }));
  }

  async sample() {
    this.stage = 'sampling';
    this.runs = CANDIDATES.map(() => null);
    const { signal } = this.stopper = new AbortController();
    await this.attempt(async () => {
      for (const [i, { schedule }] of CANDIDATES.entries()) {
        await sampleGroups({ schedule, sampler: 'ddpm', seed: this.state.now.groups }, signal, run => {
          this.runs = this.runs.with(i, run);
        });
      }
      this.stage = 'settled';
      this.say(`Found: ${this.finding()}. ${this.right() ? 'Your guess holds.' : 'Not this time.'}`);
      await this.updateComplete;
      this.querySelector('h2').focus({ preventScroll: true });
    });
    if (this.stage === 'sampling') this.stage = 'asked';
  }

  /** The candidates that the engine found right. */
  get found() {
    return CANDIDATES.filter((_, i) => this.runs[i].right);
  }

  finding() {
    return this.found.length ? this.found.map(one => one.name).join('; ') : 'none of the three';
  }

  right() {
    return this.found.map(one => one.schedule).join() === ANSWERS[this.guess].right.join();
  }

  render() {
    return html`<section class="ask groups" aria-labelledby="groups">
      <div><h2 id="groups" tabindex="-1">${this.stage === 'settled' ? 'Your guess and the finding' : 'Before you compare'}</h2>
        <p>A noise schedule says how much of a picture's power each step replaces by noise. To make something new, one starts from pure noise, that is from numbers drawn from the normal distribution N(0,&nbsp;1), and walks the steps back.</p>
        <p>Here each “picture” is a single number: a fifth of them are −1, four fifths +1. The denoiser is one that cannot be bettered (a formula, no network), and the walk has 80 steps. With which schedules do a fifth and four fifths come out again, to within two in a hundred?</p>
        ${this.stage === 'settled' ? this.settled() : ''}</div>
      <div>${this.stage === 'asked' ? this.asking() : this.histograms()}${this.told()}</div>
    </section>`;
  }

  asking() {
    return html`<fieldset><legend class="spoken">Which schedules?</legend>${ANSWERS.map((answer, i) => html`<label><input type="radio" name="groups" value=${i} .checked=${this.guess === i} @change=${() => { this.guess = i; }}>${answer.text}</label>`)}</fieldset>
      <p class="hint">Beta is the share of the power that a step replaces. DDPM, the paper of 2020, prints 1000 betas that rise in a straight line. Linear, scaled: raised so that they fit 80 steps. As printed: made for 1000 steps, used for 80. Cosine: the schedule of the parts before, cut into 80 steps. Pictures come below.</p>
      <button type="button" class="btn go" @click=${this.lock}>Lock in my guess</button>`;
  }

  histograms() {
    const waiting = this.runs.find(run => run?.before);
    return html`<div class="three">${CANDIDATES.map(({ name }, i) => {
      const run = this.runs[i];
      return html`<figure><canvas class="pixels smooth bars" role="img" aria-label="Histogram of the samples, ${name}${run?.done ? `: ${percent(run.share)} percent at plus 1` : ''}"></canvas>
        <figcaption><span>${name}</span><b class="num">${run?.share == null ? ' ' : run.done ? `${percent(run.share)}% at +1 ${run.right ? '✓' : '✗'}` : `step ${run.index} of ${run.steps}`}</b></figcaption></figure>`;
    })}</div>
      ${this.stage === 'settled'
        ? html`<p class="made">${badge('exact', 'exact')} <span>${this.runs[0].samples.toLocaleString('en')} samples each, DDPM, seed ${this.state.now.groups}. Dashed: the true shares.</span></p>`
        : html`<p>Your guess is locked: ${ANSWERS[this.guess].text}. ${waiting ? `Waiting; ${waiting.before} before you.` : 'The engine is sampling.'}</p>
          <progress max=${CANDIDATES.length} value=${this.runs.reduce((sum, run) => sum + (run?.index ?? 0) / (run?.steps ?? 1), 0)} aria-label="Runs of the engine"></progress>
          <button type="button" class="btn" @click=${() => this.stopper.abort()}>Stop</button>`}`;
  }

  settled() {
    const broken = this.runs[2], [linear, cosine] = this.runs;
    return html`<div class="settled">
        <div><span class="label">your guess</span><span class="value">${ANSWERS[this.guess].text}</span></div>
        <div><span class="label">found right</span><span class="value">${this.finding()}</span></div>
      </div>
      <p>${this.right() ? 'Your guess holds.' : 'Not this time.'} After 80 of the printed betas ${percent(broken.amplitude)}% of the signal's amplitude is still there (${fixed(broken.snr, 2)} dB), so the noisy end still leans to the right. Sampling from N(0, 1) starts in the middle all the same, and no later step makes up for it. Between ${percent(linear.share)} and ${percent(cosine.share)} lie only chance and the error of the steps.</p>
      <div class="again"><button type="button" class="btn" @click=${() => this.forget()}>Guess again</button>
      <button type="button" class="btn" @click=${() => { this.state.set({ groups: freshSeed() }); this.sample(); }}>Other noise</button>${shareMenu(this.shared())}</div>`;
  }

  shared() {
    const rows = () => this.runs.map(({ schedule, sampler, seed, samples, steps, share, snr }) => ({ schedule, sampler, seed, samples, steps, share_near_plus_1: share, snr_at_end_db: snr }));
    return {
      name: 'darkroom-groups-question',
      link: () => this.state.link(),
      rows,
      data: () => ({ settings: this.state.now, guess: ANSWERS[this.guess].text, found: this.finding(), runs: rows() }),
      reset: () => {
        this.state.reset();
        this.forget();
      },
      say: sentence => this.say(sentence),
    };
  }

  updated(changed) {
    if (changed.has('stage')) this.dispatchEvent(new CustomEvent('settled', { detail: this.stage !== 'asked', bubbles: true }));
    this.querySelectorAll('.bars').forEach((canvas, i) => bars(canvas, this.runs[i]));
  }
}

customElements.define('groups-question', GroupsQuestion);
