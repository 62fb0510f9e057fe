/** A bar of a number of places, such as `▇▇▇▇▇▇▁▁`; full only when all is done. */
export function progressBar(done: number, all: number, places = 8): string {
  const share = all <= 0 ? 1 : Math.min(1, done / all)
  const full = Math.floor(share * places)
  return '▇'.repeat(full) + '▁'.repeat(places - full)
}
