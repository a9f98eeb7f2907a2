/** A request says something that the target's API cannot: it is refused, because leaving it out would change the answer. */
export class Untranslatable extends Error {
  /** Path of the field in the caller's own API, for example `messages[2].content[0].image_url.url`. */
  readonly param: string;

  constructor(param: string, message: string) {
    super(message);
    this.name = "Untranslatable";
    this.param = param;
  }
}
