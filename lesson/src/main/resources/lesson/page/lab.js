/** What the labs share: an element in the page's own style, told what the engine has. */
import { LitElement, html } from 'lit';
import { askOnce } from './api.js';

export class Lab extends LitElement {
  static properties = { trouble: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.trouble = '';
    this.said = '';
  }

  createRenderRoot() {
    return this;
  }

  /** Where a control with the focus is taken away, what stood around it takes the focus. */
  update(changed) {
    const held = document.activeElement, around = [];
    for (let one = held; one !== this && this.contains(one); one = one.parentElement) around.push(one);
    super.update(changed);
    if (!around.length || held.isConnected) return;
    const left = around.find(one => one.isConnected) ?? this;
    left.tabIndex = -1;
    left.focus({ preventScroll: true });
  }

  /** Runs something that may fail; its failure is shown as a sentence. @param {() => Promise<void>} body */
  async attempt(body) {
    try {
      this.trouble = '';
      await body();
    } catch (error) {
      if (error.name === 'AbortError') return;
      this.trouble = error instanceof TypeError ? 'The server does not answer. Is it still running?' : error.message;
    }
  }

  /** Says a sentence to those who listen. @param {string} sentence */
  say(sentence) {
    this.said = sentence;
  }

  /** The line in which results and failures are told. */
  told() {
    return html`<p class="spoken" role="status">${this.said}</p>${this.trouble ? html`<p class="notice" role="alert">${this.trouble}</p>` : ''}`;
  }
}

export const about = () => askOnce('/api/about');
