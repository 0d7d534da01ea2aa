/** Picture and noise in one, as the forward process has them at t. */

/**
 * @param {ArrayLike<number>} x0
 * @param {ArrayLike<number>} epsilon
 * @param {{signalWeight: number[], noiseWeight: number[]}} levels by t
 * @param {number} t
 */
export function mixed(x0, epsilon, { signalWeight, noiseWeight }, t) {
  const signal = signalWeight[t],
    noise = noiseWeight[t],
    x = new Float32Array(x0.length);
  for (let i = 0; i < x.length; i++) x[i] = signal * x0[i] + noise * epsilon[i];
  return x;
}
