/** What a run is doing, in words. */
import { counted, fixed, kindName, percent } from '../draw/format.js';
import { isGarment, modelOf, setOf, soughtAmong } from '../draw/kinds.js';

/** @typedef {import('./lab.js').About} About */

/** Who removes the noise. @param {string} maker @param {About} about @param {string} pattern the kind that was chosen */
export function makerSentence(maker, about, pattern) {
  const set = setOf(about, pattern),
    model = modelOf(about, pattern),
    garment = isGarment(about, pattern);
  if (maker === 'oracle') return 'The oracle is told the target. At every step it works the noise out from that; it has learned nothing.';
  if (maker === 'exact')
    return (
      `The exact denoiser knows ${set.pictures} pictures, ${set.ofEach} of each ` +
      `kind${pattern === 'drawn' ? ', and your drawing' : ''}, and nothing else. For those no denoiser can be better: it is ` +
      'worked out in closed form.'
    );
  return (
    `The network “${model.name}”${model.parameters ? ` (${model.parameters.toLocaleString('en')} weights)` : ''} learned ` +
    `from ${garment ? 'photographs of garments, Fashion-MNIST' : 'drawings like these'}, for ` +
    `${model.iterations.toLocaleString('en')} iterations. It is not told the target.`
  );
}

/**
 * What whoever removes the noise can make of the picture that the run starts from.
 *
 * @param {string} maker
 * @param {string} pattern
 * @param {number} left after how many steps of noise it starts from the picture; 0 where it starts from pure noise
 */
export function usesOf(maker, pattern, left) {
  if (maker === 'oracle') return '';
  if (pattern === 'drawn' && !left && maker === 'learned')
    return 'From pure noise the network cannot use your drawing, which is none of the kinds that it learned. Start from the picture.';
  if (!left) return '';
  const known = maker === 'exact' && pattern === 'drawn' ? 'It knows your drawing, too.' : 'Nobody tells it what was under the noise.';
  return `It starts from what ${counted(left, 'step')} of noise left of the picture. ${known}`;
}

/**
 * @typedef {{forward: boolean, left: number, maker: string, pattern: string, seed: number, steps: number}} Settings
 *
 * @param {Settings & {at: number, frame: any, end: any, about: About}} run
 */
export function happening({ forward, left, maker, pattern, seed, steps, at, frame, end, about }) {
  if (!frame) return 'The first numbers are on their way.';
  const step = `Step ${at} of ${steps}`;
  if (forward) {
    if (at === 0) return 'The picture is clean. Every step keeps most of its power and replaces the rest by fresh noise.';
    if (at === steps)
      return (
        `After ${counted(steps, 'step')} next to nothing of the picture is left: these are 1,024 numbers that look drawn from ` +
        `N(0, 1), mean ${fixed(frame.mean, 2)}, deviation ${fixed(frame.deviation, 2)}.`
      );
    return (
      `${step}. Fresh noise was added again; ${percent(frame.alphaBar)}% of the power is still the picture's. No step can be ` +
      'taken back: the noise of each is its own.'
    );
  }
  if (at === 0 && left)
    return `The picture under ${counted(left, 'step')} of noise: ${percent(frame.alphaBar)}% of the power is still its own.`;
  if (at === 0)
    return (
      `Pure noise: 1,024 numbers drawn from N(0, 1) with seed ${seed}. There is no picture in it, and each pixel is ` +
      'independent of the others.'
    );
  if (at === steps) return ended(maker, pattern, left, frame, end, about);
  const who = { oracle: 'the oracle', exact: 'the exact denoiser', learned: 'the network' }[maker];
  return (
    `${step}. ` +
    `${frame.snr < 0 ? 'Noise still has more power than the picture.' : 'The picture has more power than the noise.'} ` +
    `${estimate(maker, who, frame.snr, about.narration[isGarment(about, pattern) ? 'garments' : 'patterns'])}`
  );
}

/** What the estimate of the clean picture is by now, as measured over many runs. */
function estimate(maker, who, snr, narration) {
  if (maker === 'oracle') return 'The oracle names the same picture at every step; only the noise around it shrinks.';
  const { blur, shape, picture } = narration[maker];
  if (snr < blur) return `What ${who} takes the clean picture to be is a blur: the mean of all that it could become.`;
  if (snr < shape) return `The large shapes are being decided, of some kinds sooner than of others.`;
  if (snr < picture) return `What ${who} takes the clean picture to be is no blur any more: its shape is decided, and details settle.`;
  return `What ${who} takes the clean picture to be is all but the result: what is left is to take the noise away.`;
}

function ended(maker, pattern, left, frame, end, about) {
  const calls = `${counted(frame.evaluations, 'evaluation')}`;
  if (maker === 'oracle') return `Done after ${calls}: the target, as it was told. Off by ${fixed(frame.distance, 3)}.`;
  if (maker === 'exact') {
    if (!end?.nearest) return `Done after ${calls}.`;
    const { place, distance } = end.nearest;
    const which = place < setOf(about, pattern).pictures ? `number ${place + 1} of the set` : 'your drawing';
    return `Done after ${calls}: ${which}, off by ${fixed(distance, 3)}. A perfect fit to a finite set has nothing else to give.`;
  }
  const what = ['any', 'drawn', 'any-garment'].includes(pattern)
    ? left
      ? 'the picture that it takes yours to be'
      : 'a picture of whatever kind came up, as nothing was asked for'
    : `a picture of the kind that was asked for, ${kindName(pattern)}`;
  const near = end?.nearest;
  const nearest = near ? ` The nearest of ${soughtAmong(about, pattern, near.of)} is off by ${fixed(near.distance, 2)}.` : '';
  return `Done after ${calls} of the network: ${what}.${nearest}`;
}
