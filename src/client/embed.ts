import { openDialog } from './embed-dialog.ts'
import { KeptBooking, KeptBookingButton } from './embed-elements.ts'
import { home, listen, on, type Listener } from './embed-frames.ts'

/** What a site may have noted down before this script came: `Kept.q.push(['booking.scheduled', callback])`. */
type Noted = [type: string, callback: Listener]
type Kept = { q: { push(...noted: Noted[]): unknown }; on: typeof on }

/*
 * The script that other sites load. A site that loads it twice gets it once.
 * Links stay plain links for whoever opens them in another tab, and wherever this script does not run.
 */
if (!customElements.get('kept-booking')) {
  const page = window as unknown as { Kept?: { q?: unknown } }
  const noted = Array.isArray(page.Kept?.q) ? (page.Kept.q as Noted[]) : []
  const api: Kept = { q: { push: (...more) => more.forEach(([type, callback]) => on(type, callback)) }, on }
  page.Kept = api
  api.q.push(...noted)
  listen()
  customElements.define('kept-booking', KeptBooking)
  customElements.define('kept-booking-button', KeptBookingButton)
  document.addEventListener('click', openPopup)
}

function openPopup(event: MouseEvent) {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
  const link = event
    .composedPath()
    .find((node) => node instanceof HTMLAnchorElement && node.hasAttribute('data-kept-popup'))
  if (!plain || event.defaultPrevented || !(link instanceof HTMLAnchorElement)) return
  if (link.origin !== home) return
  event.preventDefault()
  openDialog({ address: link.href, title: link.textContent.trim() || link.title, owner: link, opener: link })
}
