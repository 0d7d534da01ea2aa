/** Part 8: straight paths. A flow is learned from lines that cross, and then again from the pairs that it made itself. */
import { html } from 'lit';
import { askOnce, floats } from '../base/api.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { buttons } from '../draw/controls.js';
import { fixed, percent } from '../draw/format.js';
import { findings } from '../draw/stage.js';
import { Falling } from './falling.js';
import { legs, untangled } from './paths.js';
import { Plane } from './plane.js';

const SECONDS = 3;
const STEPS = ['1', '2', '5', '20'];
const MOST = '20';
const NETWORKS = { first: 'First network', second: 'After reflow' };
const VIEWS = { paths: 'where it leads', pairs: 'what it learned from' };
const LEAST_TOLD = 0.001;
const CLEAN = { signal: 1, noise: 0 };

/** @param {string | number} steps */
const counted = steps => `${steps} step${Number(steps) === 1 ? '' : 's'}`;

/** How much longer than straight lines the paths of a network are. @param {{detour: number}[]} found by numbers of steps */
const longer = found => {
  const { detour } = found.at(-1);
  return detour < LEAST_TOLD ? `less than ${percent(LEAST_TOLD)}%` : `${percent(detour)}%`;
};

export class StraightLab extends Falling {
  constructor() {
    super('straight', 'passed', SECONDS);
  }

  connectedCallback() {
    super.connectedCallback();
    this.state ??= new UrlState({
      flow: { value: 'first', choices: Object.keys(NETWORKS) },
      leaps: { value: MOST, choices: STEPS },
      view: { value: 'paths', choices: Object.keys(VIEWS) },
      deal: SEED,
      passed: { value: 500, least: 0, most: 1000 },
    });
    this.unfolded(() =>
      this.attempt(async () => {
        await this.load();
        this.ready = true;
      }),
    );
  }

  async load() {
    const { levels, pairs, ...known } = await askOnce('/api/field/straight', this.settings());
    this.levels = levels;
    this.plane = new Plane({ ...known, points: floats(known.points) });
    this.pairs = untangled(pairs);
    this.requestUpdate();
  }

  settings() {
    return { seed: this.state.now.deal };
  }

  clear() {
    super.clear();
    /** @type {{network: string, update: number} | null} the training so far */
    this.training = null;
    this.updates = 0;
  }

  /** Both networks learn; meanwhile those that the first leads walk, and then those of the second. @param {AbortSignal} signal */
  async measure(signal) {
    const watched = this.question.stage === 'locked' && Boolean(this.question.ticket);
    let end = null,
      walking = null;
    for await (const record of this.follow('/api/training/straight', this.settings(), signal)) {
      if (record.type === 'start') this.updates = record.updates;
      if (record.type === 'updates') this.training = record;
      if (record.type === 'way') this.ways[record.name] = untangled(record);
      if (record.name === `first-${MOST}` && watched) walking = this.walk('first', MOST, signal);
      if (record.type === 'end') end = record;
    }
    await walking;
    if (end && watched) await this.walk('second', '1', signal);
    else this.go(0);
    return end;
  }

  /** @param {string} flow @param {string} leaps @param {AbortSignal} signal */
  walk(flow, leaps, signal) {
    this.state.set({ flow, leaps, view: 'paths' });
    return this.falls(signal);
  }

  again() {
    this.state.set({ flow: 'first', leaps: MOST, view: 'paths', passed: 500 });
    super.again();
  }

  get label() {
    return 'Straight paths';
  }

  opening() {
    return 'Learn from lines, then from yourself';
  }

  get locking() {
    return 'Lock in and train both';
  }

  atWork() {
    const { training } = this;
    if (!training) return super.atWork();
    return `${training.network === 'first' ? 'The first' : 'The second'} network learns: update ${training.update} of ${this.updates}`;
  }

  /** @returns {[number, number]} */
  reached() {
    const { training, updates } = this;
    return training ? [training.update + (training.network === 'second' ? updates : 0), 2 * updates] : [0, 1];
  }

  /** What is drawn: until something is learned, the lines to learn from. */
  get shown() {
    const { flow, leaps, view } = this.state.now;
    const learned = flow === 'first' ? this.pairs : this.ways['second-pairs'];
    const led = this.ways[`${flow}-${leaps}`];
    return this.question.open || !led || view === 'pairs' ? { way: learned ?? this.pairs, taught: true } : { way: led, taught: false };
  }

