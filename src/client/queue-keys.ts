/**
 * Keys of a queue, such as the refunds: J and K walk from row to row, X ticks the row's box, A goes to its button for
 * approving and R opens its form for rejecting. Going is all they do; nothing is decided by one letter. They work only
 * while the focus is inside the queue, and not while somebody writes (WCAG 2.1.4).
 */
export function walkQueueByKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const focused = document.activeElement
    const row = focused?.closest<HTMLElement>('[data-queue-row]')
    if (!row || focused?.matches('input:not([type=checkbox]), select, textarea')) return
    const target = targetOf(event.key, row)
    if (!target) return
    event.preventDefault()
    if (target instanceof HTMLInputElement && target.type === 'checkbox') target.click()
    else target.focus()
  })
}

function targetOf(key: string, row: HTMLElement): HTMLElement | null {
  if (key === 'j' || key === 'k') return neighbour(row, key === 'j' ? 1 : -1)
  if (key === 'x') return row.querySelector('[data-queue-choose]')
  if (key === 'a') return row.querySelector('[data-queue-act=approve] button, [id^=approve-]')
  if (key !== 'r') return null
  const reason = row.querySelector<HTMLElement>('[data-queue-act=reject] textarea')
  const fold = reason?.closest('details')
  if (fold) fold.open = true
  return reason ?? null
}

function neighbour(row: HTMLElement, step: number): HTMLElement | null {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-queue-row]')]
  return rows[rows.indexOf(row) + step]?.querySelector('[data-queue-focus] a') ?? null
}
