/** A training of the engine as the page holds it: its losses, its errors by noise level, its samples so far. */
import { records, tell, values } from '../base/api.js';

export class Training {
  /** @param {Record<string, unknown>} query @param {() => void} changed */
  constructor(query, changed) {
    this.query = query;
    this.changed = changed;
    this.start = null;
    this.before = 0;
    this.update = 0;
    this.seconds = 0;
    /** @type {number[]} of each update */
    this.losses = [];
    /** @type {{update: number, losses: number[]}[]} */
    this.levels = [];
    /** @type {{update: number, x: Float32Array, recognised?: boolean[]}[]} */
    this.samples = [];
    /** @type {{update: number, rate: number}[]} */
    this.rates = [];
    this.end = null;
    /** @type {any} the record that settles the guess of this training */
    this.settling = null;
    this.paused = false;
    this.stopper = new AbortController();
  }

  async run() {
    for await (const record of records('/api/training', this.query, this.stopper.signal)) {
      if (record.type === 'waiting') {
        this.before = record.before;
        this.forTraining = Boolean(record.training);
      } else this.before = 0;
      if (record.type === 'start') {
        this.start = record;
        this.rates.push({ update: 0, rate: record.rate });
      }
      if (record.type === 'updates') {
        this.losses.push(...record.losses);
        this.update = record.update;
        this.seconds = record.seconds;
      }
      if (record.type === 'rate') this.rates.push({ update: record.update, rate: record.rate });
      if (record.type === 'levels') this.levels.push(record);
      if (record.settled?.id) this.settling = record;
      if (record.type === 'samples') this.samples.push({ ...record, x: values(record.x) });
      if (record.type === 'end') this.end = record;
      this.changed();
    }
  }

  /** @param {Record<string, unknown>} order */
  async steer(order) {
    if (this.start && !this.end) await tell('/api/training/steer', { id: this.start.id, ...order });
  }

  stop() {
    this.stopper.abort();
  }
}
