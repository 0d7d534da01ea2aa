/** Where anyone finds out whether a certificate is genuine: from its file, its text or its link. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { ask, checked } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { save } from '../base/share.js';
import { fields } from './certificate.js';

/** More than any certificate has; the server says that it is too large. */
const ENOUGH = 8192;

export class VerifyDesk extends Lab {
  static properties = { ...Lab.properties, text: { state: true }, verdict: { state: true }, of: { state: true } };

  constructor() {
    super();
    this.text = '';
    this.verdict = null;
    this.of = '';
  }

  connectedCallback() {
    super.connectedCallback();
    const code = new URLSearchParams(location.search).get('c');
    if (code != null) this.judge('the link', () => ask('/api/verify', { c: code || '-' }));
  }

  /** @param {string} of @param {() => Promise<any>} asked */
  judge(of, asked) {
    this.verdict = null;
    return this.attempt(async () => {
      this.verdict = await asked();
      this.of = of;
      await this.updateComplete;
      element(this, '.verdict').focus();
    });
  }

  /** @param {BodyInit} body */
  async send(body) {
    return (await checked(await fetch('/api/verify', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } }))).json();
  }

  paste(event) {
    event.preventDefault();
    const text = this.text.trim();
    if (!text) {
      this.verdict = null;
      this.trouble = 'Paste the text of a certificate first, or its link.';
      element(this, 'textarea').focus();
      return;
    }
    const link = /^https?:\/\/\S+[?&]c=([^&#\s]*)/.exec(text);
    if (link) this.judge('the link', () => ask('/api/verify', { c: link[1].slice(0, ENOUGH) || '-' }));
    else this.judge('the text', () => this.send(text.slice(0, ENOUGH)));
  }

  async upload(event) {
    const [file] = event.target.files;
    event.target.value = '';
    if (file) this.judge(file.name, async () => this.send(await file.slice(0, ENOUGH).arrayBuffer()));
  }

  render() {
    return html`<section class="lab desk verify" aria-label="Verify a certificate">
      ${this.verdict ? this.judged() : ''}
      <form @submit=${this.paste}>
        <label class="file field"
          ><span class="label">The certificate's file</span><input type="file" accept="application/json,.json" @change=${this.upload}
        /></label>
        <div class="field">
          <label for="pasted">or its text, or its link</label>
          <textarea
            id="pasted"
            rows="6"
            spellcheck="false"
            autocomplete="off"
            .value=${this.text}
            @input=${event => {
              this.text = event.target.value;
            }}
          ></textarea>
        </div>
        <button class="btn go">Verify</button>${this.told()}
      </form>
    </section>`;
  }

  judged() {
    const { genuine, says, why, file } = this.verdict;
    if (!genuine) {
      return html`<div class="verdict" tabindex="-1" role="status" data-genuine="no">
        <h2>✗ Not genuine</h2>
        <p>Of <bdi>${this.of}</bdi>: ${why}</p>
      </div>`;
    }
    return html`<div class="verdict" tabindex="-1" role="status" data-genuine="yes">
      <h2>✓ Genuine</h2>
      <p>This server issued it, and nothing in it was changed since. Signed was exactly this:</p>
      <dl>
        ${fields(says).map(
          ([name, value, more]) =>
            html`<div>
              <dt>${name}</dt>
              <dd>${value}${more ? html`<small>, ${more}</small>` : ''}</dd>
            </div>`,
        )}
      </dl>
      <button
        type="button"
        class="btn"
        @click=${() => save(new Blob([file], { type: 'application/json' }), `darkroom-certificate-${says.date}.json`)}
      >
        Save its file (JSON)
      </button>
    </div>`;
  }
}

customElements.define('verify-desk', VerifyDesk);
