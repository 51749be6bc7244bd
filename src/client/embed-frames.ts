export type BookingEvent = {
  type: string
  reference: string
  sessions: { start: string; end: string }[]
}
export type Listener = (event: BookingEvent) => void

/** A frame of ours in the page of another site. */
type Place = {
  /** The element on which what happens in the frame is announced. */
  owner: HTMLElement
  /** Closes the dialog around the frame, where there is one. */
  close?: (() => void) | undefined
  /** False until the first page of the frame has said how high it is. */
  shown: boolean
}

const places = new Map<HTMLIFrameElement, Place>()
const listeners = new Map<string, Set<Listener>>()

/** Where this script came from, which is where booking pages are. */
export const home = new URL(addressOfScript(), location.href).origin

/** Hears of one kind of event from all frames: `on('booking.scheduled', (event) => …)`. */
export function on(type: string, callback: Listener) {
  listeners.set(type, (listeners.get(type) ?? new Set()).add(callback))
}

/** A frame that shows a page of ours, as wide as its place and as high as the page says. */
export function makeFrame(address: string, title: string, place: Omit<Place, 'shown'>) {
  const frame = document.createElement('iframe')
  frame.title = title
  frame.src = address
  frame.style.cssText = 'display:block;inline-size:100%;block-size:40rem;border:0'
  places.set(frame, { ...place, shown: false })
  return frame
}

export function forgetFrame(frame: HTMLIFrameElement) {
  places.delete(frame)
}

/** Hears what frames say. Only what comes from a frame made here, and from our own origin, counts. */
export function listen() {
  addEventListener('message', ({ origin, source, data }: MessageEvent) => {
    if (origin !== home || !source || data?.source !== 'kept') return
    for (const [frame, place] of places) if (frame.contentWindow === source) hear(frame, place, data)
  })
}

function hear(frame: HTMLIFrameElement, place: Place, said: Record<string, unknown>) {
  const { type, height, top } = said
  if (type === 'height' && typeof height === 'number' && height > 0 && height < 1e5) {
    frame.style.blockSize = `${height}px`
    if (typeof top !== 'number') return
    if (place.shown && !place.close) bringIntoView(frame, top)
    place.shown = true
  } else if (type === 'escape') place.close?.()
  else if (typeof type === 'string' && type.startsWith('booking.'))
    announce(place.owner, said as BookingEvent)
}

/* A page of the frame after the first one: whoever pressed the link far down must see where the new page begins. */
function bringIntoView(frame: HTMLIFrameElement, top: number) {
  const line = frame.getBoundingClientRect().top + top
  if (line < 0 || line > innerHeight) scrollBy({ top: line - 16 })
}

function announce(owner: HTMLElement, { type, reference, sessions }: BookingEvent) {
  const detail = { type, reference, sessions }
  const target = owner.isConnected ? owner : document
  target.dispatchEvent(new CustomEvent(`kept:${type}`, { bubbles: true, composed: true, detail }))
  for (const callback of listeners.get(type) ?? []) callback(detail)
}

function addressOfScript() {
  const script = document.currentScript ?? document.querySelector('script[src*="/embed.js"]')
  return (script as HTMLScriptElement | null)?.src ?? location.href
}
