/** The order in which a reader sees the answers to a question: shuffled, another for each reader, and the same whenever they come back. */

const KEY = 'order';

/** A number that this browser keeps. @returns {number} */
function reader() {
  try {
    const kept = Number(localStorage.getItem(KEY));
    if (kept) return kept;
    const [fresh] = crypto.getRandomValues(new Uint32Array(1));
    localStorage.setItem(KEY, String(fresh || 1));
    return fresh || 1;
  } catch {
    // Without storage everybody has the same order.
    return 1;
  }
}

/** A number that looks random, from 0 to 2^32 - 1 (the mixing of MurmurHash3). @param {number} from */
function mixed(from) {
  let h = from >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** @param {number} count @param {number} question another number for each question @returns {number[]} the numbers below count, shuffled */
export function order(count, question) {
  const rank = Array.from({ length: count }, (_, i) => mixed(mixed(reader() + 7919 * question) + i));
  return rank.map((_, i) => i).sort((a, b) => rank[a] - rank[b]);
}
