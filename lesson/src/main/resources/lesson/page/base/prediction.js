/** A question that the engine settles, on the stage of its lab: guess, lock, run, verdict. */
import { html } from 'lit';
import { ask, records } from './api.js';
import { element } from './find.js';
import { Lab } from './lab.js';
import { capital } from '../draw/format.js';
import { reducedMotion } from '../draw/play.js';
import { stage } from '../draw/stage.js';
import { Question } from './question.js';
import { linked } from './recall.js';

/** What canvases and charts are drawn anew for. */
const REDRAWN = ['themechange', 'resize'];
/** With reduced motion pictures develop in strides of so many steps. */
const STRIDE = 5;
/** So high may the strip of film lie over the page. */
const FILM = 66,
  AIR = 10;

/** A lab gives its state, `settings`, `measure`, `figure`, and where it likes the others of the methods that only answer. */
export class Prediction extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true } };

  /** @param {string} name the question's */
  constructor(name) {
    super();
    this.ready = false;
    this.question = new Question(this, name, () => this.ready && this.settings());
    /** @type {'still' | 'running'} */
    this.stage = 'still';
    /** @type {any} what the engine measured first, for the guess */
    this.first = null;
    /** @type {any} what it measured last */
    this.found = null;
    /** @type {{before: number, training?: boolean} | null} how many wait before this run */
    this.waiting = null;
    /** For which settings what is in sight before a guess was asked for. */
    this.previewed = '';
    this.redraw = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    for (const event of REDRAWN) this.listen(event, () => this.redraw());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.leave();
  }

  /**
   * Gets what is in sight before a guess, once for each choice of settings, and again when the lab is put back into the page.
   *
   * @param {unknown[]} chosen
   * @param {() => Promise<void>} load
   */
  async once(chosen, load) {
    const key = chosen.join();
    if (key === this.previewed) return;
    this.previewed = key;
    await this.attempt(load);
    this.requestUpdate();
  }

  /**
   * Shows before a guess what a run begins with.
   *
   * @param {string} path what answers with it
   * @param {Record<string, unknown>} run
   * @param {(began: any) => void} show
   */
  foresee(path, run, show) {
    this.beforehand(run, async () => show(await ask(path, run)));
  }

  /**
   * The same, where the run itself says so in a first record.
   *
   * @param {string} path the run's
   * @param {Record<string, unknown>} run
   * @param {(began: any) => void} show
   */
  foreseeStart(path, run, show) {
    this.beforehand(run, async () => {
      for await (const record of records(path, run, this.here.signal)) {
        if (record.type !== 'start') continue;
        show(record);
        break;
      }
    });
  }

  /** @param {Record<string, unknown>} run @param {() => Promise<void>} load */
  beforehand(run, load) {
    if (this.question.open && this.stage !== 'running') this.once(Object.values(run), load);
  }

  /** The settings that its question is worded by. @returns {Record<string, unknown>} */
  settings() {
    return {};
  }

  /** Asks the engine; null where there is nothing to settle by. @param {AbortSignal} signal @returns {Promise<any>} */
  async measure(signal) {
    return null;
  }

  /** What it is about, above the question. @returns {unknown} */
  intro() {
    return '';
  }

  /** Above a question that is open. */
  opening() {
    return 'Before you look';
  }

  /** What has to be known for the question. @returns {unknown} */
  given() {
    return '';
  }

  /** What is behind the finding. @param {any} found @returns {unknown} */
  because(found) {
    return '';
  }

  /** What the question is about. @returns {unknown} */
  figure() {
    return '';
  }

  /** What is said when something was measured. @param {any} found @param {boolean} now whether it settled the guess */
  finding(found, now) {
    return now ? `Found: ${this.question.found.found}.` : 'Measured anew.';
  }

  /** Forgets what was measured; a lab clears its pictures here. */
  clear() {
    this.stopper?.abort();
    this.found = this.waiting = null;
  }

  /** Has the engine settle a guess of another visit again, and then what the address asks for; out of its fold if that has the guess. */
  async resume() {
    const fold = this.closest('details');
    if (fold && linked(this.question.id) !== null) fold.open = true;
    await this.start();
    if (this.question.settled && Object.keys(this.wanted).length) this.change(this.wanted);
  }

  /** Has the engine measure. */
  start() {
    this.clear();
    this.stage = 'running';
    const stopper = (this.stopper = new AbortController());
    return this.attempt(async () => {
      const found = await this.measure(stopper.signal);
      if (stopper === this.stopper && found) this.settle(found);
    }).then(() => {
      if (stopper === this.stopper) this.leave();
    });
  }

  settle(found) {
    this.found = found;
    const now = this.question.take(found);
    if (now) {
      this.first = found;
      this.updateComplete.then(() => this.toTheVerdict());
    }
    this.say(`${this.finding(found, now)}${now ? ` ${this.question.verdict}` : ''}`);
    if (this.question.ticket) this.updateComplete.then(() => this.intoSight('.found'));
  }

  /** Has what is pressed or found in sight, beside or below the figure. @param {string} selector */
  intoSight(selector) {
    const one = element(this, `.stage > .ask ${selector}`);
    if (!one) return;
    const scene = element(this, '.scene').getBoundingClientRect(),
      { top, bottom, left } = one.getBoundingClientRect(),
      above = left < scene.right ? scene.bottom : FILM;
    if (top < above) scrollBy(0, top - above - AIR);
    else if (bottom > innerHeight) scrollBy(0, bottom - innerHeight + AIR);
  }

  /** Whoever waits beside the question hears the finding from its start. */
  toTheVerdict() {
    const ask = element(this, '.ask');
    if (ask?.contains(document.activeElement)) element(ask, '[tabindex]').focus({ preventScroll: true });
  }

  /** Ends what runs; what was settled stays. */
  leave() {
    this.stopper?.abort();
    this.waiting = null;
    this.previewed = '';
    this.stage = 'still';
    this.question.release();
    if (this.question.open) this.clear();
  }

  halt() {
    this.leave();
    this.say('Stopped.');
  }

  again() {
    this.clear();
    this.first = null;
    this.stage = 'still';
    this.question.forget();
  }

  /** New settings: measured anew once the question is settled. @param {Record<string, any>} changes */
  change(changes) {
    this.state.set(changes);
    if (this.question.settled) this.start();
    else this.again();
    this.requestUpdate();
  }

  /**
   * The records of the run that settles the question.
   *
   * @param {string} path
   * @param {Record<string, unknown>} query
   * @param {AbortSignal} signal
   * @param {{method: string, body?: Uint8Array<ArrayBuffer>}} [init]
   */
  async *follow(path, query, signal, init) {
    for await (const record of records(path, { ...query, ...this.question.named }, signal, init)) {
      this.waiting = record.type === 'waiting' ? record : null;
      if (!this.waiting) yield record;
      this.requestUpdate();
    }
  }

  /**
   * As {@link follow}, in strides where motion is reduced.
   *
   * @param {string} path
   * @param {Record<string, unknown>} query
   * @param {AbortSignal} signal
   */
  async *develop(path, query, signal) {
    for await (const record of this.follow(path, query, signal)) {
      const between = reducedMotion.matches && record.type === 'step' && record.index < record.steps && record.index % STRIDE;
      if (!between) yield record;
    }
  }

  get stands() {
    return this.question.worded;
  }

  /** What it is called, for those who listen. */
  get label() {
    return '';
  }

  /** What the button of a stage says that locks a guess. */
  get locking() {
    return 'Lock in my guess';
  }

  /** What is chosen before all else, above the figure. @returns {unknown} */
  head() {
    return '';
  }

  /** The controls of the figure. @returns {unknown} */
  tools() {
    return '';
  }

  /** Seed, measure, scale and model in a line. @returns {unknown} */
  details() {
    return '';
  }

  shows() {
    const intro = this.intro();
    return html`${intro ? html`<p class="intro">${intro}</p>` : ''}${stage({
      name: this.localName,
      label: this.label,
      head: this.head(),
      figure: this.figure(),
      tools: this.tools(),
      card: this.card(),
      details: this.details(),
    })}`;
  }

  /** What asks, and then tells. */
  card() {
    const { question } = this,
      id = `ask-${question.id}`;
    return html`<section class="ask" aria-labelledby=${id}>
      <h2 id=${id} class=${question.settled ? 'spoken' : ''} tabindex="-1">
        ${question.settled ? `${this.label}: your guess and the finding` : this.opening()}
      </h2>
      ${question.settled
        ? html`<div class="settled">${this.found ? this.settled() : this.busy()}</div>`
        : html`${this.given()}
            <p>${question.asked}</p>
            ${question.asking({
              button: this.locking,
              run: () => this.start(),
              busy: question.stage === 'locked' ? this.busy() : null,
            })}`}
    </section>`;
  }

  /** What stands in the button's place while the engine is at work. */
  busy() {
    return html`<div class="busy">
      <div><span>${this.atWork()}</span>${this.bar()}</div>
      <button type="button" class="btn" @click=${this.halt}>Stop</button>
    </div>`;
  }

  /** What the engine does for a locked guess. */
  atWork() {
    return this.waiting ? `Waiting; ${this.waiting.before} before you.` : 'The engine is at work.';
  }

  /** How far the run is, of how far. @returns {[number, number]} */
  reached() {
    return [0, 1];
  }

  bar() {
    const [done, all] = this.reached();
    return html`<progress max=${all} value=${done} aria-label="How far the engine is"></progress>`;
  }

  /** The finding as a chart, with the guess on it. @returns {unknown} */
  chart() {
    return '';
  }

  /** Beside a settled question. @returns {unknown} */
  settled() {
    return this.finds(this.question.latest);
  }

  /** The finding in the card, of the guess or of a later run. @param {import('./question.js').Settled | null} latest */
  finds(latest) {
    const { question } = this;
    return html`${this.chart()}
      <p class="found">${latest ? this.headline(latest) : 'Measured for another setting.'}</p>
      <p>You guessed: ${question.found.guess}. ${this.verdictOn(latest)} ${latest ? this.because(this.found) : ''}</p>
      <div class="onward">
        ${this.next()}
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  /** What the last run says of the guess; nothing where it settles another question. */
  get onTheGuess() {
    const { latest } = this.question;
    return latest ? this.verdictOn(latest) : '';
  }

  /** What a run says of the guess. @param {import('./question.js').Settled | null} latest */
  verdictOn(latest) {
    return this.question.verdictOn(latest?.option);
  }

  /** What was found, in large. @param {import('./question.js').Settled} latest */
  headline({ found }) {
    return `${capital(found)}.`;
  }

  /** What to do next, as a button. @returns {unknown} */
  next() {
    return '';
  }

  /** In a lab's row of controls: how a later run is doing, and its end. */
  rerunning() {
    return this.stage === 'running' && this.question.settled
      ? html`<span class="rerun">${this.bar()}</span><button type="button" class="btn" @click=${this.halt}>Stop</button>`
      : '';
  }
}
