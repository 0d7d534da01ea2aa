/** A drawing of 32 by 32 pixels, black and white: with a pointer, or with the arrow keys and the space bar. */
import { LitElement, html } from 'lit';
import { element } from '../base/find.js';
import { SIZE, paint } from './picture.js';

/** Pixels as text for an address: a bit each, row by row. @param {ArrayLike<number>} pixels */
export function encoded(pixels) {
  const bytes = new Uint8Array((SIZE * SIZE) / 8);
  for (let i = 0; i < pixels.length; i++) if (pixels[i] > 0) bytes[i >> 3] |= 128 >> (i & 7);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

/** @param {string} text @returns {Float32Array} an empty drawing where the text is none */
export function decoded(text) {
  const pixels = new Float32Array(SIZE * SIZE).fill(-1);
  try {
    const bytes = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    if (bytes.length * 8 === pixels.length) {
      for (let i = 0; i < pixels.length; i++) pixels[i] = (bytes.charCodeAt(i >> 3) >> (7 - (i & 7))) & 1 ? 1 : -1;
    }
  } catch {
    // What is no drawing is an empty one.
  }
  return pixels;
}

export class DrawPad extends LitElement {
  static properties = { drawing: {} };

  constructor() {
    super();
    this.drawing = '';
    this.row = this.column = SIZE / 2;
    this.cursor = false;
    this.label = 'Drawing: arrow keys move the brush, space paints, backspace erases';
    this.caption = 'yours: draw here';
    /** What the stroke that is being made paints: 1, or -1 where it erases. */
    this.ink = 1;
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (changed.has('drawing') && this.drawing !== this.sent) this.pixels = decoded(this.drawing);
  }

  render() {
    return html`<figure class="print">
      <span class="frame"
        ><canvas
          class="pixels"
          tabindex="0"
          role="img"
          aria-label=${this.label}
          @pointerdown=${this.begin}
          @pointermove=${this.move}
          @pointerup=${this.end}
          @pointercancel=${this.end}
          @keydown=${this.key}
          @focus=${() => this.show(true)}
          @blur=${() => this.show(false)}
        ></canvas
        ><span class="spot" hidden></span
      ></span>
      <figcaption><span>${this.caption}</span><button type="button" class="quiet" @click=${this.clear}>Clear</button></figcaption>
    </figure>`;
  }

  updated() {
    this.repaint();
  }

  repaint() {
    paint(this.querySelector('canvas'), this.pixels, 1.25);
  }

  show(cursor) {
    const spot = element(this, '.spot');
    spot.hidden = !cursor;
    spot.style.left = `${(100 * this.column) / SIZE}%`;
    spot.style.top = `${(100 * this.row) / SIZE}%`;
  }

  /** What a stroke that begins there paints. @param {number} row @param {number} column */
  inked(row, column) {
    return 1;
  }

  dab(row, column, value, reach = 1) {
    for (let r = Math.max(0, row); r <= Math.min(SIZE - 1, row + reach); r++) {
      for (let c = Math.max(0, column); c <= Math.min(SIZE - 1, column + reach); c++) this.pixels[r * SIZE + c] = value;
    }
    this.repaint();
  }

  place(event) {
    const box = event.target.getBoundingClientRect();
    const at = share => Math.max(0, Math.min(SIZE - 1, Math.floor(share * SIZE)));
    return [at((event.clientY - box.top) / box.height), at((event.clientX - box.left) / box.width)];
  }

  begin(event) {
    event.preventDefault();
    event.target.setPointerCapture(event.pointerId);
    const [row, column] = this.place(event);
    this.last = [row, column];
    this.ink = this.inked(row, column);
    this.dab(row, column, this.ink);
  }

  move(event) {
    if (!this.last) return;
    const [row, column] = this.place(event),
      [fromRow, fromColumn] = this.last;
    const steps = Math.max(Math.abs(row - fromRow), Math.abs(column - fromColumn), 1);
    for (let i = 1; i <= steps; i++) {
      this.dab(Math.round(fromRow + ((row - fromRow) * i) / steps), Math.round(fromColumn + ((column - fromColumn) * i) / steps), this.ink);
    }
    this.last = [row, column];
  }

  end() {
    if (this.last) this.send();
    this.last = null;
  }

  key(event) {
    const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
    if (event.key in moves) {
      this.row = Math.max(0, Math.min(SIZE - 1, this.row + moves[event.key][0]));
      this.column = Math.max(0, Math.min(SIZE - 1, this.column + moves[event.key][1]));
      this.show(true);
    } else if (event.key === ' ' || event.key === 'Backspace') {
      this.dab(this.row, this.column, event.key === ' ' ? 1 : -1);
      this.send();
    } else {
      return;
    }
    event.preventDefault();
  }

  clear() {
    this.pixels.fill(-1);
    this.repaint();
    this.send();
  }

  send() {
    this.sent = encoded(this.pixels);
    this.dispatchEvent(new CustomEvent('drawn', { detail: this.sent, bubbles: true }));
  }
}

customElements.define('draw-pad', DrawPad);
