/** Part 1: a picture is taken into noise, and the learned model walks back from there, several times. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { ask, records, values } from '../base/api.js';
import { OWN, ownPicture } from '../base/own.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { asPng, paint, paintOnce } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, decibels, fixed, kindName } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { findings, veil } from '../draw/stage.js';
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

/** How far its stranger is from the picture, and who wins. */
const stranger = ({ fresh, nearer }) => `its stranger by ${fixed(fresh, 2)}${nearer ? ': it wins' : ''}`;

/** What the classifier takes a return for. @param {any} back */
const seen = back => (back.seen ? `, taken for ${kindName(back.seen)}` : '');

/** @typedef {{depth: number, drowned: any, at: any, end: any}} Known what came back from a depth */

export class DrownLab extends Prediction {
  static properties = { ...Prediction.properties, at: { state: true }, chosen: { state: true } };

  constructor() {
    super('depth');
    /** The setting that the guess was made for. */
    this.asked = '';
    this.chosen = 0;
    /** @type {Map<string, Known>} by depth and setting */
    this.kept = new Map();
    this.own = ownPicture() ?? new Uint8Array(1024);
  }

  settings() {
    return { pattern: this.state.now.pattern, label: this.state.now.label };
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.state ??= new UrlState({
        pattern: { value: 'ring', choices: [...this.about.patterns, ...garmentKinds(this.about), OWN] },
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

  async kinds() {
    const answer = await ask('/api/kinds', { picture: this.state.now.picture });
    this.pictures = Object.fromEntries(Object.entries(answer.pictures).map(([kind, text]) => [kind, values(text)]));
  }

  /** What is set is set anew by a guess of another visit; a picture of one's own may be kept no more. */
  async resume() {
    await this.attempt(() => this.kinds());
    if (this.owned && !ownPicture()) this.question.release();
    else await super.resume();
  }

  clear() {
    super.clear();
    this.end = null;
  }

  /** What is asked of the engine. @param {Record<string, unknown>} more */
  query(more) {
    const { pattern, picture, label, seed } = this.state.now;
    return { pattern, picture, label, seed, returns: RETURNS, ...more };
  }

  get body() {
    return { method: 'POST', body: this.owned ? this.own : undefined };
  }

  /** What comes back from the depth that is set, which settles nothing. @param {AbortSignal} signal */
  async *one(signal) {
    for await (const record of records('/api/return', this.query({ depth: this.state.now.depth }), signal, this.body)) {
      this.waiting = record.type === 'waiting' ? record : null;
      this.take(record);
      yield record;
    }
  }

  take(record) {
    this.requestUpdate();
    if (!record.x) {
      if (record.type === 'step') this.at = { ...this.at, index: record.index, steps: record.steps };
      return;
    }
    const x = record.x.map(values);
    if (record.type === 'start') {
      this.clean = values(record.x0);
      this.drowned = { ...record, x };
    }
    this.at = { ...record, x };
  }

  /** Adds noise, and goes no further, unless it is known what comes back or the question is settled. */
  async begin() {
    const { depth } = this.state.now,
      known = this.kept.get(this.key(depth));
    this.end = null;
    // An answer to what was set before may come after that to what is set now.
    this.beginning?.abort();
    const stopper = (this.beginning = new AbortController());
    if (known) this.show(known);
    else if (this.question.settled) this.bring();
    else for await (const record of this.one(AbortSignal.any([this.here.signal, stopper.signal]))) if (record.type === 'start') break;
  }

  /** @param {Known} known */
  show({ drowned, at, end }) {
    this.drowned = drowned;
    this.at = at;
    this.end = end;
    this.requestUpdate();
  }

  change(changes) {
    this.stopper?.abort();
    this.state.set(changes);
    this.attempt(async () => {
      if ('picture' in changes) await this.kinds();
      await this.begin();
    });
    this.requestUpdate();
  }

  /** The question's run: all its depths, one after the other. @param {AbortSignal} signal */
  async measure(signal) {
    this.asked = this.setting;
    for await (const record of this.follow('/api/return/depths', this.query({}), signal, this.body)) {
      if (record.type === 'start') this.state.set({ depth: record.depth });
      this.take(record);
      if (record.type === 'end') this.keep(record);
      if (record.type === 'found') return record;
    }
    return null;
  }

  /** Shows the depth at which it turned. */
  settle(found) {
    this.state.set({ depth: found.depth ?? ASKED.at(-1) });
    this.show(this.kept.get(this.key(this.state.now.depth)));
    super.settle(found);
  }

  /** What comes back from one depth, once the question is settled. */
  bring() {
    this.stage = 'running';
    this.say('The model walks back.');
    const { signal } = (this.stopper = new AbortController());
    return this.attempt(async () => {
      for await (const record of this.one(signal)) {
        if (record.type !== 'end') continue;
        this.keep(record);
        this.end = record;
        this.say(`Back. ${this.result()}`);
      }
    }).then(() => {
      if (signal !== this.stopper.signal) return;
      this.stage = 'still';
      this.updateComplete.then(() => this.intoSight('.found'));
    });
  }

  /** What came back from a depth stays known for as long as nothing else is set. */
  keep(end) {
    const { depth } = this.state.now;
    this.kept.set(this.key(depth), { depth, drowned: this.drowned, at: this.at, end });
  }

  /** Asks again, for what is set now. */
  again() {
    super.again();
    if (this.ready) this.attempt(() => this.begin());
  }

  get owned() {
    return this.state.now.pattern === OWN;
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
  get known() {
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

  /** Whether the model is told a kind. */
  get labelled() {
    return !this.owned && this.state.now.label === 'yes';
  }

  result() {
    const { nearer, mean, between, recognised } = this.end,
      { depth, pattern } = this.state.now;
    return (
      `From ${depth}%, ${nearer} of ${RETURNS} returns win (✓), each against a stranger of its own. On average they are off by ` +
      `${fixed(mean, 2)}; two ` +
      `${this.garment ? 'real' : 'fresh'} pictures of ${this.kind} differ by ${fixed(between, 2)}.` +
      `${recognised == null ? '' : ` A classifier of kinds takes ${recognised} of ${RETURNS} for ${kindName(pattern)}.`}` +
      `${recognised != null && recognised < nearer ? ' To be nearer than a stranger is not yet to be yours.' : ''}` +
      `${depth < 100 || !this.labelled ? '' : ` ${this.chance()}`}`
    );
  }

  /** What a count says when the picture was drowned altogether. */
  chance() {
    return (
      `At 100% next to nothing of your picture is left: about ${RETURNS / 2} of ${RETURNS} is what chance gives, and ` +
      `${LEAST} or more come up in one try of seven.`
    );
  }

  get label() {
    return 'Take a picture into noise and bring it back';
  }

  opening() {
    return 'Before it comes back';
  }

  head() {
    return html`${kindChooser({
      legend: 'Picture',
      rows: [[...this.about.patterns, OWN], garmentKinds(this.about)],
      chosen: this.state.now.pattern,
      words: { [OWN]: ['yours', 'your own'] },
      choose: kind => this.change({ pattern: kind }),
    })}${this.owned
      ? html`<own-picture
          @own=${event => {
            this.own = event.detail;
            this.change({});
          }}
        ></own-picture>`
      : ''}`;
  }

  figure() {
    const { depth } = this.state.now,
      { open } = this.question,
      one = this.end?.returns[this.chosen];
    return html`<div class="threes">
        <figure class="print">
          <canvas class="pixels" id="clean" role="img" aria-label="Clean picture"></canvas>
          <figcaption><b>clean</b><span>${this.source()}</span></figcaption>
        </figure>
        <figure class="print">
          <canvas class="pixels" id="drowned" role="img" aria-label="Picture taken to ${depth}%"></canvas>
          <figcaption><b>taken to ${depth}%</b><span>${this.drowned ? `${decibels(this.drowned.snr)} dB` : ''}</span></figcaption>
        </figure>
        <figure class="print">
          <span class="frame"
            ><canvas
              class="pixels"
              id="returned"
              role="img"
              aria-label=${open ? 'Not brought back yet' : `Return ${this.chosen + 1} of ${RETURNS}`}
            ></canvas
            >${veil(open)}</span
          >
          <figcaption><b>${one ? 'returned' : open ? 'back again' : 'on its way back'}</b><span>${this.standing(one)}</span></figcaption>
        </figure>
      </div>
      <div class="returns" role="group" aria-label="The returns">
        ${Array.from({ length: RETURNS }, (_, i) => {
          const back = this.end?.returns[i],
            off = back ? fixed(back.distance, 2) : '';
          return html`<button
            type="button"
            aria-pressed=${String(i === this.chosen)}
            ?disabled=${open}
            @click=${() => {
              this.chosen = i;
            }}
            aria-label=${off ? `Return ${i + 1}, off by ${off}, ${stranger(back)}${seen(back)}` : `Return ${i + 1}`}
            title=${off ? stranger(back) : ''}
          >
            <canvas class="pixels" data-return=${i}></canvas><span class="num">${off || i + 1}${back?.nearer ? html`<b> ✓</b>` : ''}</span>
          </button>`;
        })}
      </div>`;
  }

  /** Nothing can be found out about an empty picture. */
  get missing() {
    return this.owned && !this.own?.some(value => value > 0) ? 'Draw something first, or take a picture.' : '';
  }

  /** What is said below the picture that comes back. @param {any} one */
  standing(one) {
    if (this.question.open) return '';
    if (one) return `off by ${fixed(one.distance, 2)}, its stranger by ${fixed(one.fresh, 2)}`;
    return this.waiting ? `waiting, ${this.waiting.before} before you` : `step ${this.at?.index ?? 0} of ${this.at?.steps ?? 0}`;
  }

  tools() {
    const { depth, label } = this.state.now,
      busy = this.stage === 'running' && !this.question.settled;
    return html`${buttons(
        'Taken to',
        DEPTHS,
        depth,
        one => this.change({ depth: one }),
        one => `${one}%`,
        { many: true, disabled: busy },
      )}
      ${this.owned
        ? ''
        : html`${buttons(
              'Label',
              Object.keys(LABELS),
              label,
              one => this.change({ label: one }),
              one => LABELS[one],
              { disabled: busy },
            )}
            <button type="button" class="btn" ?disabled=${busy} @click=${() => this.change({ picture: freshSeed() })}>
              Other picture
            </button>`}
      <button type="button" class="btn" ?disabled=${busy} @click=${() => this.change({ seed: freshSeed() })}>Other noises</button>
      <span class="spacer"></span>
      ${shareMenu(this.shared())}`;
  }

  details() {
    const { depth, seed, label, pattern } = this.state.now;
    return html`${badge('learned', this.about.learned ? learnedBy(modelOf(this.about, pattern)) : 'no model')}
      ${this.owned
        ? 'A picture of your own has no label that the model knows.'
        : label === 'yes'
          ? `The model is told: ${kindName(pattern)}.`
          : 'The model is not told the kind.'}
      ${this.garment ? 'The picture is one of those that it learned from.' : ''} <a href="/glossary#ddim">DDIM</a> without fresh noise,
      ${counted(Math.ceil(depth / 2), 'step')} back; noises from seed ${seed}. Off by: root mean square per pixel; black and white lie 2
      apart. Black is −1.5 and below, white +1.5 and above.`;
  }

  /** @override @returns {[number, number]} */
  reached() {
    const share = (this.at?.index ?? 0) / (this.at?.steps || 1);
    if (this.question.settled) return [share, 1];
    return [ASKED.filter(depth => this.kept.has(this.key(depth))).length + share, ASKED.length];
  }

  atWork() {
    return this.waiting ? super.atWork() : `The model walks back from ${this.state.now.depth}%.`;
  }

  settled() {
    const { question, judged } = this,
      guessed = judged ? ASKED[question.guessed] : 0,
      turned = judged ? ASKED[question.found.option] : 0;
    return html`${findings(
        `Of ${RETURNS} returns, those that are nearer to yours than a stranger`,
        this.known.map(({ depth, end }) => ({
          label: `${depth}%`,
          value: end.nearer,
          text: `${end.nearer}`,
          you: depth === guessed,
          found: depth === turned,
        })),
        RETURNS,
      )}
      ${this.stage === 'running' ? this.busy() : ''}
      <p class="found">${judged ? this.headline() : `Taken to ${this.state.now.depth}%`}</p>
      ${judged
        ? html`<p class="verdict">
            ${question.verdict} What is left of the picture is faint in each pixel. But 1,024 pixels agree on one shape, and the model
            weighs them all.
          </p>`
        : html`<p class="other">Your guess, “${question.found.guess}”, was for another setting, and is not judged here.</p>`}
      ${this.end ? html`<p class="result">${this.result()}</p>` : ''}
      <div class="onward">
        ${judged
          ? html`<button
                type="button"
                class="btn go"
                @click=${() => {
                  super.again();
                  this.change({ picture: freshSeed() });
                }}
              >
                Guess for another
              </button>
              <button type="button" class="btn" @click=${this.again}>Guess again</button>`
          : html`<button type="button" class="btn go" @click=${this.again}>Guess for this one, too</button>`}
      </div>`;
  }

  headline() {
    const { depth } = this.first;
    return depth == null ? 'It never turned: even from 100% yours comes back.' : `At ${depth}% it turns.`;
  }

  depict() {
    paint(this.querySelector('#clean'), this.clean ?? null, REACH);
    paint(this.querySelector('#drowned'), this.drowned?.x[this.chosen] ?? null, REACH);
    const back = this.question.open && this.stage !== 'running' ? null : this.at;
    paint(this.querySelector('#returned'), back?.x?.[this.chosen] ?? null, REACH);
    for (const cell of canvases(this, '[data-return]')) paint(cell, back?.x?.[Number(cell.dataset.return)] ?? null, REACH);
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
        found: this.known.map(({ depth, end }) => ({ depth, ...end })),
        clean: [...(this.clean ?? [])],
        drowned: this.drowned?.x.map(x => [...x]),
        returned: this.end ? this.at.x.map(x => [...x]) : null,
      }),
      reset: () => {
        this.state.reset();
        super.again();
        this.chosen = 0;
        this.change({ picture: this.state.now.picture });
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('drown-lab', DrownLab);
