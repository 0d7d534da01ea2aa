/** A slider that is the signal-to-noise curve: a range input lies over it, what is behind its handle is lit. */
import { LitElement, html } from 'lit';
import { element } from '../base/find.js';
import { decibels, spokenLevel } from './format.js';
import { WIDTH, place, rule } from './track.js';

const HEIGHT = 190;
/** Decibels beyond the reach are drawn at it; the room leaves the handle a margin. */
const REACH = 43,
  ROOM = 50;
const GRID = [20, 0, -20];
let sliders = 0;
const height = snr => HEIGHT / 2 - Math.max(-REACH, Math.min(REACH, snr ?? REACH)) * (HEIGHT / 2 / ROOM);

export class CurveSlider extends LitElement {
  static properties = {
    snr: { attribute: false },
    value: { type: Number },
    label: {},
    /** What stands at the two ends: the short word, and what follows where there is room. */
    ends: { attribute: false },
    /** What the handle says. */
    spoken: { attribute: false },
  };

  constructor() {
    super();
    /** @type {(number | null)[]} */
    this.snr = [];
    this.value = 0;
    this.lit = `behind-${++sliders}`;
    this.label = 'Step t';
    /** @type {[string, string][]} */
    this.ends = [
      ['t = 0', ', clean'],
      ['', ', pure noise'],
    ];
    this.spoken = spokenLevel;
  }

  createRenderRoot() {
    return this;
  }

  willUpdate(changed) {
    if (!changed.has('snr')) return;
    const last = this.snr.length - 1;
    this.path = this.snr.map((snr, t) => `${t ? 'L' : 'M'}${((t / last) * WIDTH).toFixed(1)} ${height(snr).toFixed(1)}`).join('');
  }

  render() {
    const last = this.snr.length - 1;
    if (last < 1) return html`<div class="track"></div>`;
    const times = last < 4 ? [0, last] : [0, 0.25, 0.5, 0.75, 1].map(share => Math.round(share * last));
    return html`<div class="track">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        <clipPath id=${this.lit}><rect class="lit" x="0" y="-10" height=${HEIGHT + 20}></rect></clipPath>
        ${GRID.map(level => rule(height(level), !level))}
        <path class="ahead" d=${this.path} vector-effect="non-scaling-stroke" />
        <path class="behind" d=${this.path} clip-path="url(#${this.lit})" vector-effect="non-scaling-stroke" />
        <line class="here" y1="0" y2=${HEIGHT} vector-effect="non-scaling-stroke" />
      </svg>
      <input
        type="range"
        min="0"
        max=${last}
        step="1"
        .value=${String(this.value)}
        aria-label=${this.label}
        aria-valuetext=${this.spoken(this.value, this.snr[this.value])}
        @input=${event => this.dispatchEvent(new CustomEvent('slide', { detail: Number(event.target.value), bubbles: true }))}
      />
      <span class="handle"></span>
      ${GRID.map(
        level =>
          html`<span class="tick level" data-top=${height(level) / HEIGHT}
            >${level === 0 ? '0' : decibels(level).replace('.0', '')} dB</span
          >`,
      )}
      <span class="tick axis-name">signal to noise</span>
      ${times.map((t, i) => {
        const end = t === 0 ? 0 : t === last ? 1 : -1;
        return html`<span class="tick time ${['first', 'last'][end] ?? (i % 2 ? 'odd' : '')}" data-left=${t / last}
          >${end < 0 ? t : this.end(this.ends[end], t)}</span
        >`;
      })}
    </div>`;
  }

  end([short, more], t) {
    return html`${short || t}<span class="more">${more}</span>`;
  }

  updated() {
    const last = this.snr.length - 1;
    if (last < 1) return;
    const share = this.value / last;
    this.querySelector('.lit').setAttribute('width', String(share * WIDTH));
    const here = this.querySelector('.here');
    here.setAttribute('x1', String(share * WIDTH));
    here.setAttribute('x2', String(share * WIDTH));
    const handle = element(this, '.handle');
    handle.style.left = `${100 * share}%`;
    handle.style.top = `${(100 * height(this.snr[this.value])) / HEIGHT}%`;
    place(this);
  }
}

customElements.define('curve-slider', CurveSlider);
