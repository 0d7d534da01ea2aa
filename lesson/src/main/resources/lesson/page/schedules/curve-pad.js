/** A chart that is drawn on: a pen for the pointer, a slider behind each handle for the keys. */
import { LitElement, html, svg } from 'lit';
import { elements } from '../base/find.js';
import { WIDTH, place, rule } from '../draw/track.js';
import { HIGH, LOW, POINTS, STEPS, falling, step } from './curve.js';
import { SNR_SCALE } from './schedules.js';

const HEIGHT = 260;
/** How far to the side a finger goes before it draws; one that goes up or down scrolls the page. */
const SIDEWAYS = 6;
const SPAN = SNR_SCALE.high - SNR_SCALE.low;

const y = decibels => ((SNR_SCALE.high - Math.max(SNR_SCALE.low, Math.min(SNR_SCALE.high, decibels))) / SPAN) * HEIGHT;

const path = snr =>
  snr
    .slice(1)
    .map((decibels, k) => `${k ? 'L' : 'M'}${((k / (STEPS - 1)) * WIDTH).toFixed(1)} ${y(decibels ?? LOW).toFixed(1)}`)
    .join('');

/** It tells by `draw` how the points lie now, and by `drawn` that the pen is lifted or a key was pressed. */
export class CurvePad extends LitElement {
  static properties = { points: { attribute: false }, levels: { attribute: false }, others: { attribute: false } };

  constructor() {
    super();
    /** @type {number[]} */
    this.points = [];
    /** @type {any} the schedule that was built of them */
    this.levels = null;
    /** @type {{levels: any, dash: string}[]} schedules to hold it against */
    this.others = [];
    /** @type {{at: number, before: number[], draws: boolean} | null} a pointer that is down */
    this.pen = null;
  }

  createRenderRoot() {
    return this;
  }

  /** @param {number[]} points */
  tell(points) {
    this.dispatchEvent(new CustomEvent('draw', { detail: points }));
  }

  /** @param {boolean} byKey */
  leave(byKey) {
    this.dispatchEvent(new CustomEvent('drawn', { detail: byKey }));
  }

  draw({ clientX, clientY }) {
    const box = this.querySelector('.track').getBoundingClientRect();
    const point = Math.max(0, Math.min(POINTS - 1, Math.round(((clientX - box.left) / box.width) * (POINTS - 1))));
    const share = Math.max(0, Math.min(1, (clientY - box.top) / box.height));
    this.tell(falling(this.points.with(point, SNR_SCALE.high - share * SPAN), point));
  }

  down(event) {
    event.target.setPointerCapture(event.pointerId);
    const waits = event.pointerType === 'touch' && event.target.matches('.pen');
    this.pen = { at: event.clientX, before: this.points, draws: !waits };
    if (!waits) this.draw(event);
  }

  move(event) {
    if (!this.pen) return;
    this.pen.draws ||= Math.abs(event.clientX - this.pen.at) > SIDEWAYS;
    if (this.pen.draws) this.draw(event);
  }

  up(event) {
    if (!this.pen) return;
    this.draw(event);
    this.pen = null;
    this.leave(false);
  }

  /** The finger scrolls the page. */
  cancel() {
    if (this.pen?.draws) this.tell(this.pen.before);
    this.pen = null;
  }

  /** @param {number} i @param {HTMLInputElement} slider */
  slide(i, slider) {
    this.tell(falling(this.points.with(i, Number(slider.value)), i));
    slider.value = String(this.points[i]);
    this.leave(true);
  }

  render() {
    return html`<div
      class="track draw"
      @pointerdown=${this.down}
      @pointermove=${this.move}
      @pointerup=${this.up}
      @pointercancel=${this.cancel}
    >
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
        ${SNR_SCALE.ticks.map(([at]) => rule(y(at), at === 0))}
        ${this.others.map(
          ({ levels, dash }) =>
            svg`<path class="ahead" d=${path(levels.snr)} stroke-dasharray=${dash} vector-effect="non-scaling-stroke"/>`,
        )}
        <path class="behind" d=${path(this.levels.snr)} vector-effect="non-scaling-stroke" />
      </svg>
      <div class="pen"></div>
      ${this.points.map((decibels, i) => this.handle(decibels, i))}
      ${SNR_SCALE.ticks.map(([at, text]) => html`<span class="tick level" data-top=${y(at) / HEIGHT}>${text}</span>`)}
      ${[0, 4, 8].map(
        (point, i) =>
          html`<span class="tick time ${['first', '', 'last'][i]}" data-left=${point / 8}
            >${[`t = ${step(point)}`, step(point), `${step(point)}, noisy`][i]}</span
          >`,
      )}
    </div>`;
  }

  handle(decibels, i) {
    return html`<input
        type="range"
        min=${LOW}
        max=${HIGH}
        step="1"
        data-point=${i}
        .value=${String(decibels)}
        aria-orientation="vertical"
        aria-label=${`Signal to noise at t = ${step(i)} of ${STEPS}`}
        aria-valuetext=${`${decibels} dB at t = ${step(i)}`}
        @input=${event => this.slide(i, event.target)}
      /><span class="handle ring" data-point=${i}></span>`;
  }

  updated() {
    for (const handle of elements(this, '.handle')) {
      const i = Number(handle.dataset.point);
      handle.style.left = `${(100 * i) / (POINTS - 1)}%`;
      handle.style.top = `${(100 * y(this.points[i])) / HEIGHT}%`;
    }
    place(this);
  }
}

customElements.define('curve-pad', CurvePad);
