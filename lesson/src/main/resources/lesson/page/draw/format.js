/** How numbers are written. */
const MINUS = '\u2212';

/** @param {number} value @param {number} digits */
export function fixed(value, digits) {
  const text = Math.abs(value).toFixed(digits);
  return value < 0 && Number(text) !== 0 ? MINUS + text : text;
}

/** @param {number | null} value null where there is no noise */
export function decibels(value) {
  if (value == null) return 'no noise';
  const text = fixed(value, 1);
  return text.startsWith(MINUS) || Number(text) === 0 ? text : `+${text}`;
}

/** What a slider says: "t 25, signal to noise -3 dB". */
export function spokenLevel(t, snr) {
  return `t ${t}, ${snr == null ? 'no noise' : `signal to noise ${Math.round(snr)} dB`}`;
}

/** @param {number} count @param {string} one */
export function counted(count, one, many = `${one}s`) {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

/** @param {string | number} time @returns {string} its day */
export const day = time => new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

/** @param {string} text */
export const capital = text => text[0].toUpperCase() + text.slice(1);

/** @param {number} share @returns {string} percent with a digit */
export function percent(share) {
  return fixed(100 * share, 1);
}

export const kindName = kind =>
  ({
    'ankle-boot': 'ankle boot',
    any: 'any kind',
    own: 'picture of yours',
    drawn: 'drawing of yours',
    'any-garment': 'any garment',
    'stripes-horizontal': 'stripes, horizontal',
    'stripes-vertical': 'stripes, vertical',
    'stripes-diagonal': 'stripes, diagonal',
  })[kind] ?? kind;
