/** Part 6: four ideas to try, one in sight at a time. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { Lab, about } from '../base/lab.js';
import { UrlState } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import './patterns-idea.js';
import './half-idea.js';
import './inverse-idea.js';
import './twice-idea.js';

/** @type {Record<string, {title: string, classified?: boolean, element: () => unknown}>} those that are classified need a classifier */
const IDEAS = {
  patterns: { title: 'Patterns', classified: true, element: () => html`<patterns-idea></patterns-idea>` },
  half: { title: 'Half way', classified: true, element: () => html`<half-idea></half-idea>` },
  inverse: { title: 'Inverse', element: () => html`<inverse-idea></inverse-idea>` },
  twice: { title: 'Twice', element: () => html`<twice-idea></twice-idea>` },
};
const NAMES = Object.keys(IDEAS);

export class IdeasLab extends Lab {
  static properties = { ...Lab.properties, about: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ idea: { value: NAMES[0], choices: NAMES } });
    /** @type {Set<string>} ideas that stay on the page once they were opened, so that what they found is kept */
    this.opened = new Set();
    this.addEventListener('onward', () => this.onward());
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
    });
  }

  get stands() {
    return Boolean(this.about);
  }

  /** @param {string} idea */
  async choose(idea) {
    this.state.set({ idea });
    this.requestUpdate();
    await this.updateComplete;
    dispatchEvent(new Event('resize'));
  }

  /** To the idea after this. */
  async onward() {
    await this.choose(NAMES[NAMES.indexOf(this.state.now.idea) + 1]);
    element(this, '.choice [aria-pressed=true]').focus({ preventScroll: true });
    this.scrollIntoView();
  }

  shows() {
    const { idea: chosen } = this.state.now;
    this.opened.add(chosen);
    return html`<div class="choice">
        ${buttons(
          'Ideas',
          NAMES,
          chosen,
          one => this.choose(one),
          name => IDEAS[name].title,
        )}
      </div>
      ${NAMES.map(name => html`<div ?hidden=${name !== chosen}>${this.opened.has(name) ? this.idea(IDEAS[name]) : ''}</div>`)}`;
  }

  idea({ classified = false, element }) {
    if (classified && !this.about.classifier)
      return html`<div class="lab lacking"><p>This idea needs a classifier of patterns, and none is installed.</p></div>`;
    return element();
  }
}

customElements.define('ideas-lab', IdeasLab);
