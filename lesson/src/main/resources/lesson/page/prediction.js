/** A question that the engine settles, and the lab below it: what the journey's steps share. */
import { html } from 'lit';
import { Lab } from './lab.js';
import { reducedMotion } from './play.js';

/**
 * A step gives `name`, `state`, `answers`, `intro()`, `asked()`, `measure()`, `finding()`, `because()` and `figure()`.
 *
 * @typedef {{text: string, holds: (found: any) => boolean}} Answer
 */
export class Prediction extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true }, guess: { state: true } };

  constructor() {
    super();
    this.ready = false;
    /** @type {'asked' | 'running' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = -1;
    /** @type {{guess: number, found: any} | null} found is what the engine measured first, for this guess */
    this.locked = null;
    this.before = 0;
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

  /** Forgets what was measured; a step clears its pictures here. */
  clear() {
    this.stopper?.abort();
    this.found = null;
  }

  lock() {
    if (this.guess < 0) {
      this.say('Choose one of the answers first.');
      this.querySelector('.ask input').focus();
      return;
    }
    this.locked = { guess: this.guess, found: null };
    this.start();
  }

  /** Has the engine measure. */
  start() {
    this.clear();
    this.stage = 'running';
    const stopper = this.stopper = new AbortController(), locked = this.locked;
    return this.attempt(async () => {
      const found = await this.measure(stopper.signal);
      if (stopper !== this.stopper || !found) return;
      this.found = found;
      this.stage = 'settled';
      if (locked.found) {
        this.say(this.finding(found));
        return;
      }
      locked.found = found;
      this.say(`${this.finding(found)} ${this.verdict()}`);
      this.dispatchEvent(new CustomEvent('predicted', {
        bubbles: true,
        detail: { part: 5, id: this.name, question: this.asked(), guess: this.answers[locked.guess].text, found: this.finding(found), holds: this.holds() },
      }));
    }).then(() => {
      if (stopper !== this.stopper || this.stage !== 'running') return;
      if (this.locked?.found) this.stage = 'settled';
      else this.again();
    });
  }

  /** Stops what runs; what was settled stays. */
  halt() {
    this.stopper?.abort();
    this.say('Stopped.');
    if (this.locked?.found) this.stage = 'settled';
    else this.again();
  }

  again() {
    this.clear();
    this.locked = null;
    this.guess = -1;
    this.stage = 'asked';
  }

  /** New settings: measured anew once the question is settled. @param {Record<string, any>} changes */
  change(changes) {
    this.state.set(changes);
    if (this.locked?.found) this.start();
    else this.again();
    this.requestUpdate();
  }

  holds() {
    return this.answers[this.locked.guess].holds(this.locked.found);
  }

  verdict() {
    return this.holds() ? 'Your guess holds.' : 'Not this time.';
  }

  render() {
    if (!this.ready) return html`<div class="lab pending" aria-busy="true"></div>${this.told()}`;
    return html`<p class="intro">${this.intro()}</p>
      <section class="ask" aria-labelledby="ask-${this.name}">
        <div><h2 id="ask-${this.name}">${this.locked?.found ? 'Your guess and the finding' : 'Before you look'}</h2>
          <p>${this.asked()}</p></div>
        <div>${this.locked?.found ? this.settled() : this.locked ? this.running() : this.asking()}</div>
      </section>
      ${this.figure()}${this.told()}`;
  }

  asking() {
    return html`<fieldset><legend class="spoken">Your guess</legend>${this.answers.map((answer, i) => html`<label><input type="radio" name="guess-${this.name}" value=${i} .checked=${this.guess === i} @change=${() => { this.guess = i; }}>${answer.text}</label>`)}</fieldset>
      <button type="button" class="btn go" @click=${this.lock}>Lock in my guess</button>`;
  }

  running() {
    return html`<p>Your guess is locked: ${this.answers[this.locked.guess].text}. ${this.before ? `Waiting; ${this.before} before you.` : 'The engine is at work.'}</p>${this.bar()}
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
    return html`<div class="settled">
        <div><span class="label">your guess</span><span class="value">${this.answers[this.locked.guess].text}</span></div>
        <div><span class="label">found</span><span class="value">${this.finding(this.locked.found)}</span></div>
      </div>
      <p>${this.verdict()} ${this.because(this.locked.found)}</p>
      <button type="button" class="btn" @click=${this.again}>Guess again</button>`;
  }

  /** In a lab's row of controls: how a later run is doing, and its end. */
  rerunning() {
    return this.stage === 'running' && this.locked?.found
      ? html`<span class="rerun">${this.bar()}</span><button type="button" class="btn" @click=${this.halt}>Stop</button>` : '';
  }

  /** What is said while nothing is shown. */
  dark() {
    return this.stage === 'asked' ? 'The frames stay empty until you have guessed. ' : '';
  }
}

/** With reduced motion pictures develop in strides of so many steps. */
const STRIDE = 5;

/** Follows a run's records and tells how many wait before it. @param {Prediction} step @param {AsyncIterable<any>} run */
export async function* followed(step, run) {
  for await (const record of run) {
    step.before = record.type === 'waiting' ? record.before : 0;
    const between = reducedMotion.matches && record.type === 'step' && record.index < record.steps && record.index % STRIDE;
    if (record.type !== 'waiting' && !between) yield record;
    step.requestUpdate();
  }
}
