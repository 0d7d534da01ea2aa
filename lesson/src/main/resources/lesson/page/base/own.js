/** The reader's own picture travels through the lesson: this browser keeps it, and nobody else does. */

const KEY = 'own-picture';
const PIXELS = 1024;
/** What stands for it among the kinds of pictures, and the pattern that takes its place where a pattern is needed. */
export const OWN = 'own';
const INSTEAD = 'ring';

/** The pattern for a kind of picture. @param {string} kind */
export const patternFor = kind => (kind === OWN ? INSTEAD : kind);

/** @returns {Uint8Array<ArrayBuffer> | null} a byte for each pixel, 0 black and 255 white */
export function ownPicture() {
  try {
    const bytes = Uint8Array.from(atob(localStorage.getItem(KEY) ?? ''), c => c.charCodeAt(0));
    return bytes.length === PIXELS ? bytes : null;
  } catch {
    return null;
  }
}

/** The same as the lesson has pictures: -1 black, 1 white. */
export function ownPixels() {
  const bytes = ownPicture();
  return bytes && Float32Array.from(bytes, value => (2 * value) / 255 - 1);
}

/** @param {Uint8Array} bytes */
export function keepPicture(bytes) {
  try {
    localStorage.setItem(KEY, btoa(String.fromCharCode(...bytes)));
  } catch {
    // Without storage it stays on this page.
  }
}

export function forgetPicture() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Then none was kept.
  }
}
