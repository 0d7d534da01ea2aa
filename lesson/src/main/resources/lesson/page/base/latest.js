/** Work that is wished for again before it is done: while one answer is on its way, only the latest wish is kept. */
export class Latest {
  #wanted = false;
  #busy = false;

  /** @param {() => Promise<void>} work */
  constructor(work) {
    this.work = work;
  }

  /** Done when no wish is left. */
  async ask() {
    this.#wanted = true;
    if (this.#busy) return;
    this.#busy = true;
    try {
      while (this.#wanted) {
        this.#wanted = false;
        await this.work();
      }
    } finally {
      this.#busy = false;
    }
  }

  /** Lets go of what was wished for. */
  forget() {
    this.#wanted = false;
  }
}
