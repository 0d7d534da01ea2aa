/** A small network learns in the reader's sight: its loss by noise level, and its samples so far. */
import { html } from 'lit';
import { canvases } from '../base/find.js';
import { Prediction } from '../base/prediction.js';
import { SEED, UrlState, freshSeed } from '../base/state.js';
import { choice } from '../draw/controls.js';
import { draw, legend, smoothed } from '../draw/chart.js';
import { badge } from '../draw/badge.js';
import { counted, fixed } from '../draw/format.js';
import { shareMenu } from '../base/share.js';
import { findings } from '../draw/stage.js';
import { asSheet, paintSheet } from '../draw/sheets.js';
import { Training } from './training.js';
import { paintOnce } from '../draw/picture.js';

const SIZE = 16,
  COLUMNS = 5,
  SETTLED = 200;
const TARGETS = { v_prediction: 'v, a mix of noise and picture', epsilon: 'the noise', sample: 'the clean picture' };
const RATES = [0.0005, 0.001, 0.002, 0.004, 0.008, 0.02, 0.1];
const UPDATES = [200, 400, 1000, 2000];
const narrow = matchMedia('(max-width: 820px)');
/** Which levels count as what the answers name; the server's bounds. */
const ENDS = 12,
  MIDDLE = 6;

/** The mean loss with little noise, in the middle and with little picture. @param {number[]} snr @param {number[]} losses */
const thirds = (snr, losses) =>
  /** @type {[string, (level: number) => boolean][]} */ ([
    ['little noise', level => level >= ENDS],
    ['in the middle', level => Math.abs(level) <= MIDDLE],
    ['little picture', level => level <= -ENDS],
  ]).map(([label, within]) => {
    const those = losses.filter((_, i) => within(Math.round(snr[i])));
    return { label, mean: those.reduce((sum, loss) => sum + loss, 0) / those.length };
  });

export class TrainingLab extends Prediction {
  static properties = { ...Prediction.properties, course: { state: true } };

  constructor() {
    super('training');
    this.state = new UrlState({
      trainingSeed: SEED,
      target: { value: 'v_prediction', choices: Object.keys(TARGETS) },
      rate: { value: 0.004, least: 0.00001, most: 1, whole: false },
      changes: { value: '', text: true },
      updates: { value: 400, least: 1, most: 2000 },
    });
    /** Whether the charts were drawn. */
    this.charted = false;
    this.redraw = () => this.drawSoon(true);
    this.ready = true;
    this.rewind();
  }

  settings() {
    return { target: this.state.now.target, updates: this.state.now.updates };
  }

  again() {
    super.again();
    this.rewind();
  }

  /** Before its first update. */
  rewind() {
    /** @type {Training | null} */
    this.training = null;
    this.rate = this.state.now.rate;
    /** @type {'asked' | 'training' | 'paused' | 'stopped' | 'done'} one value, not a set of booleans */
    this.course = 'asked';
  }

  clear() {
    super.clear();
    this.training?.stop();
  }

  /** @param {AbortSignal} signal */
  async measure(signal) {
    const { trainingSeed: seed, target, rate, changes, updates } = this.state.now;
    this.rate = rate;
    this.course = 'training';
    const training = (this.training = new Training({ seed, target, rate, changes, updates, ...this.question.named }, () => {
      if (training !== this.training) return;
      this.rate = training.rates.at(-1)?.rate ?? rate;
      if (training.settling && this.question.stage === 'locked') this.settle({ ...training.settling, target });
      this.drawSoon();
      this.requestUpdate();
    }));
    signal.addEventListener('abort', () => training.stop());
    await training.run();
    return training.end;
  }

  leave() {
    super.leave();
    const { training } = this,
      whole = training?.end && !training.end.reason;
    this.course = this.question.open ? 'asked' : whole ? 'done' : 'stopped';
    this.drawSoon(true);
  }

  finding(found, now) {
    if (now) return super.finding(found, now);
    return found.reason || `Trained: ${counted(found.update, 'update')} in ${fixed(found.seconds, 1)} seconds of computing.`;
  }

  async pause() {
    const pause = this.course === 'training';
    await this.attempt(async () => {
      await this.training.steer({ pause: pause ? 'yes' : 'no' });
      this.course = pause ? 'paused' : 'training';
      this.say(pause ? `Paused after ${counted(this.training.update, 'update')}.` : 'It goes on.');
    });
  }

  halt() {
    this.leave();
    this.say(`Stopped after ${counted(this.training.update, 'update')}.`);
  }

  get trains() {
    return this.course === 'training' || this.course === 'paused';
  }

