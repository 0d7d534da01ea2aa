/** A question that the engine settles, and the lab below it: what the journey's steps share. */
import { html } from 'lit';
import { Lab } from './lab.js';
import { reducedMotion } from '../draw/play.js';
import { Question } from './question.js';

/** A step gives its state, `settings`, `intro`, `measure`, `because` and `figure`. */
export class Prediction extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true } };

  /** @param {string} name the question's */
  constructor(name) {
    super();
    this.ready = false;
    this.question = new Question(this, name, () => this.ready && this.settings());
    /** @type {'still' | 'running'} */
    this.stage = 'still';
    /** What the engine measured first, for the guess. */
    this.first = null;
    this.found = null;
    /** How many wait before this run. */
    this.ahead = 0;
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('themechange', this.redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('themechange', this.redraw);
    this.stopper?.abort();
  }

  /** The settings that its question is worded by. @returns {Record<string, unknown>} */
  settings() {
    return {};
  }

  /** What it is about, above the question. @returns {unknown} */
  intro() {
    return '';
  }

  /** Asks the engine; null where it was stopped. @param {AbortSignal} signal @returns {Promise<any>} */
  async measure(signal) {
    return null;
  }

  /** What is behind the finding. @param {any} found @returns {unknown} */
  because(found) {
    return '';
  }

  /** The lab below the question. @returns {unknown} */
  figure() {
    return '';
  }

  /** Forgets what was measured; a step clears its pictures here. */
  clear() {
    this.stopper?.abort();
    this.found = null;
  }

  /** Has the engine measure. */
  start() {
    this.clear();
    this.stage = 'running';
    const stopper = (this.stopper = new AbortController());
    return this.attempt(async () => {
      const found = await this.measure(stopper.signal);
      if (stopper !== this.stopper || !found) return;
      this.found = found;
      const now = this.question.take(found);
      if (now) this.first = found;
      this.say(now ? `Found: ${this.question.found.found}. ${this.question.verdict}` : 'Measured anew.');
    }).then(() => {
      if (stopper !== this.stopper) return;
      this.stage = 'still';
      this.question.release();
      if (this.question.open) this.clear();
    });
  }

  /** Stops what runs; what was settled stays. */
  halt() {
    this.stopper?.abort();
    this.stage = 'still';
    this.question.release();
    if (this.question.open) this.clear();
    this.say('Stopped.');
  }

  again() {
    this.clear();
    this.first = null;
    this.stage = 'still';
    this.question.forget();
  }

  /** New settings: measured anew once the question is settled. @param {Record<string, any>} changes */
  change(changes) {
    this.state.set(changes);
    if (this.question.settled) this.start();
    else this.again();
    this.requestUpdate();
  }

  render() {
    if (!this.question.worded) return this.pending();
    const { question } = this,
      id = `ask-${question.id}`;
    return html`<p class="intro">${this.intro()}</p>
      <section class="ask" aria-labelledby=${id}>
        <div>
          <h2 id=${id}>${question.settled ? 'Your guess and the finding' : 'Before you look'}</h2>
          <p>${question.asked}</p>
        </div>
        <div>
          ${question.settled ? this.settled() : question.stage === 'locked' ? this.running() : question.asking({ run: () => this.start() })}
        </div>
      </section>
      ${this.figure()}${this.told()}`;
  }

  running() {
    return html`${this.question.locked(this.ahead ? `Waiting; ${this.ahead} before you.` : 'The engine is at work.')}${this.bar()}
      <button type="button" class="btn" @click=${this.halt}>Stop</button>`;
  }

  /** How far the run is, of how far. @returns {[number, number]} */
  reached() {
    return [0, 1];
  }

  bar() {
    const [done, all] = this.reached();
    return html`<progress max=${all} value=${done} aria-label="How far the engine is"></progress>`;
  }

  settled() {
    return html`${this.question.pair()}
      <p>${this.question.verdict} ${this.because(this.first)}</p>
      <button type="button" class="btn" @click=${this.again}>Guess again</button>`;
  }

  /** In a lab's row of controls: how a later run is doing, and its end. */
  rerunning() {
    return this.stage === 'running' && this.question.settled
      ? html`<span class="rerun">${this.bar()}</span><button type="button" class="btn" @click=${this.halt}>Stop</button>`
      : '';
  }

  /** What is said while nothing is shown. */
  dark() {
    return this.question.open ? 'The frames stay empty until you have guessed. ' : '';
  }
}

/** With reduced motion pictures develop in strides of so many steps. */
const STRIDE = 5;

/** Follows a run's records and tells how many wait before it. @param {Prediction} step @param {AsyncIterable<any>} run */
export async function* followed(step, run) {
  for await (const record of run) {
    step.ahead = record.type === 'waiting' ? record.before : 0;
    const between = reducedMotion.matches && record.type === 'step' && record.index < record.steps && record.index % STRIDE;
    if (record.type !== 'waiting' && !between) yield record;
    step.requestUpdate();
  }
}
