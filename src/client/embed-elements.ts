import { openDialog, styled } from './embed-dialog.ts'
import { forgetFrame, home, makeFrame } from './embed-frames.ts'

/** The name of the frame, and the words of the button, where the site has none of its own. */
const LABEL = 'Book a time'

/**
 * `<kept-booking page="hiring" event-type="panel">`: the booking page in its place. What stands between the tags is
 * for browsers without this script; the frame takes its place.
 */
export class KeptBooking extends HTMLElement {
  static observedAttributes = ['page', 'event-type']
  #frame: HTMLIFrameElement | undefined

  connectedCallback() {
    const address = addressOf(this)
    if (!address) return
    this.#frame = makeFrame(address, this.title || LABEL, { owner: this })
    this.#frame.loading = 'lazy'
    this.style.display ||= 'block'
    this.replaceChildren(this.#frame)
  }

  disconnectedCallback() {
    if (this.#frame) forgetFrame(this.#frame)
    this.#frame = undefined
  }

  attributeChangedCallback() {
    if (!this.isConnected) return
    this.disconnectedCallback()
    this.connectedCallback()
  }
}

/** `<kept-booking-button page="hiring" label="Book a time">`: a button that floats over the site and opens the page. */
export class KeptBookingButton extends HTMLElement {
  static observedAttributes = ['label']
  #button = document.createElement('button')

  connectedCallback() {
    if (this.shadowRoot) return
    this.#button.type = 'button'
    this.#button.setAttribute('part', 'button')
    this.#button.setAttribute('aria-haspopup', 'dialog')
    this.#button.addEventListener('click', () => {
      const address = addressOf(this)
      if (address) openDialog({ address, title: this.#label, owner: this, opener: this.#button })
    })
    this.attributeChangedCallback()
    styled(this, STYLE).append(this.#button)
  }

  attributeChangedCallback() {
    this.#button.textContent = this.#label
  }

  get #label() {
    return this.getAttribute('label') || LABEL
  }
}

/** The page that the attributes name, with what the site knows of the visitor; '' when they name none. */
function addressOf(element: HTMLElement) {
  const [page, eventType] = [element.getAttribute('page'), element.getAttribute('event-type')]
  if (!page) return ''
  const path = `/book/${encodeURIComponent(page)}${eventType ? `/${encodeURIComponent(eventType)}` : ''}`
  const address = new URL(path, home)
  for (const [attribute, name] of [
    ['name', 'name'],
    ['email', 'email'],
    ['zone', 'tz'],
  ] as const) {
    const known = element.getAttribute(attribute)
    if (known) address.searchParams.set(name, known)
  }
  return address.href
}

const STYLE = `
button {
  position: fixed;
  inset-block-end: 1rem;
  inset-inline-end: 1rem;
  z-index: 2147483000;
  min-block-size: 3rem;
  padding: .5rem 1.25rem;
  border: 1px solid #fff;
  border-radius: 999px;
  font: 600 1.0625rem/1.4 system-ui, sans-serif;
  color: #fff;
  background: #0b5f5a;
  box-shadow: 0 2px 4px rgb(0 0 0 / .1), 0 8px 24px rgb(0 0 0 / .2);
  cursor: pointer;
}
button:hover { background: #08474a }
button:focus-visible { outline: 3px solid #0a4bd6; outline-offset: 2px; box-shadow: 0 0 0 2px #fff }
@media print { button { display: none } }`
