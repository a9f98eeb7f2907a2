/** One at a time, in order: the model has one sequence. */
export class Turns {
  #last: Promise<void> = Promise.resolve();

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    const mine = this.#last.then(task);
    this.#last = mine.then(
      () => {},
      () => {},
    );
    return await mine;
  }
}
