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
import { findings } from '../draw/stage.js';

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

  get recognised() {
    return this.found.seen?.filter(kind => kind === this.state.now.of).length;
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'Sixteen samples';
  }

  figure() {
    return html`<div class="sixteen">
      ${Array.from(
        { length: COUNT },
        (_, i) =>
          html`<figure class="print">
            <canvas class="pixels" data-sample=${i} role="img" aria-label=${this.described(i)}></canvas>
            <figcaption class="num">${this.found ? this.caption(i) : i + 1}</figcaption>
          </figure>`,
      )}
    </div>`;
  }

  tools() {
    const { of, by } = this.state.now;
    return html`${choice('Kind', this.about.patterns, of, value => this.change({ of: value }), kindName)}
      ${buttons('Who says what the clean picture is', this.makers, by, one => this.change({ by: one }), capital)}
      ${this.found
        ? buttons(
            'What the frames show',
            /** @type {View[]} */ (['samples', 'nearest']),
            this.view,
            one => this.look(one),
            one => VIEWS[one],
          )
        : ''}
      <button type="button" class="btn" @click=${() => this.change({ sample: freshSeed() })}>Other noises</button>
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const { by, sample } = this.state.now,
      { found } = this;
    return html`${by === 'learned'
      ? badge('learned', learnedBy(this.about.learned))
      : badge('exact', `exact, ${this.about.exact.pictures} pictures`)}
    Guidance is off (W = 1), seed ${sample}.
    ${found
      ? `Under each: how far the nearest of ${counted(found.of, 'known picture')} of this kind is (root mean ` +
        `square)${found.seen ? ', and what the classifier took it for if not for what was asked' : ''}.`
      : ''}
    Black is −1.5 and below, white +1.5 and above.`;
  }

  atWork() {
    return this.frame ? `Step ${this.frame.index} of ${this.frame.steps}.` : super.atWork();
  }

  chart() {
    const { spread, real, nearest, seen } = this.found;
    const bar = (label, value) => ({ label, value, text: fixed(value, 2), you: false, found: false });
    return html`${findings('How far apart, on average', [
      bar('two samples', spread),
      bar('two real ones', real),
      bar('a sample and the nearest known', nearest.reduce((sum, one) => sum + one.distance, 0) / COUNT),
    ])}${seen ? html`<p class="hint">Recognised as ${kindName(this.state.now.of)}: ${this.recognised} of ${COUNT}.</p>` : ''}`;
  }

  because() {
    const { of, by } = this.state.now;
    return `Nothing but the noise differed between them. ${
      by === 'exact'
        ? 'The exact denoiser fits its finite set perfectly, so every sample is one of the set: a perfect fit invents nothing.'
        : `The nearest was sought among ${soughtAmong(this.about, of, this.found.of)}, the first of this kind: the samples ` +
          'are no copies of these. Switch to Exact: there every sample is a copy.'
    }`;
  }

  /** @param {View} view */
  look(view) {
    this.view = view;
    this.requestUpdate();
  }

  caption(i) {
    const { found } = this,
      seen = found.seen?.[i];
    return html`${fixed(found.nearest[i].distance, 2)}${seen && seen !== this.state.now.of ? html`<span>, ${kindName(seen)}</span>` : ''}`;
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
