const MAXIMUM_WIDTH = 120

/** Source text that may be laid out on one line or on several. */
export type Layout = string | LayoutList | LayoutNode

interface LayoutList extends ReadonlyArray<Layout> {}

interface LayoutNode {
  readonly kind: 'line' | 'indent' | 'group'
  readonly inner: Layout
  /** What a line is when its group stands on one line, and what ends the line before it when not. */
  readonly flat: string
  readonly broken: string
  /** Width on one line; infinite when that is impossible. */
  readonly width: number
}

function widthOf(layout: Layout): number {
  if (typeof layout === 'string') return layout.includes('\n') ? Number.POSITIVE_INFINITY : layout.length
  if (isList(layout)) return layout.reduce((sum, part) => sum + widthOf(part), 0)
  return layout.width
}

function isList(layout: Layout): layout is LayoutList {
  return Array.isArray(layout)
}

function line(flat: string, broken = ''): Layout {
  return { kind: 'line', inner: '', flat, broken, width: flat.length }
}

/** A line break that a group on one line leaves out. */
const softline: Layout = line('')

/** A line break that is a blank in a group on one line. */
export const blankline: Layout = line(' ')

/** A line break always: its group cannot stand on one line. */
export const hardline: Layout = {
  kind: 'line',
  inner: '',
  flat: '',
  broken: '',
  width: Number.POSITIVE_INFINITY,
}

/** A line break with a comma before it where the group is broken. */
function lastLine(flat: string): Layout {
  return line(flat, ',')
}

/** Breaks inside are indented by two blanks. */
export function indent(inner: Layout): Layout {
  return { kind: 'indent', inner, flat: '', broken: '', width: widthOf(inner) }
}

/** Stands on one line where it fits, else all its own lines break. */
function group(inner: Layout): Layout {
  return { kind: 'group', inner, flat: '', broken: '', width: widthOf(inner) }
}

/** Puts a separator between parts. */
export function join(parts: readonly Layout[], separator: Layout): Layout[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]))
}

/** `{ a, b }`, `[a, b]` or `(a, b)`. */
export function bracketed(open: '{' | '[' | '(', members: readonly Layout[]): Layout {
  const close = { '{': '}', '[': ']', '(': ')' }[open]
  if (members.length === 0) return open + close
  const start = open === '{' ? blankline : softline
  const end = lastLine(open === '{' ? ' ' : '')
  return group([open, indent([start, ...join(members, [',', blankline])]), end, close])
}

/** A call whose parameters break inside themselves only: `f('id', {` … `})`. */
export function call(name: Layout, parameters: readonly Layout[]): Layout {
  return [name, '(', ...join(parameters, ', '), ')']
}

/** A call whose last parameters are callbacks. One callback stands behind the others where those fit on a line. */
export function callWithBodies(name: Layout, parameters: readonly Layout[], bodies: readonly Layout[]): Layout {
  const [body] = bodies
  const width = widthOf(parameters)
  if (body === undefined || bodies.length > 1 || width > MAXIMUM_WIDTH - 30) {
    return [name, bracketed('(', [...parameters, ...bodies])]
  }
  const end = startOf(body).endsWith('{') ? '' : lastLine('')
  return [name, '(', ...join(parameters, ', '), ', ', group([body, end]), ')']
}

/** The first piece of text that a layout prints. */
export function startOf(layout: Layout): string {
  if (typeof layout === 'string') return layout
  return isList(layout) ? startOf(layout[0] ?? '') : startOf(layout.inner)
}

interface Task {
  readonly layout: Layout
  readonly indent: number
  readonly broken: boolean
}

/** Prints a layout. Takes time in proportion to its size. */
export function printLayout(layout: Layout): string {
  const pieces: string[] = []
  let column = 0
  const tasks: Task[] = [{ layout, indent: 0, broken: true }]
  const put = (text: string) => {
    pieces.push(text)
    const last = text.lastIndexOf('\n')
    column = last === -1 ? column + text.length : text.length - last - 1
  }
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { layout: current, indent: depth, broken } = task
    if (typeof current === 'string') {
      put(current)
    } else if (isList(current)) {
      for (let index = current.length - 1; index >= 0; index--) {
        tasks.push({ layout: current[index] ?? '', indent: depth, broken })
      }
    } else if (current.kind === 'line') {
      put(broken ? `${current.broken}\n${' '.repeat(depth)}` : current.flat)
    } else {
      const inner = current.kind === 'indent' ? depth + 2 : depth
      const breaks = current.kind === 'group' ? column + current.width > MAXIMUM_WIDTH : broken
      tasks.push({ layout: current.inner, indent: inner, broken: breaks })
    }
  }
  return pieces.join('')
}
