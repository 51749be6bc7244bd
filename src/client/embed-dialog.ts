import { forgetFrame, makeFrame } from './embed-frames.ts'

type Popup = {
  address: string
  title: string
  /** On which the frame's events are announced. */
  owner: HTMLElement
  /** Gets the focus back. */
  opener: HTMLElement
}

/**
 * Shows a booking page over the site. The browser's own dialog keeps the focus inside and gives it back; Escape closes
 * it, also while the focus is in the frame. It stands in a shadow tree, where the styles of the site do not reach.
 */
export function openDialog({ address, title, owner, opener }: Popup) {
  const host = document.createElement('div')
  const dialog = document.createElement('dialog')
  dialog.setAttribute('aria-label', title)
  const close = document.createElement('button')
  close.type = 'button'
  close.textContent = '\u00D7'
  close.setAttribute('aria-label', owner.getAttribute('data-close-label') ?? 'Close')
  close.addEventListener('click', () => dialog.close())
  const frame = makeFrame(address, title, { owner, close: () => dialog.close() })
  dialog.append(close, frame)
  dialog.addEventListener('close', () => {
    forgetFrame(frame)
    host.remove()
    opener.focus()
  })
  styled(host, STYLE).append(dialog)
  document.body.append(host)
  dialog.showModal()
}

/** A shadow tree with styles that no policy of the site can refuse, because they are no text of its page. */
export function styled(host: HTMLElement, css: string) {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  return root
}

const STYLE = `
dialog {
  box-sizing: border-box;
  inline-size: min(46rem, 100vw - 1rem);
  max-inline-size: none;
  max-block-size: calc(100dvh - 1rem);
  padding: .25rem .5rem .5rem;
  border: 0;
  border-radius: 14px;
  color-scheme: light dark;
  background: Canvas;
  overflow: hidden;
}
dialog::backdrop { background: rgb(0 0 0 / .5) }
button {
  display: block;
  margin-inline-start: auto;
  inline-size: 2.75rem;
  block-size: 2.75rem;
  border: 0;
  border-radius: 8px;
  font: 1.5rem/1 system-ui, sans-serif;
  color: CanvasText;
  background: none;
  cursor: pointer;
}
button:focus-visible { outline: 3px solid; outline-offset: -3px }
iframe { max-block-size: calc(100dvh - 4.75rem) }`
