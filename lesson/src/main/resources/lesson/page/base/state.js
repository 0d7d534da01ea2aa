/** What a learner has set lives in the address, seeds included, so that a link restores an experiment. */

/**
 * @typedef {object} Entry
 * @property {string | number} value its default
 * @property {number} [least]
 * @property {number} [most]
 * @property {boolean} [whole] false where a number may have a fraction
 * @property {readonly string[]} [choices]
 * @property {Record<string, string>} [former] choices by the names that they had in old links
 * @property {boolean} [text] whether any text will do
 * @property {string} [was] its name in old links
 */
export class UrlState {
  /** @param {Record<string, Entry>} entries what there is to set, with its default and limits */
  constructor(entries) {
    this.entries = entries;
    const query = new URLSearchParams(location.search);
    /** @type {Record<string, any>} */
    this.now = {};
    for (const [name, entry] of Object.entries(entries)) {
      this.now[name] = fitting(entry, query.get(name) ?? query.get(entry.was ?? name)) ?? entry.value;
    }
  }

  /** @param {Record<string, any>} changes */
  set(changes) {
    Object.assign(this.now, changes);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => history.replaceState(null, '', this.link()), 150);
  }

  /**
   * Sets what was set on another visit; what the address sets otherwise is returned.
   *
   * @param {Record<string, unknown>} settings
   * @returns {Record<string, any>}
   */
  recall(settings) {
    const before = { ...this.now },
      query = new URLSearchParams(location.search),
      inAddress = name => query.has(name) || query.has(this.entries[name].was ?? name);
    for (const [name, entry] of Object.entries(this.entries)) {
      const kept = settings[name] ?? settings[entry.was];
      this.now[name] = fitting(entry, kept === undefined ? null : String(kept)) ?? before[name];
    }
    return Object.fromEntries(Object.entries(before).filter(([name, value]) => inAddress(name) && value !== this.now[name]));
  }

  /** The address of the experiment as it stands. */
  link() {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(this.now)) {
      if (value === '') query.delete(name);
      else query.set(name, String(value));
    }
    return `${location.origin}${location.pathname}?${query}`;
  }

  /** Back to how the page began. */
  reset() {
    for (const [name, entry] of Object.entries(this.entries)) this.now[name] = entry.value;
    clearTimeout(this.timer);
    const query = new URLSearchParams(location.search);
    Object.keys(this.entries).forEach(name => query.delete(name));
    history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
  }
}

/** @param {Entry} entry @param {string | null} text */
function fitting(entry, text) {
  if (text == null) return null;
  if (typeof entry.value === 'number') {
    const number = Number(text);
    const fits =
      text.trim() !== '' && Number.isFinite(number) && number >= (entry.least ?? -Infinity) && number <= (entry.most ?? Infinity);
    return fits && (entry.whole === false || Number.isInteger(number)) ? number : null;
  }
  if (entry.choices) {
    const now = entry.former?.[text] ?? text;
    return entry.choices.includes(now) ? now : null;
  }
  return entry.text && text.length <= 400 ? text : null;
}

export const SEED = { value: 1, least: 0, most: 4294967295 };

/** A seed that nobody chose. */
export function freshSeed() {
  return crypto.getRandomValues(new Uint32Array(1))[0] % 100000;
}
