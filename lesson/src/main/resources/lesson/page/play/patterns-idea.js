/** Are two patterns lost in noise at the same step? */
import { html } from 'lit';
import { askOnce, values } from '../base/api.js';
import { element } from '../base/find.js';
import { badge } from '../draw/badge.js';
import { draw, legend } from '../draw/chart.js';
import { capital } from '../draw/format.js';
import { findings, veil } from '../draw/stage.js';
import { Idea } from './idea.js';

const PATTERNS = ['checkerboard', 'circle'];
/** Which of them an answer says are lost first. */
const PICKED = [[0], [1], [0, 1]];
/** @type {import('../draw/chart.js').Series[]} */
const SERIES = [
  { label: PATTERNS[0], token: '--ink', joined: true },
  { label: PATTERNS[1], token: '--ink-2', dash: [7, 4], joined: true },
  { label: 'one half', token: '--edge', dash: [2, 4], width: 1 },
];
const HEIGHT = 340,
  LOW = 150;
const narrow = matchMedia('(max-width: 820px)');

/** @param {number | null} t */
const lostAt = t => (t === null ? 'never lost' : `lost at t = ${t}`);

export class PatternsIdea extends Idea {
  constructor() {
    super('patterns');
    /** @type {Float32Array[]} */
    this.clean = [];
    this.drawn = '';
    this.redraw = () => {
      this.drawn = '';
      this.requestUpdate();
    };
  }

  clear() {
    super.clear();
    /** @type {Map<number, number>[]} the share recognised by t, of each */
    this.shares = PATTERNS.map(() => new Map());
    /** @type {{t: number | null, x: Float32Array}[]} where each is lost, and what it looks like there */
    this.lost = [];
    this.doing = '';
  }

  run() {
    return { seed: this.seed };
  }

  opens() {
    return { ...this.run(), pattern: 'circle', direction: 'forward', steps: 80 };
  }

  get label() {
    return 'Two patterns in the same noises';
  }

  opening() {
    return 'Do patterns react differently to noise?';
  }

  /** The clean patterns are in sight throughout. */
  preview() {
    this.once(PATTERNS, async () => {
      const { pictures } = await askOnce('/api/kinds', { picture: 1 });
      this.clean = PATTERNS.map(kind => values(pictures[kind]));
    });
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    for await (const record of this.follow(this.path, this.run(), signal)) {
      if (record.type === 'share') {
        this.shares[record.run].set(record.t, record.share);
        this.doing = `${capital(PATTERNS[record.run])}, t = ${record.t}.`;
      }
      if (record.type === 'end') this.lost = [...this.lost, { t: record.t, x: values(record.x) }];
      if (record.type === 'all') return record;
    }
    return null;
  }

  /** @override @returns {[number, number]} */
  reached() {
    const { timesteps } = this.about;
    return [this.lost.length + Math.max(0, ...(this.shares[this.lost.length]?.keys() ?? [])) / timesteps, PATTERNS.length];
  }

  atWork() {
    return this.waiting || !this.doing ? super.atWork() : this.doing;
  }

  rows() {
    return [
      PATTERNS.flatMap((kind, i) => [
        { what: `A clean ${kind}`, pixels: this.clean[i] },
        { what: `The ${kind} where it is lost`, pixels: this.lost[i]?.x, answer: true, from: this.clean[i] },
      ]),
    ];
  }

  figure() {
    const { lost, found, question } = this,
      cells = this.rows()[0];
    return html`<div class="lost">
      ${PATTERNS.map(
        (kind, i) =>
          html`<div class="pattern">
            <p class="of"><b>${capital(kind)}</b> clean, and <span class="num">${lost[i] ? lostAt(lost[i].t) : 'lost'}</span></p>
            ${[2 * i, 2 * i + 1].map(column => this.print(cells[column], 0, column))}
          </div>`,
      )}
      <div class="curve">
        ${legend(SERIES)}
        <span class="frame"
          ><div
            class="plot"
            role="img"
            aria-label=${found
              ? `Share recognised, by step t. ${PATTERNS.map((kind, i) => `${capital(kind)}: ${lostAt(lost[i].t)}`).join('. ')}.`
              : 'Not yet shown: the share recognised, by step t'}
          ></div>
          ${veil(question.open)}</span
        >
      </div>
    </div>`;
  }

  details() {
    return html`${badge('forward', 'forward process')} The same hundred noises at each step, seed ${this.seed}; the first is shown, at the
    step where fewer than half are right. The classifier learned from noisy pictures, too. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { lost, question } = this,
      first = PICKED[question.latest?.option] ?? [];
    return findings(
      'Step t at which fewer than half are right',
      PATTERNS.map((kind, i) => ({
        label: kind,
        value: lost[i].t ?? this.about.timesteps,
        text: String(lost[i].t ?? 'never'),
        you: PICKED[question.guessed].includes(i),
        found: first.includes(i),
      })),
    );
  }

  because() {
    const [checkerboard, circle] = this.shares.map(shares => Math.round(100 * shares.get(this.about.timesteps)));
    return (
      'The same noises did the same to both: what differs is how much of a pattern this classifier needs. And it isn’t guessing: of a ' +
      `hundred pure noises it calls ${checkerboard} a checkerboard and ${circle} a circle.`
    );
  }

  depict() {
    super.depict();
    const plot = element(this, '.plot'),
      { shares, found } = this,
      shows = `${shares.map(one => one.size)} ${Boolean(found)}`;
    if (shows === this.drawn) return;
    this.drawn = shows;
    const { timesteps } = this.about,
      ts = [...new Set([0, timesteps, ...shares.flatMap(one => [...one.keys()])])].sort((one, other) => one - other);
    draw(plot, {
      x: 'step t',
      y: 'recognised, %',
      height: narrow.matches ? LOW : HEIGHT,
      xRange: [0, timesteps],
      yRange: [0, 100],
      data: [ts, ...shares.map(one => ts.map(t => (one.has(t) ? 100 * one.get(t) : null))), ts.map(() => 50)],
      series: SERIES,
    });
  }

  numbers() {
    return PATTERNS.flatMap((pattern, i) =>
      [...this.shares[i]].sort(([one], [other]) => one - other).map(([t, share]) => ({ pattern, t, recognised: share })),
    );
  }
}

customElements.define('patterns-idea', PatternsIdea);
