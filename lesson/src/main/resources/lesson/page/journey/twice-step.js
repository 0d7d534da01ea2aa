/** The journey's fourth step: from one start each of two samplers walks back twice. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { values } from '../base/api.js';
import { about } from '../base/lab.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { asPng, paint } from '../draw/picture.js';
import { capital, fixed, kindName } from '../draw/format.js';
import { madeBy, makersOf } from '../draw/badge.js';
import { WAYS } from '../draw/ways.js';
import { shareMenu } from '../base/share.js';
import { findings } from '../draw/stage.js';

const REACH = 1.5;

export class TwiceStep extends Prediction {
  constructor() {
    super('reverse');
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      this.about = await about();
      const makers = (this.makers = makersOf(this.about));
      this.state ??= new UrlState({
        back: { value: 'ring', choices: this.about.patterns },
        maker: { value: makers.at(-1), choices: makers },
        seed: SEED,
      });
      this.ready = true;
    });
  }

  intro() {
    return html`The way back starts from the drowned picture and ends with a clean one. Two rules for walking it are common, <b>DDPM</b> and
      <b>DDIM with eta 0</b>. Both ask the same denoiser; what sets them apart is told with the finding.`;
  }

  settings() {
    return { pattern: this.state.now.back };
  }

  async measure(signal) {
    for await (const record of this.develop('/api/journey/twice', this.run(), signal)) {
      if (record.type === 'start') this.begin(record);
      if (record.type === 'step')
        this.frame = { index: record.index, steps: record.steps, ddpm: record.ddpm.map(values), ddim: record.ddim.map(values) };
      if (record.type === 'end') return record;
    }
    return null;
  }

  clear() {
    super.clear();
    this.frame = null;
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.frame?.index ?? 0, this.frame?.steps ?? 1];
  }

  figure() {
    const { back } = this.state.now,
      { begun: first, frame, found } = this;
    const print = (name, title, note, shown) =>
      html`<figure class="print">
        <canvas class="pixels" data-print=${name} role="img" aria-label=${shown ? title : `Not yet shown: ${title}`}></canvas>
        <figcaption><b>${title}</b><span class="num">${note}</span></figcaption>
      </figure>`;
    const at = frame ? `step ${frame.index} of ${frame.steps}` : '';
    const off = (sampler, i) => (found ? `off by ${fixed(found[sampler].fromOriginal[i], 2)}` : at);
    return html`<div class="six">
      ${print('x0', 'drowned', kindName(back), first)}${print('x', 'start', `t = ${this.about.timesteps}`, first)}
      ${WAYS.flatMap(way =>
        ['', ' again'].map((more, i) => print(`${way}${i}`, `${this.about.samplers[way].title}${more}`, off(way, i), frame)),
      )}
    </div>`;
  }

  get judgesLater() {
    return true;
  }

  get label() {
    return 'The first start, four ways back';
  }

  /** The picture and the start are in sight before the guess. */
  preview() {
    this.foreseeStart('/api/journey/twice', this.run(), record => this.begin(record));
  }

  begin(record) {
    this.begun = { x0: values(record.x0), x: values(record.x) };
  }

  run() {
    const { back, maker, seed } = this.state.now;
    return { pattern: back, maker, seed };
  }

  tools() {
    const { back, maker } = this.state.now;
    return html`<button type="button" class="btn" @click=${() => this.change({ seed: freshSeed() })}>Other start</button>
      ${choice('Drown', this.about.patterns, back, value => this.change({ back: value }), kindName)}
      ${buttons('Who says what the clean picture is', this.makers, maker, one => this.change({ maker: one }), capital)}
      <span class="spacer"></span>${this.found ? shareMenu(this.shared()) : ''}`;
  }

  details() {
    const { maker, seed } = this.state.now;
    return html`${madeBy(maker, this.about)} Guidance is off (W = 1), seed ${seed}; one start is shown, all are judged.
    ${this.question.open ? '' : 'The fresh noise of the second run is another than that of the first.'} Distances: root mean square over the
    pixels. Black is −1.5 and below, white +1.5 and above.`;
  }

  chart() {
    const { ddpm, ddim, real, starts } = this.found;
    const bar = (label, value) => ({ label, value, text: fixed(value, 3), you: false, found: false });
    return findings(`How far two results lie apart, over ${starts} starts`, [
      bar('DDPM, twice', ddpm.apart),
      bar('DDIM, twice', ddim.apart),
      bar('any two real ones', real),
    ]);
  }

  because(end) {
    return html`DDPM adds fresh noise at every step but the last, DDIM with eta 0 adds none. DDPM came to the same picture twice from
      ${end.ddpm.same} of ${end.starts} starts, DDIM from ${end.ddim.same}.
      <span class="held">${this.lesson(this.state.now.maker, end)}</span>`;
  }

  lesson(maker, end) {
    if (maker === 'oracle')
      return (
        'The oracle was told the picture, so all four ways lead to it. Nobody who was not told it gets it back: switch to ' +
        'exact or learned.'
      );
    const { starts, returned, strangers, within, digits } = end,
      off = value => fixed(value, digits);
    const told =
      Math.abs(returned - strangers) <= within
        ? 'as far as a stranger, within chance'
        : returned < strangers
          ? 'nearer than a stranger'
          : 'farther than a stranger';
    return (
      `Over ${starts} starts the ways back end ${off(returned)} from the picture that was drowned. Other pictures of its ` +
      `kind are ${off(strangers)} from it: ${told}, give or take ${off(within)}.`
    );
  }

  depict() {
    this.preview();
    const { begun: first, frame } = this;
    const pictures = {
      x0: first?.x0,
      x: first?.x,
      ddpm0: frame?.ddpm[0],
      ddpm1: frame?.ddpm[1],
      ddim0: frame?.ddim[0],
      ddim1: frame?.ddim[1],
    };
    for (const [name, pixels] of Object.entries(pictures)) paint(this.querySelector(`[data-print=${name}]`), pixels ?? null, REACH);
  }

  shared() {
    const { found } = this;
    const rows = () =>
      WAYS.map(sampler => ({
        sampler,
        starts: found.starts,
        same_twice: found[sampler].same,
        mean_apart: found[sampler].apart,
        first_from_original: found[sampler].fromOriginal[0],
        second_from_original: found[sampler].fromOriginal[1],
        two_real_pictures: found.real,
      }));
    return {
      name: 'darkroom-twice',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, '[data-print]')),
      rows,
      data: () => ({
        settings: this.state.now,
        guess: this.question.found.guess,
        results: rows(),
        ddpm: this.frame.ddpm.map(x => [...x]),
        ddim: this.frame.ddim.map(x => [...x]),
      }),
      reset: () => {
        this.state.reset();
        this.again();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('twice-step', TwiceStep);
