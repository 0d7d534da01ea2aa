/** A certificate as a photographic print, and what it says as a list. */
import { html, svg } from 'lit';
import { canvases } from '../base/find.js';
import { askOnce, values } from '../base/api.js';
import { ownPixels } from '../base/own.js';
import { counted } from '../draw/format.js';
import { paint } from '../draw/picture.js';
import { mixed } from '../draw/mix.js';

const FRAMES = [8, 7, 6, 5, 4, 3, 2, 1, 0];
const REACH = 1.5;
const HOLES = Array.from({ length: 45 }, (_, i) => `M${22 * i + 6} 0h10v10h-10z`).join('');
const holes = () =>
  html`<svg class="holes" viewBox="0 0 990 10" preserveAspectRatio="none" aria-hidden="true">${svg`<path d=${HOLES}></path>`}</svg>`;

/**
 * @typedef {object} Says
 * @property {string} name
 * @property {string} date
 * @property {number} checksPassed
 * @property {number} rightAtFirstTry
 * @property {number} experiments
 * @property {number} predictions
 * @property {number} surprises
 * @property {string} key
 *
 * @typedef {{size: number, path: string}} Code
 */

/** @param {string} date */
export const spoken = date =>
  new Date(`${date}T12:00:00Z`).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** Each field that is signed, in words. @param {Says} says @returns {[string, unknown, string][]} */
export function fields(says) {
  return [
    ['name', html`<bdi>${says.name}</bdi>`, ''],
    ['completed on', html`<time datetime=${says.date}>${spoken(says.date)}</time>`, ''],
    ['quick checks passed', says.checksPassed, `${says.rightAtFirstTry} at the first try`],
    ['experiments done', says.experiments, ''],
    ['predictions made', says.predictions, counted(says.surprises, 'surprise')],
    ['key', html`<span class="num">${says.key}</span>`, ''],
  ];
}

/** @param {Code} code */
const qr = code =>
  html`<svg
    class="code"
    role="img"
    aria-label="QR code of the link that verifies this certificate"
    viewBox="0 0 ${code.size} ${code.size}"
    shape-rendering="crispEdges"
  >
    ${svg`<path d=${code.path}></path>`}
  </svg>`;

/** How large the name can be set. @param {string} name */
const width = name => [...name].length + 0.9 * [...name].filter(letter => letter.codePointAt(0) > 0x1100).length;

/** Whether the strip shows the reader's own picture. */
const own = () => ownPixels() !== null;

/** @param {Says} says @param {Code | null} code none in a preview @param {string} [where] the page that verifies */
export function print(says, code, where = '') {
  const long = width(says.name);
  return html`<article class="cert ${code ? 'made' : ''}" aria-label=${code ? 'Certificate' : 'Preview of the certificate'}>
    <div class="image">
      <div class="frames" role="img" aria-label="A strip of film: ${own() ? 'your picture' : 'a ring'} comes out of noise in nine frames">
        ${holes()}${FRAMES.map(() => html`<canvas class="pixels" width="32" height="32"></canvas>`)}${holes()}
      </div>
      <p class="maker"><strong>Darkroom</strong><span>Certificate</span></p>
      <p class="holder" data-long=${long > 44 ? 'very' : long > 24 ? 'rather' : 'no'}><bdi>${says.name || 'Your name'}</bdi></p>
      <p class="deed">
        worked through the lesson on diffusion models, from a picture to noise and from noise to pictures, and completed it on
        <time datetime=${says.date}>${spoken(says.date)}</time>.
      </p>
      <dl>
        <div>
          <dt>quick checks passed</dt>
          <dd>${says.checksPassed}<small>${says.rightAtFirstTry} at the first try</small></dd>
        </div>
        <div>
          <dt>experiments done</dt>
          <dd>${says.experiments}</dd>
        </div>
        <div>
          <dt>predictions made</dt>
          <dd>${says.predictions}<small>${counted(says.surprises, 'surprise')}</small></dd>
        </div>
      </dl>
      <div class="proof">
        ${code ? qr(code) : html`<div class="code blank">not signed yet</div>`}
        <p>
          ${code
            ? html`Is it genuine? Scan the code, or open the file at <span class="where">${where}</span>. One changed letter, and it fails.`
            : 'The code and the signature come when the certificate is made.'} <span class="key">key ${says.key}, Ed25519</span>
        </p>
        <p class="made-of">Above: ${own() ? 'your picture' : 'one ring'}, one noise, mixed by the cosine schedule at t = 1000 down to 0.</p>
      </div>
    </div>
  </article>`;
}

/**
 * Develops the strip of film: one picture and one noise, mixed as the lesson's schedule says, from t = T down to 0.
 *
 * @param {HTMLElement} under
 */
export async function develop(under) {
  const frames = canvases(under, '.frames canvas');
  if (!frames.length) return;
  const [{ x0, epsilon }, levels] = await Promise.all([
    askOnce('/api/forward', { pattern: 'ring', picture: 1, noise: 1 }),
    askOnce('/api/levels'),
  ]);
  const picture = ownPixels() ?? values(x0),
    noise = values(epsilon);
  FRAMES.forEach((eighth, i) => {
    const t = Math.round((eighth / 8) * (levels.signalWeight.length - 1));
    paint(frames[i], mixed(picture, noise, levels, t), REACH);
  });
}
