/** Small pictures on one canvas, and which of them a classifier knows. */
import { png } from './picture.js';

const GAP = 1;

/**
 * @param {HTMLCanvasElement | null} canvas
 * @param {ArrayLike<number> | null} pixels one picture after the other
 * @param {number} size of a picture
 * @param {number} columns
 */
export function paintSheet(canvas, pixels, size, columns) {
  if (!canvas || !pixels) return;
  const count = pixels.length / (size * size),
    cell = size + GAP;
  const width = columns * cell - GAP,
    height = Math.ceil(count / columns) * cell - GAP;
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d'),
    image = context.createImageData(width, height);
  for (let i = 0; i < pixels.length; i++) {
    const picture = Math.floor(i / (size * size)),
      y = Math.floor(i / size) % size,
      x = i % size;
    const at = 4 * ((Math.floor(picture / columns) * cell + y) * width + (picture % columns) * cell + x);
    const grey = Math.max(0, Math.min(255, (pixels[i] / 2 + 0.5) * 255));
    image.data[at] = grey;
    image.data[at + 1] = grey * 0.985;
    image.data[at + 2] = grey * 0.96;
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/**
 * Several canvases in rows of so many, as one PNG.
 *
 * @param {HTMLCanvasElement[]} canvases
 * @param {number} columns
 * @param {number} times
 * @returns {Promise<Blob>}
 */
export function asSheet(canvases, columns, times) {
  const gap = 12,
    width = Math.max(1, ...canvases.map(one => one.width)) * times,
    height = Math.max(1, ...canvases.map(one => one.height)) * times;
  const all = document.createElement('canvas');
  all.width = Math.min(columns, canvases.length) * (width + gap) - gap;
  all.height = Math.ceil(canvases.length / columns) * (height + gap) - gap;
  const context = all.getContext('2d');
  context.imageSmoothingEnabled = false;
  canvases.forEach((one, i) =>
    context.drawImage(one, (i % columns) * (width + gap), Math.floor(i / columns) * (height + gap), one.width * times, one.height * times),
  );
  return png(all);
}
