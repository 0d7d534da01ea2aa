/** Part 4: the plane as a denoiser sees it. A point follows the arrows while the noise level falls. */
import { html } from 'lit';
import { element } from '../base/find.js';
import { askOnce, floats } from '../base/api.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { draw as drawChart, legend } from '../draw/chart.js';
import { buttons, choice } from '../draw/controls.js';
import { decibels, fixed, spokenLevel } from '../draw/format.js';
import { crowded, hurried, scattered, walked } from './acts.js';
import { Falling } from './falling.js';
import { legs, placeAt, untangled } from './paths.js';
import { Plane } from './plane.js';

const SECONDS = 5;
/** How far an arrow key moves the start. */
const NUDGE = 0.1,
  LIMIT = 4;
const CLOUDS = ['two-moons', 'rings', 'spiral'];
const ACTS = { walk: 'One point', fresh: 'Fresh noise', crowd: 'A hundred', few: 'Few steps' };
const ARROWS = { score: 'to the mean of what could be here', step: 'where a step leads' };
const SOLVERS = { euler: 'Euler', heun: 'Heun', dpm: 'DPM-Solver++' };
const STEPS = ['3', '5', '10', '20', '80'];
const LOOKS = {
  euler: { label: SOLVERS.euler, token: '--ink' },
  heun: { label: SOLVERS.heun, token: '--signal', dash: [8, 4] },
  dpm: { label: SOLVERS.dpm, token: '--noise', dash: [2, 4] },
};
const ALL_STEPS = 80;

