/**
 * J and K walk through the activity list. They work only while the focus is inside the list, so that nobody who
 * speaks or mistypes a letter elsewhere sets them off (WCAG 2.1.4).
 */
export function walkActivityByKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
    const focused = document.activeElement
    if (step === 0 || !focused?.closest('.split-list') || focused.matches('input, select, textarea')) return
    const rows = [...document.querySelectorAll<HTMLElement>('[data-activity]')]
    const at = rows.findIndex((row) => row === focused)
    const open = rows.findIndex((row) => row.hasAttribute('aria-current'))
    const target = at < 0 ? rows[Math.max(open, 0)] : rows[at + step]
    if (!target) return
    event.preventDefault()
    target.focus()
  })
}
