/** Part 6: questions to try, each settled by the engine at one click. */
import { html } from 'lit';
import { canvases, element } from '../base/find.js';
import { address, records, values } from '../base/api.js';
import { Lab, about } from '../base/lab.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { asPng, paint } from '../draw/picture.js';
import { badge, learnedBy } from '../draw/badge.js';
import { fixed } from '../draw/format.js';
import { Question } from '../base/question.js';
import { shareMenu } from '../base/share.js';

const REACH = 1.5;
/**
 * Reads a stream to its end, telling how far it is.
 *
 * @param {string} path
 * @param {object} query
 * @param {AbortSignal} signal
 * @param {(share: number) => void} told
 */
async function toItsEnd(path, query, signal, told) {
  let end = null;
  for await (const record of records(path, query, signal)) {
    if (record.type === 'step') told(record.made / record.of);
    if (record.type === 'end') end = record;
  }
  return end && { ...end, x: end.x?.map(values), x0: end.x0?.map(values) };
}

/** At which step the classifier falls below one half, for both patterns, and what it says of pure noise. */
async function halves(query, signal, told) {
  const noise = [0, 0];
  let all = null;
  for await (const record of records('/api/ideas/patterns', query, signal)) {
    if (record.type === 'share') {
      told((record.run + record.t / 1000) / 2);
      if (record.t === 1000) noise[record.run] = record.share;
    }
    if (record.type === 'all') all = record;
  }
  return (
    all && { settled: all.settled, checkerboard: { t: all.ends[0].t, noise: noise[0] }, circle: { t: all.ends[1].t, noise: noise[1] } }
  );
}

/**
 * @typedef {{maker: string, seed: number, guess: string}} Asked
 * @typedef {object} Idea
 * @property {string} title
 * @property {(asked: Asked, signal: AbortSignal, told: (share: number) => void) => Promise<any>} measure
 * @property {(found: any) => string} sentence
 * @property {(found: any) => {pixels: Float32Array, text: string}[]} pictures
 * @property {(one: {maker: string, seed: number}) => object} opens the playground's settings
 */

/** @type {Record<string, Idea>} */
const IDEAS = {
  patterns: {
    title: 'Do patterns react differently to noise?',
    measure: ({ seed, guess }, signal, told) => halves({ seed, guess }, signal, told),
    sentence: ({ checkerboard }) =>
      'Is the judge only guessing? No: it learned noise as an answer of its own, and calls ' +
      `${Math.round(100 * checkerboard.noise)} of a hundred pure noises a checkerboard.`,
    pictures: () => [],
    opens: ({ seed }) => ({ pattern: 'circle', direction: 'forward', steps: 80, seed }),
  },
  half: {
    title: 'Is a picture recognisable at T/2?',
    measure: ({ maker, seed, guess }, signal, told) => toItsEnd('/api/ideas/half', { maker, seed, guess }, signal, told),
    sentence: ({ clean, noisy, of, kinds, snr }) =>
      `That is at ${fixed(snr, 1)} dB; guessing blindly would get one in ${kinds}. In what the clean picture is taken to be ` +
      `at that step it recognises ${clean} of ` +
      `${of}${clean > noisy ? ': what it will be is decided by then, and only the noise hides it' : ''}.`,
    pictures: ({ x, x0 }) => [
      ...x.slice(0, 4).map(pixels => ({ pixels, text: 'half way' })),
      ...x0.slice(0, 4).map(pixels => ({ pixels, text: 'taken to be' })),
    ],
    opens: ({ maker, seed }) => ({ pattern: 'checkerboard', maker, steps: 20, seed, at: 10 }),
  },
  inverse: {
    title: 'Is reverse the inverse of forward?',
    measure: ({ maker, seed, guess }, signal, told) =>
      toItsEnd('/api/ideas/inverse', { maker, seed, guess, pattern: 'ring' }, signal, told),
    sentence: ({ between, found }) =>
      `Two rings that have nothing to do with each other are ${fixed(between, 2)} apart. ` +
      (found === 'another'
        ? 'It is no inverse: the noise kept next to nothing of the picture, so what returns is a new one of its kind.'
        : 'Something of the picture came back.'),
    pictures: ({ x, x0 }) => [{ pixels: x0[0], text: 'drowned' }, ...x.map(pixels => ({ pixels, text: 'returned' }))],
    opens: ({ maker, seed }) => ({ pattern: 'ring', maker, sampler: 'ddpm', steps: 50, guidance: 1, seed }),
  },
  twice: {
    title: 'Is it deterministic?',
    measure: ({ maker, seed, guess }, signal, told) => toItsEnd('/api/ideas/twice', { maker, seed, guess, pattern: 'ring' }, signal, told),
    sentence: ({ ddpmSame }) =>
      'DDIM with eta 0 draws no noise on its way, so its start decides all. ' +
      (ddpmSame
        ? 'Here DDPM came out the same, too.'
        : 'DDPM adds fresh noise at every step but the last, and that noise decides with it.') +
      ' With every seed kept, both repeat to the bit.',
    pictures: ({ x }) => x.map((pixels, i) => ({ pixels, text: `${i < 2 ? 'DDIM' : 'DDPM'}, ${i % 2 ? 'again' : 'once'}` })),
    opens: ({ maker, seed }) => ({ pattern: 'ring', maker, sampler: 'ddpm', steps: 25, seed }),
  },
};

