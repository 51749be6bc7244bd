/** One event on its way to one program, complete. */
export interface WebhookMessage {
  /** As it was typed; it is judged again before anything is sent. */
  url: string
  /** The event's id (`evt_…`): the same for every attempt, so that whoever gets it twice knows. */
  id: string
  /** When this attempt is made, real time; receivers refuse what is older than some minutes. */
  timestamp: Temporal.Instant
  /** Secrets that sign (`whsec_…`), newest first: two while a rotation overlaps. */
  secrets: string[]
  /** JSON text, sent and signed byte for byte. */
  body: string
}
