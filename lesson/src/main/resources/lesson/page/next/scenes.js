/** Scenes in words: what they are made of, and their pictures. */
import { colours } from '../base/api.js';
import { about } from '../base/lab.js';

export const SIZES = ['small', 'large'];
export const HUES = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'brown'];
export const FORMS = ['circle', 'ring', 'square', 'triangle', 'cross', 'star', 'heart', 'moon'];
export const RELATIONS = ['left of', 'right of', 'above', 'below'];
export const GROUNDS = ['black', 'white', 'grey', 'sky', 'sand'];
/** Colours and forms that no training picture had together. */
export const PAIRS = [
  'red star',
  'blue heart',
  'green moon',
  'yellow cross',
  'purple ring',
  'pink square',
  'orange triangle',
  'brown circle',
];

/** @typedef {{size: string, hue: string, form: string}} Thing */
/** @typedef {{first: Thing, relation: string, second: Thing | null, ground: string}} Scene */

const THING = `a (${SIZES.join('|')}) (${HUES.join('|')}) (${FORMS.join('|')})`;
const SCENE = new RegExp(`^${THING}(?: (${RELATIONS.join('|')}) ${THING})? on (${GROUNDS.join('|')})$`);

/** The scene of a sentence; null where it is none. @param {string} sentence @returns {Scene | null} */
export function sceneOf(sentence) {
  const found = SCENE.exec(sentence.trim().toLowerCase().replace(/\s+/g, ' '));
  if (!found) return null;
  const [, size, hue, form, relation, size2, hue2, form2, ground] = found;
  return {
    first: { size, hue, form },
    relation: relation ?? '',
    second: relation ? { size: size2, hue: hue2, form: form2 } : null,
    ground,
  };
}

/** @param {Thing} thing */
const named = ({ size, hue, form }) => `a ${size} ${hue} ${form}`;

/** @param {Scene} scene */
export const sentenceOf = ({ first, relation, second, ground }) =>
  `${named(first)}${relation && second ? ` ${relation} ${named(second)}` : ''} on ${ground}`;

/** What the engine has, where it draws from words. */
export async function aboutWords() {
  const there = await about();
  if (!there.words) throw new Error('This installation has no model that draws from words.');
  return there;
}

/** @param {{pictures: string[]}} record @returns {Uint8Array[]} */
export const picturesOf = record => record.pictures.map(colours);
