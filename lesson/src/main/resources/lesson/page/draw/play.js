/** Time that passes while something plays; with reduced motion it passes in discrete steps. */
export const reducedMotion = matchMedia('(prefers-reduced-motion: reduce)');

export class Player {
  /** @param {(seconds: number) => boolean} tick what to do with the time that passed; false when the end is reached */
  constructor(tick) {
    this.tick = tick;
    this.playing = false;
  }

  play() {
    if (this.playing) return;
    this.playing = true;
    // The first frame only starts the clock: a frame is stamped with its own beginning, which may lie before this call.
    let last;
    const step = now => {
      last ??= now;
      if (!reducedMotion.matches || now - last >= 1000) {
        const seconds = (now - last) / 1000;
        last = now;
        if (!this.tick(Math.min(seconds, 1))) this.playing = false;
      }
      if (this.playing) this.frame = requestAnimationFrame(step);
    };
    this.frame = requestAnimationFrame(step);
  }

  pause() {
    this.playing = false;
    cancelAnimationFrame(this.frame);
  }
}
