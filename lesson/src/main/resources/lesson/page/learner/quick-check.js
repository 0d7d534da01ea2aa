/** A part's quick check: one question, judged on the server, with a reason for every answer. */
import { html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { element } from '../base/find.js';
import { askOnce, address } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { counted } from '../draw/format.js';
import { keep, onProgress, ticket } from '../base/progress.js';
import { setFormulas } from '../draw/formula.js';

export class QuickCheck extends Lab {
  static properties = {
    ...Lab.properties,
    part: { type: Number },
    check: { state: true },
    chosen: { state: true },
    verdict: { state: true },
    tries: { state: true },
  };

  constructor() {
    super();
    this.chosen = -1;
    this.verdict = null;
    this.tries = 0;
    /** Whether something was chosen that was not sent yet. */
    this.touched = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.end = onProgress(({ parts }) => this.restore(parts.find(one => one.part === this.part)?.check));
    this.attempt(async () => {
      this.check = await askOnce('/api/check', { part: this.part });
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
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
        answer: this.chosen,
        ticket: (this.ticket ??= ticket()),
      });
      this.touched = false;
      this.ticket = undefined;
      this.verdict = verdict;
      const known = progress.parts.find(one => one.part === this.part)?.check;
      this.tries = verdict.right === known?.right ? known.tries : 0;
      await this.updateComplete;
      element(this, '.verdict').focus();
    });
  }

  render() {
    if (!this.check) return this.told();
    return html`<form class="check" @submit=${this.submit}>
      <fieldset>
        <legend><span class="label">Quick check</span><span class="question">${unsafeHTML(this.check.question)}</span></legend>
        ${this.check.options.map(
          (text, i) =>
            html`<label
              ><input type="radio" name="check" value=${i} .checked=${this.chosen === i} @change=${() => this.choose(i)} /><span
                >${unsafeHTML(text)}</span
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
