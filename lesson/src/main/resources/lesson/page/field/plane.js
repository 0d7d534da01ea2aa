/**
 * A mixture of small round Gaussians in the plane, all equally likely, and what is exact about it at every noise level: its
 * density and its best denoiser (the equations of the engine's GaussianMixture, which a test holds them against).
 */

/** @typedef {{signal: number, noise: number}} Level weights of signal and noise */

export class Plane {
  /** @param {{points: Float32Array, labels: number[], deviation: number, parts: string[]}} known */
  constructor({ points, labels, deviation, parts }) {
    this.count = labels.length;
    this.x = Float64Array.from({ length: this.count }, (_, k) => points[2 * k]);
    this.y = Float64Array.from({ length: this.count }, (_, k) => points[2 * k + 1]);
    this.labels = labels;
    this.parts = parts;
    this.variance = deviation * deviation;
    this.shares = new Float64Array(this.count);
  }

  /** The variance of each Gaussian at a level. @param {Level} level */
  spread({ signal, noise }) {
    return signal * signal * this.variance + noise * noise;
  }

  /**
   * The mean of the clean points that a noisy one could have come from.
   *
   * @param {number} x
   * @param {number} y
   * @param {Level} level
   * @param {number} [label] the part that it must have come from; -1 for any
   * @returns {[number, number]}
   */
  denoised(x, y, level, label = -1) {
    const { signal, noise } = level,
      variance = this.spread(level);
    let most = -Infinity;
    for (let k = 0; k < this.count; k++) {
      const across = x - signal * this.x[k],
        up = y - signal * this.y[k];
      const evidence = label < 0 || this.labels[k] === label ? -(across * across + up * up) / (2 * variance) : -Infinity;
      this.shares[k] = evidence;
      if (evidence > most) most = evidence;
    }
    let all = 0,
      meanX = 0,
      meanY = 0;
    for (let k = 0; k < this.count; k++) {
      const share = Math.exp(this.shares[k] - most);
      all += share;
      meanX += share * this.x[k];
      meanY += share * this.y[k];
    }
    const ofMean = (noise * noise) / variance,
      ofX = (signal * this.variance) / variance;
    return [(ofMean * meanX) / all + ofX * x, (ofMean * meanY) / all + ofX * y];
  }

  /**
   * The same with guidance: without a label, and W times what the label changes.
   *
   * @param {number} x
   * @param {number} y
   * @param {Level} level
   * @param {number} label
   * @param {number} scale W
   * @returns {[number, number]}
   */
  guided(x, y, level, label, scale) {
    const [noneX, noneY] = this.denoised(x, y, level),
      [labelX, labelY] = this.denoised(x, y, level, label);
    return [noneX + scale * (labelX - noneX), noneY + scale * (labelY - noneY)];
  }

  /**
   * Where a step of DDIM without noise leads from a place.
   *
   * @param {number} x
   * @param {number} y
   * @param {[number, number]} clean what the place is taken to come from
   * @param {Level} from
   * @param {Level} to
   * @returns {[number, number]}
   */
  static stepped(x, y, [cleanX, cleanY], from, to) {
    const kept = to.noise / from.noise;
    return [to.signal * cleanX + kept * (x - from.signal * cleanX), to.signal * cleanY + kept * (y - from.signal * cleanY)];
  }

  /**
   * The density on a grid of places, as shares of its largest value; a Gaussian in the plane is one across times one up.
   *
   * @param {Level} level
   * @param {Float64Array} across the columns' places
   * @param {Float64Array} up the rows' places
   * @param {number} [label]
   */
  density(level, across, up, label = -1) {
    const scale = -1 / (2 * this.spread(level)),
      { signal } = level;
    const columns = across.length,
      rows = up.length,
      sum = new Float64Array(columns * rows);
    const line = new Float64Array(columns);
    for (let k = 0; k < this.count; k++) {
      if (label >= 0 && this.labels[k] !== label) continue;
      for (let i = 0; i < columns; i++) line[i] = Math.exp(scale * (across[i] - signal * this.x[k]) ** 2);
      for (let j = 0; j < rows; j++) {
        const height = Math.exp(scale * (up[j] - signal * this.y[k]) ** 2);
        if (height < 1e-7) continue;
        const row = j * columns;
        for (let i = 0; i < columns; i++) sum[row + i] += height * line[i];
      }
    }
    const most = sum.reduce((one, other) => (one > other ? one : other), 1e-300);
    return sum.map(value => value / most);
  }
}
