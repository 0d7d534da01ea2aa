/** The engine's answers. All numbers of the lesson come from here. */

/** Pixels travel as signed 16-bit numbers in units of 1 / 4096. */
const UNITS = 4096;

/** @param {string} text base64 @returns {ArrayBuffer} */
const bytes = text => Uint8Array.from(atob(text), c => c.charCodeAt(0)).buffer;

/** Pixels. @param {string} text base64 @returns {Float32Array} */
export function values(text) {
  const numbers = new DataView(bytes(text));
  return Float32Array.from({ length: numbers.byteLength / 2 }, (_, i) => numbers.getInt16(2 * i, true) / UNITS);
}

/** 32-bit floating-point numbers. @param {string} text base64 @returns {Float32Array} */
export const floats = text => new Float32Array(bytes(text));

/** Coloured pixels: red, green and blue in turn. @param {string} text base64 @returns {Uint8Array} */
export const colours = text => new Uint8Array(bytes(text));

/** @param {string} path @param {Record<string, unknown>} query @returns {string} */
export function address(path, query = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== '' && value != null);
  return pairs.length ? `${path}?${new URLSearchParams(pairs.map(([name, value]) => [name, String(value)]))}` : path;
}

/** No answer came: the way to the server is cut off. */
export class Lost extends Error {}

/** @template T @param {Promise<T>} answer @returns {Promise<T>} */
const connected = answer =>
  answer.catch(error => {
    throw error instanceof TypeError ? new Lost(error.message) : error;
  });

/** The response, or its sentence as an error. @param {Response} response */
export async function checked(response) {
  if (response.ok) return response;
  const body = await response.json().catch(() => ({}));
  throw Object.assign(new Error(body.error ?? `The server answered with status ${response.status}.`), { status: response.status });
}

/** A random name for this page while it is open, by which the engine gives each reader its turns. */
const reader = Array.from(crypto.getRandomValues(new Uint32Array(4)), part => part.toString(36)).join('-');

/** @param {string} path @param {Record<string, unknown>} query @param {RequestInit} options */
const fetched = async (path, query, options) =>
  checked(await connected(fetch(address(path, query), { ...options, headers: { 'X-Reader': reader } })));

/** @param {string} path @param {Record<string, unknown>} [query] @param {AbortSignal} [signal] */
export async function ask(path, query, signal) {
  return (await fetched(path, query, { signal })).json();
}

/** Sends values to be kept. @param {string} path @param {Record<string, unknown>} sent */
export async function send(path, sent) {
  const options = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(sent) };
  return (await checked(await connected(fetch(path, options)))).json();
}

/** Asks for something to be done. @param {string} path @param {Record<string, unknown>} query */
export async function tell(path, query) {
  return (await fetched(path, query, { method: 'POST' })).json();
}

const kept = new Map();
/** As {@link ask}, once for the life of the page. */
export function askOnce(path, query) {
  const key = address(path, query);
  if (!kept.has(key))
    kept.set(
      key,
      ask(path, query).catch(error => {
        kept.delete(key);
        throw error;
      }),
    );
  return kept.get(key);
}

/**
 * The records of a run, one by one, as the engine makes them; ends the run when the loop is left.
 *
 * @param {string} path
 * @param {Record<string, unknown>} query
 * @param {AbortSignal} signal
 * @param {{method: string, body?: Uint8Array<ArrayBuffer>}} [sent]
 */
export async function* records(path, query, signal, sent) {
  const response = await fetched(path, query, { ...sent, signal });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '',
    ended = false;
  try {
    while (true) {
      const { value, done } = await connected(reader.read());
      if (done) {
        ended = true;
        return;
      }
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (!line) continue;
        const record = JSON.parse(line);
        if (record.type === 'error') throw new Error(record.message);
        yield record;
      }
    }
  } finally {
    if (!ended) reader.cancel().catch(() => {});
  }
}
