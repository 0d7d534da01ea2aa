/** The journey's fifth step: sixteen pictures from sixteen noises, at once. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { capital, counted, fixed, kindName } from '../draw/format.js';
import { badge, learnedBy } from '../draw/badge.js';
import { soughtAmong, soughtIn } from '../draw/kinds.js';
import { shareMenu } from '../base/share.js';

const REACH = 1.5;
const COUNT = 16;
/** @typedef {keyof typeof VIEWS} View */

/** What the frames can show. */
const VIEWS = { samples: 'Samples', nearest: 'Nearest known' };

export class SamplesStep extends Prediction {
  constructor() {
    super('sampling');
    /** @type {View} */
    this.view = 'samples';
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const makers = (this.makers = this.about.learned ? ['exact', 'learned'] : ['exact']);
      this.state ??= new UrlState({
        of: { value: 'ring', choices: this.about.patterns },
        by: { value: makers.at(-1), choices: makers },
        sample: SEED,
      });
      this.ready = true;
    });
  }

  intro() {
    return html`To sample, one forgets the pictures. The initial state is x<sub>T</sub>, drawn from N(0, I); the finished model does the
      rest. Which kind it is to be is told by a <b>label</b>. A model that is asked without one is called <b>unconditional</b>: it makes a
      picture of any kind.`;
  }

  settings() {
    return { pattern: this.state.now.of };
  }

  async measure(signal) {
    const { of, by, sample } = this.state.now;
    for await (const record of this.develop('/api/journey/samples', { pattern: of, maker: by, seed: sample }, signal)) {
      if (record.type === 'step') this.frame = { ...record, x: record.x.map(values) };
      if (record.type === 'end') {
        for (const one of record.nearest ?? []) one.pixels = values(one.x);
        return record;
      }
    }
    return null;
  }

  clear() {
    super.clear();
    this.frame = null;
    this.view = 'samples';
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.frame?.index ?? 0, this.frame?.steps ?? 1];
  }

  because(end) {
    return (
      `The mean distance of two of the samples is ${fixed(end.spread, 2)}, of two real pictures ${fixed(end.real, 2)}. ` +
      'Nothing but the noise differed between them.'
    );
  }

  get recognised() {
    return this.found.seen?.filter(kind => kind === this.state.now.of).length;
  }

  figure() {
    const { of, by, sample } = this.state.now,
      { frame, found, view } = this;
    const nearest = found?.nearest.map(one => one.distance);
    return html`<section class="lab samples-step" aria-label="Sixteen samples">
      <div class="sixteen">
        ${Array.from(
          { length: COUNT },
          (_, i) =>
            html`<figure class="print">
              <canvas class="pixels" data-sample=${i} role="img" aria-label=${this.described(i)}></canvas>${found
                ? html`<figcaption class="num">${this.caption(i)}</figcaption>`
                : ''}
            </figure>`,
        )}
      </div>
      <p class="scale">
        ${this.dark()}${frame && !found ? `Step ${frame.index} of ${frame.steps}. ` : ''}${found
          ? `Under each: how far the nearest of ${counted(found.of, 'known picture')} of this kind is (root mean ` +
            `square)${found.seen ? ', and what the classifier took it for if not for what was asked' : ''}. `
          : ''}Black
        is −1.5 and below, white +1.5 and above.
      </p>
      ${found
        ? html`<div class="read">
              ${found.seen
                ? html`<div>
                    <span class="label">recognised</span><span class="value">${this.recognised} <small>of ${COUNT}</small></span>
                  </div>`
                : ''}
              <div>
                <span class="label">two samples</span><span class="value">${fixed(found.spread, 2)} <small>apart</small></span>
              </div>
              <div>
                <span class="label">two real ones</span><span class="value">${fixed(found.real, 2)} <small>apart</small></span>
              </div>
              <div>
                <span class="label">nearest known, mean</span
                ><span class="value">${fixed(nearest.reduce((a, b) => a + b) / COUNT, 2)} <small>off</small></span>
              </div>
            </div>
            <p class="scale held">
              ${by === 'exact'
                ? 'The exact denoiser fits its finite set perfectly, so every sample is one of the set: off by nothing. A ' +
                  'perfect fit to a finite set invents nothing.'
                : `The nearest was sought among ${soughtAmong(this.about, of, found.of)}, the first of this kind: the samples ` +
                  'are no copies of these. Switch to exact: there every sample is a copy.'}
            </p>`
        : ''}
      <div class="tools">
        ${choice('Kind', this.about.patterns, of, value => this.change({ of: value }), kindName)}
        ${buttons('Who says what the clean picture is', this.makers, by, one => this.change({ by: one }), capital)}
        ${found
          ? buttons(
              'What the frames show',
              /** @type {View[]} */ (['samples', 'nearest']),
              view,
              one => this.look(one),
              one => VIEWS[one],
            )
          : ''}
        <button type="button" class="btn" @click=${() => this.change({ sample: freshSeed() })}>Other noises</button>
        ${this.rerunning()}<span class="spacer"></span>${found ? shareMenu(this.shared()) : ''}
      </div>
      <p class="scale who">
        ${by === 'learned'
          ? badge('learned', learnedBy(this.about.learned))
          : badge('exact', `exact, ${this.about.exact.pictures} pictures`)}
        Guidance is off (W = 1), seed ${sample}.
      </p>
    </section>`;
  }

  /** @param {View} view */
  look(view) {
    this.view = view;
    this.requestUpdate();
  }

  caption(i) {
    const { found } = this,
      seen = found.seen?.[i];
    return `${fixed(found.nearest[i].distance, 2)}${seen && seen !== this.state.now.of ? `, ${kindName(seen)}` : ''}`;
  }

  described(i) {
    const { frame, view } = this;
    if (!frame) return `Sample ${i + 1}, not yet shown`;
    return view === 'nearest' ? `The known picture nearest to sample ${i + 1}` : `Sample ${i + 1}, step ${frame.index} of ${frame.steps}`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-sample]')) {
      const i = Number(canvas.dataset.sample);
      paint(canvas, (this.view === 'nearest' ? this.found.nearest[i].pixels : this.frame?.x[i]) ?? null, REACH);
    }
  }

  shared() {
    const { found } = this;
    const sought = soughtIn(this.about, this.state.now.by === 'learned', this.state.now.of, found.of);
    const rows = () =>
      found.nearest.map((one, i) => ({ sample: i + 1, nearest_known: one.distance, seen_as: found.seen?.[i] ?? '', ...sought }));
    return {
      name: 'darkroom-samples',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-sample]'), 160),
      rows,
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        spread: found.spread,
        spread_of_real: found.real,
        samples: rows(),
        x: this.frame.x.map(x => [...x]),
      }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('samples-step', SamplesStep);
