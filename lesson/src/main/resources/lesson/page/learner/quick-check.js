/** A quick check: one question, judged on the server, with a reason for every answer. A part's second follows when its first is right. */
import { html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { element } from '../base/find.js';
import { askOnce, address } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { order } from '../base/order.js';
import { counted } from '../draw/format.js';
import { keep, onProgress, ticket } from '../base/progress.js';
import { setFormulas } from '../draw/formula.js';

export class QuickCheck extends Lab {
  static properties = {
    ...Lab.properties,
    part: { type: Number },
    number: { type: Number },
    first: { state: true },
    check: { state: true },
    chosen: { state: true },
    verdict: { state: true },
    tries: { state: true },
  };

  constructor() {
    super();
    this.number = 1;
    /** Whether the part's first check was answered rightly. */
    this.first = false;
    this.chosen = -1;
    this.verdict = null;
    this.tries = 0;
    /** Whether something was chosen that was not sent yet. */
    this.touched = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.end = onProgress(({ parts }) => {
      const here = parts.find(one => one.part === this.part);
      this.first = Boolean(here?.check?.right);
      this.restore(here?.[this.kept]);
    });
    this.attempt(async () => {
      this.check = await askOnce('/api/check', { part: this.part, number: this.number });
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  /** What the progress of a part calls it. */
  get kept() {
    return this.number === 1 ? 'check' : 'second';
  }

  /** What was answered before, or in another window. @param {any} check */
  restore(check) {
    if (!check || this.touched) return;
    this.tries = check.tries;
    this.chosen = check.answer ?? -1;
    this.verdict = check.verdict ?? null;
  }

  choose(answer) {
    this.touched = true;
    this.ticket = ticket();
    this.chosen = answer;
    this.verdict = null;
  }

  submit(event) {
    event.preventDefault();
    if (this.chosen < 0) {
      this.say('Choose one of the four answers first.');
      element(this, 'input').focus();
      return;
    }
    if (this.verdict && !this.touched) {
      element(this, '.verdict').focus();
      return;
    }
    this.attempt(async () => {
      // The same answer sent again, after a failure, counts once.
      const { progress, ...verdict } = await keep('/api/answer', {
        part: this.part,
        number: this.number,
        answer: this.chosen,
        ticket: (this.ticket ??= ticket()),
      });
      this.touched = false;
      this.ticket = undefined;
      this.verdict = verdict;
      const known = progress.parts.find(one => one.part === this.part)?.[this.kept];
      this.tries = verdict.right === known?.right ? known.tries : 0;
      await this.updateComplete;
      element(this, '.verdict').focus();
    });
  }

  render() {
    if (!this.check || (this.number > 1 && !this.first)) return this.told();
    const { question, options } = this.check;
    return html`<form class="check" @submit=${this.submit}>
      <fieldset>
        <legend>
          <span class="label">${this.number === 1 ? 'Quick check' : 'In a new situation'}</span
          ><span class="question">${unsafeHTML(question)}</span>
        </legend>
        ${order(options.length, 10 * Number(this.part) + this.number).map(
          i =>
            html`<label
              ><input type="radio" name="check" value=${i} .checked=${this.chosen === i} @change=${() => this.choose(i)} /><span
                >${unsafeHTML(options[i])}</span
              ></label
            >`,
        )}
      </fieldset>
      <button class="btn">Check my answer</button>
      ${this.verdict ? this.judged() : ''}${this.told()}
    </form>`;
  }

  judged() {
    const { right, why, show } = this.verdict;
    const here = new URL(show || '/', location.origin).pathname === location.pathname;
    return html`<div class="verdict" tabindex="-1" role="status">
      <p><strong>${right ? '✓ Right.' : '✗ Not this one.'}</strong> ${unsafeHTML(why)}</p>
      ${this.tries
        ? html`<p class="tries">
            ${right
              ? this.tries === 1
                ? 'Answered rightly at the first try.'
                : `Answered rightly after ${this.tries} tries.`
              : `${counted(this.tries, 'try', 'tries')} so far; take as many as you need.`}
          </p>`
        : ''}
      ${show ? html`<p><a href=${address(show)}>${here ? 'Show me, above' : 'Show me'}</a></p>` : ''}
    </div>`;
  }

  updated() {
    setFormulas(this);
  }
}

customElements.define('quick-check', QuickCheck);
