/** Part 6: questions to try, each settled by the engine at one click. */
import { html } from 'lit';
import { address, records, values } from './api.js';
import { Lab, about } from './lab.js';
import { SEED, UrlState, freshSeed } from './state.js';
import { asPng, paint } from './picture.js';
import { badge, learnedBy } from './badge.js';
import { fixed } from './format.js';
import { shareMenu } from './share.js';

const REACH = 1.5;
/** Two patterns whose halves lie as near as this are called equally robust. */
const NEAR = 20;

/** Reads a stream to its end, telling how far it is. @param {string} path @param {object} query @param {AbortSignal} signal @param {(share: number) => void} told */
async function toItsEnd(path, query, signal, told) {
  let end = null;
  for await (const record of records(path, query, signal)) {
    if (record.type === 'step') told(record.made / record.of);
    if (record.type === 'end') end = record;
  }
  return end && { ...end, x: end.x?.map(values), x0: end.x0?.map(values) };
}

/** At which step the classifier falls below one half, and what it says of pure noise. */
async function half(pattern, seed, signal, told) {
  let t = null, noise = 0;
  for await (const record of records('/api/half', { pattern, noise: seed }, signal)) {
    if (record.type === 'share') {
      told(record.t / 1000);
      if (record.t === 1000) noise = record.share;
    }
    if (record.type === 'end') t = record.t;
  }
  return { t, noise };
}

const at = t => t == null ? 'never' : `t = ${t}`;

/**
 * @typedef {object} Idea
 * @property {string} title
 * @property {string} text
 * @property {string[]} answers
 * @property {(one: {maker: string, seed: number}, signal: AbortSignal, told: (share: number) => void) => Promise<any>} measure
 * @property {(found: any) => number} right which answer holds
 * @property {(found: any) => string} number what was measured
 * @property {(found: any) => string} sentence
 * @property {(found: any) => {pixels: Float32Array, text: string}[]} pictures
 * @property {(one: {maker: string, seed: number}) => object} opens the playground's settings
 */