export class IdeasLab extends Lab {
  static properties = { ...Lab.properties, about: { state: true }, ideas: { state: true } };

  constructor() {
    super();
    /** @type {Record<string, AbortController>} by idea */
    this.stoppers = {};
    /** Done when all that were asked for are measured, one after the other. */
    this.line = Promise.resolve();
    /** @type {Record<string, Question>} by idea */
    this.questions = Object.fromEntries(Object.keys(IDEAS).map(name => [name, new Question(this, `idea-${name}`, () => ({}))]));
    this.forget();
  }

  forget() {
    this.halt();
    /** @type {Record<string, {stage: 'asked' | 'waiting' | 'measuring' | 'settled', share: number, found: any}>} */
    this.ideas = Object.fromEntries(Object.keys(IDEAS).map(name => [name, { stage: 'asked', share: 0, found: null }]));
    Object.values(this.questions).forEach(question => question.forget());
  }

  connectedCallback() {
    super.connectedCallback();
    this.state ??= new UrlState({ ideaSeed: SEED });
    this.attempt(async () => {
      this.about = await about();
    });
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.halt();
  }

  /** Stops what is measured and all that wait. */
  halt() {
    Object.values(this.stoppers).forEach(one => one.abort());
    this.stoppers = {};
  }

  get asked() {
    return { maker: this.about.learned ? 'learned' : 'exact', seed: this.state.now.ideaSeed };
  }

  tell(name, changes) {
    this.ideas = { ...this.ideas, [name]: { ...this.ideas[name], ...changes } };
  }

  /** Locks an answer in; measures it when those before it are done. @param {string} name @param {number} guess */
  measure(name, guess) {
    const question = this.questions[name],
      stopper = (this.stoppers[name] = new AbortController());
    question.guess = guess;
    question.lock(() => {
      const busy = Object.values(this.ideas).some(one => one.stage === 'measuring');
      this.latest = name;
      this.tell(name, { stage: busy ? 'waiting' : 'measuring', share: 0 });
      this.line = this.line.then(() => this.run(name, stopper));
    });
  }

  /** @param {string} name @param {AbortController} stopper */
  async run(name, stopper) {
    const { signal } = stopper,
      question = this.questions[name];
    if (signal.aborted) return;
    this.tell(name, { stage: 'measuring' });
    await this.attempt(async () => {
      const found = await IDEAS[name].measure({ ...this.asked, guess: question.ticket }, signal, share => {
        if (!signal.aborted) this.tell(name, { share });
      });
      if (signal.aborted || !question.take(found)) return;
      this.tell(name, { stage: 'settled', found });
      this.settle(name);
    });
    if (signal.aborted || this.ideas[name].stage !== 'measuring') return;
    question.release();
    this.tell(name, { stage: 'asked' });
  }

  /** @param {string} name */
  stop(name) {
    this.stoppers[name].abort();
    this.questions[name].release();
    this.tell(name, { stage: 'asked' });
    this.say('Stopped.');
  }

  async settle(name) {
    const question = this.questions[name];
    this.say(
      `Found: ${question.option(question.found.option)}. ${question.found.found}. ${question.verdict} ` +
        `${IDEAS[name].sentence(this.ideas[name].found)}`,
    );
    if (name !== this.latest) return;
    await this.updateComplete;
    element(this, `#idea-${name}`).focus({ preventScroll: true });
  }

