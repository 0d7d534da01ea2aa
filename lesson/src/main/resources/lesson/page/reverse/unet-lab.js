/** Part 4: the network that is loaded, drawn as a U, with what its parts make of a noisy picture. */
import { html } from 'lit';
import { canvases, element, elements } from '../base/find.js';
import { ask, floats, values } from '../base/api.js';
import { Lab } from '../base/lab.js';
import { SEED, UrlState } from '../base/state.js';
import { buttons } from '../draw/controls.js';
import { paint, paintNumbers, paintOnce } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { counted, fixed } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { range, sheetPng, widthOf } from './activations.js';
import { kindOf, networkFor, shapeOf, shapeText, skipNumber, titlesOf } from './unet-shape.js';
import { drawLinks } from './unet-links.js';
import { Looking } from './looking.js';

/** @typedef {import('./damage-lab.js').DamageLab} DamageLab */

const REACH = 1.5;

const TOLD = { kind: 'Told its kind', nothing: 'Told nothing' };
const GREYS = { own: 'Own scales', one: 'One scale' };

export class UNetLab extends Lab {
  constructor() {
    super();
    this.looking = new Looking(this, { prefix: 'net-', ask: picture => this.look(picture) });
    this.net = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.watch = new ResizeObserver(() => this.link());
    this.listen('cutchange', () => this.requestUpdate());
    this.attempt(async () => {
      const net = await networkFor(this);
      this.net = net;
      this.looking.snr = net.snr;
      this.shape = shapeOf(net);
      this.titles = titlesOf(net.parts);
      this.state ??= new UrlState({
        'net-t': { value: 400, least: 1, most: net.snr.length - 1 },
        'net-of': { value: 'ring', choices: this.about.patterns },
        'net-item': SEED,
        'net-noise': SEED,
        'net-told': { value: 'kind', choices: Object.keys(TOLD) },
        'net-part': {
          value: (this.shape.middle.find(part => part.heads) ?? net.parts.at(-1)).name,
          choices: net.parts.map(part => part.name),
        },
        'net-scale': { value: 'own', choices: Object.keys(GREYS) },
      });
      this.unfolded(() => this.requestUpdate());
      await this.looking.look();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watch.disconnect();
    this.watched = null;
  }

  get seen() {
    return this.looking.seen;
  }

  get stands() {
    return this.seen !== null;
  }

  async look(picture) {
    const { 'net-part': name, 'net-told': told } = this.state.now;
    const answer = await ask('/api/network/look', { ...picture, told, part: name });
    for (const one of Object.values(answer.parts)) one.x = floats(one.x);
    const part = this.partNamed(name),
      all = floats(answer.parts[name].all),
      size = part.shape.slice(1).reduce((a, b) => a * b, 1);
    const channels =
      part.shape.length === 1 ? [all] : Array.from({ length: part.shape[0] }, (_, i) => all.subarray(i * size, (i + 1) * size));
    return { ...answer, part, channels, x: values(answer.x), x0: values(answer.x0), of: picture.pattern, told };
  }

  /** Into which part the skip leads that the question below cuts; none where nothing is asked. */
  get cut() {
    return /** @type {DamageLab | null} */ (document.querySelector('damage-lab'))?.cut ?? '';
  }

  /** @param {import('./unet-shape.js').Skip} skip */
  skipTitle(skip) {
    return `skip ${skipNumber(this.net.skips, skip)}`;
  }

  /** @param {string} name */
  partNamed(name) {
    return this.net.parts.find(part => part.name === name);
  }

  /** @param {string} scale */
  showIn(scale) {
    this.state.set({ 'net-scale': scale });
    this.requestUpdate();
  }

  /** Opens a part's contact sheet; where it lies below, goes there. @param {string} name */
  async open(name) {
    await this.looking.change({ 'net-part': name });
    await this.updateComplete;
    const { part, channels } = this.seen;
    this.say(
      part.shape.length === 1
        ? `${this.titles.get(name)}: ${counted(part.shape[0], 'number')}.`
        : `${this.titles.get(name)}: ${counted(channels.length, 'channel')} of ${part.shape[1]} by ${part.shape[2]}.`,
    );
    const sheet = element(this, '.contact');
    if (sheet.offsetTop > element(this, '.u').offsetTop + 100) {
      const heading = element(sheet, 'h3');
      heading.focus({ preventScroll: true });
      heading.scrollIntoView({ block: 'start' });
    }
  }

  /** Goes to a part in the drawing. @param {string} name */
  show(name) {
    const node = element(this, `.node[data-part="${name}"]`);
    node.scrollIntoView({ block: 'center' });
    node.focus();
  }

  shows() {
    const { net } = this,
      now = this.state.now;
    return html`<section class="lab unet" aria-label="The network">
      <div class="anatomy">${this.drawing()}${this.contact()}</div>
      ${this.looking.slider('t of the noisy picture, told to the network')}
      <div class="read">
        ${this.looking.level()}
        <div><span class="label">weights in all</span><span class="value">${this.about.learned.parameters.toLocaleString('en')}</span></div>
        <div><span class="label">skips</span><span class="value">${net.skips.length}</span></div>
      </div>
      <div class="origin">
        ${badge('learned', learnedBy(this.about.learned))}<span class="num"
          >noise seed ${now['net-noise']}; one pass, guidance off (W = 1)</span
        >
      </div>
      <div class="tools">
        ${this.looking.pictureChoice(this.about.patterns)}
        ${buttons(
          'What the network is told of the picture',
          Object.keys(TOLD),
          now['net-told'],
          told => this.looking.change({ 'net-told': told }),
          one => TOLD[one],
        )}
        ${this.looking.otherNoise()}
        <span class="spacer"></span>
        ${shareMenu(this.shared())}
      </div>
    </section>`;
  }

  drawing() {
    const { rows, middle, told, out } = this.shape,
      { seen, net } = this;
    const bottom = rows.length + 4;
    return html`<div class="u" role="group" aria-label="U-Net ${net.model}: a part opens its contact sheet">
      <svg class="links" aria-hidden="true"></svg>
      <div class="cell told" data-row="1">
        ${told.map(part => this.node(part))}
        <p class="hint">
          What the network is told besides the picture${told.length > 1 ? ', summed' : ''}; each residual block adds it. Dashed lines are
          skips.${this.cut ? html` <span class="crossed">A cross marks the one that the question below cuts.</span>` : ''}
        </p>
      </div>
      <figure class="cell down end" data-row="2" data-level="0">
        <canvas class="pixels" data-own="x" role="img" aria-label="Noisy picture, t = ${seen.t}"></canvas>
        <figcaption>noisy picture<small>${shapeText(net.sample)}</small></figcaption>
      </figure>
      <p class="cell down wing" data-row="3" data-level="0">Encoder</p>
      ${rows.map(
        ({ level, down, skip }, i) =>
          html`<div class="cell down" data-row=${i + 4} data-level=${level}>
            ${down.map(part => this.node(part))}${this.jump(skip, `to ${this.titles.get(skip.into)}`, skip.into)}
          </div>`,
      )}
      ${middle.length
        ? html`<div class="cell middle" data-row=${bottom}>
            <p class="wing">Bottleneck</p>
            ${middle.map(part => this.node(part))}
          </div>`
        : ''}
      <p class="cell up wing" data-row="3" data-level="0">Decoder</p>
      ${rows
        .map(
          ({ level, up, skip }, i) =>
            html`<div class="cell up" data-row=${i + 4} data-level=${level}>
              ${this.node(up[0])}${this.jump(skip, `from ${this.titles.get(skip.from)}`, skip.from)}${up
                .slice(1)
                .map(part => this.node(part))}
            </div>`,
        )
        .reverse()}
      <div class="cell up end" data-row="2" data-level="0">
        ${out.map(part => this.node(part))}
        <figure>
          <canvas class="pixels" data-own="x0" role="img" aria-label="Predicted clean picture"></canvas>
          <figcaption>predicted clean<small>from output and x</small></figcaption>
        </figure>
      </div>
    </div>`;
  }

  jump(skip, text, name) {
    return html`<button type="button" class="jump" @click=${() => this.show(name)}>
      ${this.skipTitle(skip)}, ${text}${skip.into === this.cut ? ' (cut below)' : ''}
    </button>`;
  }

  /** @param {import('./unet-shape.js').Part} part */
  node(part) {
    const skip = this.net.skips.find(one => one.from === part.name || one.into === part.name);
    const link = !skip
      ? ''
      : skip.from === part.name
        ? `, ${this.skipTitle(skip)} goes from here to ${this.titles.get(skip.into)}`
        : `, takes in ${this.skipTitle(skip)} from ${this.titles.get(skip.from)}`;
    const title = this.titles.get(part.name);
    const heads = part.heads ? `, ${counted(part.heads, 'head')}` : '';
    return html`<button
      type="button"
      class="node"
      data-part=${part.name}
      aria-pressed=${String(this.seen.part.name === part.name)}
      aria-label="${title}: ${part.shape.join(' by ')}, ${counted(part.parameters, 'weight')}${heads}${link}"
      @click=${() => this.open(part.name)}
    >
      <canvas class="pixels" data-thumb=${part.name} aria-hidden="true"></canvas>
      <span class="words"
        ><b>${title}${part.heads ? `, ${counted(part.heads, 'head')}` : ''}</b><span>${shapeText(part.shape)}</span
        ><span class="weights">${part.parameters.toLocaleString('en')} weights</span></span
      >
    </button>`;
  }

  contact() {
    const { part, channels } = this.seen,
      scale = this.state.now['net-scale'];
    const single = channels.length === 1;
    return html`<div class="contact">
      <h3 tabindex="-1">
        ${this.titles.get(part.name)} <small>in its file <code>${part.name}</code></small>
      </h3>
      <p>${this.words(part)}</p>
      ${single
        ? ''
        : buttons(
            'Grey scale of the channels',
            Object.keys(GREYS),
            scale,
            grey => this.showIn(grey),
            one => GREYS[one],
          )}
      <div class="channels ${single ? 'single' : ''}" role="group" aria-label="Contact sheet of ${this.titles.get(part.name)}">
        ${channels.map(
          (_, i) =>
            html`<figure>
              <canvas
                class="pixels"
                data-channel=${i}
                role="img"
                aria-label=${single ? this.titles.get(part.name) : `Channel ${i}`}
              ></canvas
              >${single ? '' : html`<figcaption>${i}</figcaption>`}
            </figure>`,
        )}
      </div>
      <p class="hint">${this.scaleText()}</p>
      <button type="button" class="btn back" @click=${() => this.show(part.name)}>Back to the drawing</button>
    </div>`;
  }

  words(part) {
    const size =
      part.shape.length === 1
        ? counted(part.shape[0], 'number')
        : `${counted(part.shape[0], 'channel')} of ${part.shape[1]} × ${part.shape[2]}`;
    const { mean, deviation } = this.seen.parts[part.name];
    return html`${WORDS[kindOf(part.name)] ?? ''} ${size}; ${counted(part.parameters, 'weight')}. Mean ${fixed(mean, 2)}, standard deviation
    ${fixed(deviation, 2)}.`;
  }

  scaleText() {
    const { channels, part } = this.seen;
    if (part.shape.length === 1) {
      const [low, high] = range(channels[0]);
      return `Its numbers in rows of ${widthOf(part.shape)}: black is ${fixed(low, 2)}, white ${fixed(high, 2)}.`;
    }
    if (channels.length > 1 && this.state.now['net-scale'] === 'own')
      return (
        'Each channel on a scale of its own: black is its least number, white its greatest. In the drawing: the channel that ' +
        'varies most, on its own scale.'
      );
    const [low, high] = this.common();
    return (
      `One scale for all: black is ${fixed(low, 2)}, white ${fixed(high, 2)}. In the drawing: the channel that varies most, ` +
      'on its own scale.'
    );
  }

  /** From the least to the greatest number of all channels. @returns {[number, number]} */
  common() {
    const ranges = this.seen.channels.map(range);
    return [Math.min(...ranges.map(([low]) => low)), Math.max(...ranges.map(([, high]) => high))];
  }

  depict() {
    const { part, channels, parts } = this.seen,
      own = this.state.now['net-scale'] === 'own',
      common = this.common();
    for (const canvas of canvases(this, '[data-own]')) paint(canvas, this.seen[canvas.dataset.own], REACH);
    for (const canvas of canvases(this, '[data-thumb]')) {
      const { x } = parts[canvas.dataset.thumb];
      paintOnce(canvas, x, () => paintNumbers(canvas, x, widthOf(this.partNamed(canvas.dataset.thumb).shape), range(x)));
    }
    for (const canvas of canvases(this, '[data-channel]')) {
      const x = channels[canvas.dataset.channel];
      paintNumbers(canvas, x, widthOf(part.shape), own ? range(x) : common);
    }
    for (const cell of elements(this, '.cell')) {
      cell.style.setProperty('--row', cell.dataset.row);
      cell.style.setProperty('--level', cell.dataset.level ?? '0');
    }
    element(this, '.channels').style.setProperty('--columns', String(Math.min(8, Math.ceil(Math.sqrt(channels.length)))));
    const u = element(this, '.u');
    if (this.watched !== u) {
      this.watch.disconnect();
      this.watch.observe(u);
      this.watched = u;
    }
    this.link();
  }

  /** Draws the lines again where the parts now stand. */
  link() {
    const u = element(this, '.u');
    if (u) drawLinks(u, this.net, this.seen.part.name, this.cut);
  }

  shared() {
    const { seen, net } = this;
    const rows = () =>
      net.parts.map(part => ({
        part: part.name,
        kind: kindOf(part.name),
        shape: part.shape.join('x'),
        weights: part.parameters,
        mean: seen.parts[part.name].mean,
        deviation: seen.parts[part.name].deviation,
      }));
    return {
      name: 'darkroom-network',
      link: () => this.state.link(),
      png: () => sheetPng(canvases(this, '[data-channel]')),
      rows,
      data: () => ({
        settings: this.state.now,
        model: net.model,
        t: seen.t,
        snr_db: seen.snr,
        parts: rows(),
        skips: net.skips,
        part: seen.part.name,
        channels: seen.channels.map(channel => [...channel]),
      }),
      reset: () => this.looking.reset(),
      say: sentence => this.say(sentence),
    };
  }
}

/** What a part does, in a sentence. */
const WORDS = {
  time: 'The timestep as sines and cosines, through two layers.',
  class: 'One learned row for each kind, and one for none.',
  attention: 'Each pixel gathers from all others, weighed by how well they match.',
  halve: 'A convolution that halves height and width.',
  double: 'Each pixel becomes four, then a convolution.',
  residual: 'Norm, SiLU, convolution, time and class added, norm, SiLU, convolution; the sum with what came in.',
  norm: 'The last norm.',
  'conv in': 'From the picture to channels.',
  'conv out': 'From channels to the network’s output.',
};

customElements.define('unet-lab', UNetLab);
