/** Go deeper: any two schedules, cut into any T, as three linked curves, and where all of them end. */
import { html } from 'lit';
import { askOnce } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { UrlState } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { legend } from '../draw/chart.js';
import { percent } from '../draw/format.js';
import { png } from '../draw/picture.js';
import { shareMenu } from '../base/share.js';
import { SNR_SCALE, ratio, ratios, small, spokenSmall } from './schedules.js';
import '../draw/linked-curves.js';

const DASHES = [undefined, '7 5'];
const SHARES = {
  low: 0,
  high: 1,
  ticks: [
    [1, '1'],
    [0.5, '0.5'],
    [0, '0'],
  ],
  zero: 0,
};
const BETAS = {
  low: -4.6,
  high: 0.15,
  of: Math.log10,
  ticks: [
    [0, '1'],
    [-1, '0.1'],
    [-2, '0.01'],
    [-3, '0.001'],
    [-4, '0.0001'],
  ],
};

export class CurvesLab extends Lab {
  static properties = { ...Lab.properties, t: { state: true }, pair: { state: true }, all: { state: true } };

  constructor() {
    super();
    this.pair = null;
    this.state = new UrlState({
      at: { value: 500, least: 0, most: 1000 },
      cut: { value: 1000, least: 2, most: 1000 },
      one: { value: 'exponential', text: true },
      other: { value: 'squaredcos_cap_v2', text: true },
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.unfolded(() => this.pair || this.attempt(() => this.load()));
  }

  async load() {
    const { cut, one, other } = this.state.now;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const [all, ...pair] = await Promise.all([
      askOnce('/api/schedules', { timesteps: cut }),
      ...[one, other].map(name => askOnce('/api/schedule', { name, timesteps: cut })),
    ]);
    // What was asked for in the meantime counts.
    if (turn !== this.turn) return;
    this.all = all.schedules;
    this.t = Math.min(this.state.now.at, cut);
    this.pair = pair;
    const curves = of => pair.map((levels, i) => ({ label: levels.title, values: of(levels), dash: DASHES[i] }));
    this.charts = [
      { name: 'signal to noise', scale: SNR_SCALE, curves: curves(levels => ratios(levels.snr)), said: levels => ratio(levels, this.t) },
      {
        name: 'alpha bar, the share of power that is signal',
        scale: SHARES,
        curves: curves(levels => levels.alphaBar),
        said: levels => small(levels.alphaBar[this.t]),
        spoken: levels => spokenSmall(levels.alphaBar[this.t]),
      },
      {
        name: 'beta, the share of power that a step replaces',
        scale: BETAS,
        curves: curves(levels => levels.beta.map((beta, t) => (t ? beta : undefined))),
        said: levels => (this.t ? small(levels.beta[this.t]) : 'no step yet'),
        spoken: levels => (this.t ? spokenSmall(levels.beta[this.t]) : 'no step yet'),
      },
    ];
  }

  change(changes) {
    this.state.set(changes);
    this.attempt(() => this.load());
  }

  go(t) {
    this.t = t;
    this.state.set({ at: t });
  }

  cutInto(event) {
    const cut = Number(event.target.value);
    if (!event.target.checkValidity() || !Number.isInteger(cut)) {
      this.trouble = 'T is a whole number from 2 to 1000.';
      return;
    }
    this.change({ cut, at: Math.round((this.t / this.pair[0].timesteps) * cut) });
  }

  get stands() {
    return Boolean(this.pair);
  }

  shows() {
    const { one, other, cut } = this.state.now;
    const scheduleChoice = (label, name, chosen) =>
      choice(
        label,
        this.all.map(one => one.schedule),
        chosen,
        schedule => this.change({ [name]: schedule }),
        schedule => this.all.find(one => one.schedule === schedule).title,
      );
    const lines = this.pair.map(({ title }, i) => ({ label: title, token: '--ink', dash: i ? [7, 5] : undefined }));
    return html`<section class="lab curves" aria-label="Schedules as linked curves">
      ${this.charts.map(
        chart =>
          html`<div class="drowning">
              <p>
                <b>${chart.name}</b><span class="spacer"></span
                ><span class="num"
                  >at t = ${this.t}:
                  ${this.pair.map((levels, i) => html`${i ? ', ' : ''}${levels.title} <b>${chart.said(levels)}</b>`)}</span
                >
              </p>
            </div>
            <linked-curves
              .curves=${chart.curves}
              .scale=${chart.scale}
              .value=${this.t}
              label="Step t, ${chart.name}"
              .spoken=${t => this.spoken(chart, t)}
              @slide=${event => this.go(event.detail)}
            ></linked-curves>`,
      )}
      ${legend(lines)}
      <div class="tools">
        ${scheduleChoice('Schedule', 'one', one)}${scheduleChoice('against', 'other', other)}
        <label class="count">T <input type="number" min="2" max="1000" step="1" .value=${String(cut)} @change=${this.cutInto} /></label>
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
      <div class="grid" tabindex="0" role="region" aria-label="Where each schedule ends">
        <table class="ends">
          <caption class="spoken">
            Where each schedule ends, at T = ${cut}
          </caption>
          <thead>
            <tr>
              <th scope="col">T = ${cut}</th>
              <th scope="col">power left at T, ᾱ<sub>T</sub></th>
              <th scope="col">SNR at T</th>
              <th scope="col">above 0 dB</th>
              <th scope="col">below −20 dB</th>
              <th scope="col">betas held</th>
            </tr>
          </thead>
          <tbody>
            ${this.all.map(
              ({ title, about, summary }) =>
                html`<tr>
                  <th scope="row">${title} <small>${about}</small></th>
                  <td>${small(summary.alphaBar)}</td>
                  <td>${ratio({ snr: [null, summary.snr] }, 1)}</td>
                  <td>${percent(summary.above)}%</td>
                  <td>${percent(summary.below)}%</td>
                  <td>${summary.held || 'none'}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="scale">
        “Held” counts the betas that came out above 0.999 and were held there. For the straight and the Karras schedule, whose weights do
        not keep the power at 1, ᾱ means signal power over all power.
      </p>
    </section>`;
  }

  spoken(chart, t) {
    return (
      `t ${t} of ${this.pair[0].timesteps}, ${chart.name}: ` +
      `${this.pair.map(levels => `${levels.title} ${(chart.spoken ?? chart.said)(levels)}`).join(', ')}`
    );
  }

  shared() {
    return {
      name: 'darkroom-curves',
      link: () => this.state.link(),
      png: () => this.print(),
      rows: () =>
        this.pair[0].snr.map((_, t) =>
          Object.fromEntries([
            ['t', t],
            ...this.pair.flatMap((levels, i) => ['alphaBar', 'beta', 'snr'].map(one => [`${i ? 'other' : 'one'}_${one}`, levels[one][t]])),
          ]),
        ),
      data: () => ({ settings: this.state.now, summaries: this.all, schedules: this.pair }),
      reset: () => {
        this.state.reset();
        this.attempt(() => this.load());
      },
      say: sentence => this.say(sentence),
    };
  }

  /** The three charts as one picture. */
  print() {
    const width = 900,
      height = 220,
      gap = 50;
    const sheet = document.createElement('canvas');
    sheet.width = width + 2 * gap;
    sheet.height = this.charts.length * (height + gap) + gap;
    const context = sheet.getContext('2d');
    context.fillStyle = '#fff';
    context.fillRect(0, 0, sheet.width, sheet.height);
    context.font = '16px Inter, sans-serif';
    this.charts.forEach(({ name, scale, curves }, place) => {
      const top = gap + place * (height + gap),
        { low, high, of = one => one } = scale;
      context.fillStyle = '#1e1a16';
      context.fillText(`${name}: ${curves.map(curve => curve.label).join(' (solid), ')} (dashed)`, gap, top - 10);
      context.strokeStyle = '#8c8175';
      context.strokeRect(gap, top, width, height);
      context.strokeStyle = '#1e1a16';
      for (const { values, dash } of curves) {
        context.setLineDash(dash ? dash.split(' ').map(Number) : []);
        context.beginPath();
        values.forEach((value, t) => {
          if (value === undefined) return;
          const share = (high - Math.max(low, Math.min(high, of(value)))) / (high - low);
          context.lineTo(gap + (t / (values.length - 1)) * width, top + share * height);
        });
        context.stroke();
      }
      context.setLineDash([]);
    });
    return png(sheet);
  }
}

customElements.define('curves-lab', CurvesLab);
