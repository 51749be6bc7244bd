const afterTurn = '#month-keys'

/**
 * Turns the table of links into the grid of the ARIA authoring practices: one tab stop, arrows by day and week,
 * Home and End within the week, PageUp and PageDown by month, with Shift by year, Enter to pick. Days without free
 * times can be reached, and say why they cannot be picked.
 */
export function turnMonthIntoGrid() {
  const month = document.querySelector<HTMLElement>('[data-month-grid]')
  const table = month?.querySelector('table')
  if (!month || !table) return
  table.setAttribute('role', 'grid')
  const rows = [...table.tBodies[0]!.rows].map((row) => [...row.cells].map(stopOf))
  const stops = rows.flat().filter((stop) => stop !== null)
  const first =
    stops.find((stop) => stop.hasAttribute('aria-current')) ?? stops.find((stop) => stop.matches('a'))
  let current = first ?? stops[0]
  if (!current) return
  current.tabIndex = 0
  const focus = (stop: HTMLElement | null | undefined) => {
    if (!stop || !current) return
    current.tabIndex = -1
    stop.tabIndex = 0
    current = stop
    stop.focus()
  }
  table.addEventListener('focusin', (event) => {
    const stop = stops.find((one) => one === event.target)
    if (stop && stop !== current) focus(stop)
  })
  table.addEventListener('keydown', (event) => {
    if (!current || event.altKey || event.ctrlKey || event.metaKey) return
    const turn = turnFor(event, month)
    if (turn !== undefined) {
      event.preventDefault()
      if (turn) location.assign(new URL(turn + afterTurn, location.href))
      return
    }
    const target = targetOf(event.key, current, rows, stops)
    if (target === undefined) return
    event.preventDefault()
    focus(target)
  })
  if (location.hash === afterTurn) focus(current)
}

/* Links take the focus themselves; a day without a link is reached through its cell. */
function stopOf(cell: HTMLTableCellElement): HTMLElement | null {
  const link = cell.querySelector('a')
  if (link) {
    link.tabIndex = -1
    return link
  }
  if (!cell.querySelector('[data-date]')) return null
  cell.tabIndex = -1
  cell.setAttribute('aria-disabled', 'true')
  return cell
}

/** The address to turn to, '' when there is none, undefined when the key is not about turning. */
function turnFor(event: KeyboardEvent, month: HTMLElement): string | undefined {
  if (event.key !== 'PageUp' && event.key !== 'PageDown') return undefined
  const back = event.key === 'PageUp'
  const href = event.shiftKey
    ? month.dataset[back ? 'previousYear' : 'nextYear']
    : month.querySelector(back ? 'a[rel=prev]' : 'a[rel=next]')?.getAttribute('href')
  return (href ?? '').split('#')[0]
}

function targetOf(
  key: string,
  current: HTMLElement,
  rows: readonly (readonly (HTMLElement | null)[])[],
  stops: readonly HTMLElement[],
): HTMLElement | null | undefined {
  const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
  const at = stops.indexOf(current)
  const week = rows.find((row) => row.includes(current)) ?? []
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowRight':
      return stops[at + (key === forward ? 1 : -1)] ?? null
    case 'ArrowUp':
      return stops[at - 7] ?? null
    case 'ArrowDown':
      return stops[at + 7] ?? null
    case 'Home':
      return week.find((stop) => stop !== null)
    case 'End':
      return week.findLast((stop) => stop !== null)
    default:
      return undefined
  }
}
