/** What the labs share: an element in the page's own style, told what the engine has. */
import { LitElement, html } from 'lit';
import { Lost, askOnce } from './api.js';

/** @typedef {import('./state.js').UrlState} UrlState */

/**
 * What the engine has, and what the lesson offers.
 *
 * @typedef {{name: string, iterations: number, seed: number, guidance: number,
 *   parameters: number, timesteps: number, learnedFrom: number}} Model
 * @typedef {{title: string, about: string}} Sampler
 * @typedef {object} About
 * @property {string} trouble why there is no model
 * @property {Model} [learned] the model of the patterns
 * @property {Model & {pictures: number, ofEach: number}} [garments] the model of garments, and what it learned from
 * @property {Model} [autoencoder] of scenes
 * @property {Model & {steps: number}} [words] what draws scenes from words
 * @property {Model & {side: number, layers: number, heads: number, twin?: Model}} [transformer] of the patterns, of patches side by
 *   side, and the U-Net that trained for as long
 * @property {boolean} byHeart whether there are the networks that learned from so many drawings
 * @property {{pictures: number, ofEach: number, seed: number}} exact the set of pictures that the exact denoiser knows
 * @property {boolean} classifier whether there is one
 * @property {string[]} patterns
 * @property {string[]} garmentKinds
 * @property {string[]} clouds
 * @property {Record<string, Sampler>} samplers
 * @property {Record<string, string>} formerSamplers
 * @property {Record<string, Record<string, any>>} narration
 * @property {number} timesteps
 */

/** What is said when a request did not get through, and when the next one may. */
const LOST = 'The connection to the lesson was lost, so this stopped. Check your network, then start it again.';
const BACK = 'The connection is back. What stopped can be started again.';

export class Lab extends LitElement {
  static properties = { trouble: { state: true }, said: { state: true } };

  constructor() {
    super();
    this.trouble = '';
    this.said = '';
    /** @type {UrlState | null} what the reader has set */
    this.state = null;
    /** @type {About | null} */
    this.about = null;
  }

  connectedCallback() {
    super.connectedCallback();
    /** Ends when the lab is taken out. */
    this.here = new AbortController();
    this.listen('online', () => {
      if (this.trouble === LOST) this.trouble = BACK;
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.here.abort();
  }

  /** What has to be there before a guess is locked, in a sentence; empty where nothing is missing. */
  get missing() {
    return '';
  }

  /** Listens for as long as it is in the page. @param {string} type @param {(event: any) => unknown} then @param {EventTarget} [to] */
  listen(type, then, to = window) {
    to.addEventListener(type, then, { signal: this.here.signal });
  }

  createRenderRoot() {
    return this;
  }

  /** Where a control with the focus is taken away, what stood around it takes the focus. */
  update(changed) {
    const held = document.activeElement,
      around = [];
    for (let one = held; one !== this && this.contains(one); one = one.parentElement) around.push(one);
    super.update(changed);
    if (!around.length || held.isConnected) return;
    const left = /** @type {HTMLElement} */ (around.find(one => one.isConnected) ?? this);
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
      this.trouble = error instanceof Lost ? LOST : error.message;
    }
  }

  /**
   * Has a lab that lies in a fold work whenever that opens; it opens where the address has one of the lab's settings.
   *
   * @param {() => unknown} work
   */
  unfolded(work) {
    const fold = this.closest('details'),
      query = new URLSearchParams(location.search);
    if (!fold || fold.open) work();
    if (fold) this.listen('toggle', () => fold.open && work(), fold);
    if (fold && Object.keys(this.state.entries).some(name => query.has(name))) fold.open = true;
  }

  /**
   * Takes on what was set when a guess was made that is settled again; what the address asks for otherwise comes after that.
   *
   * @param {Record<string, unknown>} settings
   */
  recall(settings) {
    this.wanted = this.state?.recall(settings) ?? {};
  }

  /** Whether each later run is judged as the first was; its runs all have the question's address then. */
  get judgesLater() {
    return false;
  }

  /** Runs again what settled a guess of another visit. @param {import('./question.js').Question} question */
  resume(question) {}

  /** Says a sentence to those who listen. @param {string} sentence */
  say(sentence) {
    this.said = sentence;
  }

  /** Whether all that it shows is there, its question's words too. */
  get stands() {
    return true;
  }

  /** What it shows, once it stands. @returns {unknown} */
  shows() {
    return '';
  }

  /** Draws what no template can: canvases, charts, places. */
  depict() {}

  /** @returns {unknown} */
  render() {
    return this.stands ? html`${this.shows()}${this.told()}` : this.pending();
  }

  /** @param {Map<PropertyKey, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    if (this.stands) this.depict();
  }

  /** What holds the place of a lab until it stands; one that cannot come is waited for no longer. */
  pending() {
    return html`<div class="lab pending" aria-busy=${String(!this.trouble)}></div>
      ${this.told()}`;
  }

  /** The line in which results and failures are told. */
  told() {
    return html`<p class="spoken" role="status">${this.said}</p>
      ${this.trouble ? html`<p class="notice near" role="alert">${this.trouble}</p>` : ''}`;
  }
}

/** @returns {Promise<About>} */
export const about = () => askOnce('/api/about');
