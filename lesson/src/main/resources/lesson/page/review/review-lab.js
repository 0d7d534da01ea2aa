/** Part 7: a review over all parts. What was missed comes again in other numbers until it is right. */
import { html, svg } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { element, elements } from '../base/find.js';
import { address, ask } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { setFormulas } from '../draw/formula.js';
import { counted, day } from '../draw/format.js';
import { keep, keepSoon, onProgress, reviewDue, ticket } from '../base/progress.js';
import { shareMenu } from '../base/share.js';

const PARTS = [1, 2, 3, 4, 5, 6, 7];

/** How a part stands: a shape and a word. */
const STANDING = {
  right: svg`<path d="M2 6.5 5 9.5 10 3"/>`,
  again: svg`<path d="M9.8 6a3.8 3.8 0 1 1-1.3-2.9M9.2 .8v2.6H6.6"/>`,
  open: svg`<circle cx="6" cy="6" r="3.6"/>`,
};

export class ReviewLab extends Lab {
  static properties = { ...Lab.properties, stage: { state: true }, chosen: { state: true }, known: { state: true } };

  constructor() {
    super();
    /** @type {any} what is kept of the reader */
    this.known = null;
    this.begin();
  }

  /** @param {number[]} parts which to ask about */
  begin(parts = PARTS) {
    /** @type {'ready' | 'asked' | 'judged' | 'done'} one value, not a set of booleans */
    this.stage = 'ready';
    this.parts = parts;
    /** What is still to be asked, in order. */
    this.queue = [...parts];
    /** @type {{part: number, seed: number, question: string, answer: string, right: boolean}[]} */
    this.given = [];
    this.chosen = -1;
    this.verdict = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.state ??= new UrlState({ review: { ...SEED, value: freshSeed() } });
    this.end = onProgress(known => {
      this.known = known;
      this.comeBackTo(known);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.end();
  }

  /** What was answered wrong at first comes first. @param {any} known */
  comeBackTo(known) {
    if (this.stage !== 'ready') return;
    const missed = known.parts
      .filter(({ part, check }) => PARTS.includes(part) && check && (check.right ? check.tries > 1 : check.tries > 0))
      .map(one => one.part);
    if (!missed.length) return;
    this.missed = missed;
    this.queue = [...missed, ...PARTS.filter(part => !missed.includes(part))];
    this.requestUpdate();
  }

  /** The seed of the question that comes now: another for every question of a review. */
  get seed() {
    return (this.state.now.review + 1009 * this.given.length) % (SEED.most + 1);
  }

  next() {
    if (!this.queue.length) {
      this.stage = 'done';
      const right = this.parts.filter(part => this.first(part)).length;
      keepSoon('/api/review/done', { right, parts: this.parts.length, asked: this.given.length, ticket: ticket() });
      return;
    }
    this.attempt(async () => {
      const part = this.queue[0];
      this.exercise = { seed: this.seed, ...(await ask('/api/review', { part, seed: this.seed })) };
      this.chosen = -1;
      this.verdict = null;
      this.stage = 'asked';
      await this.updateComplete;
      element(this, '.check input').focus();
    });
  }

  submit(event) {
    event.preventDefault();
    if (this.chosen < 0) {
      this.say('Choose one of the four answers first.');
      element(this, '.check input').focus();
      return;
    }
    this.attempt(async () => {
      const { part, seed, question, options } = this.exercise;
      this.verdict = await ask('/api/review/answer', { part, seed, answer: this.chosen });
      this.given.push({ part, seed, question: plain(question), answer: plain(options[this.chosen]), right: this.verdict.right });
      this.queue.shift();
      if (!this.verdict.right) this.queue.push(part);
      this.stage = 'judged';
      await this.updateComplete;
      element(this, '.verdict').focus();
    });
  }

  /** Whether a part was answered rightly at its first question. */
  first(part) {
    return this.given.find(one => one.part === part)?.right;
  }

  settled(part) {
    return !this.queue.includes(part) && this.given.some(one => one.part === part && one.right);
  }

  again() {
    const missed = this.parts.filter(part => !this.first(part));
    this.state.set({ review: freshSeed() });
    this.begin(missed.length ? missed : PARTS);
    this.next();
  }

  start() {
    this.state.set({});
    this.next();
  }

  render() {
    return html`<section class="lab review" aria-label="Review">
        <div class="course">
          <ol aria-label="Parts of the review">
            ${this.parts.map(part => this.box(part))}
          </ol>
          <div class="sofar">
            <span class="num">${this.soFar()}</span
            ><progress max=${this.parts.length} value=${this.right} aria-label="Parts answered rightly"></progress>
          </div>
        </div>
        ${this.stage === 'ready' ? this.opening() : this.stage === 'done' ? this.closing() : this.asking()}
        <div class="tools">
          <span class="num">seed ${this.state?.now.review}</span><span class="spacer"></span>${this.given.length
            ? shareMenu(this.shared())
            : ''}
        </div>
      </section>
      ${this.told()}`;
  }

  /** How many parts are answered rightly. */
  get right() {
    return this.parts.filter(part => this.settled(part)).length;
  }

  soFar() {
    if (this.stage === 'ready') return counted(this.queue.length, 'question');
    return `${this.right} of ${this.parts.length} right; ${this.given.length} answered, ${this.queue.length} to come`;
  }

  /** @param {number} part */
  box(part) {
    const standing = this.standing(part),
      here = this.exercise?.part === part && (this.stage === 'asked' || this.stage === 'judged');
    return html`<li class="${standing === 'open' ? '' : standing} ${here ? 'here' : ''}">
      <span class="spoken">Part </span><b>${part}</b><svg viewBox="0 0 12 12" aria-hidden="true">${STANDING[standing]}</svg
      ><span class="word">${standing}</span><span class="spoken">${here ? ', asked now' : ''}</span>
    </li>`;
  }

  /** @returns {'right' | 'again' | 'open'} */
  standing(part) {
    if (this.settled(part)) return 'right';
    return this.given.some(one => one.part === part) ? 'again' : 'open';
  }

  opening() {
    return html`<div class="sheet-of">
      <p>
        One question about each part, in numbers that are made for you; for some a calculator helps. What you miss comes again, in other
        numbers, until it is right.
      </p>
      ${this.missed
        ? html`<p>
            Of the quick checks you missed ${listed(this.missed)} at the first try: the review begins with
            ${this.missed.length > 1 ? 'those' : 'that one'}.
          </p>`
        : ''}
      ${this.before()}
      <button type="button" class="btn go" @click=${this.start}>Begin the review</button>
    </div>`;
  }

  /** The last review, where there was one, and whether it is time again. */
  before() {
    const last = this.known?.reviews.done.at(-1);
    if (!last) return '';
    return html`<p>
      Your last review, on ${day(last.time)}: ${last.right} of ${counted(last.parts, 'part')} right at the first
      try.${reviewDue(this.known) ? ' It is time for the next one.' : ''}
    </p>`;
  }

  /** Whether it comes back, and when. */
  comesBack() {
    if (!this.known) return '';
    const { wanted, next } = this.known.reviews;
    return html`<p>
        ${next
          ? `This review comes back on ${day(next)}, with new numbers: what you recall after a while stays.`
          : 'What you recall after a while stays with you. This review can come back after 1, 7 and 30 days, with new numbers.'}
      </p>
      <button
        type="button"
        class="btn"
        aria-pressed=${String(wanted)}
        @click=${() => this.attempt(() => keep('/api/review/wanted', { wanted: !wanted }))}
      >
        Ask me again after 1, 7 and 30 days
      </button>`;
  }

  asking() {
    const { part, question, options } = this.exercise,
      judged = this.stage === 'judged';
    return html`<form class="check" @submit=${this.submit}>
      <fieldset>
        <legend><span class="label">About part ${part}</span><span class="question">${unsafeHTML(question)}</span></legend>
        ${options.map(
          (text, i) =>
            html`<label class=${judged && i === this.verdict.answer ? 'right' : ''}
              ><input
                type="radio"
                name="review"
                value=${i}
                .checked=${this.chosen === i}
                ?disabled=${judged}
                @change=${() => {
                  this.chosen = i;
                }}
              /><span>${unsafeHTML(text)}${judged && i === this.verdict.answer ? html` <b>✓ right</b>` : ''}</span></label
            >`,
        )}
      </fieldset>
      ${judged ? this.judged() : html`<button class="btn go">Check my answer</button>`}
    </form>`;
  }

  judged() {
    const { right, why, worked, show } = this.verdict;
    return html`<div class="verdict" tabindex="-1" role="status">
        <p><strong>${right ? '✓ Right.' : '✗ Not this one.'}</strong> ${unsafeHTML(why)}</p>
        <p>${unsafeHTML(worked)}</p>
        <p>
          <a href=${address(show)} target="_blank">Show me<span class="spoken">, in a new tab</span></a>
        </p>
      </div>
      <button type="button" class="btn go" @click=${this.next}>${this.queue.length ? 'Next question' : 'To the result'}</button>`;
  }

  closing() {
    const first = this.parts.filter(part => this.first(part)).length,
      tries = this.given.length,
      missed = this.parts.filter(part => !this.first(part));
    return html`<div class="sheet-of" role="status">
      <p class="now">${first} of ${this.parts.length} right at the first try; ${counted(tries, 'question')} in all.</p>
      ${missed.length
        ? html`<p>Worth another look: ${missed.map((part, i) => html`${i ? ', ' : ''}<a href=${place(part)}>part ${part}</a>`)}.</p>`
        : ''}
      <button type="button" class="btn" @click=${this.again}>
        ${missed.length ? 'Ask me about these again' : 'Another review, in other numbers'}
      </button>
      ${this.comesBack()}
    </div>`;
  }

  shared() {
    return {
      name: 'darkroom-review',
      link: () => this.state.link(),
      rows: () => this.given.map(({ part, seed, right }) => ({ part, seed, right })),
      data: () => ({ review: this.state.now.review, parts: this.parts, given: this.given }),
      reset: () => {
        this.state.reset();
        this.begin();
      },
      say: sentence => this.say(sentence),
    };
  }

  updated() {
    setFormulas(this);
  }
}

/** @param {number[]} parts */
function listed(parts) {
  return new Intl.ListFormat('en').format(parts.map(part => `part ${part}`));
}

/** Where a part is, as the strip of film has it. @param {number} part */
function place(part) {
  const frame = elements(document, '.film .frame').find(one => one.textContent === String(part));
  return frame?.closest('a').getAttribute('href') ?? '/';
}

/** A text without its markup. @param {string} markup */
function plain(markup) {
  return new DOMParser().parseFromString(markup, 'text/html').body.textContent;
}

customElements.define('review-lab', ReviewLab);
