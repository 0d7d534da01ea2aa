/** Coloured pictures on canvases. */

/**
 * Paints a picture as square as its canvas.
 *
 * @param {HTMLCanvasElement | null} canvas
 * @param {Uint8Array | null} pixels red, green and blue in turn
 */
export function paintColours(canvas, pixels) {
  if (!canvas) return;
  canvas.classList.toggle('blank', !pixels);
  if (!pixels) return;
  const side = Math.round(Math.sqrt(pixels.length / 3));
  if (canvas.width !== side) canvas.width = canvas.height = side;
  const context = canvas.getContext('2d'),
    image = context.createImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    image.data.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** What lies in the dark keeps this share of its light. */
const DARK = 0.12;

/**
 * A picture lit where a map is high: as bright as it is at the map's largest number, and nearly dark at its smallest.
 *
 * @param {Uint8Array} pixels red, green and blue in turn, of a square
 * @param {Float32Array} map of a smaller square
 * @param {number} side of the map
 */
export function light(pixels, map, side) {
  const width = Math.round(Math.sqrt(pixels.length / 3)),
    least = Math.min(...map),
    range = Math.max(...map) - least || 1;
  return pixels.map((value, i) => {
    const at = Math.floor(i / 3),
      share = (between(map, side, at % width, Math.floor(at / width), width) - least) / range;
    return value * (DARK + (1 - DARK) * share);
  });
}

/** The number of a map at the middle of a pixel of a larger square, between its own four nearest. */
function between(map, side, column, row, width) {
  const place = one => Math.min(side - 1, Math.max(0, ((one + 0.5) * side) / width - 0.5)),
    x = place(column),
    y = place(row),
    [left, top] = [Math.floor(x), Math.floor(y)],
    [right, bottom] = [Math.min(side - 1, left + 1), Math.min(side - 1, top + 1)],
    across = line => map[line * side + left] * (1 - x + left) + map[line * side + right] * (x - left);
  return across(top) * (1 - y + top) + across(bottom) * (y - top);
}
