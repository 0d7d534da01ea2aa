/** Where a learner who completed the lesson gets the certificate: a name, a preview, a file and a print. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { ask, checked } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { save } from '../base/share.js';
import { develop, print } from './certificate.js';

export class CertificateDesk extends Lab {
  static properties = { ...Lab.properties, stage: { state: true }, name: { state: true }, says: { state: true }, made: { state: true } };

  constructor() {
    super();
    /** @type {'looking' | 'open' | 'naming' | 'making' | 'made'} one value, not a set of booleans */
    this.stage = 'looking';
    this.name = '';
    this.made = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const { complete, keyKept, says } = await ask('/api/certificate');
      this.says = says;
      this.keyKept = keyKept;
      this.stage = complete ? 'naming' : 'open';
    });
  }

  typed(event) {
    this.name = event.target.value;
    if (this.stage === 'made') {
      this.stage = 'naming';
      this.made = null;
    }
  }

  async make(event) {
    event.preventDefault();
    if (this.stage === 'making') return;
    const before = this.stage;
    this.stage = 'making';
    await this.attempt(async () => {
      const response = await checked(
        await fetch('/api/certificate', { method: 'POST', body: this.name, headers: { 'Content-Type': 'text/plain' } }),
      );
      this.made = await response.json();
      this.stage = 'made';
      this.say('Your certificate is made and signed. Save the file or print it.');
    });
    if (this.stage === 'making') {
      this.stage = before;
      element(this, 'input').focus();
    }
  }

  saveFile() {
    save(new Blob([this.made.file], { type: 'application/json' }), `darkroom-certificate-${this.made.says.date}.json`);
    this.say('File saved.');
  }

  updated(changed) {
    if (changed.has('stage'))
      develop(this).catch(error => {
        this.trouble = error.message;
      });
  }

  render() {
    if (this.stage === 'looking') return this.told();
    if (this.stage === 'open') {
      return html`<section class="ask desk">
        <div>
          <h2>Not yet</h2>
          <p>
            The certificate is for the whole lesson. It is yours once each quick check is answered rightly, each core experiment is done,
            and you marked the lesson as complete.
          </p>
        </div>
        <div><a class="btn go" href="/progress">See what is open</a></div>
        ${this.told()}
      </section>`;
    }
    const { made } = this;
    return html`<section class="lab desk" aria-label="Your certificate">
      <form @submit=${this.make}>
        <div class="field">
          <label for="holder">Your name, as it is to stand there</label>
          <input
            id="holder"
            type="text"
            autocomplete="name"
            dir="auto"
            spellcheck="false"
            aria-describedby="holder-hint"
            .value=${this.name}
            @input=${this.typed}
          />
          <p class="hint" id="holder-hint">Any script, up to 64 characters. The server signs it and does not keep it.</p>
        </div>
        ${made ? '' : html`<button class="btn go">Make my certificate</button>`}
        ${made
          ? html`<div class="actions">
              <button type="button" class="btn go" @click=${this.saveFile}>Save the file (JSON)</button>
              <button type="button" class="btn" @click=${() => window.print()}>Print</button>
              <a class="btn" href=${made.link.slice(new URL(made.link).origin.length)}>Verify it</a>
            </div>`
          : ''}
        ${this.told()}
      </form>
      <div class="easel">
        ${made ? print(made.says, made.code, `${location.host}/verify`) : print({ ...this.says, name: this.name.trim() }, null)}
      </div>
      ${made && ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname)
        ? html`<p class="scale">
            This lesson runs on your own machine, so its code leads to ${location.host}, which other machines do not reach. They verify the
            file with the public key.
          </p>`
        : ''}
      ${made && !this.keyKept
        ? html`<p class="scale">
            This lesson was started without a folder for its data, so its key ends when it stops. Fetch
            <a href="/certificate/key">the public key</a> now if the certificate is to be verified later.
          </p>`
        : ''}
    </section>`;
  }
}

customElements.define('certificate-desk', CertificateDesk);
