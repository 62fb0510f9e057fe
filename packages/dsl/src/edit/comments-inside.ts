import type { CST, Node } from 'yaml'

/** The comments inside a node that start before an offset, in their order. The node was parsed with its tokens. */
export function commentsInside(node: Node | null, end: number): string[] {
  const comments: string[] = []
  function visitToken(token: CST.Token | null | undefined): void {
    if (token === null || token === undefined) return
    if (token.type === 'comment' && token.offset < end) comments.push(token.source)
    if ('props' in token) token.props.forEach(visitToken)
    if ('items' in token) {
      for (const item of token.items) {
        item.start.forEach(visitToken)
        visitToken('key' in item ? item.key : undefined)
        if ('sep' in item) item.sep?.forEach(visitToken)
        visitToken(item.value)
      }
    }
    if ('end' in token) token.end?.forEach(visitToken)
  }
  visitToken(node?.srcToken)
  return comments
}
