const SEEN_AFTER_MS = 2_000

/**
 * A booking that stands open for two seconds counts as read: its form is sent in the background, and its rows lose the
 * mark. Opening the address alone writes nothing, so a page that was fetched ahead or flicked past stays unread.
 */
export function markReadWhenSeen() {
  let timer: ReturnType<typeof setTimeout> | undefined
  const look = () => {
    clearTimeout(timer)
    const form = document.querySelector<HTMLFormElement>('form[data-mark-read]')
    if (form) timer = setTimeout(() => void markRead(form), SEEN_AFTER_MS)
  }
  document.addEventListener('turbo:load', look)
  look()
}

async function markRead(form: HTMLFormElement) {
  if (document.hidden || !form.isConnected) return
  const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]))
  const answer = await fetch(form.action, { method: 'post', body, keepalive: true }).catch(() => null)
  if (!answer?.ok) return
  const rows = document.querySelectorAll(`.activity-row[data-booking="${form.dataset.markRead}"]`)
  for (const row of rows) row.removeAttribute('data-unread')
  // Whoever has just reached the button keeps it; pressing it again does no harm.
  if (!form.contains(document.activeElement)) form.remove()
}
