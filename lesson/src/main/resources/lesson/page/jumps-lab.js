/** Part 4: from one noise to a clean picture in one step, or in many. */
import { html } from 'lit';
import { records, values } from './api.js';
import { Lab, about } from './lab.js';
import { SEED, UrlState, freshSeed } from './state.js';
import { asPng, paint } from './picture.js';
import { badge, learnedBy } from './badge.js';
import { counted, fixed, kindName } from './format.js';
import { makerSentence } from './words.js';
import { soughtAmong } from './kinds.js';
import { shareMenu } from './share.js';

const REACH = 1.5;
const STEPS = [1, 2, 5, 20, 80];
/** What a single step might give: each is held against what it gave. */
const ANSWERS = {
  finished: { text: 'The same picture as 80 steps, only sooner', found: 'the picture of 80 steps' },
  noise: { text: 'Noise still, a little weaker', found: 'the noise that it began with' },
  nearest: { text: 'One of the pictures that it learned from', found: 'a single known picture' },
  mean: { text: 'A blur: the mean of all that it could be', found: 'the mean' },
};

export class JumpsLab extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true }, guess: { state: true } };

  constructor() {
    super();
    this.ready = false;
    /** @type {'asked' | 'running' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = '';
    this.locked = null;
    this.clear();
  }

  clear() {
    this.run?.abort();
    /** @type {Map<number, {x: Float32Array, evaluations: number}>} by the number of steps */
    this.pictures = new Map();
    this.end = null;
    this.before = 0;
    this.doing = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.makers = this.about.learned ? ['oracle', 'exact', 'learned'] : ['oracle', 'exact'];
      this.state = new UrlState({
        pattern: { value: 'ring', choices: [...this.about.patterns, 'any'] },
        maker: { value: this.makers.at(-1), choices: this.makers },
        picture: SEED,
        seed: SEED,
      });
      this.ready = true;
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.run?.abort();
  }

  lock() {
    if (!this.guess) {
      this.say('Choose one of the four answers first.');
      this.querySelector('.ask input').focus();
      return;
    }
    const { maker, pattern, seed } = this.state.now;
    this.locked = { guess: this.guess, maker, pattern, seed, end: null };
    this.develop();
  }

  /** Asks the engine for all five. */
  develop() {
    this.clear();
    this.stage = 'running';
    const run = this.run = new AbortController(), locked = this.locked;
    return this.attempt(async () => {
      const { maker, pattern, picture, seed } = this.state.now;
      for await (const record of records('/api/jumps', { maker, pattern, picture, seed }, run.signal)) {
        if (run !== this.run) return;
        if (record.type === 'waiting') this.before = record.before;
        else this.before = 0;
        if (record.type === 'step') this.doing = record;
        if (record.type === 'picture') this.pictures.set(record.steps, { x: values(record.x), evaluations: record.evaluations });
        if (record.type === 'end') this.finish(record, locked);
        this.requestUpdate();
      }
    }).then(() => {
      if (run !== this.run || this.stage !== 'running') return;
      this.stage = this.locked?.end ? 'settled' : 'asked';
    });
  }

  finish(record, locked) {
    this.end = Object.fromEntries(Object.keys(ANSWERS).map(name => [name, { distance: record[name].distance, x: values(record[name].x) }]));
    this.end.of = record.of;
    if (!locked.end) {
      locked.end = this.end;
      this.predicted(locked);
    }
    this.stage = 'settled';
    this.say(`${this.finding(this.end)}${locked.end === this.end ? ` ${this.verdict()}` : ''}`);
  }

  predicted({ guess, maker, pattern, end }) {
    const found = this.nearest(end);
    const detail = { part: 4, id: 'jumps', question: `From pure noise, ${this.who(maker)} is asked for ${this.what(pattern)} in a single step. What comes out?`, guess: ANSWERS[guess].text, found: `nearest to ${ANSWERS[found].found}, off by ${fixed(end[found].distance, 2)}`, holds: found === guess };
    this.dispatchEvent(new CustomEvent('predicted', { detail, bubbles: true }));
    this.dispatchEvent(new CustomEvent('lab-done', { detail: { part: 4 }, bubbles: true }));
  }

  /** Which of the four comes nearest to what a single step gave. */
  nearest(end) {
    return Object.keys(ANSWERS).reduce((best, name) => end[name].distance < end[best].distance ? name : best, 'mean');
  }

  finding(end) {
    const name = this.nearest(end);
    return `Of the four, a single step comes nearest to ${ANSWERS[name].found}, off by ${fixed(end[name].distance, 2)}.`;
  }

  verdict() {
    return this.nearest(this.locked.end) === this.locked.guess ? 'Your guess holds.' : 'Not this time.';
  }

  change(changes) {
    this.state.set(changes);
    if (this.locked?.end) this.develop();
    else {
      this.clear();
      this.stage = 'asked';
    }
    this.requestUpdate();
  }

  again() {
    this.clear();
    this.locked = null;
    this.guess = '';
    this.stage = 'asked';
  }

  who(maker) {
    return { oracle: 'the oracle', exact: 'the exact denoiser', learned: 'the network' }[maker];
  }

  what(pattern) {
    return pattern === 'any' ? 'a picture of any kind' : `a picture of the kind “${kindName(pattern)}”`;
  }

  render() {
    if (!this.ready) return html`<div class="lab pending" aria-busy="true"></div>${this.told()}`;
    return html`${this.question()}${this.lab()}${this.told()}`;
  }

  question() {
    const { maker, pattern } = this.locked ?? this.state.now;
    const settled = this.locked?.end;
    return html`<section class="ask" aria-labelledby="jump">
      <div><h2 id="jump">${settled ? 'Your guess and the finding' : 'Before you let it jump'}</h2>
        <p>From pure noise, ${this.who(maker)} is asked for ${this.what(pattern)} in a single step. What comes out?</p></div>
      <div>${settled ? this.settled() : this.locked ? html`<p>Your guess is locked: ${ANSWERS[this.locked.guess].text}.</p><button type="button" class="btn" @click=${this.again}>Stop</button>` : html`
        <fieldset><legend class="spoken">What comes out?</legend>${Object.entries(ANSWERS).map(([name, answer]) => html`<label><input type="radio" name="jump" value=${name} .checked=${this.guess === name} @change=${() => { this.guess = name; }}>${answer.text}</label>`)}</fieldset>
        <button type="button" class="btn go" @click=${this.lock}>Lock in my guess</button>`}</div>
    </section>`;
  }

  settled() {
    const { guess, end } = this.locked;
    const distance = name => html`<small>off by ${fixed(end[name].distance, 2)}</small>`;
    const found = this.nearest(end);
    return html`<div class="settled">
        <div><span class="label">your guess</span><span class="value">${ANSWERS[guess].text}</span>${distance(guess)}</div>
        <div><span class="label">found nearest</span><span class="value">${ANSWERS[found].text}</span>${distance(found)}</div>
      </div>
      <p>${this.verdict()} The distances are root mean squares over the pixels.</p>
      <button type="button" class="btn" @click=${this.again}>Guess again</button>`;
  }

  lab() {
    const now = this.state.now, hidden = !this.pictures.size;
    return html`<section class="lab jumps" aria-label="One jump or many">
      <div class="five">${STEPS.map(steps => html`<figure class="print"><canvas class="pixels" data-steps=${steps} role="img" aria-label=${this.pictures.has(steps) ? `What ${counted(steps, 'step')} gave` : `Not yet asked: ${counted(steps, 'step')}`}></canvas>
        <figcaption><span>${counted(steps, 'step')}</span><span class="count num">${this.status(steps)}</span></figcaption></figure>`)}</div>
      <div class="origin">${this.made()}<span class="num">one noise, seed ${now.seed}; DDIM, eta 0, guidance off (W = 1)</span></div>
      ${this.end ? this.comparison() : html`<p class="scale">${hidden && this.stage === 'asked' ? 'The frames stay dark until you have guessed. ' : ''}Black is −1.5 and below, white +1.5 and above, in every frame.</p>`}
      <div class="tools">
        <label class="select">Kind <select @change=${event => this.change({ pattern: event.target.value })}>${[...this.about.patterns, 'any'].map(one => html`<option value=${one} ?selected=${one === now.pattern}>${one === 'any' ? 'any kind' : kindName(one)}</option>`)}</select></label>
        <div class="seg" role="group" aria-label="Who says what the clean picture is">
          ${this.makers.map(one => html`<button type="button" aria-pressed=${String(now.maker === one)} @click=${() => this.change({ maker: one })}>${one[0].toUpperCase()}${one.slice(1)}</button>`)}
        </div>
        <button type="button" class="btn ${this.locked?.end ? 'go' : ''}" @click=${() => this.change({ seed: freshSeed() })}>Other noise</button>
        <span class="spacer"></span>
        ${this.end ? shareMenu(this.shared()) : ''}
      </div>
      <p class="scale who">${makerSentence(now.maker, this.about, now.pattern)}</p>
    </section>`;
  }

  status(steps) {
    if (this.pictures.has(steps)) return counted(this.pictures.get(steps).evaluations, 'evaluation');
    if (this.before) return `waiting, ${this.before} before you`;
    return this.stage === 'running' && this.doing?.steps === steps ? `at ${this.doing.index}` : '';
  }

  made() {
    const { maker } = this.state.now;
    return maker === 'learned' ? badge('learned', learnedBy(this.about.learned))
      : badge(maker, maker === 'exact' ? `exact, ${this.about.exact.pictures} pictures` : 'oracle, told the target');
  }

  comparison() {
    const { pattern, maker } = this.state.now, { of } = this.end;
    const kind = pattern === 'any' ? '' : ` (${kindName(pattern)})`;
    const known = maker === 'exact' ? `${counted(of, 'picture')} of its set` : soughtAmong(this.about, pattern, of);
    const names = {
      mean: `the mean of ${maker === 'oracle' ? counted(of, 'picture') : known}${kind}`,
      nearest: `the nearest of these ${of.toLocaleString('en')}`,
      noise: 'the noise that it began with',
    };
    const found = this.nearest(this.end);
    return html`<div class="against"><h3>A single step, held against</h3>
      <div class="five">${Object.entries(names).map(([name, text]) => html`<figure class="print ${found === name ? 'found' : ''}"><canvas class="pixels" data-against=${name} role="img" aria-label=${text}></canvas>
        <figcaption><span>${text}</span><span class="weight">off by ${fixed(this.end[name].distance, 2)}${found === name ? ', nearest' : ''}</span></figcaption></figure>`)}
        <p class="now">${this.finding(this.end)} ${this.because(found)}</p></div>
      <p class="scale">Distances are root mean squares over the pixels; the picture of 80 steps is off by ${fixed(this.end.finished.distance, 2)}. Black is −1.5 and below, white +1.5 and above, in every frame.</p></div>`;
  }

  because(found) {
    if (this.state.now.maker === 'oracle') return 'The oracle was told the target, so for it there is nothing to choose: one step is as good as eighty.';
    if (found === 'mean') return 'In pure noise every picture is as likely as before, and the answer that is least wrong about all of them is their mean.';
    return 'That is not what the best denoiser says: switch to exact and compare.';
  }

  updated() {
    if (!this.ready) return;
    for (const canvas of this.querySelectorAll('[data-steps]')) paint(canvas, this.pictures.get(Number(canvas.dataset.steps))?.x ?? null, REACH);
    for (const canvas of this.querySelectorAll('[data-against]')) paint(canvas, this.end?.[canvas.dataset.against].x ?? null, REACH);
  }

  shared() {
    const row = steps => ({ steps, evaluations: this.pictures.get(steps).evaluations });
    const distances = Object.fromEntries(Object.keys(ANSWERS).map(name => [name, this.end[name].distance]));
    return {
      name: 'darkroom-jumps',
      link: () => this.state.link(),
      png: () => asPng([...this.querySelectorAll('[data-steps]')]),
      rows: () => Object.entries(distances).map(([against, distance]) => ({ single_step_against: against, rms_distance: distance })),
      data: () => ({ settings: this.state.now, guess: this.locked.guess, pictures: this.end.of, distances, results: STEPS.map(steps => ({ ...row(steps), x: [...this.pictures.get(steps).x] })) }),
      reset: () => {
        this.state.reset();
        this.again();
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('jumps-lab', JumpsLab);
