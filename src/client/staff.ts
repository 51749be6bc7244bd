import '@hotwired/turbo'
import { walkActivityByKeys } from './activity-keys.ts'
import { markReadWhenSeen } from './mark-read.ts'
import { walkQueueByKeys } from './queue-keys.ts'
import { guardSubmits, restoreButtons } from './busy-button.ts'

// Turbo swaps pages without reloading, so these listen on the document once and for all.
guardSubmits()
walkActivityByKeys()
walkQueueByKeys()
markReadWhenSeen()
document.addEventListener('turbo:submit-end', restoreButtons)
