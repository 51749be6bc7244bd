/** Shows the offer to switch to the browser's own zone, when the page shows another one. */
export function offerOwnZone() {
  const hint = document.querySelector<HTMLElement>('[data-zone-hint]')
  const link = hint?.querySelector('a')
  if (!hint || !link) return
  const own = canonical(undefined)
  const { zone, href, linkText } = hint.dataset
  if (!own || !zone || !href || !linkText || own === canonical(zone)) return
  link.href = href.replace('{zone}', encodeURIComponent(own))
  link.textContent = linkText.replace('{city}', cityOf(own))
  hint.hidden = false
}

/* One place can have several names (Asia/Calcutta, Asia/Kolkata); the browser knows which are the same. */
function canonical(timeZone: string | undefined) {
  try {
    return new Intl.DateTimeFormat('en', timeZone ? { timeZone } : {}).resolvedOptions().timeZone
  } catch {
    return undefined
  }
}

function cityOf(zone: string) {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
