/**
 * Counts down the words of `<time data-deadline data-seconds-left data-passed>` once a minute. The server says
 * how much is left; the page only measures how long it has been open, so a wrong clock on the phone does no harm.
 */
export function countDownDeadlines() {
  const places = document.querySelectorAll<HTMLElement>('[data-deadline]')
  if (places.length === 0) return
  const refresh = () => {
    for (const place of places) {
      const left = Number(place.dataset['secondsLeft']) - performance.now() / 1000
      place.textContent = left < 60 ? (place.dataset['passed'] ?? '') : inWords(Math.ceil(left / 60))
    }
  }
  setInterval(refresh, 60_000)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) refresh()
  })
}

function inWords(minutes: number) {
  const hours = Math.floor(minutes / 60)
  const parts = hours > 0 ? [amount(hours, 'hour')] : []
  if (minutes % 60 > 0 || hours === 0) parts.push(amount(minutes % 60, 'minute'))
  return parts.join(' ')
}

function amount(value: number, unit: 'hour' | 'minute') {
  const language = document.documentElement.lang || 'en'
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value)
}
