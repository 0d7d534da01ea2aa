/** A question to the reader: the page shows it, the server settles it by what the engine measured. */
import { html } from 'lit';
import { element } from './find.js';
import { address, askOnce } from './api.js';
import { keep } from './progress.js';
import { forget, recalled, remember } from './recall.js';

/** @param {boolean} holds */
const verdict = holds => (holds ? 'Your guess holds.' : 'Not this time.');

/** Where the answer is not chosen yet. */
const NONE = -1;

/**
 * A guess of one lab: asked, locked before the run begins, settled by a record of the run.
 *
 * @typedef {import('./lab.js').Lab} Lab
 * @typedef {{id: string, guess: string, option: number, found: string, holds: boolean}} Settled
 */
export class Question {
  /**
   * @param {Lab} lab shows it
   * @param {string} id its name in the server's registry
   * @param {() => Record<string, unknown> | null} settings those of the run that the words depend on; null before they are known
   */
  constructor(lab, id, settings) {
    this.lab = lab;
    this.id = id;
    this.settings = settings;
    /** @type {{question: string, options: string[]} | null} */
    this.words = null;
    /** @type {import('./recall.js').Settled | null | undefined} the guess of another visit; undefined until it was looked for */
    this.recalled = undefined;
    this.begin();
    lab.addController(this);
  }

  /** Back to before the guess, for good. */
  forget() {
    forget(this.id);
    this.begin();
  }

  begin() {
    /** @type {'asked' | 'locking' | 'locked' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = NONE;
    this.ticket = '';
    /** @type {Settled | null} */
    this.found = null;
    /** @type {Settled | null} what the latest run found; null where it answers another question */
    this.latest = null;
    this.lab.requestUpdate();
  }

  /** The words follow the settings for as long as the question is open. */
  hostUpdate() {
    if (this.stage !== 'asked' || !this.settings()) return;
    this.look();
    const settings = this.settings(),
      at = address('/api/question', { id: this.id, ...settings });
    if (at === this.at) return;
    this.at = at;
    this.lab.attempt(async () => {
      const words = await askOnce('/api/question', { id: this.id, ...settings });
      if (at !== this.at) return;
      this.words = words;
      this.resume();
      this.lab.requestUpdate();
    });
  }

  /** Looks once for a guess of another visit; the lab takes on what was set then. */
  look() {
    if (this.recalled !== undefined) return;
    this.recalled = recalled(this.id);
    if (this.recalled) this.lab.recall(this.recalled.settings);
  }

  /** Has the engine settle the guess of another visit again. */
  resume() {
    if (this.resumed || !this.recalled || !this.option(this.recalled.option)) return;
    this.resumed = true;
    this.guess = this.recalled.option;
    this.stage = 'locked';
    this.lab.resume(this);
  }

  /** Whether the words have come. */
  get worded() {
    return this.words !== null;
  }

  get asked() {
    return this.words?.question ?? '';
  }

  get options() {
    return this.words?.options ?? [];
  }

  /** What a run is asked in addition while its guess is open. */
  get named() {
    if (this.stage !== 'locked' && !(this.lab.judgesLater && this.settled && this.same)) return {};
    return this.ticket && !this.settled ? { guess: this.ticket } : { recalled: `${this.id}.${this.guess}` };
  }

  get settled() {
    return this.stage === 'settled';
  }

  /** Has the server keep the guess, and then runs. @param {() => unknown} run */
  async lock(run) {
    if (this.guess === NONE) {
      this.lab.say('Choose one of the answers first.');
      element(this.lab, `input[name="${this.id}"]`)?.focus();
      return;
    }
    if (this.lab.missing) {
      this.lab.say(this.lab.missing);
      return;
    }
    if (this.stage !== 'asked') return;
    this.stage = 'locking';
    this.lab.requestUpdate();
    this.ticket = '';
    await this.lab.attempt(async () => {
      const { ticket } = await keep('/api/guess', { id: this.id, guess: this.guess, ...this.settings() });
      this.ticket = ticket;
    });
    const runs = this.ticket !== '' && this.lab.isConnected;
    this.stage = runs ? 'locked' : 'asked';
    if (runs) await run();
    this.lab.requestUpdate();
  }

  /** The run ended before it settled anything. */
  release() {
    if (this.stage === 'locked') this.stage = 'asked';
    this.lab.requestUpdate();
  }

  /** Takes the verdict out of a record that has it; whether this was the one. @param {{settled?: Settled}} record */
  take({ settled }) {
    this.latest = settled?.id === this.id ? settled : null;
    if (!this.latest || this.stage !== 'locked') return false;
    this.found = settled;
    this.stage = 'settled';
    this.lab.requestUpdate();
    remember(this.id, { option: this.guess, settings: this.lab.state?.now ?? {} });
    if (this.ticket) this.lab.dispatchEvent(new CustomEvent('predicted', { bubbles: true, detail: settled }));
    return true;
  }

  /** Whether the reader has still to guess. */
  get open() {
    return this.stage === 'asked' || this.stage === 'locking';
  }

  /** Tells the lab around it whether the guess is locked, when that changes. */
  tellWhetherOpen() {
    const { open } = this;
    if (open === this.toldOpen) return;
    this.toldOpen = open;
    this.lab.dispatchEvent(new CustomEvent('settled', { detail: !open, bubbles: true }));
  }

  get holds() {
    return this.found.holds;
  }

  get verdict() {
    return verdict(this.holds);
  }

  /** Whether what is set now is what the guess was made for. */
  get same() {
    return this.at === address('/api/question', { id: this.id, ...this.settings() });
  }

  /** The option that was guessed, once it is settled. */
  get guessed() {
    return this.options.indexOf(this.found.guess);
  }

  /** The verdict on a later run. @param {number} option what it found */
  verdictOn(option) {
    return this.same ? verdict(option === this.guessed) : `That was for another setting: “${this.asked}”`;
  }

  /** The words of an option. @param {number} option */
  option(option) {
    return this.options[option] ?? '';
  }

  /**
   * The answers to choose from, and the button.
   *
   * @param {{button: string, run: () => unknown, busy: unknown}} more `busy` takes the button's place while
   *   the engine is at work
   */
  asking({ button, run, busy }) {
    return html`<fieldset ?disabled=${this.stage !== 'asked'}>
        <legend class="spoken">Your guess</legend>
        ${this.options.map(
          (text, i) =>
            html`<label
              ><input
                type="radio"
                name=${this.id}
                value=${i}
                .checked=${this.guess === i}
                @change=${() => {
                  this.guess = i;
                  this.lab.requestUpdate();
                }}
              />${text}</label
            >`,
        )}
      </fieldset>
      ${busy ?? html`<button type="button" class="btn go" @click=${() => this.lock(run)}>${button}</button>`}
      ${this.open && this.lab.missing ? html`<p class="hint">${this.lab.missing}</p>` : ''}`;
  }
}
