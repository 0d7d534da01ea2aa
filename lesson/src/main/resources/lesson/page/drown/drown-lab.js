/** Part 1: a picture is taken into noise, and the learned model walks back from there, several times. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { asPng, paint, paintOnce } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, decibels, fixed, kindName } from '../draw/format.js';
import { Question } from '../base/question.js';
import { shareMenu } from '../base/share.js';
import { garmentKinds, isGarment, kindChooser, modelOf } from '../draw/kinds.js';
import '../draw/draw-pad.js';
import '../draw/own-picture.js';

const REACH = 1.5;
const DEPTHS = [20, 40, 60, 80, 85, 90, 95, 98, 100];
/** Those that the question is about, in the order of its answers. */
const ASKED = [80, 85, 90, 95, 98, 100];
const RETURNS = 8,
  LEAST = 6;

const LABELS = { yes: 'With its label', no: 'Without' };

export class DrownLab extends Lab {
  static properties = { ...Lab.properties, ready: { state: true }, stage: { state: true }, at: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    this.ready = false;
    /** @type {'ready' | 'sweeping' | 'running' | 'stopped' | 'settled'} one value, not a set of booleans */
    this.stage = 'ready';
    this.question = new Question(this, 'depth', () => this.ready && { pattern: this.state.now.pattern, label: this.state.now.label });
    /** The setting that the guess was made for. */
    this.asked = '';
    this.chosen = 0;
    /** @type {Map<string, any>} what came back, by depth and setting */
    this.kept = new Map();
    this.ahead = 0;
    this.own = new Uint8Array(1024);
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.state ??= new UrlState({
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

  /** @param {string} path @param {Record<string, unknown>} more */
  read(path, more) {
    this.stopper?.abort();
    this.stopper = new AbortController();
    const { pattern, picture, label, seed } = this.state.now;
    const query = { pattern, picture, label, seed, returns: RETURNS, ...more };
    return records(path, query, this.stopper.signal, { method: 'POST', body: pattern === 'own' ? this.own : undefined });
  }

  take(record) {
    const before = record.type === 'waiting' ? record.before : 0;
    if (before && !this.ahead) this.say(`Waiting; ${before} before you.`);
    if (before !== this.ahead) this.requestUpdate();
    this.ahead = before;
    if (!record.x) return;
    const x = record.x.map(values);
    if (record.type === 'start') {
      this.clean = values(record.x0);
      this.drowned = { ...record, x };
    }
    this.at = { ...record, x };
  }

  /** Adds noise, and goes no further, unless it is known what comes back. */
  async begin() {
    const { depth } = this.state.now,
      known = this.kept.get(this.key(depth));
    this.stopper?.abort();
    this.end = null;
    this.stage = 'ready';
    if (known) {
      this.show(known);
      this.stage = 'settled';
      return;
    }
    for await (const record of this.read('/api/return', { depth })) {
      this.take(record);
      if (record.type === 'start') break;
    }
  }

  /** What is known of a depth. @param {any} known */
  show({ drowned, at, end }) {
    this.drowned = drowned;
    this.at = at;
    this.end = end;
    this.requestUpdate();
  }

  /** @param {Record<string, unknown>} changes */
  change(changes) {
    this.state.set(changes);
    this.attempt(async () => {
      if ('picture' in changes) await this.kinds();
      await this.begin();
    });
    this.requestUpdate();
  }

  /** The question's run: all its depths, one after the other. */
  sweep() {
    this.end = null;
    this.stage = 'sweeping';
    this.asked = this.setting;
    this.say('The model walks back from each depth.');
    return this.attempt(async () => {
      for await (const record of this.read('/api/return/depths', this.question.named)) {
        if (record.type === 'start') this.state.set({ depth: record.depth });
        this.take(record);
        if (record.type === 'step' && !record.x) this.at = { ...this.at, index: record.index, steps: record.steps };
        if (record.type === 'end') this.keep(record);
        if (record.type === 'found') this.turned(record);
      }
    }).then(() => {
      this.question.release();
      if (this.stage !== 'sweeping') return;
      this.stage = 'ready';
      if (!this.trouble) this.attempt(() => this.begin());
    });
  }

  /** Shows the depth at which it turned. */
  turned(record) {
    this.state.set({ depth: record.depth ?? ASKED.at(-1) });
    this.show(this.kept.get(this.key(this.state.now.depth)));
    this.stage = 'settled';
    if (this.question.take(record)) this.say(`Found: ${this.question.found.found}. ${this.question.verdict}`);
  }

  bring() {
    this.end = null;
    this.stage = 'running';
    this.say('The model walks back.');
    this.attempt(async () => {
      const { depth } = this.state.now;
      for await (const record of this.read('/api/return', { depth })) {
        this.take(record);
        if (record.type !== 'end') continue;
        this.keep(record);
        this.end = record;
        this.stage = 'settled';
        this.say(`Back. ${this.finding()}`);
      }
    }).then(() => {
      if (this.trouble && this.stage === 'running') this.stage = 'ready';
    });
  }

  /** What came back from a depth stays known for as long as nothing else is set. */
  keep(end) {
    this.kept.set(this.key(this.state.now.depth), { depth: this.state.now.depth, drowned: this.drowned, at: this.at, end });
  }

  /** Asks again, for what is set now. */
  guessAgain() {
    this.question.forget();
    this.attempt(() => this.begin());
  }

  stop() {
    this.stopper.abort();
    if (this.stage === 'running') this.stage = 'stopped';
    this.say('Stopped.');
  }

  get owned() {
    return this.state.now.pattern === 'own';
  }

  get garment() {
    return isGarment(this.about, this.state.now.pattern);
  }

  /** All that a finding depends on but the depth. */
  get setting() {
    const { pattern, picture, label, seed } = this.state.now;
    return [pattern, picture, label, seed, this.owned ? this.own : ''].join();
  }

  key(depth) {
    return `${depth} ${this.setting}`;
  }

  /** What has come back for this setting, by depth. */
  get found() {
    return DEPTHS.flatMap(depth => this.kept.get(this.key(depth)) ?? []);
  }

  /** Whether the guess was made for what is set now. */
  get judged() {
    return this.question.settled && this.asked === this.setting;
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
    return (
      `${nearer} of ${RETURNS} returns are nearer to your picture than ${this.another} of ${this.kind} is. On average they ` +
      `are off by ${fixed(mean, 2)}; two ${this.garment ? 'real' : 'fresh'} pictures of ${this.kind} differ by ` +
      `${fixed(between, 2)}.${this.state.now.depth < 100 ? '' : ` ${this.chance()}`}`
    );
  }

  /** What a count says when the picture was drowned altogether. */
  chance() {
    return (
      `At 100% next to nothing of your picture is left: about ${RETURNS / 2} of ${RETURNS} is what chance gives, and ` +
      `${LEAST} or more come up in one try of seven.`
    );
  }

  get stands() {
    return this.question.worded;
  }

  shows() {
    const { depth, label, seed } = this.state.now;
    const open = !this.question.settled,
      shown = (!open && this.stage !== 'ready') || this.stage === 'sweeping';
    const one = this.end?.returns[this.chosen];
    return html`<section class="lab drown" aria-label="Take a picture into noise and bring it back">
      ${this.chooser()}
      ${this.owned
        ? html`<own-picture
            @own=${event => {
              this.own = event.detail;
              this.change({});
            }}
          ></own-picture>`
        : ''}
      <div class="trio">
        <figure class="print">
          <canvas class="pixels" id="clean" role="img" aria-label="Clean picture"></canvas>
          <figcaption><b>clean</b><span>${this.source()}</span></figcaption>
        </figure>
        <figure class="print">
          <canvas class="pixels" id="drowned" role="img" aria-label="Picture drowned to ${depth}%"></canvas>
          <figcaption>
            <b>taken to ${depth}%</b
            ><span
              >${this.drowned ? `t ${Math.round(this.drowned.t)} of ${this.about.timesteps}, ${decibels(this.drowned.snr)} dB` : ''}</span
            >
          </figcaption>
        </figure>
        ${shown
          ? html`<figure class="print">
              <canvas class="pixels" id="returned" role="img" aria-label="Return ${this.chosen + 1} of ${RETURNS}"></canvas>
              <figcaption>
                <b>${this.stage === 'settled' ? 'returned' : 'on its way back'}, ${this.chosen + 1} of ${RETURNS}</b
                ><span
                  >${one
                    ? html`off by ${fixed(one.distance, 2)}${one.seen ? html`; taken for ${kindName(one.seen)}` : ''}`
                    : this.ahead
                      ? `waiting, ${this.ahead} before you`
                      : `step ${this.at?.index ?? 0} of ${this.at?.steps ?? 0}`}</span
                >
              </figcaption>
            </figure>`
          : open
            ? this.asking()
            : html`<div class="between">
                <p>Not brought back yet.</p>
                ${this.judged ? '' : html`<button type="button" class="btn" @click=${this.guessAgain}>Guess for this one, too</button>`}
              </div>`}
      </div>
      <p class="scale">
        Black is −1.5 and below, white +1.5 and above. “Off” is the root mean square difference per pixel; a picture’s own black and white
        lie 2 apart.
      </p>
      ${shown
        ? html`<div class="returns" role="group" aria-label="The returns">
              ${Array.from(
                { length: RETURNS },
                (_, i) =>
                  html`<button
                    type="button"
                    aria-pressed=${String(i === this.chosen)}
                    @click=${() => {
                      this.chosen = i;
                    }}
                    aria-label=${this.end ? `Return ${i + 1}, off by ${fixed(this.end.returns[i].distance, 2)}` : `Return ${i + 1}`}
                  >
                    <canvas class="pixels" data-return=${i}></canvas
                    ><span class="num">${this.end ? fixed(this.end.returns[i].distance, 2) : i + 1}</span>
                  </button>`,
              )}
            </div>
            <div class="walked">
              <progress max=${this.at?.steps ?? 1} value=${this.at?.index ?? 0} aria-label="Steps back that the engine has made"></progress>
            </div>`
        : ''}
      ${this.stage === 'sweeping' || (this.end && !open) ? this.outcome() : ''}
      <div class="tools">
        ${buttons(
          'Taken to',
          DEPTHS,
          depth,
          one => this.change({ depth: one }),
          one => `${one}%`,
          { many: true, disabled: this.stage === 'sweeping' },
        )}
        ${this.owned
          ? ''
          : html`${buttons(
                'Label',
                Object.keys(LABELS),
                label,
                one => this.change({ label: one }),
                one => LABELS[one],
              )} <button type="button" class="btn" @click=${() => this.change({ picture: freshSeed() })}>Other picture</button>`}
        <button type="button" class="btn" @click=${() => this.change({ seed: freshSeed() })}>Other noises</button>
        ${this.stage === 'running' || this.stage === 'sweeping'
          ? html`<button type="button" class="btn" @click=${this.stop}>Stop</button>`
          : open
            ? ''
            : html`<button type="button" class="btn go bring" @click=${this.bring}>Bring it back</button>`}
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
      <div class="tools makers">
        ${badge('learned', this.about.learned ? learnedBy(modelOf(this.about, this.state.now.pattern)) : 'no model')}
        <p>
          DDIM without fresh noise, ${counted(Math.ceil(depth / 2), 'step')} back; noises from seed ${seed}.
          ${this.owned
            ? 'A picture of your own has no label that the model knows.'
            : label === 'yes'
              ? `The model is told: ${kindName(this.state.now.pattern)}.`
              : 'The model is not told the kind.'}
          ${this.garment ? 'The picture is one of those that it learned from.' : ''}
        </p>
      </div>
    </section>`;
  }

  asking() {
    return html`<section class="between" aria-labelledby="returns">
      <h2 id="returns">Before it comes back</h2>
      <p>${this.question.asked}</p>
      ${this.question.stage === 'locked' ? this.question.locked() : this.question.asking({ run: () => this.sweep() })}
    </section>`;
  }

  outcome() {
    const { question } = this;
    return html`<div class="outcome">
      ${this.judged
        ? html`${question.pair()}
            <p class="verdict">${question.verdict} ${this.because()}</p>`
        : question.settled
          ? html`<p class="other">Your guess, “${question.found.guess}”, was for another setting, and is not judged here.</p>`
          : question.locked('The model walks back from each depth in turn.')}
      ${this.found.length ? this.depths() : ''}
      ${this.end
        ? html`<p>
            From ${this.state.now.depth}%: ${this.finding()}
            ${this.end.recognised == null
              ? ''
              : `The classifier takes ${this.end.recognised} of ${RETURNS} for ${kindName(this.state.now.pattern)}.`}
          </p>`
        : ''}
    </div>`;
  }

  /** Why it is so. */
  because() {
    return 'What is left of the picture is faint in each pixel. But 1,024 pixels agree on one shape, and the model weighs them all.';
  }

  /** How many returned, by depth. */
  depths() {
    const guessed = this.judged ? ASKED[this.question.options.indexOf(this.question.found.guess)] : 0;
    return html`<table class="num depths">
      <caption>
        Returns nearer to your picture than ${this.another} of ${this.kind} is, of ${RETURNS}
      </caption>
      <thead>
        <tr>
          <th scope="col">taken to</th>
          <th scope="col">nearer to yours</th>
          <th scope="col">off by, mean</th>
          ${this.owned ? '' : html`<th scope="col">of its kind</th>`}
        </tr>
      </thead>
      <tbody>
        ${this.found.map(
          ({ depth, end }) =>
            html`<tr class=${depth === this.state.now.depth ? 'here' : ''}>
              <th scope="row">${depth}%${depth === guessed ? html` <small>you</small>` : ''}</th>
              <td>
                <span class="tally" aria-hidden="true"
                  >${Array.from({ length: RETURNS }, (_, i) => html`<i class=${i < end.nearer ? 'on' : ''}></i>`)}</span
                >
                ${end.nearer}
              </td>
              <td>${fixed(end.mean, 2)}</td>
              ${this.owned ? '' : html`<td>${end.recognised == null ? 'not asked' : end.recognised}</td>`}
            </tr>`,
        )}
      </tbody>
    </table>`;
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

  depict() {
    paint(this.querySelector('#clean'), this.clean ?? null, REACH);
    paint(this.querySelector('#drowned'), this.drowned?.x[this.chosen] ?? null, REACH);
    paint(this.querySelector('#returned'), this.at?.x[this.chosen] ?? null, REACH);
    for (const cell of canvases(this, '[data-return]')) paint(cell, this.at?.x[Number(cell.dataset.return)] ?? null, REACH);
    for (const tile of canvases(this, '[data-kind]')) {
      paintOnce(tile, this.pictures, () => paint(tile, this.pictures[tile.dataset.kind], REACH));
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
      png: () => asPng(canvases(this, '#clean, #drowned, #returned')),
      rows: () =>
        (this.end?.returns ?? []).map((one, i) => ({
          number: i + 1,
          distance: one.distance,
          distance_of_fresh: one.fresh,
          nearer: one.nearer,
          seen: one.seen,
        })),
      data: () => ({
        settings: this.state.now,
        found: this.found.map(({ depth, end }) => ({ depth, ...end })),
        clean: [...(this.clean ?? [])],
        drowned: this.drowned?.x.map(x => [...x]),
        returned: this.end ? this.at.x.map(x => [...x]) : null,
      }),
      reset: () => {
        this.state.reset();
        this.question.forget();
        this.chosen = 0;
        this.change({ picture: this.state.now.picture });
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('drown-lab', DrownLab);
