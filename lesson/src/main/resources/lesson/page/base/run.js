/** A run of the engine as the page holds it: its levels, and the steps that have come so far. */
import { records, values } from './api.js';

export class Run {
  /** @param {Record<string, unknown>} query @param {() => void} changed */
  constructor(query, changed) {
    this.query = query;
    this.changed = changed;
    /** @type {any[]} the step's number is its place */
    this.frames = [];
    /** @type {(number | null)[]} signal to noise before each step and behind the last */
    this.snr = [];
    this.before = 0;
    this.end = null;
    this.asked = false;
    this.stopper = new AbortController();
    /** @type {Promise<string>} what shows that this run went to its end */
    this.receipt = new Promise(resolve => {
      this.ended = resolve;
    });
  }

  /** How many steps have come. */
  get reached() {
    return this.frames.length - 1;
  }

  /** Fetches the start only: what the run begins with. */
  begin() {
    return this.#read({ ...this.query, until: 0 });
  }

  /** Fetches all steps, once. */
  async all() {
    if (this.asked) return;
    this.asked = true;
    await this.#read(this.query);
  }

  /** Ends it here and on the server. */
  stop() {
    this.stopper.abort();
  }

  async #read(query) {
    for await (const record of records('/api/run', query, this.stopper.signal)) {
      if (record.type === 'waiting') this.before = record.before;
      if (record.type === 'start') this.snr = record.snr;
      if (record.type === 'step') {
        this.before = 0;
        this.frames[record.index] = { ...record, x: values(record.x), x0: record.x0 ? values(record.x0) : null };
      }
      if (record.receipt) this.ended(record.receipt);
      if (record.type === 'end' && record.done)
        this.end = { ...record, nearest: record.nearest && { ...record.nearest, x: values(record.nearest.x) } };
      this.changed();
    }
  }
}
