/** How values are spread: a bar for each bin, and the normal curve over them. */
import { html, svg } from 'lit';
import { fixed } from './format.js';

const WIDTH = 280,
  HEIGHT = 110;

/** Bars up to a share; one that is taller is cut, and tells its own. @param {{shares: number[], normal: number[], most: number,
 * label: string}} chart shares and normal in percent a bin */
export function histogram({ shares, normal, most, label }) {
  const bin = WIDTH / shares.length,
    height = share => HEIGHT * (1 - Math.min(1, share / most));
  const curve = normal.map((share, i) => `${i ? 'L' : 'M'}${((i + 0.5) * bin).toFixed(1)} ${height(share).toFixed(1)}`).join('');
  return html`<svg class="histogram" viewBox="0 -4 ${WIDTH} ${HEIGHT + 22}" role="img" aria-label=${label}>
    ${shares.map(
      (share, i) => svg`<rect class="bin" x=${i * bin + 0.75} width=${bin - 1.5} y=${height(share)} height=${HEIGHT - height(share)}/>`,
    )}
    <line class="axis" x1="0" x2=${WIDTH} y1=${HEIGHT} y2=${HEIGHT} />
    <path class="law" d=${curve} />
    ${[-3, -2, -1, 0, 1, 2, 3].map(
      value => svg`<text x=${(WIDTH * (value / 3.5 + 1)) / 2} y=${HEIGHT + 14} text-anchor="middle">${fixed(value, 0)}</text>`,
    )}
    ${shares.map((share, i) =>
      share > most
        ? svg`<path class="cut" d="M${i * bin - 2} 14l${bin + 4} -6v4l${-bin - 4} 6z"/><text class="share" x=${(i + 1) * bin + 5} y="9"
            >${fixed(share, 0)}%</text>`
        : '',
    )}
  </svg>`;
}
