/** Money as programs see it: minor units of the currency, 6000 GBP is sixty pounds. */
export interface ShownMoney {
  amount: number
  currency: string
}

export function showMoney(minor: bigint | string, currency: string): ShownMoney {
  return { amount: Number(minor), currency }
}
