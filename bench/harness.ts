/** How figures are taken and printed. A figure means little alone, so each comes with its floor from the same run. */
export type Figure = {
  name: string
  value: number
  /** What cannot be beaten: the direct database read, the direct OpenStack call, the direct socket. Same unit. */
  floor?: { name: string; value: number }
  unit: 'ms' | 's' | 'MiB' | 'KiB' | 'per second' | 'MiB/s' | '×' | '%' | ''
  /** What was promised. */
  target?: { at: 'most' | 'least'; value: number }
}

/** A file `bench/<name>.bench.ts` exports one of these as its default. */
export type Bench = { title: string; run: () => Promise<Figure[]> }

/** `share` 0.5 is the median. @throws Error on an empty list. */
export const percentile = (values: number[], share: number): number => {
  if (values.length === 0) throw new Error('no values were measured')
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** Calls `fn` one after another, and gives the milliseconds of each call after the first `warmUp`. */
export const timed = async (
  calls: number,
  fn: () => Promise<unknown>,
  warmUp = Math.ceil(calls / 10),
): Promise<number[]> => {
  const times: number[] = []
  for (let i = 0; i < warmUp + calls; i++) {
    const start = performance.now()
    await fn()
    if (i >= warmUp) times.push(performance.now() - start)
  }
  return times
}

export const meetsTarget = ({ value, target }: Figure): boolean =>
  !target || (target.at === 'most' ? value <= target.value : value >= target.value)

/** One line: the figure, its floor and the ratio of both, the target and whether it is met. */
export const line = (figure: Figure): string => {
  const { name, value, floor, unit, target } = figure
  const parts = [`${name}: ${round(value)} ${unit}`]
  if (floor) parts.push(`floor ${round(floor.value)} ${unit} (${floor.name}), ratio ${round(value / floor.value)}`)
  if (target) parts.push(`target at ${target.at} ${target.value} ${unit}: ${meetsTarget(figure) ? 'met' : 'MISSED'}`)
  return parts.join(' | ')
}

const round = (value: number) => Number(value.toPrecision(3))
