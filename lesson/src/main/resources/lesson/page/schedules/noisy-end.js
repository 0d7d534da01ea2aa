/** Where a schedule takes two uneven groups, held against N(0, 1), where sampling starts. */

const WIDTH = 360,
  HEIGHT = 240,
  FOOT = 34;
const REACH = 3.5,
  BINS = 35;
/** No lower than this is the top of the picture, as a density. */
const TOP = 0.45;

/** @param {number} x @param {number} mean @param {number} deviation */
const normal = (x, mean, deviation) => Math.exp((-1 / 2) * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

/**
 * @param {HTMLCanvasElement | null} canvas
 * @param {number} amplitude how much of the signal's is left
 */
export function paintEnd(canvas, amplitude) {
  if (!canvas) return;
  const deviation = Math.max(0.05, Math.sqrt(1 - amplitude ** 2)),
    ends = x => 0.2 * normal(x, -amplitude, deviation) + 0.8 * normal(x, amplitude, deviation),
    starts = x => normal(x, 0, 1),
    xs = Array.from({ length: BINS }, (_, i) => REACH * ((2 * i + 1) / BINS - 1));
  const ground = HEIGHT - FOOT,
    most = Math.max(TOP, ...xs.map(ends)),
    rise = density => (density / most) * (ground - 8),
    across = WIDTH / BINS;
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  const context = canvas.getContext('2d');
  context.fillStyle = '#0c0a09';
  context.fillRect(0, 0, WIDTH, HEIGHT);
  context.fillStyle = '#f3ede5';
  xs.forEach((x, i) => context.fillRect(i * across + 1, ground - rise(ends(x)), across - 2, rise(ends(x))));
  context.fillStyle = '#bfb5aa';
  context.font = '20px Inter, sans-serif';
  context.textAlign = 'center';
  for (const [x, text] of /** @type {[number, string][]} */ ([
    [-1, '−1'],
    [1, '+1'],
  ]))
    context.fillText(text, ((x / REACH + 1) / 2) * WIDTH, HEIGHT - 10);
  context.lineWidth = 2;
  context.strokeStyle = '#7a6f65';
  context.strokeRect(0, ground, WIDTH, 0);
  context.strokeStyle = '#ff6f4d';
  context.lineWidth = 3;
  context.setLineDash([8, 6]);
  context.beginPath();
  xs.forEach((x, i) => context.lineTo((i + 0.5) * across, ground - rise(starts(x))));
  context.stroke();
}
