/** The lines of the U: the way through the parts, and the skips across, each with its number. */
import { skipNumber } from './unet-shape.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {HTMLElement} u
 * @param {{parts: import('./unet-shape.js').Part[], skips: import('./unet-shape.js').Skip[]}} net
 * @param {string} chosen
 * @param {string} cut the part whose skip the question below cuts
 */
export function drawLinks(u, net, chosen, cut) {
  const svg = u.querySelector('.links'),
    frame = u.getBoundingClientRect();
  if (getComputedStyle(svg).display === 'none') return;
  svg.setAttribute('viewBox', `0 0 ${frame.width} ${frame.height}`);
  const box = node => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    return {
      left: left - frame.left,
      right: right - frame.left,
      top: top - frame.top,
      bottom: bottom - frame.top,
      x: (left + right) / 2 - frame.left,
      y: (top + bottom) / 2 - frame.top,
    };
  };
  const part = name => u.querySelector(`.node[data-part="${name}"]`);
  const way = net.parts.filter(one => one.shape.length === 3).map(one => part(one.name));
  way.unshift(u.querySelector('[data-own=x]'));
  way.push(u.querySelector('[data-own=x0]'));
  const lines = [];
  for (let i = 1; i < way.length; i++) lines.push(line(step(box(way[i - 1]), box(way[i])), 'way'));
  for (const skip of net.skips) {
    const { from, into } = skip;
    const source = box(part(from)),
      target = box(part(into));
    const here = from === chosen || into === chosen;
    lines.push(line(`M${source.right + 4} ${source.y}L${target.left - 9} ${target.y}`, here ? 'across here' : 'across'));
    lines.push(
      line(
        `M${target.left - 10} ${target.y - 4}L${target.left - 3} ${target.y}L${target.left - 10} ${target.y + 4}`,
        here ? 'tip here' : 'tip',
      ),
    );
    const x = (source.right + target.left) / 2,
      y = (source.y + target.y) / 2;
    lines.push(text(x, y - (into === cut ? 12 : 6), `skip ${skipNumber(net.skips, skip)}`));
    if (into === cut) lines.push(line(`M${x - 7} ${y - 7}L${x + 7} ${y + 7}M${x - 7} ${y + 7}L${x + 7} ${y - 7}`, 'cut'));
  }
  svg.replaceChildren(...lines);
}

/** From one box to the next, side to side in a row, else up or down. */
function step(a, b) {
  if (Math.abs(a.y - b.y) < 12) return a.x < b.x ? `M${a.right} ${a.y}L${b.left} ${b.y}` : `M${a.left} ${a.y}L${b.right} ${b.y}`;
  const down = a.y < b.y,
    start = down ? a.bottom : a.top,
    end = down ? b.top : b.bottom,
    half = (start + end) / 2;
  return `M${a.x} ${start}C${a.x} ${half} ${b.x} ${half} ${b.x} ${end}`;
}

function text(x, y, words) {
  const one = document.createElementNS(SVG, 'text');
  one.setAttribute('x', x);
  one.setAttribute('y', y);
  one.textContent = words;
  return one;
}

function line(path, name) {
  const one = document.createElementNS(SVG, 'path');
  one.setAttribute('d', path);
  one.setAttribute('class', name);
  return one;
}
