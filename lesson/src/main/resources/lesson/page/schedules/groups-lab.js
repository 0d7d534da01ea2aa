/** Go deeper: the two uneven groups under four schedules and three samplers. */
import { html } from 'lit';
import { canvases, elements } from '../base/find.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { fixed, percent } from '../draw/format.js';
import { badge } from '../draw/badge.js';
import { shareMenu } from '../base/share.js';
import { bars, row, sampleGroups } from './groups.js';
import { contact } from './schedule-lab.js';

const ROWS = { exponential: 'exp(−t/T)', linear: 'linear', squaredcos_cap_v2: 'cosine', raw: 'raw betas' };
const COLUMNS = [
  { sampler: 'ddpm', name: 'DDPM, posterior variance' },
  { sampler: 'ddpm_beta', name: 'DDPM, variance beta' },
  { sampler: 'ddim', name: 'DDIM, eta 0' },
];

export class GroupsLab extends Lab {
  static properties = { ...Lab.properties, runs: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ twelve: { ...SEED, was: 'groups' } });
    this.clear();
    this.busy = false;
  }

  clear() {
    /** @type {Record<string, any>} by schedule and sampler */
    this.runs = {};
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  async sample() {
    this.clear();
    this.busy = true;
    const { signal } = (this.stopper = new AbortController());
    await this.attempt(async () => {
      for (const schedule of Object.keys(ROWS)) {
        for (const { sampler } of COLUMNS) {
          await sampleGroups({ schedule, sampler, seed: this.state.now.twelve }, signal, run => {
            this.runs = { ...this.runs, [`${schedule} ${sampler}`]: run };
          });
        }
      }
      this.say(`All twelve are sampled; the true share is ${percent(this.done[0].wanted)} percent.`);
    });
    this.busy = false;
  }

  get done() {
    return Object.values(this.runs).filter(run => run.done);
  }

  render() {
    const { done } = this;
    return html`<section class="lab" aria-label="Uneven groups under four schedules">
        <div class="grid" tabindex="0" role="region" aria-label="Shares under each schedule and sampler">
          <table class="twelve">
            <thead>
              <tr>
                <th scope="col">schedule, 80 steps</th>
                ${COLUMNS.map(({ name }) => html`<th scope="col">${name}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${Object.entries(ROWS).map(
                ([schedule, title]) =>
                  html`<tr>
                    <th scope="row">${title}${this.left(schedule)}</th>
                    ${COLUMNS.map(({ sampler, name }) => {
                      const run = this.runs[`${schedule} ${sampler}`];
                      return html`<td>
                        <canvas class="pixels smooth bars" role="img" aria-label="Histogram of the samples, ${title}, ${name}"></canvas
                        ><span class="num"
                          >${run?.done
                            ? `${percent(run.share)}% ${run.right ? '✓' : '✗'}`
                            : run?.steps
                              ? `${run.index} of ${run.steps}`
                              : '–'}</span
                        >
                      </td>`;
                    })}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
        <p class="scale">
          ${badge('exact', 'exact')} Share of the samples near +1; the true share is 80%, drawn dashed. 10,000 samples in each, all from the
          same noise, seed ${this.state.now.twelve}; ✓ is within two points.
        </p>
        <div class="tools">
          <button type="button" class="btn" @click=${() => (this.busy ? this.stopper.abort() : this.sample())}>
            ${this.busy ? 'Stop' : 'Sample all twelve'}
          </button>
          <button
            type="button"
            class="btn"
            aria-disabled=${String(this.busy)}
            @click=${() => {
              if (this.busy) return;
              this.state.set({ twelve: freshSeed() });
              this.sample();
            }}
          >
            With other noise
          </button>
          ${this.busy ? html`<progress max="12" value=${done.length} aria-label="Runs that are done"></progress>` : ''}
          <span class="spacer"></span>
          ${shareMenu(this.shared())}
        </div>
      </section>
      ${this.told()}`;
  }

  left(schedule) {
    const run = this.runs[`${schedule} ${COLUMNS[0].sampler}`];
    return run?.steps ? html`<small>ends at ${fixed(run.snr, 1)} dB</small>` : '';
  }

  updated() {
    const all = Object.keys(ROWS).flatMap(schedule => COLUMNS.map(({ sampler }) => this.runs[`${schedule} ${sampler}`]));
    canvases(this, '.bars').forEach((canvas, i) => bars(canvas, all[i]));
  }

  shared() {
    return {
      name: 'darkroom-groups',
      link: () => this.state.link(),
      png: () =>
        contact(
          elements(this, 'tbody tr').map(row => canvases(row, 'canvas')),
          360,
          240,
        ),
      rows: () => this.done.map(row),
      data: () => this.done,
      reset: () => {
        this.stopper?.abort();
        this.state.reset();
        this.clear();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('groups-lab', GroupsLab);
