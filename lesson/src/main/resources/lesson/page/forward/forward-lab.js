/** Part 2: a picture, or a cloud of points, and noise, mixed at sixty frames a second from the engine's levels. */
import { html } from 'lit';
import { canvases, elements } from '../base/find.js';
import { ask, askOnce, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { OWN, ownPixels, patternFor } from '../base/own.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { buttons, choice } from '../draw/controls.js';
import { SIZE, asPng, paint, scatter } from '../draw/picture.js';
import { Player } from '../draw/play.js';
import { capital, decibels, fixed, kindName, percent } from '../draw/format.js';
import { set as setFormula } from '../draw/formula.js';
import { shareMenu } from '../base/share.js';
import '../draw/curve-slider.js';
import './half-question.js';
import { mixed } from '../draw/mix.js';

/** Black is -REACH, white +REACH; points lie within the same. */
const PICTURE_REACH = 1.5,
  POINT_REACH = 3;
const SECONDS_TO_PLAY = 12;

export class ForwardLab extends Lab {
  static properties = { ...Lab.properties, t: { state: true }, levels: { state: true }, playing: { state: true } };

  constructor() {
    super();
    this.levels = null;
    this.playing = false;
    this.player = new Player(seconds => this.tick(seconds));
  }

  connectedCallback() {
    super.connectedCallback();
    this.attempt(async () => {
      const [there, levels] = await Promise.all([about(), askOnce('/api/levels')]);
      this.about = there;
      this.state ??= new UrlState({
        t: { value: 0, least: 0, most: levels.timesteps },
        pattern: { value: 'ring', choices: this.kinds },
        picture: SEED,
        noise: SEED,
        measure: { value: 'amplitude', choices: ['amplitude', 'power'] },
        view: { value: 'pictures', choices: ['pictures', 'points'] },
        cloud: { value: 'two-moons', choices: there.clouds },
        pixel: { value: 15 * SIZE + 8, least: 0, most: SIZE * SIZE - 1 },
      });
      await this.load();
      this.levels = levels;
      this.t = this.state.now.t;
    });
  }

  /** What can be chosen; the reader's own picture where there is one. */
  get kinds() {
    return [...this.about.patterns, ...(ownPixels() ? [OWN] : [])];
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.player.pause();
  }

  /** Fetches the clean sample and its noise; after that the slider needs no server. */
  async load() {
    const { view, pattern, picture, cloud, noise } = this.state.now;
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const own = pattern === OWN ? ownPixels() : null;
    const answer =
      view === 'points'
        ? await ask('/api/points', { cloud, noise })
        : await ask('/api/forward', { pattern: patternFor(pattern), picture, noise });
    // What was asked for in the meantime counts.
    if (turn !== this.turn) return;
    this.loaded = view;
    this.x0 = view === 'pictures' && own ? own : values(answer.x0);
    this.receipt = answer.receipt;
    this.epsilon = values(answer.epsilon);
    this.fresh = true;
    dispatchEvent(new CustomEvent('picturechange', { detail: { pattern: patternFor(pattern), picture } }));
    this.requestUpdate();
  }

  change(changes) {
    this.state.set(changes);
    this.attempt(() => this.load());
  }

  go(t) {
    this.t = t;
    this.state.set({ t });
    // Without a classifier nothing is asked: then the lab is done at the end of the way.
    if (t === this.levels.timesteps && !this.about.classifier)
      this.dispatchEvent(new CustomEvent('lab-done', { detail: { part: 2, receipt: this.receipt }, bubbles: true }));
  }

  tick(seconds) {
    const last = this.levels.timesteps;
    this.exact = Math.min(last, (this.exact ?? this.t) + (seconds * last) / SECONDS_TO_PLAY);
    this.go(Math.round(this.exact));
    if (this.t < last) return true;
    this.playing = false;
    this.say(`Step ${last}: pure noise.`);
    return false;
  }

  toggle() {
    if (this.playing) {
      this.player.pause();
      this.playing = false;
      return;
    }
    if (this.t >= this.levels.timesteps) this.go(0);
    this.exact = this.t;
    this.playing = true;
    this.player.play();
  }

  slide(t) {
    this.player.pause();
    this.playing = false;
    this.go(t);
  }

  choose(event) {
    const box = event.currentTarget.getBoundingClientRect();
    const at = (place, from, extent) => Math.max(0, Math.min(SIZE - 1, Math.floor(((place - from) / extent) * SIZE)));
    this.state.set({ pixel: at(event.clientY, box.top, box.height) * SIZE + at(event.clientX, box.left, box.width) });
    this.fresh = true;
    this.requestUpdate();
  }

  anotherPixel() {
    this.state.set({ pixel: freshSeed() % (SIZE * SIZE) });
    this.fresh = true;
    this.requestUpdate();
  }

  /** Which sample of the cloud, or pixel of the picture, is worked through in numbers. */
  get chosen() {
    return this.points ? this.state.now.pixel % (this.x0.length / 2) : this.state.now.pixel;
  }

  get points() {
    return this.loaded === 'points';
  }

  get stands() {
    return Boolean(this.levels);
  }

  shows() {
    const { levels, t } = this;
    const { measure, view, pattern, cloud } = this.state.now;
    const power = measure === 'power';
    const signal = power ? levels.alphaBar[t] : levels.signalWeight[t];
    const noise = power ? levels.noisePower[t] : levels.noiseWeight[t];
    const names = this.points ? ['points', 'noise', 'what the network sees'] : ['picture', 'noise', 'what the network sees'];
    const weights = [levels.signalWeight[t], levels.noiseWeight[t]].map(weight => fixed(weight, 3));
    const frame = (id, described) =>
      html`<span class="frame ${this.points ? '' : 'choosable'}" @pointerdown=${this.points ? null : this.choose}>
        <canvas class="pixels ${this.points ? 'smooth' : ''}" id=${id} role="img" aria-label=${described}></canvas>${this.points
          ? ''
          : html`<span class="spot"></span>`}</span
      >`;
    const what = this.points ? `the cloud of points ${cloud}` : `a ${kindName(pattern)}`;
    return html` ${this.about.classifier && !this.points
        ? html`<half-question
            .pattern=${patternFor(pattern)}
            .picture=${this.state.now.picture}
            .timesteps=${levels.timesteps}
            @settled=${event => {
              this.settled = event.detail;
              this.requestUpdate();
            }}
          ></half-question>`
        : ''}
      <section class="lab" aria-label="Forward process">
        <div class="equation">
          <figure class="print">
            ${frame('clean', `Clean: ${what}`)}
            <figcaption><span>${names[0]}</span><span class="weight signal">× ${weights[0]}</span></figcaption>
          </figure>
          <div class="op" aria-hidden="true">+</div>
          <figure class="print">
            ${frame('noise', 'Noise')}
            <figcaption><span>${names[1]}</span><span class="weight noise">× ${weights[1]}</span></figcaption>
          </figure>
          <div class="op" aria-hidden="true">=</div>
          <figure class="print">
            ${frame('noisy', `${what}, drowned to step ${t} of ${levels.timesteps}`)}
            <figcaption><span>${names[2]}</span></figcaption>
          </figure>
        </div>
        <p class="scale">
          ${this.points
            ? html`A sample can be a place in the plane, too: two numbers in place of 1,024 pixels. Here are 500, each mixed with a noise of
              its own by the same formula. One scale for all three: from −3 to +3 both ways.`
            : 'One grey scale for all three: black is −1.5 and below, white +1.5 and above.'}
        </p>
        <curve-slider .snr=${levels.snr} .value=${t} label="Step t" @slide=${event => this.slide(event.detail)}></curve-slider>
        <div class="read">
          <div>
            <span class="label">step</span><span class="value">${t} <small>of ${levels.timesteps}</small></span>
          </div>
          <div>
            <span class="label">signal to noise</span
            ><span class="value">${levels.snr[t] == null ? html`no noise` : html`${decibels(levels.snr[t])} <small>dB</small>`}</span>
          </div>
          <div>
            <span class="label">signal, ${measure}</span><span class="value signal">${percent(signal)} <small>%</small></span>
          </div>
          <div>
            <span class="label">noise, ${measure}</span><span class="value noise">${percent(noise)} <small>%</small></span>
          </div>
          <div class="wide">
            <span class="label">with these numbers</span>
            <div class="formula"></div>
          </div>
        </div>
        ${this.arithmetic(weights)}
        <div class="tools">
          <button
            type="button"
            class="btn play ${this.about.classifier && !this.points && !this.settled ? '' : 'go'}"
            @click=${this.toggle}
          >
            ${this.playing ? 'Pause' : 'Play'}
          </button>
          ${buttons('Percent of', ['amplitude', 'power'], measure, one => this.measureAs(one), capital)}
          ${buttons(
            'Show',
            ['pictures', 'points'],
            view,
            one => this.change({ view: one }),
            one => (one === 'points' ? 'Points' : 'Picture'),
          )}
          ${this.points
            ? choice(
                'Cloud',
                this.about.clouds,
                cloud,
                value => this.change({ cloud: value }),
                one => one.replace('-', ' '),
              )
            : choice('Picture', this.kinds, pattern, value => this.change({ pattern: value }), kindName)}
          <button type="button" class="btn" @click=${() => this.change({ noise: freshSeed() })}>Other noise</button>
          <span class="spacer"></span>
          ${shareMenu(this.shared())}
        </div>
      </section>`;
  }

  arithmetic(weights) {
    const at = this.chosen,
      points = this.points;
    const t = this.t,
      { signalWeight, noiseWeight } = this.levels;
    const term = value => (value < 0 ? `(${fixed(value, 2)})` : fixed(value, 2));
    const line = i =>
      html`<span class="sum"
        >${term(this.x0[i])} <span class="signal">× ${weights[0]}</span> + ${term(this.epsilon[i])}
        <span class="noise">× ${weights[1]}</span> =
        <b>${fixed(signalWeight[t] * this.x0[i] + noiseWeight[t] * this.epsilon[i], 2)}</b></span
      >`;
    return html`<div class="arithmetic">
      <span class="label"
        >${points
          ? html`point ${at + 1}, across and up`
          : html`one pixel: row ${Math.floor(at / SIZE) + 1}, column ${(at % SIZE) + 1}`}</span
      >
      ${points ? html`${line(2 * at)}${line(2 * at + 1)}` : line(at)}
      <span class="spacer"></span>
      <button type="button" class="quiet" @click=${this.anotherPixel}>${points ? 'Another point' : 'Another pixel'}</button>
    </div>`;
  }

  depict() {
    const { signalWeight, noiseWeight } = this.levels,
      t = this.t;
    const draw = (id, pixels) => {
      const [canvas] = canvases(this, `#${id}`);
      if (this.points) scatter(canvas, pixels, POINT_REACH, this.chosen);
      else paint(canvas, pixels, PICTURE_REACH);
    };
    draw('noisy', mixed(this.x0, this.epsilon, this.levels, t));
    // Each term of the sum as it counts: both fade to the middle of the scale with their weights.
    draw(
      'clean',
      this.x0.map(value => value * signalWeight[t]),
    );
    draw(
      'noise',
      this.epsilon.map(value => value * noiseWeight[t]),
    );
    if (this.fresh) {
      this.fresh = false;
      for (const spot of elements(this, '.spot')) {
        spot.style.left = `${(100 * (this.chosen % SIZE)) / SIZE}%`;
        spot.style.top = `${(100 * Math.floor(this.chosen / SIZE)) / SIZE}%`;
      }
    }
    setFormula(
      this.querySelector('.formula'),
      `x_{${t}} = \\signal{${fixed(signalWeight[t], 3)}\\,x_0} + \\noise{${fixed(noiseWeight[t], 3)}\\,\\varepsilon}`,
    );
  }

  /** @param {string} measure */
  measureAs(measure) {
    this.state.set({ measure });
    this.requestUpdate();
  }

  shared() {
    const { levels } = this;
    return {
      name: 'darkroom-forward',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas.pixels')),
      rows: () =>
        levels.signalWeight.map((weight, t) => ({
          t,
          signal_weight: weight,
          noise_weight: levels.noiseWeight[t],
          alpha_bar: levels.alphaBar[t],
          beta: levels.beta[t],
          snr_db: levels.snr[t],
        })),
      data: () => ({
        settings: this.state.now,
        signalWeight: levels.signalWeight[this.t],
        noiseWeight: levels.noiseWeight[this.t],
        x0: [...this.x0],
        epsilon: [...this.epsilon],
        x: [...mixed(this.x0, this.epsilon, levels, this.t)],
      }),
      reset: () => {
        this.slide(0);
        this.state.reset();
        this.attempt(() => this.load());
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('forward-lab', ForwardLab);
