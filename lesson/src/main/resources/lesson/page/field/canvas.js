/** A plane on a canvas: its density as a soft light, arrows, and points with their paths. */

/** What is shown reaches at least so far up and across. */
const REACH = 2.3,
  ACROSS = 2.6;
/** The density is drawn on a coarse grid and smoothed. */
const COLUMNS = 150;
/** Arrows stand so many pixels of the page apart. */
const APART = 33;

/** @param {string} name of a token */
const token = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Colours of the theme that is on, as the canvas takes them. */
export function inks() {
  const probe = document.createElement('span');
  document.body.append(probe);
  const ink = name => {
    probe.style.color = token(name);
    return getComputedStyle(probe).color;
  };
  const found = {
    ground: ink('--sunken'),
    signal: ink('--signal'),
    noise: ink('--noise'),
    ink: ink('--ink'),
    quiet: ink('--ink-2'),
    faint: ink('--ink-3'),
    here: ink('--safelight'),
  };
  probe.remove();
  return found;
}

/** @typedef {ReturnType<typeof inks>} Inks */

export class FieldCanvas {
  /** @param {HTMLCanvasElement} canvas @param {Inks} ink @param {number} [reach] how far up it is seen at least */
  constructor(canvas, ink, reach = REACH) {
    this.canvas = canvas;
    this.ink = ink;
    this.dense = Math.min(2, devicePixelRatio || 1);
    const width = Math.round(canvas.clientWidth * this.dense),
      height = Math.round(canvas.clientHeight * this.dense);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    this.width = canvas.width;
    this.height = canvas.height;
    this.scale = Math.min(this.height / reach, this.width / ACROSS) / 2;
    this.on = canvas.getContext('2d');
    this.coarse = document.createElement('canvas');
    this.on.lineCap = this.on.lineJoin = 'round';
  }

  /** @param {number} x */
  across(x) {
    return this.width / 2 + x * this.scale;
  }

  /** @param {number} y */
  up(y) {
    return this.height / 2 - y * this.scale;
  }

  /** The place in the plane of a place on the page. @param {{clientX: number, clientY: number}} event @returns {[number, number]} */
  place({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    return [
      ((clientX - box.left) * this.dense - this.width / 2) / this.scale,
      (this.height / 2 - (clientY - box.top) * this.dense) / this.scale,
    ];
  }

  clear() {
    this.on.globalAlpha = 1;
    this.on.fillStyle = this.ink.ground;
    this.on.fillRect(0, 0, this.width, this.height);
  }

  /**
   * @param {(across: Float64Array, up: Float64Array) => Float64Array} density on a grid, from 0 to 1
   * @param {string} colour
   */
  light(density, colour) {
    const columns = COLUMNS,
      rows = Math.max(2, Math.round((columns * this.height) / this.width));
    const across = Float64Array.from({ length: columns }, (_, i) => (((i + 0.5) / columns) * this.width - this.width / 2) / this.scale);
    const up = Float64Array.from({ length: rows }, (_, j) => (this.height / 2 - ((j + 0.5) / rows) * this.height) / this.scale);
    const values = density(across, up);
    this.coarse.width = columns;
    this.coarse.height = rows;
    const image = new ImageData(columns, rows),
      [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
    for (let i = 0; i < values.length; i++) {
      image.data[4 * i] = red;
      image.data[4 * i + 1] = green;
      image.data[4 * i + 2] = blue;
      image.data[4 * i + 3] = 190 * Math.sqrt(values[i]);
    }
    this.coarse.getContext('2d').putImageData(image, 0, 0);
    this.on.globalAlpha = 1;
    this.on.imageSmoothingEnabled = true;
    this.on.imageSmoothingQuality = 'high';
    this.on.drawImage(this.coarse, 0, 0, this.width, this.height);
  }

  /**
   * An arrow at each place of a grid.
   *
   * @param {(x: number, y: number) => [number, number]} lead from a place, across and up
   * @param {string} colour
   */
  arrows(lead, colour) {
    const apart = (this.canvas.clientWidth < 500 ? 0.75 : 1) * APART * this.dense,
      most = (0.8 * apart) / this.scale;
    this.on.strokeStyle = this.on.fillStyle = colour;
    this.on.lineWidth = 1.3 * this.dense;
    this.on.globalAlpha = 0.75;
    for (let px = (this.width % apart) / 2 + apart / 4; px < this.width; px += apart) {
      for (let py = (this.height % apart) / 2 + apart / 4; py < this.height; py += apart) {
        const [a, b] = lead((px - this.width / 2) / this.scale, (this.height / 2 - py) / this.scale);
        const long = Math.hypot(a, b) + 1e-9,
          shown = (most * Math.tanh((1.5 * long) / most / 2)) / long;
        const toX = px + a * shown * this.scale,
          toY = py - b * shown * this.scale;
        this.on.beginPath();
        this.on.moveTo(px, py);
        this.on.lineTo(toX, toY);
        this.on.stroke();
        this.on.beginPath();
        this.on.arc(toX, toY, 1.9 * this.dense, 0, 7);
        this.on.fill();
      }
    }
    this.on.globalAlpha = 1;
  }

  /**
   * A path as far as a time, with a point at its head.
   *
   * @param {ArrayLike<number>} path x and y in turn
   * @param {number} reached how many legs of it, in fractions
   * @param {{colour: string, width?: number, dash?: number[], opacity?: number, head?: number}} look
   */
  path(path, reached, { colour, width = 2.5, dash = [], opacity = 1, head = 5 }) {
    const whole = Math.min(Math.floor(reached), path.length / 2 - 1),
      rest = reached - whole;
    let x = path[2 * whole],
      y = path[2 * whole + 1];
    this.on.globalAlpha = opacity;
    this.on.strokeStyle = this.on.fillStyle = colour;
    this.on.lineWidth = width * this.dense;
    this.on.setLineDash(dash.map(one => one * this.dense));
    this.on.beginPath();
    this.on.moveTo(this.across(path[0]), this.up(path[1]));
    for (let i = 1; i <= whole; i++) this.on.lineTo(this.across(path[2 * i]), this.up(path[2 * i + 1]));
    if (rest > 0 && 2 * whole + 3 < path.length) {
      x += rest * (path[2 * whole + 2] - x);
      y += rest * (path[2 * whole + 3] - y);
      this.on.lineTo(this.across(x), this.up(y));
    }
    if (width) this.on.stroke();
    this.on.setLineDash([]);
    this.on.globalAlpha = 1;
    if (head) this.dot(x, y, head, colour);
  }

  /** @param {number} x @param {number} y @param {number} radius @param {string} colour */
  dot(x, y, radius, colour) {
    this.on.fillStyle = colour;
    this.on.beginPath();
    this.on.arc(this.across(x), this.up(y), radius * this.dense, 0, 7);
    this.on.fill();
  }

  /** A ring around a place. @param {number} x @param {number} y @param {number} radius @param {string} colour */
  ring(x, y, radius, colour) {
    this.on.strokeStyle = colour;
    this.on.lineWidth = 2 * this.dense;
    this.on.beginPath();
    this.on.arc(this.across(x), this.up(y), radius * this.dense, 0, 7);
    this.on.stroke();
  }
}
