/** The choice of a picture: a row of patterns, and a row of garments where the lesson has them. */
import { html } from 'lit';
import { kindName } from './format.js';

const ANY_GARMENT = 'any-garment';

/** Whether a kind is one of garments. */
export const isGarment = (about, kind) => kind === ANY_GARMENT || about.garmentKinds.includes(kind);

/**
 * The kinds of garments that can be chosen, none where the lesson has no model of them.
 *
 * @param {boolean} any whether no kind in particular can be asked for
 */
export const garmentKinds = (about, any = false) => (about.garments ? [...about.garmentKinds, ...(any ? [ANY_GARMENT] : [])] : []);

/** The learned model that draws pictures of a kind. */
export const modelOf = (about, kind) => (about.garments && isGarment(about, kind) ? about.garments : about.learned);

/** The finite set that the exact denoiser knows, for pictures of a kind. */
export const setOf = (about, kind) => (isGarment(about, kind) ? about.garments : about.exact);

/** Among how many of the pictures that a model learned from the nearest is sought. */
export const soughtAmong = (about, kind, of) =>
  `${of.toLocaleString('en')} of the ${modelOf(about, kind).learnedFrom.toLocaleString('en')} pictures that it learned from`;

/**
 * The same for exports: whoever knows all pictures of a set has sought in all.
 *
 * @param {boolean} learned whether the pictures are those of the learned model
 */
export const soughtIn = (about, learned, kind, of) => ({ sought_among: of, learned_from: learned ? modelOf(about, kind).learnedFrom : of });

/**
 * @typedef {object} Choice
 * @property {string} legend
 * @property {string[][]} rows
 * @property {string} chosen
 * @property {Record<string, [string, string]>} words a short and a spoken name of kinds that have no picture
 * @property {(kind: string) => void} choose
 *
 * @param {Choice} choice
 */
export const kindChooser = ({ legend, rows, chosen, words, choose }) =>
  html`<fieldset class="kinds">
    <legend>${legend}</legend>
    ${rows
      .filter(row => row.length)
      .map(
        row =>
          html`<div class="row">
            ${row.map(kind => {
              const [short, spoken] = words[kind] ?? ['', kindName(kind)];
              return html`<label title=${spoken}>
                <input type="radio" name="pattern" value=${kind} .checked=${kind === chosen} @change=${() => choose(kind)} />
                <span class="tile"
                  >${short ? html`<span class="word">${short}</span>` : html`<canvas class="pixels" data-kind=${kind}></canvas>`}</span
                >
                <span class="spoken">${spoken}</span></label
              >`;
            })}
          </div>`,
      )}
  </fieldset>`;