  setRate(event) {
    const rate = Number(event.target.value);
    if (!this.trains) {
      this.rate = rate;
      this.state.set({ rate, changes: '' });
      this.requestUpdate();
      return;
    }
    this.attempt(async () => {
      const { training } = this,
        known = training.rates.length;
      await training.steer({ rate });
      this.say(`The learning rate is ${rate} from the next update on.`);
      // The link gets the change as the engine made it.
      const changed = training.changed;
      training.changed = () => {
        if (training.rates.length > known) {
          training.changed = changed;
          this.state.set({
            changes: training.rates
              .slice(1)
              .map(one => `${one.update}:${one.rate}`)
              .join(','),
          });
        }
        changed();
      };
    });
  }

  change(changes) {
    this.state.set({ changes: '', ...changes });
    this.requestUpdate();
  }

  opening() {
    return 'Before it learns';
  }

  get label() {
    return 'A network in training';
  }

  get locking() {
    return 'Lock in and train';
  }

  atWork() {
    return `Measured after ${counted(Math.min(SETTLED, this.state.now.updates), 'update')}; ${this.training?.update ?? 0} made.`;
  }

  /** @override @returns {[number, number]} */
  reached() {
    return [this.training?.update ?? 0, Math.min(SETTLED, this.state.now.updates)];
  }

  /** What was found at the guess stays, whatever is trained later. */
  settled() {
    return this.finds(this.question.found);
  }

  chart() {
    const guessed = this.question.guessed,
      found = this.question.found.option;
    return findings(
      `Loss after ${counted(this.first.update, 'update')}`,
      thirds(this.training.start.snr, this.first.losses).map(({ label, mean }, i) => ({
        label,
        value: mean,
        text: fixed(mean, 2),
        you: guessed === i,
        found: found === i,
      })),
    );
  }

  next() {
    return html`<button
      type="button"
      class="btn go"
      @click=${() => {
        this.change({ trainingSeed: freshSeed() });
        this.start();
      }}
    >
      Other seed
    </button>`;
  }

  because() {
    return {
      epsilon:
        'Predicting the noise is easy where nearly all is noise: what the network sees is the answer. It is hard where the noise is faint.',
      sample:
        'Predicting the picture is easy where the picture shows. It is hard in strong noise: with a squared error, the best ' +
        'answer is the mean of all pictures that it could be.',
      v_prediction:
        'The output v is mostly noise where the picture is clean, and mostly (minus) the picture where it has drowned. So v ' +
        'has to say what is hard to see at either end; in the middle both show.',
    }[this.first.target];
  }

  figure() {
    const latest = this.training?.samples.at(-1);
    return html`<figure class="latest">
        <canvas
          class="pixels ${latest ? '' : 'blank'}"
          width="84"
          height="33"
          role="img"
          aria-label=${latest ? `What it draws after ${counted(latest.update, 'update')}` : 'Nothing drawn yet'}
        ></canvas>
        <figcaption>
          <b>${latest?.update ? `after ${counted(latest.update, 'update')}` : 'what it draws before it learned'}</b
          ><span>${latest?.recognised ? `${this.recognised(latest)} recognised` : ' '}</span>
        </figcaption>
      </figure>
      <div class="plot levels" role="img" aria-label=${this.saidOfLevels()}></div>
      ${legend(LEVEL_LINES)}`;
  }

  tools() {
    const now = this.state.now;
    return html`${this.controls()}
      <label class="select"
        >Learning rate
        <select class="rate" @change=${this.setRate}>
          ${[...new Set([...RATES, this.rate])]
            .sort((a, b) => a - b)
            .map(rate => html`<option value=${rate} .selected=${rate === this.rate}>${rate}</option>`)}
        </select></label
      >
      ${choice(
        'Learns to say',
        Object.keys(TARGETS),
        now.target,
        target => this.change({ target }),
        target => TARGETS[target],
        this.course !== 'asked',
      )}
      ${choice(
        'Updates',
        [...new Set([...UPDATES, now.updates])].sort((a, b) => a - b),
        now.updates,
        value => this.change({ updates: value }),
        count => count.toLocaleString('en'),
        this.trains,
      )}
      <span class="spacer"></span>
      ${this.training?.samples.length ? shareMenu(this.shared()) : ''} ${this.status()}`;
  }

  details() {
    const { training } = this;
    return html`${badge('learned', `learned, ${counted(training?.update ?? 0, 'iteration')}, seed ${this.state.now.trainingSeed}`)} One
    sample of each of ten kinds, 16 × 16 pixels, always from the same noise; DDIM, 10 steps, guidance 2, drawn with the average of the
    weights${training?.start
      ? `; ${training.start.parameters.toLocaleString('en')} weights, ${training.start.batch} pictures an update`
      : ''}.
    Black is −1, white +1.`;
  }

