import type { PathSegment } from './template.js'

function formatSegment(segment: PathSegment): string {
  switch (segment.kind) {
    case 'field':
      return `.${segment.name}`
    case 'key':
      return `[${JSON.stringify(segment.name)}]`
    case 'index':
      return `[${segment.index}]`
    case 'splat':
      return '[*]'
  }
}

/**
 * Writes a path in its canonical spelling; `parsePath` reads it back to the same root and segments.
 *
 * @example formatPath('input', [{ kind: 'field', name: 'sources' }, { kind: 'index', index: 0 }]) // 'input.sources[0]'
 */
export function formatPath(root: string, segments: readonly PathSegment[]): string {
  return root + segments.map(formatSegment).join('')
}
