/** The page of one's own progress: what was done in each part, completion, and what is kept. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { Lab } from '../base/lab.js';
import { counted, day } from '../draw/format.js';
import { forgetWaiting, keep, onProgress, refresh, reviewDue, stillOpen } from '../base/progress.js';

export class ProgressPage extends Lab {
  static properties = { ...Lab.properties, now: { state: true }, sure: { state: true } };

  constructor() {
    super();
    this.now = null;
    /** Whether the next press deletes. */
    this.sure = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.end = onProgress(now => {
      this.now = now;
    });
    this.attempt(refresh);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  mark(done) {
    this.attempt(async () => {
      await keep('/api/complete', { done });
      this.say(done ? 'The lesson is marked as complete.' : 'The lesson is no longer marked as complete.');
      await this.updateComplete;
      element(this, '.finish h2').focus();
    });
  }

  async askDelete(sure) {
    this.sure = sure;
    this.say(sure ? 'Press again to delete all that is kept of you.' : 'Nothing was deleted.');
    await this.updateComplete;
    element(this, '.delete').focus();
  }

  delete() {
    this.attempt(async () => {
      forgetWaiting();
      await keep('/api/progress/delete', {});
      this.sure = false;
      this.say('All that was kept of you is deleted.');
      await this.updateComplete;
      element(this, '.kept h2').focus();
    });
  }

  render() {
    if (!this.now)
      return html`<p aria-busy=${String(!this.trouble)}>${this.trouble ? '' : 'What is kept is being fetched.'}</p>
        ${this.told()}`;
    const { done, of, parts } = this.now;
    return html`<p class="total num">${done} of ${of} parts done.</p>
      <ol class="ledger">
        ${parts.map(one => this.row(one))}
      </ol>
      ${this.finish()}${this.reviewed()}${this.kept()}${this.told()}`;
  }

  row(one) {
    const { part, path, name, done, check, second, lab, predictions } = one;
    return html`<li>
      <span class="frame ${done ? 'done' : ''}" aria-hidden="true">${part}${done ? html`<span class="tick">✓</span>` : ''}</span>
      <h2>
        <a href="/${path}"><span class="spoken">${`Part ${part}, `}</span>${name}<span class="spoken">${done ? ', done' : ''}</span></a>
      </h2>
      ${lab
        ? html`<div class="one ${lab.done ? '' : 'open-one'}"><span class="label">experiment</span>${lab.done ? '✓ done' : 'open'}</div>`
        : check
          ? html`<div class="one"></div>`
          : html`<div class="one ${done ? '' : 'open-one'}"><span class="label">to be read</span>${done ? '✓ seen' : 'open'}</div>`}
      ${check
        ? html`<div class="one ${check.right ? '' : 'open-one'}">
            <span class="label">quick check</span>${this.tries(check)}
            ${second && check.right ? html`<span class="label">in a new situation</span>${this.tries(second)}` : ''}
          </div>`
        : ''}
      ${predictions.length
        ? html`<div class="guesses">
            ${predictions.map(
              guess =>
                html`<div>
                  <p class="asked">${guess.question}</p>
                  <div><span class="label">your guess</span><span class="value">${guess.guess}</span></div>
                  <div>
                    <span class="label">found</span><span class="value">${guess.found}</span
                    ><span class="verdict">${guess.holds ? '✓ Your guess holds.' : '✗ Not this time.'}</span>
                  </div>
                </div>`,
            )}
          </div>`
        : ''}
    </li>`;
  }

  tries({ right, tries }) {
    if (right) return tries === 1 ? '✓ right at the first try' : `✓ right after ${tries} tries`;
    return tries ? `open, ${counted(tries, 'try', 'tries')} so far` : 'open';
  }

  finish() {
    const { completed, mayComplete, parts } = this.now;
    const missing = parts.map(one => [one, stillOpen(one)]).filter(([, things]) => things.length);
    return html`<section class="finish">
      <h2 tabindex="-1">${completed ? 'The lesson is complete' : 'Completion'}</h2>
      ${completed
        ? html`<p>You marked it as complete on ${day(completed)}.</p>
            <div class="row">
              <a class="btn go" href="/certificate">Get your certificate</a
              ><button type="button" class="btn" @click=${() => this.mark(false)}>Undo</button>
            </div>`
        : mayComplete
          ? html`<p>Every quick check is answered rightly, and every core experiment done.</p>
              <div class="row"><button type="button" class="btn go" @click=${() => this.mark(true)}>Mark as complete</button></div>`
          : html`<p>
                You can mark the lesson as complete once all seven quick checks are answered rightly, in as many tries as it takes, and the
                core experiments of parts 1 to 6 are done.
              </p>
              ${missing.length
                ? html`<p>
                    Still open:
                    ${missing.map(
                      ([one, things], i) => html`${i ? '; ' : ''}<a href="/${one.path}">part ${one.part}</a>, ${things.join(' and ')}`,
                    )}.
                  </p>`
                : ''}`}
    </section>`;
  }

  reviewed() {
    const { done, wanted, next } = this.now.reviews;
    if (!done.length) return '';
    return html`<section class="finish reviewed">
      <h2>Reviews</h2>
      <ul>
        ${done.map(
          one =>
            html`<li>
              ${day(one.time)}: ${one.right} of ${counted(one.parts, 'part')} right at the first try, ${counted(one.asked, 'question')} in
              all
            </li>`,
        )}
      </ul>
      ${next
        ? html`<p>
            ${reviewDue(this.now)
              ? html`<a href="/takeaways">The review</a> has come back, with new numbers.`
              : html`<a href="/takeaways">The review</a> comes back on ${day(next)}, with new numbers.`}
          </p>`
        : wanted
          ? html`<p>All three times that it was to come back are behind you.</p>`
          : ''}
      <div class="row">
        <button type="button" class="btn" @click=${() => this.attempt(() => keep('/api/review/wanted', { wanted: !wanted }))}>
          ${wanted ? "Don't ask me again" : 'Ask me again after 1, 7 and 30 days'}
        </button>
      </div>
    </section>`;
  }

  kept() {
    return html`<section class="finish kept">
      <h2 tabindex="-1">What is kept of you</h2>
      <p>
        What this page shows, every answer with its time, and nothing else: no name, no address, no account. A random number in a cookie
        says that it is yours, so it is there in this browser and in no other.
      </p>
      ${this.now.known
        ? html`<div class="row">
            <a class="btn" href="/api/progress/export" download="darkroom-progress.json">Download it (JSON)</a> ${this.sure
              ? html`<button type="button" class="btn delete" @click=${this.delete}>Press again to delete it all</button
                  ><button type="button" class="btn" @click=${() => this.askDelete(false)}>Keep it</button>`
              : html`<button type="button" class="btn delete" @click=${() => this.askDelete(true)}>Delete it all</button>`}
          </div>`
        : html`<p>Nothing is kept yet.</p>`}
    </section>`;
  }
}

customElements.define('progress-page', ProgressPage);
