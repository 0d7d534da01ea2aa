/** Part 6: several settings race from the same noise, over one axis of evaluations. */
import { html, svg } from 'lit';
import { canvases, element } from '../base/find.js';
import { values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { Player } from '../draw/play.js';
import { madeBy, makersOf } from '../draw/badge.js';
import { findings } from '../draw/stage.js';
import { counted, fixed, kindName } from '../draw/format.js';
import { laneName, laneText, lanesOf } from '../draw/lanes.js';
import { soughtAmong, soughtIn } from '../draw/kinds.js';
import { shareMenu } from '../base/share.js';
import './race-batch.js';
import { WIDTH, place, rule } from '../draw/track.js';

const REACH = 1.5;
/** A race lasts so long, in seconds. */
const LASTS = 6;
const LETTERS = ['A', 'B', 'C', 'D'];
const DASHES = ['none', '7 5', '2 5', '12 4 2 4'];
/** The axis of distance: two pictures that have nothing in common are about 1.1 apart. */
const FAR = 1.2;
/** How many races are judged, each from a noise of its own. */
const JUDGED = 16;
const HEIGHT = 190;

/** Races by name; each is opened by its lanes, so a link to one needs no name. */
const RACES = {
  '80 steps of DDPM against 20 of DDIM': 'ddpm-80-0-2-learned*ddim-20-0-2-learned',
  'DDIM against DPM-Solver++, 10 steps': 'ddim-10-0-2-learned*dpm_solver_pp_2m-10-0-2-learned',
  'few steps: four samplers, at most 8 evaluations':
    'ddim-4-0-2-learned*dpm_solver_pp_2m-4-0-2-learned*heun_angle-2-0-2-learned*ddpm-4-0-2-learned',
  'fresh noise or none: eta 1 against eta 0': 'ddim-25-1-2-learned*ddim-25-0-2-learned',
  'guidance off against W = 4': 'ddim-25-0-1-learned*ddim-25-0-4-learned',
  'exact against learned': 'ddim-25-0-1-exact*ddim-25-0-1-learned',
};
const FIRST = Object.values(RACES)[0];

export class RaceLab extends Prediction {
  static properties = { ...Prediction.properties, at: { state: true } };

  constructor() {
    super('race');
    this.player = new Player(seconds => this.tick(seconds));
    /** @type {Float32Array | null} what all lanes start from */
    this.noise = null;
    this.clear();
  }

  settings() {
    return { lanes: this.state.now.lanes, pattern: this.state.now.raceKind };
  }

  clear() {
    super.clear();
    this.player.pause();
    /** @type {{frames: any[], end: any}[]} */
    this.runs = [];
    this.judging = null;
    /** @type {(() => void) | null} what follows when all lanes have arrived */
    this.arrived = null;
    this.at = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      this.makers = makersOf(this.about);
      this.state ??= new UrlState({
        lanes: { value: this.fallback(FIRST), text: true },
        raceKind: { value: 'ring', choices: [...this.about.patterns, 'any'] },
        raceSeed: SEED,
      });
      if (!lanesOf(this.state.now.lanes, this.about, this.makers)) this.state.now.lanes = this.fallback(FIRST);
      this.ready = true;
    });
  }

  /** Without a trained model the exact denoiser races. */
  fallback(lanes) {
    return this.makers.includes('learned') ? lanes : lanes.replaceAll('learned', 'exact');
  }

  get lanes() {
    return lanesOf(this.state.now.lanes, this.about, this.makers);
  }

  get query() {
    const { lanes, raceKind, raceSeed } = this.state.now;
    return { lanes, pattern: raceKind, seed: raceSeed };
  }

  /** How many evaluations the longest lane makes. */
  get most() {
    return Math.max(1, ...this.runs.map(run => run.end?.evaluations ?? run.frames.at(-1)?.evaluations ?? 0));
  }

  /** The frame that a lane shows: its last at this many evaluations. */
  frame(i) {
    return this.runs[i]?.frames.filter(frame => frame.evaluations <= this.at).at(-1);
  }

  done(i) {
    const end = this.runs[i]?.end;
    return Boolean(end && end.evaluations <= this.at);
  }

  name(i) {
    return `${LETTERS[i]}: ${laneName(this.lanes[i], this.about)}`;
  }

  /** All lanes, to their ends; they are played then, and shown at once where the reader scrubs. @param {AbortSignal} signal */
  async measure(signal) {
    this.runs = this.lanes.map(() => ({ frames: [], end: null }));
    let result = null;
    for await (const record of this.follow('/api/race', this.query, signal)) {
      const run = this.runs[record.lane];
      if (record.type === 'step') run.frames.push({ ...record, x: values(record.x) });
      if (record.type === 'end') run.end = { ...record, nearest: record.nearest && { ...record.nearest, x: values(record.nearest.x) } };
      if (record.type === 'judging') this.judging = record;
      if (record.type === 'race') result = record;
    }
    await new Promise(resolve => {
      this.arrived = () => resolve(null);
      this.player.play();
    });
    return result;
  }

  leave() {
    super.leave();
    if (!this.found) this.clear();
  }

  tick(seconds) {
    const before = Math.floor(this.at);
    this.at = Math.min(this.most, this.at + seconds * Math.max(1, this.most / LASTS));
    if (Math.floor(this.at) !== before) this.requestUpdate();
    if (this.at < this.most) return true;
    this.arrived();
    return false;
  }

  /** Scrubs: what was raced is kept. @param {number} evaluations */
  go(evaluations) {
    this.player.pause();
    this.at = evaluations;
    this.arrived?.();
  }

  /** Who needed the fewest evaluations. */
  firstDone() {
    const counts = this.runs.map(run => run.end.evaluations),
      least = Math.min(...counts);
    const first = counts.flatMap((count, i) => (count === least ? [LETTERS[i]] : []));
    return first.length === counts.length
      ? `All are done after ${counted(least, 'evaluation')}.`
      : `Done first: ${all(first)}, after ${counted(least, 'evaluation')}.`;
  }

  finding(found) {
    return `${this.firstDone()} ${this.judgement(found)}`;
  }

  /** Who ended nearest, as a name or several. */
  letters({ nearest }) {
    return all(nearest.map(i => LETTERS[i]));
  }

  /** Who ended nearest. @param {any} found */
  judgement(found) {
    const { nearest, races, away: means } = found,
      letters = this.letters(found);
    return (
      `Over ${races} noises ` +
      `${nearest.length > 1 ? `${letters} end nearest, and these races do not tell them apart` : `${letters} ends nearest`}: ` +
      `${means.map((_, i) => `${LETTERS[i]} off by ${this.off(found, i)}`).join(', ')}.`
    );
  }

  /** A lane's distance to the data, with its spread from race to race. */
  off({ away: means, spread }, i) {
    return `${away(means[i])} ± ${away(spread[i])}`;
  }

  /** Other lanes are another question. @param {any[]} lanes */
  setLanes(lanes) {
    this.state.set({ lanes: laneText(lanes) });
    this.again();
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Race';
  }

  opening() {
    return 'Who ends nearest?';
  }

  get locking() {
    return 'Lock in my guess and race';
  }

  /** The noise that all start from is in sight before a guess. */
  preview() {
    this.foresee('/api/race/known', { seed: this.state.now.raceSeed }, ({ x }) => {
      this.noise = values(x);
    });
  }

  atWork() {
    if (this.arrived) return 'The race is on.';
    if (!this.judging) return super.atWork();
    const { lane, index, steps } = this.judging;
    return `Judging ${JUDGED} races: ${LETTERS[lane]}, step ${index} of ${steps}.`;
  }

  /** @returns {[number, number]} */
  reached() {
    const { judging, lanes } = this;
    if (this.arrived) return [1 + this.at / this.most, 2];
    return [judging ? (judging.lane + judging.index / judging.steps) / lanes.length : 0, 2];
  }

  chart() {
    const { found, question } = this;
    return findings(
      `Mean distance to the data, over ${found.races} noises`,
      found.away.map((mean, i) => ({
        label: LETTERS[i],
        value: Math.min(mean, FAR),
        text: this.off(found, i),
        you: question.guessed === i,
        found: found.nearest.includes(i),
      })),
    );
  }

  headline() {
    const letters = this.letters(this.found);
    return this.found.nearest.length > 1 ? `${letters} cannot be told apart.` : `${letters} ends nearest.`;
  }

  because() {
    return (
      `${this.firstDone()} ${this.cheaper()}A lane counts as behind if it is so by more than two standard errors; ± is the spread from ` +
      'noise to noise. ' +
      `Near is not yet good: a blur lies near many pictures. The crowd below tells more. ${this.fell()}`
    );
  }

  /** Of those that end nearest, one that needed at most half as many evaluations as another. */
  cheaper() {
    const cost = i => this.runs[i].end.evaluations,
      [least, ...others] = [...this.found.nearest].sort((a, b) => cost(a) - cost(b)),
      most = others.at(-1);
    if (most === undefined || cost(most) < 2 * cost(least)) return '';
    return `${LETTERS[least]} comes as near as ${LETTERS[most]}, asked ${cost(least)} times in place of ${cost(most)}. `;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${this.anew}>Race from other noise</button>`;
  }

  anew() {
    this.noise = null;
    this.change({ raceSeed: freshSeed() });
  }

  head() {
    const now = this.state.now,
      races = Object.keys(RACES),
      preset = Object.entries(RACES).find(([, lanes]) => this.fallback(lanes) === now.lanes)?.[0];
    return html`<div class="row">
      ${choice(
        'Race',
        preset ? races : ['', ...races],
        preset ?? '',
        race => this.setLanes(lanesOf(this.fallback(RACES[race]), this.about, this.makers)),
        race => race || 'settings of your own',
      )}
      ${choice('Kind', [...this.about.patterns, 'any'], now.raceKind, value => this.change({ raceKind: value }), kindName)}
    </div>`;
  }

  figure() {
    const { lanes } = this;
    return html`<div class="lanes n${lanes.length}">${lanes.map((lane, i) => this.lane(lane, i))}</div>
      ${this.axis()}`;
  }

  tools() {
    return html`<button type="button" class="btn" @click=${this.anew}>Other noise</button>
      <span class="spacer"></span>
      ${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const makers = [...new Set(this.lanes.map(lane => lane.maker))];
    return html`${makers.map(maker => madeBy(maker, this.about))} One noise for all, the first of ${JUDGED} from seed
    ${this.state.now.raceSeed}. The data of a lane are what its network learned from, the exact set, or the oracle's target. Distances are
    root mean squares over the pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  shows() {
    return html`${super.shows()}${this.fields()}
    ${this.question.settled ? html`<race-batch .query=${this.query} .names=${this.lanes.map((_, i) => this.name(i))}></race-batch>` : ''}`;
  }

  lane(lane, i) {
    const frame = this.frame(i),
      done = this.done(i),
      { nearest } = (done && this.runs[i].end) || {};
    return html`<div class="lane">
      <h3>
        <svg viewBox="0 0 26 10" aria-hidden="true">
          <line x1="0" x2="26" y1="5" y2="5" stroke="var(--ink)" stroke-width="2.5" stroke-dasharray=${DASHES[i]} /></svg
        ><span>${LETTERS[i]}</span><span class="set">${laneName(lane, this.about)}</span>
      </h3>
      <figure class="print">
        <canvas
          class="pixels"
          data-lane=${i}
          role="img"
          aria-label=${`${LETTERS[i]} ${frame ? `after ${counted(frame.evaluations, 'evaluation')}` : 'starts from this noise'}`}
        ></canvas>
        <figcaption>
          <b>${!frame ? 'start' : done ? 'done' : `step ${frame.index} of ${lane.steps}`}</b
          ><span class="num">${frame ? `${counted(frame.evaluations, 'evaluation')}` : ''}</span>
        </figcaption>
      </figure>
      <div class="beside">
        ${lane.maker === 'oracle'
          ? ''
          : html`<canvas
              class="pixels"
              data-nearest=${i}
              role="img"
              aria-label=${nearest ? `Nearest to ${LETTERS[i]}` : 'The nearest picture shows at the end'}
            ></canvas>`}
        <p>
          ${lane.maker === 'oracle' ? 'to its target' : html`nearest<span class="more"> ${this.among(lane, nearest)}</span>`}
          <b class="num">${frame ? `off by ${away(frame.away)}` : '\u00a0'}</b>
        </p>
      </div>
    </div>`;
  }

  /** Among which pictures the nearest to a lane is sought. */
  among(lane, nearest) {
    if (!nearest) return 'picture of the data';
    return html`of
    ${lane.maker === 'exact'
      ? `the ${nearest.of.toLocaleString('en')} of its set`
      : soughtAmong(this.about, this.state.now.raceKind, nearest.of)}`;
  }

  /** What a learner must be told who sees a lane leave the data. */
  fell() {
    const lost = this.lanes.flatMap((lane, i) => (lane.sampler === 'heun' && this.found.away[i] > FAR ? [LETTERS[i]] : []));
    return lost.length
      ? `${all(lost)} left the data altogether: Heun in noise/signal steps along the ratio of the two weights, which ` +
          'is 20,291 at the noisy end of this schedule, and its first step there is far too long. In the angle that way has the ' +
          'length of a quarter circle.'
      : '';
  }

  axis() {
    const ran = this.runs.some(run => run.frames.length),
      { most } = this;
    const x = evaluations => (evaluations / most) * WIDTH,
      y = distance => HEIGHT - (Math.min(FAR, distance) / FAR) * (HEIGHT - 10);
    const shown = run => run.frames.filter(frame => frame.evaluations <= this.at);
    const at = Math.round(this.at);
    return html`<div class="track axis">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        ${[0, 0.5, 1].map(level => rule(y(level), !level))}
        ${this.runs.map(
          (run, i) =>
            svg`<path class="behind" d=${shown(run)
              .map((frame, k) => `${k ? 'L' : 'M'}${x(frame.evaluations).toFixed(1)} ${y(frame.away).toFixed(1)}`)
              .join('')} stroke-dasharray=${DASHES[i]} vector-effect="non-scaling-stroke"/>`,
        )}
        ${ran ? svg`<line class="here" x1=${x(this.at)} x2=${x(this.at)} y1="0" y2=${HEIGHT} vector-effect="non-scaling-stroke"/>` : ''}
      </svg>
      <input
        type="range"
        min="0"
        max=${most}
        step="1"
        .value=${String(at)}
        ?disabled=${!this.arrived}
        aria-label="Evaluations made"
        aria-valuetext=${`${counted(at, 'evaluation')}; ${this.lanes
          .map((_, i) => (this.frame(i) ? `${LETTERS[i]} off by ${away(this.frame(i).away)}` : ''))
          .filter(Boolean)
          .join(', ')}`}
        @input=${event => this.go(Number(event.target.value))}
      />
      ${ran ? html`<span class="handle"></span>` : ''}
      ${[0.5, 1].map(level => html`<span class="tick level" data-top=${y(level) / HEIGHT}>${fixed(level, 1)}</span>`)}
      <span class="tick axis-name">distance to the data</span>
      ${this.ends().map(
        ([evaluations, letters, distance]) =>
          html`<span class="tick end" data-left=${evaluations / most} data-top=${Math.min(0.9, y(distance) / HEIGHT + 0.12)}
            >${letters}</span
          >`,
      )}
      ${(ran ? [0, 0.5, 1] : [0]).map(
        (share, i) =>
          html`<span class="tick time ${['first', '', 'last'][i]}" data-left=${share}
            >${i === 0 ? html`0<span class="more"> evaluations</span>` : Math.round(share * most)}</span
          >`,
      )}
    </div>`;
  }

  /** Where lanes end on the axis; those that end together share a mark. */
  ends() {
    const marks = new Map();
    this.runs.forEach((run, i) => {
      if (!this.done(i)) return;
      const { evaluations } = run.end,
        [letters, far] = marks.get(evaluations) ?? [[], FAR];
      marks.set(evaluations, [[...letters, LETTERS[i]], Math.min(far, this.frame(i).away)]);
    });
    return [...marks].map(([evaluations, [letters, far]]) => [evaluations, `${letters.join(' ')} done`, far]);
  }

  fields() {
    const set = (i, changes) => this.setLanes(this.lanes.map((lane, k) => (k === i ? { ...lane, ...changes } : lane)));
    const number = (i, name, label, least, most, step) =>
      html`<div class="field">
        <label for=${`${name}${i}`}>${label}</label>
        <input
          type="number"
          id=${`${name}${i}`}
          min=${least}
          max=${most}
          step=${step}
          .value=${String(this.lanes[i][name])}
          @change=${event => this.number(event, label, value => set(i, { [name]: value }))}
        />
      </div>`;
    const choice = (i, name, label, choices) =>
      html`<div class="field">
        <label for=${`${name}${i}`}>${label}</label
        ><span class="select"
          ><select id=${`${name}${i}`} @change=${event => set(i, { [name]: event.target.value })}>
            ${choices.map(([one, text]) => html`<option value=${one} ?selected=${one === this.lanes[i][name]}>${text}</option>`)}
          </select></span
        >
      </div>`;
    const { length } = this.lanes;
    return html`<details class="settings">
      <summary>Settings of the lanes</summary>
      ${this.lanes.map(
        (lane, i) =>
          html`<fieldset class="fields">
            <legend>${LETTERS[i]}</legend>
            ${choice(
              i,
              'sampler',
              'sampler',
              Object.entries(this.about.samplers).map(([one, { title }]) => [one, title]),
            )}
            ${number(i, 'steps', 'steps, 1 to 200', 1, 200, 1)}
            ${choice(
              i,
              'maker',
              'who removes the noise',
              this.makers.map(one => [one, one]),
            )}
            ${lane.maker === 'oracle' ? '' : number(i, 'guidance', 'guidance W, 0 to 10', 0, 10, 'any')}
            ${lane.sampler === 'ddim' ? number(i, 'eta', 'eta, 0 to 1', 0, 1, 'any') : ''}
          </fieldset>`,
      )}
      <div class="tools">
        <button
          type="button"
          class="btn"
          aria-disabled=${String(length > 3)}
          @click=${() => length <= 3 && this.setLanes([...this.lanes, this.lanes[length - 1]])}
        >
          Add a lane
        </button>
        <button
          type="button"
          class="btn"
          aria-disabled=${String(length < 3)}
          @click=${() => length >= 3 && this.setLanes(this.lanes.slice(0, -1))}
        >
          Take the last away
        </button>
      </div>
    </details>`;
  }

  number(event, label, took) {
    const input = event.target;
    if (input.value === '' || !input.checkValidity()) {
      this.say(`${label}: ${input.value || 'nothing'} is not within.`);
      this.requestUpdate();
      input.value = input.defaultValue || input.min;
      return;
    }
    took(Number(input.value));
  }

  depict() {
    this.preview();
    for (const canvas of canvases(this, '[data-lane]')) paint(canvas, this.frame(Number(canvas.dataset.lane))?.x ?? this.noise, REACH);
    for (const canvas of canvases(this, '[data-nearest]')) {
      const i = Number(canvas.dataset.nearest);
      paint(canvas, this.done(i) ? (this.runs[i].end.nearest?.x ?? null) : null, REACH);
    }
    place(this);
    const handle = element(this, '.axis .handle');
    if (handle) {
      handle.style.left = `${100 * Math.min(1, this.at / this.most)}%`;
      handle.style.top = '100%';
    }
  }

  /** For exports: among how many pictures the nearest to a lane was sought; the oracle's is its target. @param {number} i */
  sought(i) {
    const nearest = this.runs[i].end.nearest;
    return nearest ? soughtIn(this.about, this.lanes[i].maker === 'learned', this.state.now.raceKind, nearest.of) : {};
  }

  shared() {
    const lanes = this.lanes;
    return {
      name: 'darkroom-race',
      link: () => `${this.state.link()}#race`,
      png: () => asPng(canvases(this, '[data-lane]')),
      rows: () =>
        this.runs.flatMap((run, i) =>
          run.frames.map(frame => ({
            lane: LETTERS[i],
            ...lanes[i],
            index: frame.index,
            evaluations: frame.evaluations,
            snr_db: frame.snr,
            rms_distance: frame.away,
            ...this.sought(i),
          })),
        ),
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        races: this.found.races,
        mean_distance: this.found.away,
        spread: this.found.spread,
        lanes: lanes.map((lane, i) => ({
          ...lane,
          evaluations: this.runs[i].end.evaluations,
          seconds: this.runs[i].end.seconds,
          ...this.sought(i),
          x: [...this.runs[i].frames.at(-1).x],
        })),
      }),
      reset: () => {
        this.state.reset();
        this.again();
        this.requestUpdate();
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** Several names as one says them: A, B and C. @param {string[]} names */
const all = names => new Intl.ListFormat('en-GB').format(names);

const away = distance => (distance > 100 ? 'more than 100' : fixed(distance, 2));

customElements.define('race-lab', RaceLab);
