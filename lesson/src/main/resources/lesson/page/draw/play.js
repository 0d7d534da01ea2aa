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
    let last = performance.now();
    const step = now => {
      if (!this.playing) return;
      const due = !reducedMotion.matches || now - last >= 1000;
      if (due) {
        const seconds = (now - last) / 1000;
        last = now;
        if (!this.tick(Math.min(seconds, 1))) {
          this.playing = false;
          return;
        }
      }
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  pause() {
    this.playing = false;
  }
}
