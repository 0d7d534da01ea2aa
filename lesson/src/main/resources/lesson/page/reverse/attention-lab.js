/** Part 8: where the attention of the loaded network looks, from a pixel that the reader chooses. */
import { html } from 'lit';
import { canvases, element, elements } from '../base/find.js';
import { ask, floats, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { SIZE, paint, paintNumbers } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, kindName, percent } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { sheetPng } from './activations.js';
import { networkFor, titlesOf } from './unet-shape.js';
import { Looking } from './looking.js';

const REACH = 1.5;
/** How much of a frame's brightness the picture below has; the weights have the rest. */
const BELOW = 0.28;

export class AttentionLab extends Lab {
  constructor() {
    super();
    this.looking = new Looking(this, { prefix: 'map-', ask: picture => this.look(picture) });
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const net = await networkFor(this);
      this.looking.snr = net.snr;
      this.titles = titlesOf(net.parts);
      this.layers = net.parts.filter(part => part.heads);
      if (!this.layers.length) throw new Error('The network that is loaded has no attention.');
      const middle = this.layers.find(part => part.name.startsWith('mid_block')) ?? this.layers[0];
      this.state ??= new UrlState({
        'map-t': { value: 300, least: 1, most: net.snr.length - 1 },
        'map-of': { value: 'ring', choices: this.about.patterns },
        'map-item': SEED,
        'map-noise': SEED,
        'map-layer': { value: middle.name, choices: this.layers.map(part => part.name) },
        'map-row': { value: Math.floor(middle.shape[1] / 4), least: 0 },
        'map-column': { value: Math.floor(middle.shape[2] / 2), least: 0 },
      });
      await this.looking.look();
    });
  }

  get seen() {
    return this.looking.seen;
  }

  get stands() {
    return this.seen !== null;
  }

  async look(picture) {
    const layer = this.state.now['map-layer'];
    const answer = await ask('/api/network/attention', picture);
    const { weights, ...part } = answer.parts.find(one => one.name === layer);
    return { t: answer.t, snr: answer.snr, of: picture.pattern, x: values(answer.x), ...part, weights: floats(weights) };
  }

  /** The pixel that asks, in the grid of the layer. */
  get chosen() {
    const { height, width } = this.seen,
      now = this.state.now;
    return { row: Math.min(height - 1, now['map-row']), column: Math.min(width - 1, now['map-column']) };
  }

  choose(row, column) {
    const { height, width } = this.seen;
    this.state.set({ 'map-row': Math.max(0, Math.min(height - 1, row)), 'map-column': Math.max(0, Math.min(width - 1, column)) });
    this.say(
      `Row ${this.chosen.row + 1}, column ${this.chosen.column + 1}. ${this.maps()
        .map((map, head) => this.strongest(map, head))
        .join(' ')}`,
    );
    this.requestUpdate();
  }

  press(event) {
    const box = event.currentTarget.getBoundingClientRect(),
      { height, width } = this.seen;
    this.choose(
      Math.floor(((event.clientY - box.top) / box.height) * height),
      Math.floor(((event.clientX - box.left) / box.width) * width),
    );
  }

  key(event) {
    const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    this.choose(this.chosen.row + move[0], this.chosen.column + move[1]);
  }

  /** What each head takes from each pixel, for the pixel that asks. */
  maps() {
    const { heads, height, width, weights } = this.seen,
      size = height * width,
      at = this.chosen.row * width + this.chosen.column;
    return Array.from({ length: heads }, (_, head) => weights.subarray((head * size + at) * size, (head * size + at + 1) * size));
  }

  /** Where a map is greatest. @param {Float32Array} map */
  peak(map) {
    const at = map.indexOf(Math.max(...map));
    return { row: Math.floor(at / this.seen.width), column: at % this.seen.width, weight: map[at] };
  }

  strongest(map, head) {
    const { row, column, weight } = this.peak(map);
    return `Head ${head + 1} takes most, ${percent(weight)}%, from row ${row + 1}, column ${column + 1}.`;
  }

  shows() {
    const { seen } = this,
      now = this.state.now,
      { row, column } = this.chosen;
    const cell = SIZE / seen.width;
    return html`<section class="lab attention" aria-label="Attention map">
      <div class="looking">
        <figure class="print">
          <span class="frame choosable" @pointerdown=${this.press}
            ><canvas
              class="pixels"
              data-own
              tabindex="0"
              role="img"
              @keydown=${this.key}
              aria-label="Noisy ${kindName(seen.of)}, t = ${seen.t}. The pixel that asks is row ${row + 1}, column ${column +
              1} of ${seen.height} by ${seen.width}; the arrow keys move it"
            ></canvas
            ><span class="grid" aria-hidden="true"></span><span class="spot"></span
          ></span>
          <figcaption>
            <span>the noisy picture; choose who asks</span><span class="num">row ${row + 1}, column ${column + 1}</span>
          </figcaption>
        </figure>
        <div class="heads">
          ${this.maps().map((map, head) => {
            const peak = this.peak(map);
            return html`<figure class="print">
              <span class="frame"
                ><canvas class="pixels" data-head=${head} role="img" aria-label=${this.strongest(map, head)}></canvas
                ><span class="spot"></span
              ></span>
              <figcaption><span>head ${head + 1}</span><span class="num">white: ${percent(peak.weight)}%</span></figcaption>
            </figure>`;
          })}
        </div>
      </div>
      <p class="scale">
        Each head on a scale of its own: dark, it takes nothing from there; white, the most that it takes from any. The noisy picture shines
        through. A head that looked at all alike would take ${percent(1 / (seen.height * seen.width))}% from each of the
        ${seen.height * seen.width} pixels. Choose one on the shape and one beside it: a head takes from elsewhere for each, however far
        away, where a convolution takes from neighbours
        alone.${cell > 1 ? ` Here a pixel stands for ${cell} × ${cell} of the picture's.` : ''}
      </p>
      ${this.looking.slider('t of the noisy picture, told to the network')}
      <div class="read">
        ${this.looking.level()}
        <div><span class="label">heads</span><span class="value">${seen.heads}</span></div>
        <div><span class="label">pixels</span><span class="value">${seen.height} × ${seen.width}</span></div>
      </div>
      <div class="origin">
        ${badge('learned', learnedBy(this.about.learned))}<span class="num"
          >${this.titles.get(seen.name)} (in its file ${seen.name}); noise seed ${now['map-noise']}; told its kind</span
        >
      </div>
      <div class="tools">
        ${this.looking.pictureChoice(this.about.patterns)}
        ${this.layers.length > 1
          ? choice(
              'Layer',
              this.layers.map(part => part.name),
              now['map-layer'],
              layer => this.looking.change({ 'map-layer': layer }),
              name => this.titles.get(name),
            )
          : ''}
        ${this.looking.otherNoise()}
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
    </section>`;
  }

  depict() {
    const { height, width, x } = this.seen,
      { row, column } = this.chosen;
    paint(this.querySelector('[data-own]'), x, REACH);
    const maps = this.maps();
    for (const canvas of canvases(this, '[data-head]')) {
      const map = maps[canvas.dataset.head],
        most = this.peak(map).weight;
      const light = Float32Array.from(x, (pixel, i) => {
        const at = Math.floor((Math.floor(i / SIZE) * height) / SIZE) * width + Math.floor(((i % SIZE) * width) / SIZE);
        return BELOW * Math.max(0, Math.min(1, pixel / REACH / 2 + 0.5)) + ((1 - BELOW) * map[at]) / most;
      });
      paintNumbers(canvas, light, SIZE, [0, 1]);
    }
    for (const spot of elements(this, '.spot')) {
      spot.style.left = `${(100 * column) / width}%`;
      spot.style.top = `${(100 * row) / height}%`;
      spot.style.width = `${100 / width}%`;
      spot.style.height = `${100 / height}%`;
    }
    element(this, '.grid').style.backgroundSize = `${100 / width}% ${100 / height}%`;
  }

  shared() {
    const { seen, chosen } = this;
    const rows = () =>
      this.maps().flatMap((map, head) =>
        [...map].map((weight, at) => ({
          t: seen.t,
          from_row: chosen.row + 1,
          from_column: chosen.column + 1,
          head: head + 1,
          row: Math.floor(at / seen.width) + 1,
          column: (at % seen.width) + 1,
          weight,
        })),
      );
    return {
      name: 'darkroom-attention',
      link: () => this.state.link(),
      png: () => sheetPng(canvases(this, '.attention canvas'), 256, 1 + seen.heads),
      rows,
      data: () => ({
        settings: this.state.now,
        layer: seen.name,
        heads: seen.heads,
        height: seen.height,
        width: seen.width,
        snr_db: seen.snr,
        chosen,
        said: `${counted(seen.heads, 'head')}, each with a row of weights for each pixel that asks, row by row`,
        weights: [...seen.weights],
      }),
      reset: () => this.looking.reset(),
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('attention-lab', AttentionLab);
