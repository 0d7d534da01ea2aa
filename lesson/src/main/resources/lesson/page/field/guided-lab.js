/** Part 5: guidance, seen. Arrows towards one of three groups, exaggerated, and where the samples go. */
import { html } from 'lit';
import { askOnce, floats } from '../base/api.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { shareMenu } from '../base/share.js';
import { buttons, choice } from '../draw/controls.js';
import { fixed, spokenLevel } from '../draw/format.js';
import { findings } from '../draw/stage.js';
import { Falling } from './falling.js';
import { legs, untangled } from './paths.js';
import { Plane } from './plane.js';

const SECONDS = 4;
/** Much guidance leads far out. */
const REACH = 3;
const SCALES = ['0', '1', '2', '6'];
const GROUPS = ['upper', 'left', 'right'];
/** Which scales stand for the answers on the finding's chart. */
const NAMES = { 0: 'W = 0, no label', 1: 'W = 1, off', 2: 'W = 2', 6: 'W = 6' };

export class GuidedLab extends Falling {
  constructor() {
    super('guided', 'fallen', SECONDS);
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const [levels, known] = await Promise.all([askOnce('/api/levels'), askOnce('/api/field/groups')]);
      this.levels = levels;
      this.plane = new Plane({ ...known, points: floats(known.points) });
      this.state ??= new UrlState({
        group: { value: 'upper', choices: GROUPS },
        scale: { value: '1', choices: SCALES },
        tosses: SEED,
        fallen: { value: 600, least: 0, most: levels.timesteps },
      });
      this.unfolded(() => {
        this.ready = true;
      });
    });
  }

  get asked() {
    return GROUPS.indexOf(this.state.now.group);
  }

  settings() {
    return { group: this.asked, seed: this.state.now.tosses };
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    let end = null;
    const fresh = this.question.stage === 'locked' && this.question.ticket;
    for await (const record of this.follow('/api/field/guided', this.settings(), signal)) {
      if (record.type === 'way') this.ways[record.name] = untangled(record);
      if (record.type === 'end') end = record;
    }
    if (fresh && end) {
      this.state.set({ scale: '6' });
      await this.falls(signal);
    } else if (end) this.go(0);
    return end;
  }

  again() {
    this.state.set({ scale: '1', fallen: 600 });
    super.again();
  }

  get label() {
    return 'Guidance, seen';
  }

  opening() {
    return 'Ask for one group, and insist';
  }

  atWork() {
    return this.ways[6] ? `Walking with W = 6: t = ${this.t}` : super.atWork();
  }

  /** @returns {[number, number]} */
  reached() {
    return [Object.keys(this.ways).length, SCALES.length];
  }

  figure() {
    const { scale, group } = this.state.now;
    return html`<div class="plane still">
        <canvas role="img" aria-label=${this.described()}></canvas>
      </div>
      ${this.row('Other noise', `W = ${scale}`)}
      <p class="keys">
        <span class="data">data, the ${group} group darker</span><span class="density">density of all, at this level</span>
        <span>to the guided mean</span>${this.ways[scale] ? html`<span class="here">samples with this W</span>` : ''}
      </p>`;
  }

  anew() {
    this.change({ tosses: freshSeed() });
  }

  described() {
    const { group, scale } = this.state.now;
    return `Three groups, and arrows to the ${group} one with W = ${scale}, at ${spokenLevel(this.t, this.levels.snr[this.t])}.`;
  }

  tools() {
    const { group, scale } = this.state.now;
    return html`${buttons(
        'Guidance W',
        SCALES,
        scale,
        one => this.weigh(one),
        one => `W = ${one}`,
      )}
      ${choice('Group', GROUPS, group, one => this.change({ group: one }))}
      <span class="spacer"></span>
      ${this.found ? shareMenu(this.shared()) : ''}`;
  }

  /** @param {string} scale */
  weigh(scale) {
    this.state.set({ scale });
    this.requestUpdate();
    this.say(NAMES[scale]);
  }

  details() {
    return html`Exact denoiser of ${this.plane.count} small Gaussians, with and without the label · DDIM, 80 steps · 400 samples for each W
    · seed ${this.state.now.tosses} · guided mean: none + W (label − none)`;
  }

  settled() {
    const { found, question } = this,
      [, plain, , most] = found.scales;
    const bar = (label, value, is = {}) => ({ label, value: Math.max(0, value), text: fixed(value, 2), you: false, found: false, ...is });
    const past = most.outward - found.centre;
    return html`${findings('How far out the samples lie, on average', [
        ...found.scales.map(one => bar(NAMES[one.scale], one.outward, { found: one.scale === 6 })),
        bar('the group itself', found.centre),
      ])}
      <p class="found">${past > most.within ? 'Past the group, away from the others.' : `Found: ${question.found.found}.`}</p>
      <p>
        You guessed: ${question.found.guess}. ${this.onTheGuess} Guidance exaggerates what tells the group from the rest, so samples leave
        the middle, where groups overlap, and go on too far. The energy distance to the group grows from
        ${fixed(Math.max(0, plain.away), 3)} to ${fixed(most.away, 3)}: clearer examples, less like the data.
      </p>
      <div class="onward">
        <button type="button" class="btn" @click=${this.again}>Guess again</button>
      </div>`;
  }

  finding(end, now) {
    return now ? super.finding(end, now) : 'Measured anew.';
  }

  depict() {
    const field = this.cleared(REACH);
    if (!field) return;
    const { plane, t, asked: label } = this,
      { scale } = this.state.now,
      level = this.levelAt(t),
      way = this.question.open ? null : this.ways[scale];
    field.light((across, up) => plane.density(level, across, up), field.ink.signal);
    for (let k = 0; k < plane.count; k++) {
      const own = plane.labels[k] === label;
      field.dot(plane.x[k], plane.y[k], own ? 2 : 1.1, own ? field.ink.quiet : field.ink.faint);
    }
    if (t > 0)
      field.arrows((x, y) => {
        const [cleanX, cleanY] = plane.guided(x, y, level, label, Number(scale));
        return [level.signal * cleanX - x, level.signal * cleanY - y];
      }, field.ink.quiet);
    way?.paths.forEach(path => field.path(path, legs(way, t), { colour: field.ink.here, width: 1, opacity: 0.12, head: 3 }));
  }

  shared() {
    return this.sharedAs('darkroom-guidance-seen');
  }
}

customElements.define('guided-lab', GuidedLab);
