/** The ladder from two bell curves to DDPM's step and DDIM's, rung by rung, each with the numbers of the chosen step. */
import { fixed } from '../draw/format.js';

/** A number in a formula. @param {number} value @param {number} [digits] */
const n = (value, digits = 3) => fixed(value, digits).replace('\u2212', '-');

/** A number that is added in a formula. @param {number} value */
const plus = value => (value < 0 ? `- ${n(-value)}` : `+ ${n(value)}`);

/** One over the variance. @param {Bell} bell */
const precision = ({ deviation }) => n(1 / deviation ** 2, 2);

/** How much of the noise is taken away. @param {Derived} by */
const ofNoise = ({ beta, alphaBar }) => beta / Math.sqrt(1 - alphaBar);

/** A number behind a sign of multiplication. @param {number} value */
const times = value => (value < 0 ? `\\cdot(${n(value)})` : `\\cdot ${n(value)}`);

/**
 * @typedef {{mean: number, deviation: number}} Bell
 * @typedef {{noisy: number, clean: number, noise: number, fromClean: Bell, fromNoisy: Bell, product: Bell, alphaBar: number,
 *   alphaBarBefore: number, alpha: number, beta: number, ofX: number, ofX0: number, ofFresh: number, mean: number,
 *   meanOfNoise: number, ddim: number}} Derived
 * @typedef {{title: string, text: string, formulas: string[], curves: string[], point?: number}} Rung
 *
 * @param {Derived} by
 * @returns {Rung[]}
 */
export const rungs = by => [
  {
    title: 'Forwards, both are known',
    text: 'The clean number says roughly where the one a step cleaner lies. The forward process says how the noisy one came from there.',
    formulas: [
      `\\signal{x_{t-1} \\sim N\\bigl(\\sqrt{\\bar\\alpha_{t-1}}\\,x_0,\\;1-\\bar\\alpha_{t-1}\\bigr)}`,
      `\\signal{= N(${n(by.fromClean.mean)},\\;${n(by.fromClean.deviation)}^2)}`,
      `\\noise{x_t \\sim N\\bigl(\\sqrt{\\alpha_t}\\,x_{t-1},\\;\\beta_t\\bigr)}`,
    ],
    curves: ['fromClean'],
  },
  {
    title: 'Read the second one backwards',
    text: 'We hold the noisy number and ask where it came from. As a curve over that, the forward step is a bell again, only stretched.',
    formulas: [
      `\\noise{N\\Bigl(\\frac{x_t}{\\sqrt{\\alpha_t}},\\;\\frac{\\beta_t}{\\alpha_t}\\Bigr)}`,
      `\\noise{= N(${n(by.fromNoisy.mean)},\\;${n(by.fromNoisy.deviation)}^2)}`,
    ],
    curves: ['fromClean', 'fromNoisy'],
  },
  {
    title: 'Multiply: precisions add',
    text: 'The product of two bells is a bell. One over its variance is the sum of theirs, so it is narrower than both.',
    formulas: [
      `\\frac1{\\sigma_t^2} = \\noise{\\frac{\\alpha_t}{\\beta_t}} + \\signal{\\frac1{1-\\bar\\alpha_{t-1}}}`,
      `= \\noise{${precision(by.fromNoisy)}} + \\signal{${precision(by.fromClean)}},\\quad \\sigma_t = ${n(by.ofFresh)}`,
    ],
    curves: ['fromClean', 'fromNoisy', 'product'],
  },
  {
    title: 'Its peak is a weighted mean',
    text: 'Each peak counts by its precision. Sorted by what is known, that is a part of the noisy number and a part of the clean one.',
    formulas: [
      `\\text{peak} = a_t\\,x_t + \\signal{b_t\\,x_0}`,
      `a_t = \\frac{\\sqrt{\\alpha_t}(1-\\bar\\alpha_{t-1})}{1-\\bar\\alpha_t},\\;` +
        ` \\signal{b_t = \\frac{\\sqrt{\\bar\\alpha_{t-1}}\\beta_t}{1-\\bar\\alpha_t}}`,
      `${n(by.ofX)}${times(by.noisy)} + \\signal{${n(by.ofX0)}${times(by.clean)}} = ${n(by.mean)}`,
    ],
    curves: ['product'],
    point: by.mean,
  },
  {
    title: 'Noise in place of the picture',
    text: 'While sampling nobody knows the clean number. Write it by the noise that the network predicts, and the papers’ form appears.',
    formulas: [
      `\\text{peak} = \\frac1{\\sqrt{\\alpha_t}}\\Bigl(x_t - \\noise{\\frac{\\beta_t}{\\sqrt{1-\\bar\\alpha_t}}\\,\\varepsilon}\\Bigr)`,
      `\\frac{${n(by.noisy)} \\noise{- ${n(ofNoise(by))}${times(by.noise)}}}{${n(Math.sqrt(by.alpha))}} = ${n(by.meanOfNoise)}`,
    ],
    curves: ['product'],
    point: by.meanOfNoise,
  },
  {
    title: 'DDPM throws dice, DDIM keeps the noise',
    text: 'DDPM draws from the bell: its peak and fresh noise. DDIM needs no dice: it mixes the same picture and the same noise anew.',
    formulas: [
      `x_{t-1} = ${n(by.mean)} \\noise{+ ${n(by.ofFresh)}\\,z}`,
      `\\signal{\\sqrt{\\bar\\alpha_{t-1}}\\,x_0} + \\noise{\\sqrt{1-\\bar\\alpha_{t-1}}\\,\\varepsilon}`,
      `\\signal{${n(by.fromClean.mean)}} \\noise{${plus(by.fromClean.deviation * by.noise)}} = ${n(by.ddim)}`,
    ],
    curves: ['product'],
    point: by.ddim,
  },
];
