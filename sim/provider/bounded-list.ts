/** The last `most` things; older ones are forgotten, so that a provider can run for months. */
export class BoundedList<Item> {
  readonly #items: Item[] = [];
  readonly #most: number;

  constructor(most: number) {
    this.#most = most;
  }

  push(item: Item): void {
    this.#items.push(item);
    if (this.#items.length > this.#most) this.#items.shift();
  }

  get items(): readonly Item[] {
    return this.#items;
  }
}
