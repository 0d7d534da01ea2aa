/** A picture on which a region is marked: with a pointer, or with the arrow keys and the space bar. */
import { SIZE, paint } from '../draw/picture.js';
import { DrawPad } from '../draw/draw-pad.js';

/** So many pixels of the canvas for one of the picture, so that the marked ones can be hatched. */
const TIMES = 10;
/** A brush reaches so far around its place. */
const BRUSH = 1;

export class RegionPad extends DrawPad {
  static properties = { ...DrawPad.properties, picture: { attribute: false } };

  constructor() {
    super();
    /** @type {ArrayLike<number> | null} */
    this.picture = null;
    this.small = document.createElement('canvas');
    this.label = 'Picture: arrow keys move the brush, space marks, backspace unmarks';
    this.caption = 'mark a region';
  }

  /** A stroke that begins on what is marked unmarks. @param {number} row @param {number} column */
  inked(row, column) {
    return -this.pixels[row * SIZE + column];
  }

  dab(row, column, value) {
    super.dab(row - BRUSH, column - BRUSH, value, 2 * BRUSH);
  }

  repaint() {
    const canvas = this.querySelector('canvas'),
      side = SIZE * TIMES;
    if (canvas.width !== side) canvas.width = canvas.height = side;
    const context = canvas.getContext('2d'),
      { color, backgroundColor } = getComputedStyle(canvas);
    paint(this.small, this.picture, 1.5);
    context.imageSmoothingEnabled = false;
    context.drawImage(this.small, 0, 0, side, side);
    context.lineWidth = 2;
    for (let i = 0; i < this.pixels.length; i++) {
      if (this.pixels[i] < 0) continue;
      const x = (i % SIZE) * TIMES,
        y = Math.floor(i / SIZE) * TIMES;
      context.globalAlpha = 0.88;
      context.fillStyle = backgroundColor;
      context.fillRect(x, y, TIMES, TIMES);
      context.globalAlpha = 1;
      context.strokeStyle = color;
      context.beginPath();
      context.moveTo(x, y + TIMES);
      context.lineTo(x + TIMES, y);
      context.stroke();
    }
  }
}

customElements.define('region-pad', RegionPad);
