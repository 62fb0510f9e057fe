import { Composer, type CST, type ErrorCode, isScalar, Lexer, type Node, Parser } from 'yaml'
import { MAX_DOCUMENT_LEVELS, maxTokens } from './limits.js'
import { addSyntaxProblem } from './syntax-problem.js'
import { tokenWatch } from './token-watch.js'
import { YamlProblems } from './yaml-problem.js'

/** The nodes of a text, as far as they could be read, and what is wrong with it. */
export interface YamlTree {
  readonly root?: Node
  readonly problems: YamlProblems
}

// Unique keys are checked while the nodes are turned into JSON: the library's own check takes quadratic time.
const OPTIONS = { version: '1.2', schema: 'core', strict: true, uniqueKeys: false, merge: false } as const

// The parser's stack holds the document, the open collections and one open scalar.
const MAX_STACK = MAX_DOCUMENT_LEVELS + 2

/**
 * Parses a text token by token, so that what is refused is seen, and deep nesting is stopped, before anything is
 * built from it. `keepSourceTokens` lets the nodes hold their tokens, which editing needs and which takes memory.
 */
export function parseTree(text: string, keepSourceTokens = false): YamlTree {
  const problems = new YamlProblems()
  const parser = new Parser()
  const composer = quietComposer(text, problems, keepSourceTokens)
  const watch = tokenWatch(problems)
  let documents = 0
  let tokens = 0
  const mostTokens = maxTokens(text.length)

  function take(token: CST.Token): void {
    if (token.type === 'error') {
      addSyntaxProblem(
        problems,
        text,
        [token.offset, token.offset + (token.source?.length ?? 1)],
        'UNEXPECTED_TOKEN',
        token.message,
      )
    } else if (token.type === 'document') {
      documents++
      if (documents === 1) drain(composer.next(token))
      if (documents === 2) problems.add(severalDocuments(token.offset))
    } else if (token.type === 'doc-end' && documents === 1) drain(composer.next(token))
  }

  for (const lexeme of new Lexer().lex(text)) {
    watch.see(lexeme, parser.offset)
    for (const token of parser.next(lexeme)) take(token)
    if (parser.stack.length > MAX_STACK) {
      problems.add(tooDeep(parser.offset))
      return { problems }
    }
    if (problems.full || documents > 1) break
    if (++tokens > mostTokens) {
      problems.add(tooDense(parser.offset, mostTokens))
      return { problems }
    }
  }
  if (!problems.full) for (const token of parser.end()) take(token)
  watch.end()

  for (const document of composer.end()) {
    for (const error of document.errors) addSyntaxProblem(problems, text, error.pos, error.code, error.message)
    const root = document.contents ?? undefined
    if (!isScalar(root) || root.source !== '' || root.type !== 'PLAIN') return { root, problems }
  }
  if (problems.list.length === 0) {
    problems.add({ code: 'yaml_syntax', offset: 0, end: 0, message: 'The text is empty: it holds no document' })
  }
  return { problems }
}

/** A composer that reports to us. On its own it makes an Error with a stack trace of each problem, of which a hostile text has millions. */
function quietComposer(text: string, problems: YamlProblems, keepSourceTokens: boolean): Composer {
  type Source = number | readonly number[] | { readonly offset: number; readonly source?: string }
  function onError(source: Source, code: ErrorCode, message: string): void {
    let range: readonly [number, number]
    if (typeof source === 'number') range = [source, source + 1]
    else if ('offset' in source) range = [source.offset, source.offset + (source.source?.length ?? 1)]
    else range = [source[0] ?? 0, source[1] ?? 0]
    addSyntaxProblem(problems, text, range, code, message)
  }
  return Object.assign(new Composer({ ...OPTIONS, keepSourceTokens }), { onError })
}

function drain(iterator: Iterator<unknown>): void {
  while (iterator.next().done !== true);
}

/** The problem of a document that is nested too deeply. */
export function tooDeep(offset: number) {
  return {
    code: 'document_too_deep',
    offset,
    end: offset,
    message: `The document is nested deeper than ${MAX_DOCUMENT_LEVELS} levels`,
    hint: 'Nothing of it was read. Write it with fewer levels.',
  } as const
}

function tooDense(offset: number, tokens: number) {
  return {
    code: 'document_too_large',
    offset,
    end: offset,
    message: `The document has more than ${tokens} tokens of YAML up to here, and something in it that makes reading slow`,
    hint: 'Nothing of it was read. Correct other errors, leave out tabs, anchors and tags, or keep data out of the document: pass it as input.',
  } as const
}

function severalDocuments(offset: number) {
  return {
    code: 'yaml_several_documents',
    offset,
    end: offset + 3,
    message: 'A second document starts here; a text holds one',
    hint: 'Remove the `---` line, or put the second document into a file of its own.',
  } as const
}
