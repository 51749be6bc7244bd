/** Says under a list of boxes what the ticked ones come to, in sentences that the server wrote. */
export function sumUpSessions() {
  for (const place of document.querySelectorAll<HTMLOutputElement>('output[data-sum]')) {
    const words = JSON.parse(place.dataset['sum']!) as Record<string, string>
    const format = new Intl.NumberFormat(document.documentElement.lang, {
      style: 'currency',
      currency: words['currency']!,
    })
    const money = (minor: number) =>
      format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    const form = place.closest('form')!
    const show = () => {
      const ticked = [...form.querySelectorAll<HTMLElement>(`[name=${place.dataset['of']}]:checked`)]
      const amounts = ticked.map((box) => Number(box.dataset['minor']))
      const total = amounts.reduce((all, amount) => all + amount, 0)
      const kind = Number.isNaN(total)
        ? 'count'
        : total === 0
          ? 'nothing'
          : amounts.length > 1 && amounts.every((amount) => amount === amounts[0])
            ? 'each'
            : 'total'
      place.textContent = words[kind]!.replaceAll('{number}', String(ticked.length))
        .replace('{total}', money(total))
        .replace('{each}', money(amounts[0] ?? 0))
      place.hidden = ticked.length === 0
    }
    form.addEventListener('change', show)
    show()
  }
}
