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
