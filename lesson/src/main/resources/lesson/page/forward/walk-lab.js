/** Go deeper: walking to t against jumping there. */
import { html } from 'lit';
import { canvases, element } from '../base/find.js';
import { ask, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { OWN, patternFor } from '../base/own.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { draw, legend } from '../draw/chart.js';
import { counted, fixed } from '../draw/format.js';
import { shareMenu } from '../base/share.js';

const SERIES = [
  { label: 'walked', token: '--ink', stepped: true },
  { label: 'jumped, other noise', token: '--noise', dash: [6, 4], stepped: true },
  { label: 'N(0, 1), 200,000 draws', token: '--edge', width: 1.5 },
];
const TIMES = [50, 200, 400, 600, 800, 1000];

export class WalkLab extends Lab {
  static properties = { ...Lab.properties, answer: { state: true } };

  constructor() {
    super();
    this.state = new UrlState({ walk: { value: 400, least: 1, most: TIMES.at(-1) }, walkNoise: SEED });
    this.answer = null;
    const query = new URLSearchParams(location.search);
    this.chosen = { pattern: patternFor(query.get('pattern') ?? OWN), picture: query.get('picture') ?? 1 };
    this.follow = event => {
      this.chosen = event.detail;
      if (this.answer) this.walk();
    };
    this.redraw = () => {
      this.drawn = null;
      this.requestUpdate();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    this.listen('picturechange', this.follow);
    for (const event of ['themechange', 'resize']) this.listen(event, this.redraw);
    this.unfolded(() => (this.answer ? this.redraw() : this.walk()));
  }

  walk() {
    const { walk, walkNoise } = this.state.now;
    return this.attempt(async () => {
      this.answer = await ask('/api/walk', { pattern: this.chosen.pattern, picture: this.chosen.picture, t: walk, noise: walkNoise });
      this.say(`Walked ${counted(walk, 'step')} and jumped once.`);
    });
  }

  change(changes) {
    this.state.set(changes);
    this.requestUpdate();
    return this.walk();
  }

  render() {
    const { answer } = this;
    if (!answer) return this.told();
    const milliseconds = seconds => `${fixed(1000 * seconds, seconds < 0.001 ? 3 : 1)} ms`;
    return html`<section class="lab" aria-label="Walking against jumping">
        <div class="trio">
          <figure class="print">
            <canvas class="pixels" id="walked" role="img" aria-label="Walked to step ${answer.t}"></canvas>
            <figcaption>
              <b>walked</b><span>${counted(answer.walk.operations, 'operation')}, ${milliseconds(answer.walk.seconds)}</span>
            </figcaption>
          </figure>
          <figure class="print">
            <canvas class="pixels" id="same" role="img" aria-label="Jumped to step ${answer.t} with the walk's noise"></canvas>
            <figcaption>
              <b>jumped, the walk's noise added up</b><span>1 operation; off by ${fixed(answer.same.distance, 6)}</span>
            </figcaption>
          </figure>
          <figure class="print">
            <canvas class="pixels" id="fresh" role="img" aria-label="Jumped to step ${answer.t} with other noise"></canvas>
            <figcaption>
              <b>jumped, other noise</b
              ><span>1 operation, ${milliseconds(answer.fresh.seconds)}; off by ${fixed(answer.fresh.distance, 2)}</span>
            </figcaption>
          </figure>
        </div>
        <p class="scale">
          Black is −1.5 and below, white +1.5 and above. “Off” is the root mean square difference from the walked picture.
        </p>
        <div
          class="plot"
          role="img"
          aria-label=${`Histograms of pixel values at step ${answer.t}: walked and jumped agree, ` +
          'and near the end of the schedule both follow the normal curve'}
        ></div>
        ${legend(SERIES)}
        <div class="tools">
          ${buttons('Step t', TIMES, this.state.now.walk, t => this.change({ walk: t }), String, { many: true })}
          <button type="button" class="btn" @click=${() => this.change({ walkNoise: freshSeed() })}>Walk again with fresh noise</button>
          <span class="spacer"></span>
          ${shareMenu(this.shared())}
        </div>
      </section>
      ${this.told()}`;
  }

  updated() {
    const { answer } = this;
    if (!answer || this.drawn === answer || !element(this, '.plot').clientWidth) return;
    this.drawn = answer;
    for (const one of ['walk', 'same', 'fresh'])
      paint(this.querySelector(`#${one === 'walk' ? 'walked' : one}`), values(answer[one].x), 1.5);
    const { middles, walk, fresh, normal } = answer.histogram;
    draw(this.querySelector('.plot'), {
      x: 'pixel value',
      y: 'share, %',
      height: 220,
      data: [middles, walk, fresh, normal],
      series: SERIES,
    });
  }

  shared() {
    const { t, histogram, ...ways } = this.answer;
    return {
      name: 'darkroom-walk',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas.pixels')),
      rows: () =>
        histogram.middles.map((value, i) => ({
          pixel_value: value,
          walked_percent: histogram.walk[i],
          jumped_percent: histogram.fresh[i],
          normal_percent: histogram.normal[i],
        })),
      data: () => ({
        settings: { pattern: this.chosen.pattern, picture: this.chosen.picture, ...this.state.now },
        t,
        ...Object.fromEntries(
          Object.entries({ walked: ways.walk, jumped_with_its_noise: ways.same, jumped_with_other_noise: ways.fresh }).map(
            ([name, way]) => [name, { ...way, x: [...values(way.x)] }],
          ),
        ),
        histogram,
      }),
      reset: () => {
        this.state.reset();
        this.walk();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('walk-lab', WalkLab);