  figure() {
    const { view, leaps } = this.state.now,
      { taught } = this.shown,
      other = view === 'pairs' ? 'paths' : 'pairs';
    return html`<div class="plane still">
        <canvas role="img" aria-label=${this.described()}></canvas>
      </div>
      ${this.row('Other noise', taught ? 'straight lines' : counted(leaps))}
      <p class="keys">
        <span class="start">noise</span><span class="density">data</span>
        <span class="here">${taught ? 'lines to learn from' : 'paths'}</span>
        ${this.question.open || !this.found
          ? ''
          : html`<button type="button" class="quiet" @click=${() => this.look({ view: other })}>Show ${VIEWS[other]}</button>`}
      </p>`;
  }

  /** What the canvas shows, in words. */
  described() {
    const { flow, leaps } = this.state.now,
      { way, taught } = this.shown;
    const many = `${way.paths.length} points of noise`;
    return taught
      ? `${many}, each joined by a straight line to a point of the data, at t = ${this.t}.`
      : `The paths of ${many} to the data, by the ${flow} network in ${counted(leaps)}, at t = ${this.t}.`;
  }

  anew() {
    this.change({ deal: freshSeed() });
    this.attempt(() => this.load());
  }

  tools() {
    const { flow, leaps } = this.state.now,
      disabled = !this.found;
    return html`${buttons(
        'Network',
        Object.keys(NETWORKS),
        flow,
        one => this.look({ flow: one }),
        one => NETWORKS[one],
        { disabled },
      )}
      ${buttons(
        'Steps',
        STEPS,
        leaps,
        one => this.look({ leaps: one, view: 'paths' }),
        one => (one === '1' ? counted(one) : one),
        { disabled },
      )}
      <span class="spacer"></span>
      ${this.rerunning()} ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  /** @param {Record<string, string>} changes */
  look(changes) {
    this.state.set(changes);
    this.requestUpdate();
    const { flow, leaps, view } = this.state.now;
    this.say(`${NETWORKS[flow]}: ${view === 'pairs' ? VIEWS.pairs : counted(leaps)}.`);
  }

  details() {
    return html`Two small networks learn velocities, 600 updates each · straight schedule, Euler's steps · energy distance of 1,000 points
    to the data, chance included · seed ${this.state.now.deal}`;
  }

  chart() {
    const { found, question } = this;
    const bars = Object.keys(NETWORKS).flatMap(network =>
      found[network].map(({ steps, away }, i) => ({
        label: `${network}, ${counted(steps)}`,
        value: Math.max(0, away),
        text: fixed(Math.max(0, away), 4),
        you: network === 'second' && question.guessed === i,
        found: network === 'second' && question.latest?.option === i,
      })),
    );
    return findings('Energy distance of the samples to the data', bars);
  }

  because({ first, second }) {
    return html`“As near” is no farther than the first in 20 steps, but for chance. Where lines cross, the first network learns their
    average. So its paths bend: they are ${longer(first)} longer than straight ones, and one long step misses the data. Its own starts and
    ends can be joined almost without crossing. The second network's paths are ${longer(second)} longer.`;
  }

  next() {
    return html`<button type="button" class="btn go" @click=${() => this.look({ flow: 'first', leaps: '1', view: 'paths' })}>
      See the first in 1 step
    </button>`;
  }

  depict() {
    const field = this.cleared();
    if (!field) return;
    const { plane, t } = this,
      { way, taught } = this.shown;
    field.light((across, up) => plane.density(CLEAN, across, up), field.ink.signal);
    for (const path of way.paths) {
      if (taught) field.path(path, way.t.length - 1, { colour: field.ink.quiet, width: 1, opacity: 0.25, head: 0 });
      field.dot(path[0], path[1], 2.5, field.ink.noise);
    }
    const reached = legs(way, t);
    way.paths.forEach(path => field.path(path, reached, { colour: field.ink.here, width: taught ? 0 : 1, opacity: 0.4, head: 3 }));
  }

  shared() {
    return this.sharedAs('darkroom-straight-paths');
  }
}

customElements.define('straight-lab', StraightLab);
