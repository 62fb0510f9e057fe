/** The places in a list of numbers that make up its longest ascending part. `undefined` is never in it. */
export function longestAscent(numbers: readonly (number | undefined)[]): Set<number> {
  // For each length, the place with the smallest number that ends an ascent of that length.
  const ends: number[] = []
  const before: (number | undefined)[] = []
  for (const [place, number] of numbers.entries()) {
    if (number === undefined) continue
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((numbers[ends[middle] ?? 0] ?? 0) < number) low = middle + 1
      else high = middle
    }
    before[place] = low === 0 ? undefined : ends[low - 1]
    ends[low] = place
  }
  const ascent = new Set<number>()
  for (let place = ends.at(-1); place !== undefined; place = before[place]) ascent.add(place)
  return ascent
}