/** @type {Record<string, Idea>} */
const IDEAS = {
  patterns: {
    title: 'Do patterns react differently to noise?',
    text: 'A checkerboard and a circle drown in the same hundred noises. Which does the classifier lose first, getting fewer than half of them right?',
    answers: ['The checkerboard', 'The circle', `Both within ${NEAR} of 1000 steps`],
    async measure({ seed }, signal, told) {
      const checkerboard = await half('checkerboard', seed, signal, share => told(share / 2));
      return { checkerboard, circle: await half('circle', seed, signal, share => told(0.5 + share / 2)) };
    },
    right: ({ checkerboard, circle }) => {
      const [one, other] = [checkerboard.t ?? 1001, circle.t ?? 1001];
      return Math.abs(one - other) <= NEAR ? 2 : one < other ? 0 : 1;
    },
    number: ({ checkerboard, circle }) => `circle: ${at(circle.t)}; checkerboard: ${at(checkerboard.t)}`,
    sentence: ({ checkerboard }) => `Is the judge only guessing? No: it learned noise as an answer of its own, and calls ${Math.round(100 * checkerboard.noise)} of a hundred pure noises a checkerboard.`,
    pictures: () => [],
    opens: ({ seed }) => ({ pattern: 'circle', direction: 'forward', steps: 80, seed }),
  },
  half: {
    title: 'Is a picture recognisable at T/2?',
    text: 'A hundred runs, ten for each kind, are stopped half way from noise to picture, where the weights of noise and picture are equal. In how many does the classifier, which learned noisy pictures too, recognise the kind that was asked for?',
    answers: ['In fewer than 30', 'In 30 to 70', 'In more than 70'],
    measure: ({ maker, seed }, signal, told) => toItsEnd('/api/ideas/half', { maker, seed }, signal, told),
    right: ({ noisy }) => noisy < 30 ? 0 : noisy <= 70 ? 1 : 2,
    number: ({ noisy, of }) => `${noisy} of ${of}`,
    sentence: ({ clean, noisy, of, kinds, snr }) => `That is at ${fixed(snr, 1)} dB; guessing blindly would get one in ${kinds}. In what the clean picture is taken to be at that step it recognises ${clean} of ${of}${clean > noisy ? ': what it will be is decided by then, and only the noise hides it' : ''}.`,
    pictures: ({ x, x0 }) => [...x.slice(0, 4).map(pixels => ({ pixels, text: 'half way' })), ...x0.slice(0, 4).map(pixels => ({ pixels, text: 'taken to be' }))],
    opens: ({ maker, seed }) => ({ pattern: 'checkerboard', maker, steps: 20, seed, at: 10 }),
  },
  inverse: {
    title: 'Is reverse the inverse of forward?',
    text: 'One ring is drowned to the end sixteen times, and DDPM walks each back. What comes home?',
    answers: ['The same ring', 'Nearly that ring', 'Some ring: no nearer than another'],
    measure: ({ maker, seed }, signal, told) => toItsEnd('/api/ideas/inverse', { maker, seed, pattern: 'ring' }, signal, told),
    right: ({ found }) => ['same', 'nearly', 'another'].indexOf(found),
    number: ({ distance, nearer }) => `off by ${fixed(distance, 2)} on average; ${fixed(Math.abs(nearer), 2)} ${nearer < 0 ? 'farther from' : 'nearer to'} it than to other rings`,
    sentence: ({ between, found }) => `Two rings that have nothing to do with each other are ${fixed(between, 2)} apart. ${found === 'another' ? 'It is no inverse: the noise kept next to nothing of the picture, so what returns is a new one of its kind.' : 'Something of the picture came back.'}`,
    pictures: ({ x, x0 }) => [{ pixels: x0[0], text: 'drowned' }, ...x.map(pixels => ({ pixels, text: 'returned' }))],
    opens: ({ maker, seed }) => ({ pattern: 'ring', maker, sampler: 'ddpm', steps: 50, guidance: 1, seed }),
  },
  twice: {
    title: 'Is it deterministic?',
    text: 'The same starting noise twice, but other fresh noise on the way. Which sampler ends on the same picture both times?',
    answers: ['Both DDIM (eta 0) and DDPM', 'Only DDIM with eta 0', 'Neither'],
    measure: ({ maker, seed }, signal, told) => toItsEnd('/api/ideas/twice', { maker, seed, pattern: 'ring' }, signal, told),
    right: ({ ddimSame, ddpmSame }) => ddimSame && ddpmSame ? 0 : ddimSame ? 1 : 2,
    number: ({ ddim, ddpm }) => `DDIM: apart by ${fixed(ddim, 3)}; DDPM: by ${fixed(ddpm, 3)}`,
    sentence: ({ ddpmSame }) => `DDIM with eta 0 draws no noise on its way, so its start decides all. ${ddpmSame ? 'Here DDPM came out the same, too.' : 'DDPM adds fresh noise at every step but the last, and that noise decides with it.'} With every seed kept, both repeat to the bit.`,
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
    this.forget();
  }

  forget() {
    this.halt();
    /** @type {Record<string, {stage: 'asked' | 'waiting' | 'measuring' | 'settled', guess: number, share: number, found: any}>} */
    this.ideas = Object.fromEntries(Object.keys(IDEAS).map(name => [name, { stage: 'asked', guess: -1, share: 0, found: null }]));
  }

  connectedCallback() {
    super.connectedCallback();
    this.state = new UrlState({ ideaSeed: SEED });
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
    const stopper = this.stoppers[name] = new AbortController();
    const busy = Object.values(this.ideas).some(one => one.stage === 'measuring');
    this.latest = name;
    this.tell(name, { stage: busy ? 'waiting' : 'measuring', guess, share: 0 });
    this.line = this.line.then(() => this.run(name, stopper));
  }

  /** @param {string} name @param {AbortController} stopper */
  async run(name, stopper) {
    const { signal } = stopper;
    if (signal.aborted) return;
    this.tell(name, { stage: 'measuring' });
    await this.attempt(async () => {
      const found = await IDEAS[name].measure(this.asked, signal, share => {
        if (!signal.aborted) this.tell(name, { share });
      });
      if (signal.aborted) return;
      this.tell(name, { stage: 'settled', found });
      this.settle(name);
    });
    if (!signal.aborted && this.ideas[name].stage === 'measuring') this.tell(name, { stage: 'asked' });
  }

  /** @param {string} name */
  stop(name) {
    this.stoppers[name].abort();
    this.tell(name, { stage: 'asked' });
    this.say('Stopped.');
  }

  async settle(name) {
    const idea = IDEAS[name], { guess, found } = this.ideas[name], right = idea.right(found);
    this.say(`Found: ${idea.answers[right]}. ${idea.number(found)}. ${this.verdict(name)} ${idea.sentence(found)}`);
    this.dispatchEvent(new CustomEvent('predicted', { detail: { part: 6, id: `idea-${name}`, question: idea.title, guess: idea.answers[guess], found: `${idea.answers[right]} (${idea.number(found)})`, holds: right === guess }, bubbles: true }));
    if (name !== this.latest) return;
    await this.updateComplete;
    this.querySelector(`#idea-${name}`).focus({ preventScroll: true });
  }

  verdict(name) {
    const { guess, found } = this.ideas[name];
    return IDEAS[name].right(found) === guess ? 'Your guess holds.' : 'Not this time.';
  }

  render() {
    if (!this.about) return html`<div class="lab pending" aria-busy="true"></div>${this.told()}`;
    const { learned, exact, classifier } = this.about;
    return html`<section class="lab ideas" aria-label="Experiment ideas">
      ${Object.entries(IDEAS).map(([name, idea]) => this.idea(name, idea, classifier))}
      <div class="origin foot">${learned ? badge('learned', learnedBy(learned)) : badge('exact', `exact, ${exact.pictures} pictures`)}<span class="num">seed ${this.state.now.ideaSeed}. Distances are root mean squares over the pixels.</span></div>
      <div class="tools">
        <button type="button" class="btn" @click=${() => { this.state.set({ ideaSeed: freshSeed() }); this.forget(); }}>Other noise</button>
        <span class="spacer"></span>
        ${Object.values(this.ideas).some(one => one.found) ? shareMenu(this.shared()) : ''}
      </div>
    </section>${this.told()}`;
  }

  idea(name, idea, classifier) {
    const { stage, guess, share, found } = this.ideas[name];
    const needed = ['patterns', 'half'].includes(name) && !classifier;
    return html`<div class="idea"><div><h3 id=${`idea-${name}`} tabindex="-1">${idea.title}</h3><p>${idea.text}</p>
        <p><a href=${`${address('/playground', idea.opens(this.asked))}`}>Open in the playground</a></p></div>
      <div>${needed ? html`<p>This installation has no classifier of patterns.</p>`
      : stage === 'asked' ? html`<div class="answers" role="group" aria-label=${`Your guess: ${idea.title}`}>${idea.answers.map((answer, i) => html`<button type="button" class="btn" @click=${() => this.measure(name, i)}>${answer}</button>`)}</div><p class="hint">One click locks your answer in, and the engine measures.</p>`
      : stage === 'waiting' ? html`<p>Your guess is locked: ${idea.answers[guess]}. It is measured when what was asked before it is done.</p><button type="button" class="btn" @click=${() => this.stop(name)}>Stop</button>`
      : stage === 'measuring' ? html`<p>Your guess is locked: ${idea.answers[guess]}.</p><progress max="1" value=${share} aria-label="Measured so far"></progress><button type="button" class="btn" @click=${() => this.stop(name)}>Stop</button>`
      : html`<div class="settled"><div><span class="label">your guess</span><span class="value">${idea.answers[guess]}</span></div>
          <div><span class="label">found</span><span class="value">${idea.answers[idea.right(found)]}</span><small class="num">${idea.number(found)}</small></div></div>
        <p>${this.verdict(name)} ${idea.sentence(found)}</p>
        <div class="shown">${idea.pictures(found).map(({ text }, i) => html`<figure><canvas class="pixels" data-idea=${`${name} ${i}`} role="img" aria-label=${text}></canvas><figcaption>${text}</figcaption></figure>`)}</div>
        <button type="button" class="btn" @click=${() => this.tell(name, { stage: 'asked', guess: -1 })}>Guess again</button>`}</div></div>`;
  }

  updated() {
    for (const canvas of this.querySelectorAll('[data-idea]')) {
      const [name, i] = canvas.dataset.idea.split(' ');
      paint(canvas, IDEAS[name].pictures(this.ideas[name].found)[i].pixels, REACH);
    }
  }

  shared() {
    const done = Object.entries(this.ideas).filter(([, one]) => one.found);
    const row = ([name, { guess, found }]) => ({ idea: name, guess: IDEAS[name].answers[guess] ?? '', found: IDEAS[name].answers[IDEAS[name].right(found)], measured: IDEAS[name].number(found) });
    return {
      name: 'darkroom-ideas',
      link: () => this.state.link(),
      png: () => asPng([...this.querySelectorAll('canvas')], 160),
      rows: () => done.map(row).map(one => Object.fromEntries(Object.entries(one).map(([key, text]) => [key, `"${text}"`]))),
      data: () => ({ settings: { ...this.state.now, ...this.asked }, ideas: done.map(one => ({ ...row(one), found: { ...one[1].found, x: undefined, x0: undefined } })) }),
      reset: () => {
        this.state.reset();
        this.forget();
      },
      say: sentence => this.say(sentence),
    };
  }
}

customElements.define('ideas-lab', IdeasLab);