export class FieldLab extends Falling {
  constructor() {
    super('field', 'level', SECONDS);
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.levels = await askOnce('/api/levels');
      this.state ??= new UrlState({
        cloud: { value: CLOUDS[0], choices: CLOUDS },
        across: { value: -1.5, least: -LIMIT, most: LIMIT, whole: false },
        up: { value: 1.35, least: -LIMIT, most: LIMIT, whole: false },
        dice: SEED,
        level: { value: this.levels.timesteps, least: 0, most: this.levels.timesteps },
        act: { value: 'walk', choices: Object.keys(ACTS) },
        arrows: { value: 'score', choices: Object.keys(ARROWS) },
        solver: { value: 'euler', choices: Object.keys(SOLVERS) },
        walk: { value: '5', choices: STEPS },
      });
      this.unfolded(() => this.requestUpdate());
      await this.load();
      this.ready = true;
    });
  }

  async load() {
    const { cloud } = this.state.now;
    const known = await askOnce('/api/field', { cloud });
    if (cloud !== this.state.now.cloud) return;
    this.plane = new Plane({ ...known, points: floats(known.points) });
    this.requestUpdate();
  }

  settings() {
    const { cloud, across, up } = this.state.now;
    return { cloud, x: fixedPlain(across), y: fixedPlain(up), seed: this.state.now.dice };
  }

  get act() {
    return this.question.settled ? this.state.now.act : 'walk';
  }

  /** Asks the engine; the finding is told when the point has arrived. @param {AbortSignal} signal */
  async measure(signal) {
    const act = this.act,
      { cloud, dice, solver, walk } = this.state.now;
    const query = act === 'crowd' ? { cloud, seed: dice } : { ...this.settings(), ...(act === 'few' ? { solver, steps: walk } : {}) };
    let end = null,
      walking = null;
    for await (const record of this.follow(act === 'crowd' ? '/api/field/crowd' : '/api/field/walk', query, signal)) {
      if (record.type === 'way') {
        this.ways[record.name] = untangled(record);
        walking ??= this.falls(signal, this.restored);
      }
      if (record.type === 'end') end = { ...record, act };
    }
    if (act === 'few') end = { ...end, table: await this.solvers(signal) };
    await walking;
    return end;
  }

  /** How far each solver's ends are off, asked once for a cloud. @param {AbortSignal} signal */
  async solvers(signal) {
    const { cloud, dice } = this.state.now,
      key = `${cloud} ${dice}`;
    if (this.table?.key === key) return this.table.solvers;
    for await (const record of this.follow('/api/field/solvers', { cloud, seed: dice }, signal))
      if (record.type === 'end') this.table = { key, solvers: record.solvers };
    return this.table.solvers;
  }

  /** Whether the guess is one of another visit, which need not be waited for again. */
  get restored() {
    return this.question.stage === 'locked' && !this.question.ticket;
  }

  replay() {
    this.fall(this.t > 0 ? this.t : undefined);
  }

  /** @param {Record<string, any>} changes */
  change(changes) {
    if (changes.cloud) this.attempt(() => this.load());
    if (!this.question.settled) this.state.set({ level: this.levels.timesteps });
    super.change(changes);
  }

  /** @param {[number, number]} place */
  put([across, up]) {
    const within = value => Math.round(100 * Math.max(-LIMIT, Math.min(LIMIT, value))) / 100;
    const place = { across: within(across), up: within(up) };
    if (this.stage === 'running') return;
    this.change(this.act === 'crowd' ? { ...place, act: 'walk' } : place);
    this.say(`The start is at ${fixed(place.across, 2)} across, ${fixed(place.up, 2)} up.`);
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!move) return;
    event.preventDefault();
    this.put([this.state.now.across + NUDGE * move[0], this.state.now.up + NUDGE * move[1]]);
  }

  get label() {
    return 'The field';
  }

  opening() {
    return 'Drop a point anywhere';
  }

  atWork() {
    return this.ways.arrows ? `Walking: t = ${this.t}` : super.atWork();
  }

  /** @returns {[number, number]} */
  reached() {
    const { timesteps } = this.levels;
    return [this.ways.arrows ? timesteps - this.t : 0, timesteps];
  }

  finding(end, now) {
    return now ? super.finding(end, now) : this.account(end).title;
  }

  figure() {
    const { t } = this,
      { across, up } = this.state.now;
    return html`<div
        class="plane"
        tabindex="0"
        role="application"
        aria-roledescription="plane"
        aria-label="The start is at ${fixed(across, 2)} across and ${fixed(up, 2)} up. Arrow keys move it."
        @click=${event => this.put(this.field.place(event))}
        @keydown=${this.press}
      >
        <canvas role="img" aria-label=${this.described()}></canvas>
      </div>
      ${this.row(
        this.act === 'crowd' || this.act === 'fresh' ? 'Other noise' : 'Other start',
        t ? `${decibels(this.levels.snr[t])} dB` : 'no noise',
      )}
      ${this.keys()}`;
  }

  /** Which mark is what; the arrows can mean one of two. */
  keys() {
    const { act } = this,
      { arrows } = this.state.now,
      crowd = act === 'crowd',
      other = Object.keys(ARROWS).find(one => one !== arrows);
    return html`<p class="keys">
      <span class="data">data</span><span class="density">density</span>
      <span>${ARROWS[arrows]}</span>
      <span class=${crowd ? 'many' : 'here'}>along the arrows</span>
      ${act === 'fresh' || crowd ? html`<span class="fresh">with fresh noise</span>` : ''}
      ${act === 'few' ? html`<span class="exact">exact path</span>` : ''}
      <button type="button" class="quiet" @click=${() => this.point(other)}>Show ${other === 'step' ? 'steps' : 'means'}</button>
    </p>`;
  }

  tools() {
    const { act } = this,
      { solver, walk, cloud } = this.state.now;
    return html`${buttons(
        'What walks',
        Object.keys(ACTS),
        act,
        one => this.play(one),
        one => ACTS[one],
        { disabled: !this.question.settled },
      )}
      ${act === 'few'
        ? html`${choice(
            'By',
            Object.keys(SOLVERS),
            solver,
            one => this.change({ solver: one }),
            one => SOLVERS[one],
          )}
          ${choice('Steps', STEPS, walk, one => this.change({ walk: one }))}`
        : html`${choice(
            'Data',
            CLOUDS,
            cloud,
            one => this.change({ cloud: one }),
            one => one.replace('-', ' '),
          )}`}
      <span class="spacer"></span>
      ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    return html`Exact denoiser of ${this.plane.count} small Gaussians · cosine schedule, T = ${this.levels.timesteps} · seed
    ${this.state.now.dice} · energy distances over 400 points; chance: as many fresh points of the data`;
  }

  given() {
    return html`<p>Click the plane, or move the point with the arrow keys.</p>`;
  }

  settled() {
    const { found } = this,
      { title, text, chart, next } = this.account(found);
    return html`${chart}
      <p class="found">${title}</p>
      ${text} ${found.act === 'few' ? legend(Object.values(LOOKS)) : ''}
      <div class="onward">
        ${next ? html`<button type="button" class="btn go" @click=${() => this.play(next[0])}>${next[1]}</button>` : ''}
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  again() {
    this.state.set({ level: this.levels.timesteps, act: 'walk' });
    super.again();
  }

  /** What the canvas shows, in words. */
  described() {
    const { t } = this,
      walking = this.ways.arrows?.paths[0];
    const level = spokenLevel(t, this.levels.snr[t]);
    if (!walking) return `Density and arrows at ${level}.`;
    const [x, y] = placeAt(this.ways.arrows, 0, t);
    return `Density and arrows at ${level}; the point is at ${fixed(x, 2)} across, ${fixed(y, 2)} up.`;
  }

  /** @param {string} act */
  play(act) {
    this.change({ act });
  }

  point(arrows) {
    this.state.set({ arrows });
    this.requestUpdate();
  }

  anew() {
    if (this.act === 'crowd' || this.act === 'fresh') this.change({ dice: freshSeed() });
    else {
      // Pure noise lies at any angle, and seldom farther than 2 away.
      const angle = 2 * Math.PI * Math.random(),
        away = 0.6 + 1.3 * Math.random();
      this.put([away * Math.cos(angle), away * Math.sin(angle)]);
    }
  }

  /** What was found, for the card. @param {any} found @returns {import('./acts.js').Account} */
  account(found) {
    const { solver } = this.state.now,
      ways = this.ways.arrows;
    const around = { plane: this.plane, settled: this.question.found, onTheGuess: this.onTheGuess };
    if (found.act === 'fresh') return scattered(found, around);
    if (found.act === 'crowd') return crowded(found);
    if (found.act === 'few') return hurried({ ...found, solverName: SOLVERS[solver], evaluations: ways.evaluations, steps: ways.steps });
    return walked({ ...found, options: this.question.options }, around);
  }

  depict() {
    const field = this.cleared();
    if (!field) return;
    const { plane, t } = this,
      level = this.levelAt(t);
    field.light((across, up) => plane.density(level, across, up), field.ink.signal);
    for (let k = 0; k < plane.count; k++) field.dot(plane.x[k], plane.y[k], 1.1, field.ink.faint);
    if (t > 0) field.arrows(this.leading(level), field.ink.quiet);
    this.paths();
    if (this.act === 'few' && this.found?.table) this.plot(this.found.table);
  }

  /** Where an arrow leads from a place. @param {import('./plane.js').Level} level @returns {(x: number, y: number) => [number, number]} */
  leading(level) {
    const { plane, t } = this;
    if (this.state.now.arrows === 'score')
      return (x, y) => {
        const [cleanX, cleanY] = plane.denoised(x, y, level);
        return [level.signal * cleanX - x, level.signal * cleanY - y];
      };
    const next = this.levelAt(
      Math.max(0, Math.round(t - this.levels.timesteps / (this.act === 'few' ? Number(this.state.now.walk) : ALL_STEPS))),
    );
    return (x, y) => {
      const [toX, toY] = Plane.stepped(x, y, plane.denoised(x, y, level), level, next);
      return [toX - x, toY - y];
    };
  }

  /** The start, and what has walked so far. */
  paths() {
    const { field, act, t } = this,
      { arrows, fresh, exact } = this.ways,
      { ink } = field;
    const crowd = (way, look) => way?.paths.forEach(path => field.path(path, legs(way, t), { width: 1, opacity: 0.13, head: 3, ...look }));
    if (act === 'fresh') crowd(fresh, { colour: ink.noise });
    if (act === 'crowd') {
      crowd(fresh, { colour: ink.noise });
      crowd(arrows, { colour: ink.ink });
      return;
    }
    if (act === 'few' && exact) field.path(exact.paths[0], legs(exact, t), { colour: ink.ink, dash: [2, 5], head: 0 });
    if (arrows) field.path(arrows.paths[0], legs(arrows, t), { colour: ink.here });
    if (act === 'few' && arrows)
      for (let i = 1; i <= legs(arrows, t); i++) field.dot(arrows.paths[0][2 * i], arrows.paths[0][2 * i + 1], 3.5, ink.here);
    const { across, up } = this.state.now;
    field.dot(across, up, 5, ink.ink);
    if (!arrows) field.ring(across, up, 10, ink.here);
  }

  /** The solvers' errors by how often they look at the arrows. @param {any[]} table */
  plot(table) {
    const evaluations = [...new Set(table.map(row => row.evaluations))].sort((a, b) => a - b);
    const off = (solver, count) => table.find(one => one.solver === solver && one.evaluations === count)?.off ?? null;
    drawChart(element(this, '.chart'), {
      x: 'looks at the arrows',
      y: 'distance',
      height: 170,
      powers: true,
      data: [evaluations, ...Object.keys(SOLVERS).map(solver => evaluations.map(count => off(solver, count)))],
      series: Object.keys(SOLVERS).map(solver => ({ ...LOOKS[solver], joined: true })),
      mark: this.ways.arrows?.evaluations,
    });
  }

  shared() {
    const { ways, plane } = this,
      shared = this.sharedAs('darkroom-field');
    return {
      ...shared,
      data: () => ({
        .../** @type {object} */ (shared.data()),
        data: { x: [...plane.x], y: [...plane.y], deviation: Math.sqrt(plane.variance), parts: plane.parts },
        ways: Object.fromEntries(Object.entries(ways).map(([name, way]) => [name, { ...way, paths: way.paths.map(path => [...path]) }])),
      }),
    };
  }
}

/** A number as an address takes it. @param {number} value */
const fixedPlain = value => value.toFixed(2);

customElements.define('field-lab', FieldLab);
