/** Activations as pictures: numbers of a network's parts, each picture on a grey scale that is said beside it. */
import { png } from '../draw/picture.js';

/** The least and the greatest of some numbers. @param {ArrayLike<number>} values @returns {[number, number]} */
export function range(values) {
  let low = Infinity,
    high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return [low, high];
}

/** How wide the picture of a part's channel is: an embedding's numbers stand in rows of eight. @param {number[]} shape */
export const widthOf = shape => (shape.length === 3 ? shape[2] : shape[0] % 8 ? shape[0] : 8);

/**
 * Canvases as one contact sheet.
 *
 * @param {HTMLCanvasElement[]} canvases
 * @param {number} side of each, in pixels
 * @param {number} [columns]
 */
export function sheetPng(canvases, side = 96, columns = Math.ceil(Math.sqrt(canvases.length))) {
  const gap = 8,
    rows = Math.ceil(canvases.length / columns);
  const sheet = document.createElement('canvas');
  sheet.width = columns * (side + gap) + gap;
  sheet.height = rows * (side + gap) + gap;
  const context = sheet.getContext('2d');
  context.fillStyle = '#12100e';
  context.fillRect(0, 0, sheet.width, sheet.height);
  context.imageSmoothingEnabled = false;
  canvases.forEach((canvas, i) =>
    context.drawImage(canvas, gap + (i % columns) * (side + gap), gap + Math.floor(i / columns) * (side + gap), side, side),
  );
  return png(sheet);
}
