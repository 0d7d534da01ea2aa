/** Part 6: what one race cannot tell, measured over 64 pictures of each lane. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { records, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { paint } from '../draw/picture.js';
import { fixed, percent } from '../draw/format.js';

const REACH = 1.5;

export class RaceBatch extends Lab {
  static properties = {
    ...Lab.properties,
    query: { attribute: false },
    names: { attribute: false },
    busy: { state: true },
    doing: { state: true },
  };

  constructor() {
    super();
    this.busy = false;
    /** @type {string[]} the lanes' */
    this.names = [];
    /** @type {Record<string, unknown>} the race's settings */
    this.query = {};
    this.clear();
  }

  clear() {
    this.stopper?.abort();
    /** @type {any[]} by lane */
    this.lanes = [];
    this.fresh = null;
    this.doing = null;
  }

  willUpdate(changed) {
    if (changed.has('query') && JSON.stringify(this.query) !== this.measured) this.clear();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stopper?.abort();
  }

  async measure() {
    this.clear();
    this.busy = true;
    this.measured = JSON.stringify(this.query);
    const stopper = (this.stopper = new AbortController());
    await this.attempt(async () => {
      for await (const record of records('/api/race/batch', this.query, stopper.signal)) {
        if (stopper !== this.stopper) return;
        if (record.type === 'waiting') this.doing = record;
        if (record.type === 'step') this.doing = record;
        if (record.type === 'lane') this.lanes[record.lane] = { ...record, pictures: record.pictures.map(values) };
        if (record.type === 'end') {
          this.fresh = record;
          this.say(this.finding());
        }
        this.requestUpdate();
      }
    });
    if (stopper === this.stopper) this.busy = false;
  }

  finding() {
    const best = this.lanes.reduce((least, lane) => (lane.energy < least.energy ? lane : least));
    return (
      `Over ${best.samples} noises the pictures of ${this.names[best.lane].slice(0, 1)} are distributed most like the data: ` +
      `energy distance ${fixed(best.energy, 2)}.`
    );
  }

  progress() {
    const { doing } = this;
    if (!doing) return 0;
    return doing.before ? 0 : doing.lane + (doing.made + (doing.steps ? (16 * doing.index) / doing.steps : 0)) / doing.samples;
  }

  render() {
    return html`<div class="batch">
        <h3>Is it so for others, too?</h3>
        ${this.lanes.length
          ? html`<div class="grid" tabindex="0" role="region" aria-label="Measured over 64 pictures">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">lane</th>
                      <th scope="col">eight of its 64</th>
                      <th scope="col">evaluations each</th>
                      <th scope="col">recognised as asked</th>
                      <th scope="col">energy distance to fresh data</th>
                    </tr>
                  </thead>
                  <tbody>
                    ${this.lanes.map(
                      (lane, i) =>
                        html`<tr>
                          <th scope="row">${this.names[i]}</th>
                          <td>
                            <span class="eight"
                              >${lane.pictures.map(
                                (_, k) =>
                                  html`<canvas
                                    class="pixels"
                                    data-of=${`${i} ${k}`}
                                    role="img"
                                    aria-label=${`Picture ${k + 1} of lane ${this.names[i].slice(0, 1)}`}
                                  ></canvas>`,
                              )}</span
                            >
                          </td>
                          <td class="num">${lane.evaluations}</td>
                          <td class="num">${lane.recognised == null ? '–' : `${percent(lane.recognised)}%`}</td>
                          <td class="num">${lane.energy > 1000 ? 'above 1,000' : fixed(lane.energy, 2)}</td>
                        </tr>`,
                    )}
                    ${this.fresh
                      ? html`<tr>
                          <th scope="row">fresh data</th>
                          <td>what there is to reach</td>
                          <td></td>
                          <td class="num">${this.fresh.recognised == null ? '–' : `${percent(this.fresh.recognised)}%`}</td>
                          <td class="num">${fixed(this.fresh.energy, 2)}</td>
                        </tr>`
                      : ''}
                  </tbody>
                </table>
              </div>
              ${this.fresh
                ? html`<p class="now">${this.finding()}</p>
                    <p class="scale">
                      Against ${this.fresh.fresh} fresh pictures. An energy distance of 0 means the same distribution; estimated from
                      ${this.fresh.samples} it may fall a little below 0. The race asks how near each picture is to some picture of the
                      data; this asks whether all of them together are spread like the data. Lanes may be level in one and differ in the
                      other.
                    </p>`
                : ''}`
          : html`<p>
              Each lane makes 64 pictures from the same 64 noises. A classifier looks whether they are what was asked for; the energy
              distance says how far they are, as a crowd, from fresh data.
            </p>`}
        <div class="row">
          <button
            type="button"
            class="btn ${this.fresh ? '' : 'go'}"
            @click=${() => {
              if (this.busy) {
                this.stopper.abort();
                this.busy = false;
              } else this.measure();
            }}
          >
            ${this.busy ? 'Stop' : this.fresh ? 'Measure again' : 'Measure 64 of each'}
          </button>
          ${this.busy
            ? html`<progress max=${this.names.length} value=${this.progress()} aria-label="Pictures that are made"></progress
                ><span class="num">${this.doing?.before ? `waiting, ${this.doing.before} before you` : ''}</span>`
            : ''}
        </div>
      </div>
      ${this.told()}`;
  }

  updated() {
    for (const canvas of canvases(this, '[data-of]')) {
      const [i, k] = canvas.dataset.of.split(' ');
      paint(canvas, this.lanes[i].pictures[k], REACH);
    }
  }
}

customElements.define('race-batch', RaceBatch);
