/** Pictures on canvases: one grey scale, warm as paper, pixels left sharp. */
import { reducedMotion } from './play.js';

export const SIZE = 32;

/**
 * A square picture.
 *
 * @param {HTMLCanvasElement | null} canvas
 * @param {ArrayLike<number> | null} pixels
 * @param {number} reach black is -reach, white +reach
 */
export function paint(canvas, pixels, reach) {
  if (!canvas) return;
  const size = pixels ? Math.sqrt(pixels.length) : SIZE;
  // Where a canvas was painted before, Chromium shows black for what was only cleared.
  if (canvas.width !== size || !pixels) canvas.width = canvas.height = size;
  canvas.classList.toggle('blank', !pixels);
  if (!pixels) return;
  const context = canvas.getContext('2d');
  const image = context.createImageData(size, size);
  for (let i = 0; i < pixels.length; i++) {
    const grey = Math.max(0, Math.min(255, (pixels[i] / reach / 2 + 0.5) * 255));
    image.data[4 * i] = grey;
    image.data[4 * i + 1] = grey * 0.985;
    image.data[4 * i + 2] = grey * 0.96;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** So many milliseconds a picture takes to develop. */
const DEVELOPING = 700;
/** @type {WeakMap<HTMLCanvasElement, ArrayLike<number> | null>} what a canvas shows, or will */
const developed = new WeakMap();

/**
 * As {@link paint}; where nothing was shown, the picture comes out of its noise.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number> | null} pixels
 * @param {number} reach
 * @param {ArrayLike<number> | null} noise
 */
export function develop(canvas, pixels, reach, noise) {
  const before = developed.get(canvas) ?? null;
  if (pixels && pixels === before) return;
  developed.set(canvas, pixels);
  if (before || !pixels || !noise || reducedMotion.matches) {
    delete canvas.dataset.developing;
    paint(canvas, pixels, reach);
    return;
  }
  const start = performance.now();
  canvas.dataset.developing = '';
  const frame = () => {
    if (developed.get(canvas) !== pixels) return;
    const share = Math.min(1, (performance.now() - start) / DEVELOPING),
      left = Math.sqrt(1 - share * share);
    paint(
      canvas,
      Float32Array.from(pixels, (value, i) => share * value + left * noise[i]),
      reach,
    );
    if (share < 1) requestAnimationFrame(frame);
    else delete canvas.dataset.developing;
  };
  frame();
}

/**
 * Numbers as a picture, warm as paper.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ArrayLike<number>} values row by row
 * @param {number} width
 * @param {[number, number]} scale black and white
 */
export function paintNumbers(canvas, values, width, [low, high]) {
  const height = values.length / width;
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext('2d'),
    image = context.createImageData(width, height);
  for (let i = 0; i < values.length; i++) {
    const grey = high > low ? Math.max(0, Math.min(255, (255 * (values[i] - low)) / (high - low))) : 128;
    image.data.set([grey, grey * 0.985, grey * 0.96, 255], 4 * i);
  }
  context.putImageData(image, 0, 0);
}

/** @type {WeakMap<HTMLCanvasElement, unknown>} */
const shown = new WeakMap();

/** Paints a canvas unless it shows this already. @param {HTMLCanvasElement} canvas @param {unknown} what @param {() => void} body */
export function paintOnce(canvas, what, body) {
  if (shown.get(canvas) === what) return;
  shown.set(canvas, what);
  body();
}

/**
 * A point set as a print: dark ground, light points.
 *
 * @param {HTMLCanvasElement | null} canvas
 * @param {ArrayLike<number>} points x and y in turn
 * @param {number} reach
 * @param {number} chosen
 */
export function scatter(canvas, points, reach, chosen) {
  if (!canvas) return;
  const side = 640;
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext('2d');
  context.fillStyle = '#0c0a09';
  context.fillRect(0, 0, side, side);
  context.strokeStyle = '#4a423b';
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(side / 2, 0);
  context.lineTo(side / 2, side);
  context.moveTo(0, side / 2);
  context.lineTo(side, side / 2);
  context.stroke();
  const place = (value, sign) => ((sign * value) / reach / 2 + 0.5) * side;
  context.fillStyle = '#f3ede5';
  context.globalAlpha = 0.85;
  for (let i = 0; i < points.length; i += 2) {
    context.beginPath();
    context.arc(place(points[i], 1), place(points[i + 1], -1), 4.5, 0, 7);
    context.fill();
  }
  context.globalAlpha = 1;
  if (chosen >= 0) {
    context.strokeStyle = '#ff6f4d';
    context.lineWidth = 5;
    context.beginPath();
    context.arc(place(points[2 * chosen], 1), place(points[2 * chosen + 1], -1), 13, 0, 7);
    context.stroke();
  }
}

/** A canvas as a PNG. @param {HTMLCanvasElement} canvas @returns {Promise<Blob>} */
export const png = canvas => new Promise(resolve => canvas.toBlob(resolve, 'image/png'));

/** Several canvases side by side as one PNG. @param {HTMLCanvasElement[]} canvases @param {number} [side] @returns {Promise<Blob>} */
export function asPng(canvases, side = 320) {
  const gap = 16;
  const sheet = document.createElement('canvas');
  sheet.width = canvases.length * (side + gap) - gap;
  sheet.height = side;
  const context = sheet.getContext('2d');
  context.imageSmoothingEnabled = false;
  canvases.forEach((canvas, i) => context.drawImage(canvas, i * (side + gap), 0, side, side));
  return png(sheet);
}

/**
 * Several pictures as a contact sheet, one of them marked.
 *
 * @param {HTMLCanvasElement | null} canvas
 * @param {ArrayLike<number>[]} pictures
 * @param {number} reach
 * @param {number} marked
 */
export function sheet(canvas, pictures, reach, marked = -1) {
  if (!canvas) return;
  if (pictures.length === 1) {
    paint(canvas, pictures[0], reach);
    return;
  }
  const shown = pictures.length > 25 ? pictures.filter((_, i) => i % Math.ceil(pictures.length / 25) === 0).slice(0, 25) : pictures;
  const columns = Math.ceil(Math.sqrt(shown.length)),
    cell = 2 * SIZE + 4;
  canvas.width = canvas.height = columns * cell - 4;
  const context = canvas.getContext('2d');
  context.imageSmoothingEnabled = false;
  const one = document.createElement('canvas');
  shown.forEach((pixels, i) => {
    const x = (i % columns) * cell,
      y = Math.floor(i / columns) * cell;
    paint(one, pixels, reach);
    context.drawImage(one, x, y, 2 * SIZE, 2 * SIZE);
    if (i === marked && shown === pictures) {
      context.strokeStyle = '#ff6f4d';
      context.lineWidth = 4;
      context.strokeRect(x + 1, y + 1, 2 * SIZE - 2, 2 * SIZE - 2);
    }
  });
}