  get stands() {
    return Boolean(this.about);
  }

  shows() {
    const { learned, exact, classifier } = this.about;
    return html`<section class="lab ideas" aria-label="Experiment ideas">
      ${Object.entries(IDEAS).map(([name, idea]) => this.idea(name, idea, classifier))}
      <div class="origin foot">
        ${learned ? badge('learned', learnedBy(learned)) : badge('exact', `exact, ${exact.pictures} pictures`)}<span class="num"
          >seed ${this.state.now.ideaSeed}. Distances are root mean squares over the pixels.</span
        >
      </div>
      <div class="tools">
        <button
          type="button"
          class="btn"
          @click=${() => {
            this.state.set({ ideaSeed: freshSeed() });
            this.forget();
          }}
        >
          Other noise
        </button>
        <span class="spacer"></span>
        ${Object.values(this.ideas).some(one => one.found) ? shareMenu(this.shared()) : ''}
      </div>
    </section>`;
  }

  idea(name, idea, classifier) {
    const { stage, share, found } = this.ideas[name],
      question = this.questions[name];
    const needed = ['patterns', 'half'].includes(name) && !classifier;
    return html`<div class="idea">
      <div>
        <h3 id=${`idea-${name}`} tabindex="-1">${idea.title}</h3>
        <p>${question.asked}</p>
        <p><a href=${`${address('/playground', idea.opens(this.asked))}`}>Open in the playground</a></p>
      </div>
      <div>
        ${needed
          ? html`<p>This installation has no classifier of patterns.</p>`
          : stage === 'asked'
            ? html`<div class="answers" role="group" aria-label=${`Your guess: ${idea.title}`}>
                  ${question.options.map(
                    (answer, i) => html`<button type="button" class="btn" @click=${() => this.measure(name, i)}>${answer}</button>`,
                  )}
                </div>
                <p class="hint">One click locks your answer in, and the engine measures.</p>`
            : stage === 'waiting'
              ? html`${question.locked('It is measured when what was asked before it is done.')}<button
                    type="button"
                    class="btn"
                    @click=${() => this.stop(name)}
                  >
                    Stop
                  </button>`
              : stage === 'measuring'
                ? html`${question.locked()}<progress max="1" value=${share} aria-label="Measured so far"></progress
                    ><button type="button" class="btn" @click=${() => this.stop(name)}>Stop</button>`
                : html`${question.pair({
                      found: html`${question.option(question.found.option)} <small class="num">${question.found.found}</small>`,
                    })}
                    <p>${question.verdict} ${idea.sentence(found)}</p>
                    <div class="shown">
                      ${idea.pictures(found).map(
                        ({ text }, i) =>
                          html`<figure>
                            <canvas class="pixels" data-idea=${`${name} ${i}`} role="img" aria-label=${text}></canvas>
                            <figcaption>${text}</figcaption>
                          </figure>`,
                      )}
                    </div>
                    <button
                      type="button"
                      class="btn"
                      @click=${() => {
                        question.forget();
                        this.tell(name, { stage: 'asked', found: null });
                      }}
                    >
                      Guess again
                    </button>`}
      </div>
    </div>`;
  }

  depict() {
    for (const canvas of canvases(this, '[data-idea]')) {
      const [name, i] = canvas.dataset.idea.split(' ');
      paint(canvas, IDEAS[name].pictures(this.ideas[name].found)[i].pixels, REACH);
    }
  }

  shared() {
    const done = Object.entries(this.ideas).filter(([, one]) => one.found);
    /** @param {string} name */
    const row = name => {
      const { found } = this.questions[name];
      return { idea: name, guess: found.guess, found: this.questions[name].option(found.option), measured: found.found };
    };
    return {
      name: 'darkroom-ideas',
      link: () => this.state.link(),
      png: () => asPng(canvases(this, 'canvas'), 160),
      rows: () =>
        done.map(([name]) => row(name)).map(one => Object.fromEntries(Object.entries(one).map(([key, text]) => [key, `"${text}"`]))),
      data: () => ({
        settings: { ...this.state.now, ...this.asked },
        ideas: done.map(([name, { found }]) => ({ ...row(name), found: { ...found, x: undefined, x0: undefined } })),
      }),
      reset: () => {
        this.state.reset();
        this.forget();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('ideas-lab', IdeasLab);
