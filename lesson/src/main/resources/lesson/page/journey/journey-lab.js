/** Part 5: six steps to choose from, one in sight at a time. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { Lab } from '../base/lab.js';
import { UrlState } from '../base/state.js';
import { onProgress } from '../base/progress.js';
import './noise-step.js';
import './pairs-step.js';
import './twice-step.js';
import './samples-step.js';
import './guidance-step.js';
import './training-lab.js';

/** A step's prediction has its name, or another that it settles. */
const STEPS = [
  { id: 'noise', name: 'Noise', element: () => html`<noise-step></noise-step>` },
  { id: 'forward', name: 'Forward', element: () => html`<pairs-step></pairs-step>` },
  {
    id: 'learning',
    name: 'Learning',
    settles: 'training',
    element: () =>
      html`<p class="intro">
          What the reverse process needs is learned before: from a noisy picture and its level, say what was mixed. The network may be asked
          for the noise, for the clean picture, or for v, a mix of the two (part 4); each tells the others. Drown pictures at random levels,
          let it answer, correct it a little, and again. Here a small network does so while you watch; unless you choose otherwise it says
          v.
        </p>
        <training-lab></training-lab>`,
  },
  { id: 'reverse', name: 'Reverse', element: () => html`<twice-step></twice-step>` },
  { id: 'sampling', name: 'Sampling', element: () => html`<samples-step></samples-step>` },
  { id: 'guidance', name: 'Guidance', element: () => html`<guidance-step></guidance-step>` },
];
/** So many settled predictions, and the part's lab is done. */
const ENOUGH = 3;
const PART = 5;

export class JourneyLab extends Lab {
  static properties = { ...Lab.properties, done: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ step: { value: 'noise', choices: STEPS.map(step => step.id) } });
    /** @type {Set<string>} steps that stay on the page once they were opened, so that what they found is kept */
    this.opened = new Set();
    /** @type {Set<string>} steps whose prediction was settled, now or on another day */
    this.done = new Set();
    this.addEventListener('predicted', event => {
      const step = /** @type {HTMLElement} */ (event.target).closest('[data-step]');
      this.settle(/** @type {HTMLElement} */ (step).dataset.step);
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.forget = onProgress(({ parts }) => {
      const kept = parts.find(one => one.part === PART)?.predictions.map(one => one.id) ?? [];
      this.done = new Set([...this.done, ...STEPS.filter(step => kept.includes(step.settles ?? step.id)).map(step => step.id)]);
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.forget();
  }

  settle(id) {
    this.done = new Set([...this.done, id]);
  }

  async choose(id) {
    this.state.set({ step: id });
    this.requestUpdate();
    await this.updateComplete;
    dispatchEvent(new Event('resize'));
  }

  /** As tabs have it: arrows, Home and End. */
  key(event) {
    const at = STEPS.findIndex(step => step.id === this.state.now.step),
      last = STEPS.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(STEPS[to].id);
    element(this, `#step-${STEPS[to].id}`).focus();
  }

  async onward(id) {
    await this.choose(id);
    const tab = element(this, `#step-${id}`);
    tab.focus({ preventScroll: true });
    tab.scrollIntoView({ block: 'start' });
  }

  render() {
    const { step } = this.state.now;
    this.opened.add(step);
    const at = STEPS.findIndex(one => one.id === step),
      next = STEPS[at + 1];
    return html`<div class="steps" role="tablist" aria-label="Six steps" @keydown=${this.key}>
        ${STEPS.map(
          (one, i) =>
            html` <button
              type="button"
              role="tab"
              id="step-${one.id}"
              aria-controls="panel-${one.id}"
              aria-selected=${String(one.id === step)}
              tabindex=${one.id === step ? 0 : -1}
              @click=${() => this.choose(one.id)}
            >
              <span class="number">${i + 1}</span><span>${one.name}</span
              ><span class="tick">${this.done.has(one.id) ? html`✓<span class="spoken"> done</span>` : ''}</span>
            </button>`,
        )}
      </div>
      <p class="counts">${this.counts()}</p>
      ${STEPS.map(
        one =>
          html`<div role="tabpanel" id="panel-${one.id}" data-step=${one.id} aria-labelledby="step-${one.id}" ?hidden=${one.id !== step}>
            ${this.opened.has(one.id) ? one.element() : ''}
          </div>`,
      )}
      ${next
        ? html`<p class="onward">
            <button type="button" class="btn ${this.done.has(step) ? 'go' : ''}" @click=${() => this.onward(next.id)}>
              Next step: ${next.name.toLowerCase()}
            </button>
          </p>`
        : ''}${this.told()}`;
  }

  counts() {
    const { size } = this.done;
    if (size >= ENOUGH)
      return `${size} of ${STEPS.length} steps settled. This part's lab is done; the other steps are yours to take or leave.`;
    return `Take them in any order. This part's lab is done when you have settled the predictions of ${ENOUGH} steps; so far ${size}.`;
  }
}

customElements.define('journey-lab', JourneyLab);
