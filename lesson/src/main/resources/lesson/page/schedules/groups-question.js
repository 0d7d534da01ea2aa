/** Asked before the schedule lab: which schedule gives uneven groups back in their shares? The engine settles it. */
import { html } from 'lit';
import { canvases, element } from '../base/find.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { fixed, percent } from '../draw/format.js';
import { badge } from '../draw/badge.js';
import { bars, row, sampleThree } from './groups.js';
import { Question } from '../base/question.js';
import { shareMenu } from '../base/share.js';

/** In the order of the server's runs. */
const CANDIDATES = [
  { schedule: 'linear', name: 'linear, scaled to 80 steps' },
  { schedule: 'squaredcos_cap_v2', name: 'cosine' },
  { schedule: 'raw', name: 'DDPM’s betas as printed' },
];

export class GroupsQuestion extends Lab {
  static properties = { ...Lab.properties, runs: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ groups: SEED });
    this.question = new Question(this, 'groups', () => ({}));
    this.forget();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  forget() {
    this.stopper?.abort();
    this.question.forget();
    this.runs = CANDIDATES.map(() => null);
  }

  async sample() {
    this.runs = CANDIDATES.map(() => null);
    const { signal } = (this.stopper = new AbortController());
    await this.attempt(async () => {
      const all = await sampleThree({ seed: this.state.now.groups, ...this.question.named }, signal, (i, run) => {
        this.runs = this.runs.with(i, { ...run, schedule: CANDIDATES[i].schedule });
      });
      if (!all || !this.question.take(all)) return;
      this.say(`Found: ${this.question.found.found}. ${this.question.verdict}`);
      await this.updateComplete;
      element(this, 'h2').focus({ preventScroll: true });
    });
    this.question.release();
  }

  render() {
    if (!this.question.worded) return this.pending();
    return html`<section class="ask groups" aria-labelledby="groups">
      <div>
        <h2 id="groups" tabindex="-1">${this.question.settled ? 'Your guess and the finding' : 'Before you compare'}</h2>
        <p>
          A noise schedule says how much of a picture's power each step replaces by noise. To make something new, one starts from pure
          noise, that is from numbers drawn from the normal distribution N(0,&nbsp;1), and walks the steps back.
        </p>
        <p>${this.question.asked}</p>
        ${this.question.settled ? this.settled() : ''}
      </div>
      <div>${this.question.open ? this.asking() : this.histograms()}${this.told()}</div>
    </section>`;
  }

  asking() {
    return this.question.asking({
      run: () => this.sample(),
      hint: html`<p class="hint">
        Beta is the share of the power that a step replaces. DDPM, the paper of 2020, prints 1000 betas that rise in a straight line.
        Linear, scaled: raised so that they fit 80 steps. As printed: made for 1000 steps, used for 80. Cosine: the schedule of the parts
        before, cut into 80 steps. Pictures come below.
      </p>`,
    });
  }

  histograms() {
    const waiting = this.runs.find(run => run?.before);
    return html`<div class="three">
        ${CANDIDATES.map(({ name }, i) => {
          const run = this.runs[i];
          return html`<figure>
            <canvas
              class="pixels smooth bars"
              role="img"
              aria-label="Histogram of the samples, ${name}${run?.done ? `: ${percent(run.share)} percent at plus 1` : ''}"
            ></canvas>
            <figcaption>
              <span>${name}</span
              ><b class="num"
                >${run?.share == null
                  ? ' '
                  : run.done
                    ? `${percent(run.share)}% at +1 ${run.right ? '✓' : '✗'}`
                    : `step ${run.index} of ${run.steps}`}</b
              >
            </figcaption>
          </figure>`;
        })}
      </div>
      ${this.question.settled
        ? html`<p class="made">
            ${badge('exact', 'exact')}
            <span
              >${(this.runs[0]?.samples ?? 10000).toLocaleString('en')} samples each, DDPM, seed ${this.state.now.groups}. Dashed: the true
              shares.</span
            >
          </p>`
        : html`${this.question.locked(waiting ? `Waiting; ${waiting.before} before you.` : 'The engine is sampling.')}
            <progress
              max=${CANDIDATES.length}
              value=${this.runs.reduce((sum, run) => sum + (run?.index ?? 0) / (run?.steps ?? 1), 0)}
              aria-label="Runs of the engine"
            ></progress>
            <button type="button" class="btn" @click=${() => this.stopper.abort()}>Stop</button>`}`;
  }

  settled() {
    const [linear, cosine, broken] = this.runs;
    if (!broken?.done)
      return html`${this.question.pair({ label: 'found right' })}
        <p>The engine samples again, from other noise.</p>`;
    return html`${this.question.pair({ label: 'found right' })}
      <p>
        ${this.question.verdict} After 80 of the printed betas ${percent(broken.amplitude)}% of the signal's amplitude is still there
        (${fixed(broken.snr, 2)} dB), so the noisy end still leans to the right. Sampling from N(0, 1) starts in the middle all the same,
        and no later step makes up for it. Between ${percent(linear.share)} and ${percent(cosine.share)} lie only chance and the error of
        the steps.
      </p>
      <div class="again">
        <button type="button" class="btn" @click=${() => this.forget()}>Guess again</button>
        <button
          type="button"
          class="btn"
          @click=${() => {
            this.state.set({ groups: freshSeed() });
            this.sample();
          }}
        >
          Other noise</button
        >${shareMenu(this.shared())}
      </div>`;
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
        this.forget();
      },
      say: sentence => this.say(sentence),
    };
  }

  updated() {
    this.question.tellWhetherOpen();
    canvases(this, '.bars').forEach((canvas, i) => bars(canvas, this.runs[i]));
  }
}

customElements.define('groups-question', GroupsQuestion);
