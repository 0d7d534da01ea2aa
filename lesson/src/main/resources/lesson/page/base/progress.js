/** What a learner does is kept on the server. This page sends it there, and shows what is done and what is open. */
import { element } from './find.js';
import { ask, send } from './api.js';
import { forgetPicture } from './own.js';
import { forgetAll } from './recall.js';

/** After so many milliseconds what could not be kept is sent again; the last holds for all further tries. */
const PAUSES = [1000, 2000, 5000, 15000];
const OUTBOX = 'outbox';

/** @type {any} what the server last said */
let state = null;
/** @type {Set<(state: any) => void>} */
const listeners = new Set();
const windows = 'BroadcastChannel' in globalThis ? new BroadcastChannel('progress') : null;

/** Calls back now, if anything is known, and whenever it changes. @param {(state: any) => void} listener @returns {() => void} ends that */
export function onProgress(listener) {
  listeners.add(listener);
  if (state) listener(state);
  return () => listeners.delete(listener);
}

function take(answer) {
  state = answer;
  for (const listener of listeners) listener(state);
}

/** Asks what is kept. */
export async function refresh() {
  take(await ask('/api/progress'));
}

/** A name for something that is to be kept once, however often it is sent. */
export function ticket() {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), part => part.toString(16).padStart(8, '0')).join('-');
}

/** One window sends at a time, so that the first answer makes one learner, not two. */
const alone = body => (navigator.locks ? navigator.locks.request('progress', body) : body());
let last = Promise.resolve();

/** Sends something to be kept; done when the server has it on its disk. @param {string} path @param {Record<string, unknown>} values */
export function keep(path, values) {
  const sent = last.then(() => alone(() => send(path, values)));
  last = sent.catch(() => {});
  return sent.then(async answer => {
    const progress = state?.known ? (answer.progress ?? (answer.parts && answer)) : await knownAgain().catch(() => answer.progress);
    if (progress) take(progress);
    windows?.postMessage('changed');
    flush();
    return answer.progress ? { ...answer, progress } : answer;
  });
}

/** After the first that was kept: whether the server knows this browser again shows whether it keeps the cookie. */
async function knownAgain() {
  const progress = await ask('/api/progress');
  cookiesBlocked = !progress.known;
  show();
  return progress;
}

/** What waits to be kept outlives a change of page. @returns {any[]} */
function waiting() {
  try {
    return JSON.parse(sessionStorage.getItem(OUTBOX) ?? '[]');
  } catch {
    return [];
  }
}

function setWaiting(entries) {
  try {
    sessionStorage.setItem(OUTBOX, JSON.stringify(entries));
  } catch {
    // Without storage it waits for as long as the page.
  }
  unsent = entries;
}

let unsent = waiting();
let flushing = false;

/**
 * Keeps something as soon as that can be done.
 *
 * @param {string} path
 * @param {Record<string, unknown>} values
 * @param {boolean} [idle] not worth a cookie by itself
 */
export function keepSoon(path, values, idle = false) {
  setWaiting([...unsent, { path, values, idle }]);
  flush();
}

async function flush() {
  if (flushing) return;
  flushing = true;
  for (let tries = 0; ; ) {
    const next = unsent.find(entry => !entry.idle || state?.known);
    if (!next) break;
    try {
      await keep(next.path, next.values);
      tell('');
    } catch (error) {
      if (error.status >= 400 && error.status < 500) {
        tell(`This could not be kept: ${error.message}`);
      } else {
        tell('What you did could not be kept yet: the server does not answer. It is tried again.');
        await new Promise(resolve => setTimeout(resolve, PAUSES[Math.min(tries++, PAUSES.length - 1)]));
        continue;
      }
    }
    tries = 0;
    setWaiting(unsent.filter(entry => entry !== next));
  }
  flushing = false;
}

/** Forgets what waits; for a learner who has all deleted. */
export function forgetWaiting() {
  setWaiting([]);
  forgetAll();
  forgetPicture();
}

const notice = document.createElement('p');
notice.className = 'notice unkept';
notice.setAttribute('role', 'alert');
notice.hidden = true;
document.body.append(notice);

const BLOCKED =
  'Your progress is not kept: your browser does not keep the cookie that it hangs on. Allow cookies for this site and ' +
  'load the page again; until then everything works, but nothing is remembered.';
let cookiesBlocked = false,
  waitingSaid = '';

function tell(sentence) {
  waitingSaid = sentence;
  show();
}

/** One message at a time; a lab that has lost the connection says so itself. */
function show() {
  const said = cookiesBlocked ? BLOCKED : document.querySelector('.notice.near') ? '' : waitingSaid;
  notice.textContent = said;
  notice.hidden = !said;
}

const part = () => state?.parts.find(one => `/${one.path}` === location.pathname);

document.addEventListener('lab-done', event => {
  const { part: number, receipt } = /** @type {CustomEvent<{part: number, receipt: string}>} */ (event).detail;
  if (receipt && !state?.parts.find(one => one.part === number)?.lab?.done) keepSoon('/api/lab', { receipt });
});
// The server has settled a question of this page.
document.addEventListener('predicted', () => {
  again();
  windows?.postMessage('changed');
});

/** Whether the review is due again. @param {any} state */
export const reviewDue = ({ reviews: { next } }) => Boolean(next) && Date.parse(next) <= Date.now();

/** What is open in a part, in words. @param {any} one */
export function stillOpen(one) {
  return [one.lab && !one.lab.done ? 'the experiment' : '', one.check && !one.check.right ? 'the quick check' : ''].filter(Boolean);
}

const line = document.createElement('p');
line.className = 'open';
line.setAttribute('role', 'status');
line.hidden = true;
document.querySelector('article.part')?.after(line);

onProgress(now => {
  const { known, parts, done, of } = now;
  for (const one of parts) {
    const frame = element(document, `.film a[href="/${one.path}"]`);
    if (!frame) continue;
    frame.querySelector('.tick')?.remove();
    if (!one.done) continue;
    const tick = document.createElement('span');
    tick.className = 'tick';
    tick.innerHTML = '<span aria-hidden="true">✓</span><span class="spoken">, done</span>';
    frame.append(tick);
  }
  const here = part();
  const missing = here ? stillOpen(here) : [];
  line.hidden = !here || (!here.check && !here.lab);
  const said = missing.length ? `Still open in this part: ${missing.join(' and ')}.` : '✓ All that counts in this part is done.';
  if (line.textContent !== said) line.textContent = said;
  const link = element(document, '.bar .state');
  const due = reviewDue(now) ? ', review due' : '';
  if (link) link.textContent = known ? `${done} of ${of} parts${due}` : 'Your progress';
  if (link) link.setAttribute('aria-label', known ? `Your progress: ${done} of ${of} parts${due}` : 'Your progress');
});

/** A part that asks for nothing counts when it is seen. */
function see() {
  const here = part();
  if (
    here &&
    !here.check &&
    !here.lab &&
    !here.done &&
    !unsent.some(entry => entry.path === '/api/seen' && entry.values.part === here.part)
  ) {
    keepSoon('/api/seen', { part: here.part }, true);
  }
}

const again = () =>
  refresh()
    .then(see)
    .then(flush)
    .catch(() => {});
again();
if (windows) windows.onmessage = again;
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'visible') again();
});
addEventListener('pageshow', event => {
  if (event.persisted) again();
});
