/** Part 3, deeper: one picture drowned under two schedules side by side, and where the steps of each lie. */
import { html } from 'lit';
import { canvases, elements } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { paint, png } from '../draw/picture.js';
import { legend } from '../draw/chart.js';
import { Player } from '../draw/play.js';
import { kindName } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { SNR_SCALE, ends, ratio, ratios } from './schedules.js';
import '../draw/linked-curves.js';
import { mixed } from '../draw/mix.js';

const REACH = 1.5;
const SECONDS_TO_PLAY = 12;
const PAIR = ['squaredcos_cap_v2', 'linear'];
const MADE_BY = ['Nichol and Dhariwal', 'DDPM, scaled to T'];
const DASHES = [undefined, '7 5'];
const LENGTHS = [1000, 80, 25, 10];
const narrow = matchMedia('(max-width: 820px)');

export class ScheduleLab extends Lab {
  static properties = { ...Lab.properties, t: { state: true }, pair: { state: true }, playing: { state: true } };

  constructor() {
    super();
    /** @type {any[] | null} the two schedules' levels */
    this.pair = null;
    this.playing = false;
    this.player = new Player(seconds => this.tick(seconds));
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen('change', () => this.requestUpdate(), narrow);
    this.attempt(async () => {
      this.about = await about();
      this.state ??= new UrlState({
        t: { value: 500, least: 0, most: 1000 },
        T: { value: 1000, least: 2, most: 1000 },
        pattern: { value: 'smile', choices: this.about.patterns },
        picture: SEED,
        noise: SEED,
      });
      this.unfolded(() => this.pair || this.attempt(() => this.load()));
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.player.pause();
  }

  /** Fetches the levels, the picture and its noise; after that the cursor needs no server. */
  async load() {
    const { T, pattern, picture, noise } = this.state.now;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const [sample, ...pair] = await Promise.all([
      ask('/api/forward', { pattern, picture, noise }),
      ...PAIR.map(name => askOnce('/api/schedule', { name, timesteps: T })),
    ]);
    // What was asked for in the meantime counts.
    if (turn !== this.turn) return;
    this.x0 = values(sample.x0);
    this.epsilon = values(sample.epsilon);
    this.t = Math.min(this.state.now.t, T);
    this.pair = pair;
    this.curves = pair.map((levels, i) => ({ label: levels.title, values: ratios(levels.snr), dash: DASHES[i] }));
  }

  get last() {
    return this.pair[0].timesteps;
  }

  change(changes) {
    this.state.set(changes);
    this.attempt(() => this.load());
  }

  /** Another T keeps the place on the way. */
  cut(T) {
    this.pause();
    this.change({ T, t: Math.round((this.t / this.last) * T) });
  }

  go(t) {
    this.t = t;
    this.state.set({ t });
  }

  tick(seconds) {
    this.exact = Math.min(this.last, this.exact + (seconds * this.last) / SECONDS_TO_PLAY);
    this.go(Math.round(this.exact));
    if (this.t < this.last) return true;
    this.playing = false;
    this.say(`Step ${this.last}, the end of both schedules.`);
    return false;
  }

  pause() {
    this.player.pause();
    this.playing = false;
  }

  toggle() {
    if (this.playing) {
      this.pause();
      return;
    }
    if (this.t >= this.last) this.go(0);
    this.exact = this.t;
    this.playing = true;
    this.player.play();
  }

  get frames() {
    return narrow.matches ? 4 : 10;
  }

  /** The step that a frame of the strip shows: the middle of its share of the way, or the cursor's where that lies in it. */
  shown(place) {
    return place === this.current ? this.t : Math.round(((place + 0.5) / this.frames) * this.last);
  }

  get current() {
    return Math.min(this.frames - 1, Math.floor((this.t / this.last) * this.frames));
  }

  spoken(t) {
    return `t ${t} of ${this.last}, ${this.pair.map((levels, i) => `${levels.title} ${ratio(levels, t)}`).join(', ')}`;
  }

  get stands() {
    return Boolean(this.pair);
  }

  shows() {
    const { pattern, T } = this.state.now;
    return html`<section class="lab schedules" aria-label="Two schedules side by side">
      ${this.pair.map(
        (levels, i) =>
          html`<div class="drowning">
            <p>
              <b>${levels.title}</b> <span>${MADE_BY[i]}</span><span class="spacer"></span
              ><span class="num">at t = ${this.t}: <b>${ratio(levels, this.t)}</b></span>
            </p>
            <div class="strip" role="img" aria-label="A ${kindName(pattern)} from clean to drowned under the ${levels.title} schedule">
              ${Array.from(
                { length: this.frames },
                (_, place) => html`<canvas class="pixels ${place === this.current ? 'here' : ''}"></canvas>`,
              )}
            </div>
          </div>`,
      )}
      <p class="scale">
        The same picture and the same noise in both. Each frame shows the middle of its share of the way, the outlined one the step at the
        cursor. Black is −1.5 and below, white +1.5 and above.
      </p>
      <linked-curves
        .curves=${this.curves}
        .scale=${SNR_SCALE}
        .value=${this.t}
        label="Step t of both schedules"
        .spoken=${t => this.spoken(t)}
        @slide=${event => {
          this.pause();
          this.go(event.detail);
        }}
      ></linked-curves>
      ${legend([
        { label: 'cosine', token: '--ink' },
        { label: 'linear', token: '--ink', dash: [7, 5] },
      ])}
      ${this.pair.map((levels, i) => this.readouts(levels.summary, levels.title))} ${this.held()}
      <div class="tools">
        <button type="button" class="btn play" @click=${this.toggle}>${this.playing ? 'Pause' : 'Play'}</button>
        ${buttons(
          'Steps T',
          LENGTHS,
          T,
          length => this.cut(length),
          length => (length === LENGTHS[0] ? `T = ${length}` : length),
        )}
        ${choice('Picture', this.about.patterns, pattern, value => this.change({ pattern: value }), kindName)}
        <button type="button" class="btn" @click=${() => this.change({ noise: freshSeed() })}>Other noise</button>
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
    </section>`;
  }

  readouts(summary, name) {
    return html`<div class="read ends">
      <div><span class="label">schedule</span><span class="value">${name}</span></div>
      ${ends(summary)}
    </div>`;
  }

  /** What a short schedule does to betas that come out too large. */
  held() {
    const linear = this.pair[1].summary;
    if (!linear.held) return '';
    return html`<p class="scale held">
      Cut into ${this.last} steps, DDPM's betas have to be so large that
      ${linear.held === 1 ? 'one of them comes' : `${linear.held} of them come`} out above ${linear.largestBeta}. A step cannot replace more
      power than there is, so such betas are held at ${linear.largestBeta}, and this schedule is no longer quite DDPM's.
    </p>`;
  }

  depict() {
    elements(this, '.schedules .strip').forEach((strip, i) => {
      canvases(strip, 'canvas').forEach((canvas, place) => {
        paint(canvas, mixed(this.x0, this.epsilon, this.pair[i], this.shown(place)), REACH);
      });
    });
  }

  shared() {
    return {
      name: 'darkroom-schedules',
      link: () => this.state.link(),
      png: () => contact(elements(this, '.schedules .strip').map(strip => canvases(strip, 'canvas'))),
      rows: () =>
        this.pair[0].snr.map((_, t) =>
          Object.fromEntries([
            ['t', t],
            ...this.pair.flatMap((levels, i) =>
              ['alphaBar', 'beta', 'snr'].map(one => [
                `${levels.title}_${{ alphaBar: 'alpha_bar', beta: 'beta', snr: 'snr_db' }[one]}`,
                levels[one][t],
              ]),
            ),
          ]),
        ),
      data: () => ({
        settings: this.state.now,
        schedules: this.pair.map(({ schedule, timesteps, summary }) => ({ schedule, timesteps, ...summary })),
        x0: [...this.x0],
        epsilon: [...this.epsilon],
      }),
      reset: () => {
        this.pause();
        this.state.reset();
        this.attempt(() => this.load());
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** Rows of canvases as one PNG. @param {HTMLCanvasElement[][]} rows @returns {Promise<Blob>} */
export function contact(rows, width = 192, height = width) {
  const gap = 12;
  const sheet = document.createElement('canvas');
  sheet.width = rows[0].length * (width + gap) - gap;
  sheet.height = rows.length * (height + gap) - gap;
  const context = sheet.getContext('2d');
  context.imageSmoothingEnabled = false;
  rows.forEach((row, y) => row.forEach((canvas, x) => context.drawImage(canvas, x * (width + gap), y * (height + gap), width, height)));
  return png(sheet);
}

customElements.define('schedule-lab', ScheduleLab);
