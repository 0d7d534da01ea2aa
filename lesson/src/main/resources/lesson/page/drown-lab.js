/** Part 1: a picture is drowned, and the learned model walks back from there, several times. */
import { html } from 'lit';
import { ask, records, values } from './api.js';
import { Lab, about } from './lab.js';
import { SEED, UrlState, freshSeed } from './state.js';
import { asPng, paint } from './picture.js';
import { badge, learnedBy } from './badge.js';
import { counted, decibels, fixed, kindName } from './format.js';
import { shareMenu } from './share.js';
import { garmentKinds, isGarment, kindChooser, modelOf } from './kinds.js';
import './draw-pad.js';
import './own-picture.js';

const REACH = 1.5;
const DEPTHS = [20, 40, 60, 80, 100];
const RETURNS = 8;
const ANSWERS = [
  { text: 'in none to 2', from: 0, to: 2 },
  { text: 'in 3 to 5', from: 3, to: 5 },
  { text: 'in 6 or 7', from: 6, to: 7 },
  { text: 'in all 8', from: 8, to: 8 },
];

export class DrownLab extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true }, guess: { state: true }, at: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    this.ready = false;
    /** @type {'asked' | 'ready' | 'running' | 'stopped' | 'settled'} one value, not a set of booleans */
    this.stage = 'asked';
    this.guess = -1;
    /** @type {{guess: number, at: string, words: string} | null} a guess, and the one setting that it is judged against */
    this.locked = null;
    this.chosen = 0;
    this.found = [];
    this.before = 0;
    this.own = new Uint8Array(1024);
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.state = new UrlState({
        pattern: { value: 'ring', choices: [...this.about.patterns, ...garmentKinds(this.about), 'own'] },
        picture: SEED,
        depth: { value: 60, least: 20, most: 100 },
        label: { value: 'yes', choices: ['yes', 'no'] },
        seed: SEED,
      });
      if (!DEPTHS.includes(this.state.now.depth)) this.state.now.depth = 60;
      await this.kinds();
      this.ready = true;
      await this.begin();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  async kinds() {
    const answer = await ask('/api/kinds', { picture: this.state.now.picture });
    this.pictures = Object.fromEntries(Object.entries(answer.pictures).map(([kind, text]) => [kind, values(text)]));
  }

  read() {
    this.stopper?.abort();
    this.stopper = new AbortController();
    const { pattern, picture, depth, label, seed } = this.state.now;
    const query = { pattern, picture, depth, label, seed, returns: RETURNS };
    return records('/api/return', query, this.stopper.signal, { method: 'POST', body: pattern === 'own' ? this.own : undefined });
  }

  take(record) {
    const before = record.type === 'waiting' ? record.before : 0;
    if (before && !this.before) this.say(`Waiting; ${before} before you.`);
    if (before !== this.before) this.requestUpdate();
    this.before = before;
    if (!record.x) return;
    const x = record.x.map(values);
    if (record.type === 'start') {
      this.clean = values(record.x0);
      this.drowned = { ...record, x };
    }
    this.at = { ...record, x };
  }

  /** Drowns, and goes no further. */
  async begin() {
    this.end = null;
    this.stage = this.locked ? 'ready' : 'asked';
    for await (const record of this.read()) {
      this.take(record);
      if (record.type === 'start') break;
    }
  }

  /** @param {Record<string, unknown>} changes */
  change(changes) {
    this.state.set(changes);
    if ('pattern' in changes || 'picture' in changes) this.found = [];
    this.attempt(async () => {
      if ('picture' in changes) await this.kinds();
      await this.begin();
    });
    this.requestUpdate();
  }

  lock() {
    if (this.guess < 0) {
      this.say('Choose an answer first.');
      this.querySelector('.between input').focus();
      return;
    }
    this.bring();
  }

  bring() {
    this.end = null;
    this.stage = 'running';
    this.say('The model walks back.');
    this.attempt(async () => {
      for await (const record of this.read()) {
        this.take(record);
        if (record.type === 'end') this.settle(record);
      }
    }).then(() => {
      if (this.trouble && this.stage === 'running') this.stage = this.locked ? 'ready' : 'asked';
    });
  }

  settle(record) {
    this.end = record;
    this.stage = 'settled';
    if (this.guess >= 0 && !this.locked) {
      this.locked = { guess: this.guess, at: this.setting, words: this.words };
      this.predicted();
    }
    this.dispatchEvent(new CustomEvent('lab-done', { detail: { part: 1 }, bubbles: true }));
    const { depth, label, seed } = this.state.now;
    this.found = [...this.found.filter(one => one.depth !== depth || one.label !== label || one.seed !== seed), { depth, label: this.owned ? 'no' : label, seed, ...record }].sort((a, b) => a.depth - b.depth);
    this.say(`Back. ${this.finding()}${this.judged ? ` ${this.verdict()}` : ''}`);
  }

  predicted() {
    const question = `A picture is drowned to ${this.state.now.depth}% and brought back ${RETURNS} times. In how many is the return nearer to it than to a fresh one of ${this.kind}?`;
    const detail = { part: 1, id: 'returns', question, guess: ANSWERS[this.locked.guess].text, found: `in ${this.end.nearer} of ${RETURNS}`, holds: this.right() };
    this.dispatchEvent(new CustomEvent('predicted', { detail, bubbles: true }));
  }

  /** Asks again, for what is set now. */
  guessAgain() {
    this.locked = null;
    this.guess = -1;
    this.attempt(() => this.begin());
  }

  stop() {
    this.stopper.abort();
    this.stage = 'stopped';
    this.say('Stopped.');
  }

  get owned() {
    return this.state.now.pattern === 'own';
  }

  get garment() {
    return isGarment(this.about, this.state.now.pattern);
  }

  /** All that a finding depends on. */
  get setting() {
    const { pattern, picture, depth, label, seed } = this.state.now;
    return [pattern, picture, depth, label, seed, this.owned ? this.own : ''].join();
  }

  /** The setting for a reader. */
  get words() {
    const { depth, label, seed } = this.state.now;
    return `${this.source()}, drowned to ${depth}%${this.owned ? '' : label === 'yes' ? ', with its label' : ', without its label'}, noises from seed ${seed}`;
  }

  /** Whether the guess was made for what is set now. */
  get judged() {
    return this.locked?.at === this.setting;
  }

  source() {
    const { pattern, picture } = this.state.now;
    if (this.owned) return 'your own';
    return this.garment ? `${kindName(pattern)}, a real picture` : `${kindName(pattern)}, seed ${picture}`;
  }

  get kind() {
    return this.owned ? 'any kind' : 'the same kind';
  }

  get another() {
    return this.garment ? 'another' : 'a fresh one';
  }

  finding() {
    const { nearer, mean, between } = this.end;
    return `${nearer} of ${RETURNS} returns are nearer to your picture than to ${this.another} of ${this.kind}. On average they are off by ${fixed(mean, 2)}; two ${this.garment ? 'real' : 'fresh'} pictures of ${this.kind} differ by ${fixed(between, 2)}.${this.state.now.depth < 100 ? '' : ` ${this.chance()}`}`;
  }

  /** What a count says when the picture was drowned altogether. */
  chance() {
    return this.owned ? 'At 100% next to nothing of your picture is left: the count says only how near it lies to what the model draws anyway.'
      : `At 100% next to nothing of your picture is left: about ${RETURNS / 2} of ${RETURNS} is what chance gives.`;
  }

  right() {
    const { from, to } = ANSWERS[this.locked.guess];
    return this.end.nearer >= from && this.end.nearer <= to;
  }

  verdict() {
    return this.right() ? 'Your guess holds.' : 'Not this time.';
  }

  render() {
    if (!this.ready) return html`<div class="lab pending" aria-busy="true"></div>${this.told()}`;
    const { depth, label, seed, picture } = this.state.now;
    const shown = this.stage === 'running' || this.stage === 'stopped' || this.stage === 'settled';
    const one = this.end?.returns[this.chosen];
    return html`<section class="lab drown" aria-label="Drown a picture and bring it back">
      ${this.chooser()}
      ${this.owned ? html`<own-picture @own=${event => { this.own = event.detail; this.found = []; this.change({}); }}></own-picture>` : ''}
      <div class="trio">
        <figure class="print"><canvas class="pixels" id="clean" role="img" aria-label="Clean picture"></canvas><figcaption><b>clean</b><span>${this.source()}</span></figcaption></figure>
        <figure class="print"><canvas class="pixels" id="drowned" role="img" aria-label="Picture drowned to ${depth}%"></canvas><figcaption><b>drowned to ${depth}%</b><span>${this.drowned ? `t ${Math.round(this.drowned.t)} of ${this.about.timesteps}, ${decibels(this.drowned.snr)} dB` : ''}</span></figcaption></figure>
        ${shown ? html`<figure class="print"><canvas class="pixels" id="returned" role="img" aria-label="Return ${this.chosen + 1} of ${RETURNS}"></canvas><figcaption><b>${this.stage === 'settled' ? 'returned' : 'on its way back'}, ${this.chosen + 1} of ${RETURNS}</b><span>${one ? html`off by ${fixed(one.distance, 2)}${one.seen ? html`; taken for ${kindName(one.seen)}` : ''}` : this.before ? `waiting, ${this.before} before you` : `step ${this.at?.index ?? 0} of ${this.at?.steps ?? 0}`}</span></figcaption></figure>`
          : this.stage === 'asked' ? this.question() : html`<div class="between"><p>Drowned, and not brought back yet.</p>${this.judged ? '' : html`<button type="button" class="btn" @click=${this.guessAgain}>Guess for this one, too</button>`}</div>`}
      </div>
      <p class="scale">Black is −1.5 and below, white +1.5 and above. “Off” is the root mean square difference per pixel; a picture’s own black and white lie 2 apart.</p>
      ${shown ? html`<div class="returns" role="group" aria-label="The returns">${Array.from({ length: RETURNS }, (_, i) => html`<button type="button" aria-pressed=${String(i === this.chosen)} @click=${() => { this.chosen = i; }} aria-label=${this.end ? `Return ${i + 1}, off by ${fixed(this.end.returns[i].distance, 2)}` : `Return ${i + 1}`}><canvas class="pixels" data-return=${i}></canvas><span class="num">${this.end ? fixed(this.end.returns[i].distance, 2) : i + 1}</span></button>`)}</div>
        <div class="walked"><progress max=${this.at?.steps ?? 1} value=${this.at?.index ?? 0} aria-label="Steps back that the engine has made"></progress></div>` : ''}
      ${this.end ? this.outcome() : ''}
      <div class="tools">
        <div class="seg many" role="group" aria-label="Drowned to">${DEPTHS.map(one => html`<button type="button" aria-pressed=${String(one === depth)} @click=${() => this.change({ depth: one })}>${one}%</button>`)}</div>
        ${this.owned ? '' : html`<div class="seg" role="group" aria-label="Label">${[['yes', 'With its label'], ['no', 'Without']].map(([one, text]) => html`<button type="button" aria-pressed=${String(label === one)} @click=${() => this.change({ label: one })}>${text}</button>`)}</div>
        <button type="button" class="btn" @click=${() => this.change({ picture: freshSeed() })}>Other picture</button>`}
        <button type="button" class="btn" @click=${() => this.change({ seed: freshSeed() })}>Other noises</button>
        ${this.stage === 'running' ? html`<button type="button" class="btn" @click=${this.stop}>Stop</button>` : this.stage === 'asked' ? '' : html`<button type="button" class="btn go bring" @click=${this.bring}>Bring it back</button>`}
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
      <div class="tools makers">${badge('learned', this.about.learned ? learnedBy(modelOf(this.about, this.state.now.pattern)) : 'no model')}<p>DDIM without fresh noise, ${counted(depth / 2, 'step')} back; noises from seed ${seed}. ${this.owned ? 'A picture of your own has no label that the model knows.' : label === 'yes' ? `The model is told: ${kindName(this.state.now.pattern)}.` : 'The model is not told the kind.'} ${this.garment ? 'The picture is one of those that it learned from.' : ''}</p></div>
    </section>${this.told()}`;
  }

  question() {
    return html`<section class="between" aria-labelledby="returns"><h2 id="returns">Before it comes back</h2>
      <p>The model brings it back ${RETURNS} times, from ${RETURNS} noises. In how many is the return nearer to this picture than to ${this.another} of ${this.kind}?</p>
      <fieldset><legend class="spoken">In how many?</legend>${ANSWERS.map((answer, i) => html`<label><input type="radio" name="returns" value=${i} .checked=${this.guess === i} @change=${() => { this.guess = i; }}>${answer.text}</label>`)}</fieldset>
      <button type="button" class="btn go" @click=${this.lock}>Lock in my guess</button></section>`;
  }

  outcome() {
    return html`<div class="outcome">
      ${this.judged ? html`<div class="pairs"><div><span class="label">your guess</span><span class="value">${ANSWERS[this.locked.guess].text}</span></div><div><span class="label">found</span><span class="value">in ${this.end.nearer} of ${RETURNS}</span></div></div>
      <p class="verdict">${this.verdict()}</p>` : this.locked ? html`<p class="other">Your guess, ${ANSWERS[this.locked.guess].text}, was for ${this.locked.words}. This is another setting, and it is not judged here.</p>` : ''}
      <p>${this.finding()} ${this.end.recognised == null ? '' : `The classifier takes ${this.end.recognised} of ${RETURNS} for ${kindName(this.state.now.pattern)}.`}</p>
      <table class="num"><caption>What you have found for this picture</caption><thead><tr><th scope="col">drowned to</th><th scope="col">label</th><th scope="col">off by, mean</th><th scope="col">nearer to yours</th>${this.owned ? '' : html`<th scope="col">of its kind</th>`}</tr></thead>
      <tbody>${this.found.map(one => html`<tr><th scope="row">${one.depth}%</th><td>${one.label}</td><td>${fixed(one.mean, 2)}</td><td>${one.nearer} of ${RETURNS}</td>${this.owned ? '' : html`<td>${one.recognised == null ? 'not asked' : `${one.recognised} of ${RETURNS}`}</td>`}</tr>`)}</tbody></table>
    </div>`;
  }

  chooser() {
    return kindChooser({
      legend: 'Picture',
      rows: [[...this.about.patterns, 'own'], garmentKinds(this.about)],
      chosen: this.state.now.pattern,
      words: { own: ['yours', 'your own'] },
      choose: kind => this.change({ pattern: kind }),
    });
  }

  updated() {
    if (!this.ready) return;
    paint(this.querySelector('#clean'), this.clean ?? null, REACH);
    paint(this.querySelector('#drowned'), this.drowned?.x[this.chosen] ?? null, REACH);
    paint(this.querySelector('#returned'), this.at?.x[this.chosen] ?? null, REACH);
    for (const cell of this.querySelectorAll('[data-return]')) paint(cell, this.at?.x[Number(cell.dataset.return)] ?? null, REACH);
    for (const tile of this.querySelectorAll('[data-kind]')) {
      if (tile.painted === this.pictures) continue;
      tile.painted = this.pictures;
      paint(tile, this.pictures[tile.dataset.kind], REACH);
    }
    const now = JSON.stringify([this.state.now.pattern, this.state.now.picture, this.state.now.label]);
    if (now !== this.announced || this.announcedOwn !== this.own) {
      this.announced = now;
      this.announcedOwn = this.own;
      dispatchEvent(new CustomEvent('drownchange', { detail: { ...this.state.now, own: this.own } }));
    }
  }

  shared() {
    return {
      name: 'darkroom-return',
      link: () => this.state.link(),
      png: () => asPng([...this.querySelectorAll('#clean, #drowned, #returned')]),
      rows: () => (this.end?.returns ?? []).map((one, i) => ({ number: i + 1, distance: one.distance, distance_to_fresh: one.fresh, nearer: one.nearer, seen: one.seen })),
      data: () => ({ settings: this.state.now, found: this.found, clean: [...(this.clean ?? [])], drowned: this.drowned?.x.map(x => [...x]), returned: this.end ? this.at.x.map(x => [...x]) : null }),
      reset: () => {
        this.state.reset();
        this.locked = null;
        this.guess = -1;
        this.chosen = 0;
        this.change({ picture: this.state.now.picture });
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('drown-lab', DrownLab);
