/** A part's quick check: one question, judged on the server, with a reason for every answer. */
import { html } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { askOnce, address, send } from './api.js';
import { Lab } from './lab.js';
import { setFormulas } from './formula.js';

export class QuickCheck extends Lab {
  static properties = { ...Lab.properties, part: { type: Number }, check: { state: true }, chosen: { state: true }, verdict: { state: true } };

  constructor() {
    super();
    this.chosen = -1;
    this.verdict = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.check = await askOnce('/api/check', { part: this.part });
    });
  }

  choose(answer) {
    this.chosen = answer;
    this.verdict = null;
  }

  submit(event) {
    event.preventDefault();
    if (this.chosen < 0) {
      this.say('Choose one of the four answers first.');
      this.querySelector('input').focus();
      return;
    }
    this.attempt(async () => {
      const verdict = await send('/api/answer', { part: this.part, answer: this.chosen, ticket: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`.replace('.', '-') });
      this.verdict = verdict;
      await this.updateComplete;
      this.querySelector('.verdict').focus();
    });
  }

  render() {
    if (!this.check) return this.told();
    return html`<form class="check" @submit=${this.submit}>
      <fieldset><legend><span class="label">Quick check</span><span class="question">${unsafeHTML(this.check.question)}</span></legend>
        ${this.check.options.map((text, i) => html`<label><input type="radio" name="check" value=${i} .checked=${this.chosen === i} @change=${() => this.choose(i)}><span>${unsafeHTML(text)}</span></label>`)}
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
      ${show ? html`<p><a href=${address(show)}>${here ? 'Show me, above' : 'Show me'}</a></p>` : ''}</div>`;
  }

  updated() {
    setFormulas(this);
  }
}

customElements.define('quick-check', QuickCheck);