  shows() {
    return html`${super.shows()}${this.learned()}`;
  }

  /** All that it drew on the way, and the loss of each update. */
  learned() {
    const { training } = this,
      shown = training?.samples ?? [];
    return html`<section class="lab training" aria-label="How it learned">
      <ol class="row">
        ${shown.map(
          one =>
            html`<li>
              <figure>
                <canvas
                  class="pixels"
                  data-update=${one.update}
                  role="img"
                  aria-label=${'Ten samples after ' +
                  `${counted(one.update, 'update')}${one.recognised ? `, ${this.recognised(one)} recognised` : ''}`}
                ></canvas>
                <figcaption>
                  <span>${one.update ? counted(one.update, 'update') : 'before it learned'}</span
                  ><span>${one.recognised ? `${this.recognised(one)} recognised` : ''}</span>
                </figcaption>
              </figure>
            </li>`,
        )}
        ${shown.length ? '' : html`<li><div class="pending paper">nothing drawn yet</div></li>`}
      </ol>
      <h3>Loss of each update</h3>
      <div class="plot losses" role="img" aria-label=${this.saidOfLosses()}></div>
      ${legend(LOSS_LINES)}
      <div class="read">
        <div>
          <span class="label">updates (iterations)</span
          ><span class="value"
            >${(training?.update ?? 0).toLocaleString('en')}
            <small>of ${(training?.start?.updates ?? this.state.now.updates).toLocaleString('en')}</small></span
          >
        </div>
        <div>
          <span class="label">computing</span><span class="value">${fixed(training?.seconds ?? 0, 1)} <small>s</small></span>
        </div>
        <div>
          <span class="label">loss, last 20</span><span class="value">${training?.losses.length ? fixed(this.recent(), 3) : '–'}</span>
        </div>
        <div><span class="label">learning rate</span><span class="value">${this.rate}</span></div>
      </div>
      ${WORDS}
    </section>`;
  }

  controls() {
    if (this.trains)
      return html`<button type="button" class="btn pause" @click=${this.pause}>${this.course === 'paused' ? 'Go on' : 'Pause'}</button
        >${this.question.settled ? html`<button type="button" class="btn stop" @click=${this.halt}>Stop</button>` : ''}`;
    if (this.course === 'asked') return '';
    return html`<button type="button" class="btn" @click=${this.start}>Train again</button>`;
  }

  status() {
    const { training } = this;
    if (this.course === 'asked') return html`<p class="said">Training begins when your guess is locked.</p>`;
    if (training.before)
      return html`<p class="said">
        ${training.forTraining
          ? `Other networks are in training; ${training.before === 1 ? 'one has' : `${training.before} have`} to end before yours begins.`
          : `The engine is busy; ${training.before} before you.`}
      </p>`;
    const changes = training.rates.slice(1);
    const said = {
      training: 'It is learning.',
      paused: `Paused after ${counted(training.update, 'update')}; kept for three minutes.`,
      stopped: training.end?.reason || `Stopped after ${counted(training.update, 'update')}.`,
      done: 'Done.',
    }[this.course];
    return html`<p class="said">
      ${said}${changes.length
        ? ` Learning rate changed: ${changes.map(one => `to ${one.rate} after update ${one.update}`).join(', ')}.`
        : ''}
    </p>`;
  }

  recent() {
    const last = this.training.losses.slice(-20);
    return last.reduce((sum, loss) => sum + loss, 0) / last.length;
  }

  recognised(one) {
    return one?.recognised ? `${one.recognised.filter(Boolean).length} of ${one.recognised.length}` : '–';
  }

  saidOfLevels() {
    const last = this.training?.levels.at(-1);
    if (!last) return 'Loss by noise level: nothing measured yet';
    return (
      `Loss by signal to noise after ${counted(last.update, 'update')}: ` +
      `${this.training.start.snr.map((snr, i) => `${snr} dB ${fixed(last.losses[i], 2)}`).join(', ')}`
    );
  }

  saidOfLosses() {
    return this.training?.losses.length
      ? `Loss of each update, ${fixed(this.training.losses[0], 2)} at first, ${fixed(this.recent(), 3)} in the mean of the last 20`
      : 'Loss of each update: none yet';
  }

  drawSoon(now = false) {
    if (this.drawing && !now) return;
    clearTimeout(this.drawing);
    this.drawing = setTimeout(
      () => {
        this.drawing = null;
        if (this.isConnected && this.stands) this.drawCharts();
      },
      now ? 0 : matchMedia('(prefers-reduced-motion: reduce)').matches ? 1500 : 250,
    );
  }

