/**
 * A way to hand a message to somebody outside. A channel does as it is told: whom to tell, in which words and
 * how often is decided before. `send` resolves when the other side took the message over and throws a
 * `HandoverFailed` when it did not.
 */
export interface Channel<Message> {
  send(message: Message, signal?: AbortSignal): Promise<Handover>
  /** Finishes what is under way and closes the connections. */
  close(): Promise<void>
}

export interface Handover {
  /** What the other side answered, for the outbox. */
  answer: string
  /** Recipients the other side did not take, with its words; the others have their message. */
  refused: { address: string; answer: string }[]
}

/** The other side did not take the message. Its message is the other side's answer, in one line. */
export class HandoverFailed extends Error {
  /** True when trying again cannot help: the recipient or the content was refused. */
  readonly permanent: boolean

  constructor(answer: string, permanent: boolean, cause?: unknown) {
    super(answer, { cause })
    this.name = 'HandoverFailed'
    this.permanent = permanent
  }
}
