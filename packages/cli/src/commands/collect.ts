/** Gathers an option that can be given several times. */
export function collect(value: string, all: readonly string[] = []): readonly string[] {
  return [...all, value]
}
