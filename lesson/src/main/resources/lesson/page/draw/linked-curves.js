/** Curves over t under one cursor: a range input lies over them, what is behind the cursor is lit. */
import { LitElement, html, svg } from 'lit';
import { elements } from '../base/find.js';
import { WIDTH, place, rule } from './track.js';

const HEIGHT = 190;
let count = 0;

/**
 * @typedef {{label: string, values: (number | undefined)[], dash?: string}} Curve
 * @typedef {{low: number, high: number, ticks: [number, string][], zero?: number, of?: (value: number) => number}} Scale
 */
export class LinkedCurves extends LitElement {
  static properties = {
    curves: { attribute: false },
    scale: { attribute: false },
    value: { type: Number },
    label: {},
    spoken: { attribute: false },
  };

  constructor() {
    super();
    /** @type {Curve[]} */
    this.curves = [];
    /** @type {Scale} */
    this.scale = { low: 0, high: 1, ticks: [] };
    /** @type {(at: number) => string} what the handle says */
    this.spoken = String;
    this.value = 0;
    this.label = 'Step t';
    this.clip = `lit-${++count}`;
  }

  createRenderRoot() {
    return this;
  }

  height(value) {
    const { low, high, of = one => one } = this.scale;
    return ((high - Math.max(low, Math.min(high, of(value)))) / (high - low)) * HEIGHT;
  }

  get last() {
    return this.curves[0].values.length - 1;
  }

  willUpdate(changed) {
    if (!changed.has('curves')) return;
    this.paths = this.curves.map(({ values }) => {
      let path = '';
      values.forEach((value, t) => {
        if (value !== undefined) path += `${path ? 'L' : 'M'}${((t / this.last) * WIDTH).toFixed(1)} ${this.height(value).toFixed(1)}`;
      });
      return path;
    });
  }

  render() {
    const { last, scale } = this;
    const times = last < 8 ? [0, last] : [0, 0.25, 0.5, 0.75, 1].map(share => Math.round(share * last));
    return html`<div class="track">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        <clipPath id=${this.clip}><rect class="lit" x="0" y="-10" height=${HEIGHT + 20}></rect></clipPath>
        ${scale.ticks.map(([at]) => rule(this.level(at), at === scale.zero))}
        ${this.paths.map(
          (path, i) => svg`
            <path class="ahead" d=${path} stroke-dasharray=${this.curves[i].dash ?? 'none'} vector-effect="non-scaling-stroke"/>
            <path class="behind" d=${path} stroke-dasharray=${this.curves[i].dash ?? 'none'} vector-effect="non-scaling-stroke"
              clip-path="url(#${this.clip})"/>`,
        )}
        <line class="here" y1="0" y2=${HEIGHT} vector-effect="non-scaling-stroke" />
      </svg>
      <input
        type="range"
        min="0"
        max=${last}
        step="1"
        .value=${String(this.value)}
        aria-label=${this.label}
        aria-valuetext=${this.spoken(this.value)}
        @input=${event => this.dispatchEvent(new CustomEvent('slide', { detail: Number(event.target.value), bubbles: true }))}
      />
      ${this.curves.map((curve, i) => html`<span class="handle ${i ? 'ring' : ''}"></span>`)}
      ${scale.ticks.map(([at, text]) => html`<span class="tick level" data-top=${this.level(at) / HEIGHT}>${text}</span>`)}
      ${times.map(
        (t, i) =>
          html`<span class="tick time ${t === 0 ? 'first' : t === last ? 'last' : i % 2 ? 'odd' : ''}" data-left=${t / last}
            >${t === 0 ? 't = 0' : t}</span
          >`,
      )}
    </div>`;
  }

  /** Where a tick lies, which is in the scale's own measure. */
  level(at) {
    return ((this.scale.high - at) / (this.scale.high - this.scale.low)) * HEIGHT;
  }

  updated() {
    const share = this.value / this.last;
    this.querySelector('.lit').setAttribute('width', String(share * WIDTH));
    const here = this.querySelector('.here');
    here.setAttribute('x1', String(share * WIDTH));
    here.setAttribute('x2', String(share * WIDTH));
    elements(this, '.handle').forEach((handle, i) => {
      const value = this.curves[i].values[this.value];
      handle.hidden = value === undefined;
      if (value === undefined) return;
      handle.style.left = `${100 * share}%`;
      handle.style.top = `${(100 * this.height(value)) / HEIGHT}%`;
    });
    place(this);
  }
}

customElements.define('linked-curves', LinkedCurves);