  drawCharts() {
    const { training } = this;
    const snr = training?.start?.snr ?? [-30, 30],
      levels = training?.levels ?? [];
    const axis = [...snr].reverse(),
      back = losses => [...losses].reverse();
    const first = levels[0],
      last = levels.at(-1),
      half = levels.find(one => one.update >= (last?.update ?? 0) / 4);
    const empty = axis.map(() => null);
    draw(this.querySelector('.plot.levels'), {
      x: narrow.matches ? 'signal to noise, dB' : 'signal to noise, dB (noisy left, clean right)',
      y: 'loss',
      height: narrow.matches ? 120 : 170,
      xRange: [-31, 31],
      yRange: [0, Math.max(1.2, ...(first?.losses ?? []).map(loss => 1.05 * loss))],
      data: [axis, first ? back(first.losses) : empty, half ? back(half.losses) : empty, last ? back(last.losses) : empty],
      series: LEVEL_LINES,
    });
    const losses = training?.losses ?? [],
      smooth = smoothed(losses);
    draw(this.querySelector('.plot.losses'), {
      x: 'update',
      y: 'loss',
      height: 180,
      xRange: [0, training?.start?.updates ?? this.state.now.updates],
      yRange: [0, Math.max(1.2, ...losses.slice(0, 5).map(loss => 1.05 * loss))],
      data: [
        losses.length ? losses.map((_, i) => i + 1) : [0, 1],
        losses.length ? losses : [null, null],
        losses.length ? smooth : [null, null],
      ],
      series: LOSS_LINES,
      mark: (training?.rates ?? []).slice(1).map(one => one.update),
    });
  }

  depict() {
    if (!this.charted) {
      this.charted = true;
      this.drawSoon(true);
    }
    const shown = this.training?.samples ?? [];
    for (const large of canvases(this, '.latest canvas'))
      paintOnce(large, shown.at(-1), () => paintSheet(large, shown.at(-1)?.x ?? null, SIZE, COLUMNS));
    canvases(this, '.row canvas').forEach((canvas, i) => {
      paintOnce(canvas, shown[i], () => paintSheet(canvas, shown[i].x, SIZE, COLUMNS));
    });
  }

  shared() {
    const { training } = this;
    return {
      name: 'darkroom-training',
      link: () => this.state.link(),
      png: () => asSheet(canvases(this, '.row canvas'), 4, 4),
      rows: () =>
        training.losses.map((loss, i) => ({ update: i + 1, loss, learning_rate: training.rates.findLast(one => one.update <= i).rate })),
      data: () => ({
        settings: training.start,
        guess: this.question.found?.guess,
        found: this.question.found?.found,
        updates: training.update,
        seconds: training.seconds,
        learning_rates: training.rates,
        losses: training.losses,
        snr_db: training.start.snr,
        loss_by_level: training.levels.map(({ update, losses }) => ({ update, losses })),
        samples: training.samples.map(({ update, recognised, x }) => ({ update, recognised, x: [...x] })),
      }),
      reset: () => {
        this.state.reset();
        this.again();
        this.drawSoon(true);
      },
      say: sentence => this.say(sentence),
    };
  }
}

/** Explained where they first come. */
const WORDS = html`<details class="settings words">
  <summary>Loss, iteration, learning rate, average: four words explained</summary>
  <dl>
    <div>
      <dt>Loss</dt>
      <dd>
        How wrong the network is: the mean of the squared differences between what it says and what is true. Noise levels are drawn at
        random for each update, so the loss of an update goes up and down; the curve by noise level is measured on twenty pictures that it
        never learns from, always in the same noise.
      </dd>
    </div>
    <div>
      <dt>Iteration, or update</dt>
      <dd>
        The weights are changed once, by what a batch of pictures showed. A step is something else: it is one of denoising, and changes no
        weight.
      </dd>
    </div>
    <div>
      <dt>Learning rate</dt>
      <dd>How far an update moves the weights. Too low, and nothing happens for long; too high, and the loss jumps about or grows.</dd>
    </div>
    <div>
      <dt>Average (EMA)</dt>
      <dd>
        An exponential moving average of the weights over the last updates. It is calmer than the weights themselves; samples are drawn with
        it, and the loss by noise level is that of the average.
      </dd>
    </div>
  </dl>
</details>`;

const LEVEL_LINES = [
  { label: 'before it learned', token: '--edge', dash: [2, 4], width: 1.5 },
  { label: 'a quarter of the way', token: '--ink-3', dash: [7, 5], width: 1.5 },
  { label: 'now', token: '--ink' },
];
const LOSS_LINES = [
  { label: 'of the update', token: '--edge', width: 1 },
  { label: 'smoothed', token: '--ink', dash: undefined },
];

customElements.define('training-lab', TrainingLab);
