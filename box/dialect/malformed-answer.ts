/** An upstream's answer is not what its API says, or says something that no caller's API can express. */
export class MalformedAnswer extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "MalformedAnswer";
  }
}
