/** What a framed page says to the page around it. Never who the customer is, nor what opens the booking. */
type Said =
  | { type: 'height'; height: number; top?: number }
  | { type: 'escape' }
  | { type: string; reference: string; sessions: readonly { start: string; end: string }[] }

/**
 * Inside another site: tells that site how high the page is, what has just been booked or changed, and that somebody
 * pressed Escape. The server names the sites that may hear it; the browser hands a message to none but these.
 */
export function talkToHost() {
  const hosts = contentOf('kept-host')
  if (!hosts || parent === window) return
  const say = speaker(hosts.split(' '))
  tellHeight(say)
  tellEvent(say)
  addEventListener('keydown', (event) => {
    // The keys of a frame stay in it, so a dialog around the frame would not hear this one.
    if (event.key === 'Escape' && !event.defaultPrevented) say({ type: 'escape' })
  })
}

function speaker(hosts: readonly string[]) {
  // Where a browser tells who is around, the others need no message that it would only complain about.
  const around = (location as Location & { ancestorOrigins?: DOMStringList }).ancestorOrigins?.[0] ?? ''
  const listening = hosts.includes(around) ? [around] : hosts
  return (said: Said) => {
    for (const host of listening) parent.postMessage({ source: 'kept', ...said }, host)
  }
}

/* The first message of a page says where to look as well: a frame cannot scroll the page around it. */
function tellHeight(say: (said: Said) => void) {
  const target = document.querySelector(':target')
  let top: number | undefined = target ? target.getBoundingClientRect().top + scrollY : 0
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height)
    say({ type: 'height', height, ...(top === undefined ? {} : { top }) })
    top = undefined
  }).observe(document.body)
}

/* A result that is only looked at again, after a reload or with the back button, has not happened again. */
function tellEvent(say: (said: Said) => void) {
  const event = contentOf('kept-event')
  const [opened] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  if (event && opened?.type === 'navigate') say(JSON.parse(event) as Said)
}

function contentOf(name: string) {
  return document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content
}
