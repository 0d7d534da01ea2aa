/**
 * Guesses that were settled stay so: the address has them for a reload, for the way back and for whoever is sent the link,
 * the browser for its other tabs.
 */

const PREFIX = 'guess-';

/**
 * @typedef {{option: number, settings: Record<string, unknown>}} Settled an answer, and what was set when it was given
 *
 * @param {string} id the question's
 * @returns {Settled | null}
 */
export function recalled(id) {
  const option = linked(id),
    here = kept(id);
  return option === null || here?.option === option ? here : { option, settings: {} };
}

/** The answer that the address has. @param {string} id */
export function linked(id) {
  const option = new URLSearchParams(location.search).get(PREFIX + id) ?? '';
  return /^\d$/.test(option) ? Number(option) : null;
}

/** @param {string} id @returns {Settled | null} */
function kept(id) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + id) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} id @param {Settled} settled */
export function remember(id, settled) {
  inAddress(query => query.set(PREFIX + id, String(settled.option)));
  stored(() => localStorage.setItem(PREFIX + id, JSON.stringify(settled)));
}

/** @param {string} id */
export function forget(id) {
  inAddress(query => query.delete(PREFIX + id));
  stored(() => localStorage.removeItem(PREFIX + id));
}

/** For a learner who has all deleted. */
export function forgetAll() {
  stored(() =>
    Object.keys(localStorage)
      .filter(key => key.startsWith(PREFIX))
      .forEach(key => localStorage.removeItem(key)),
  );
}

function inAddress(change) {
  const query = new URLSearchParams(location.search);
  change(query);
  history.replaceState(null, '', `${location.pathname}${query.size ? `?${query}` : ''}${location.hash}`);
}

function stored(body) {
  try {
    body();
  } catch {
    // Without storage the address alone has it.
  }
}
