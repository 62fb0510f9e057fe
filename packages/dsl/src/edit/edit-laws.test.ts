import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { DocumentChange, DocumentPath } from '../issues/issue.js'
import { isJsonObject, type Json, type JsonObject } from '../json/json.js'
import { readYaml } from '../yaml/read-yaml.js'
import { writeYaml } from '../yaml/write-yaml.js'
import { editPipeline, textEdits } from './edit-pipeline.js'
import { applyTextEdits } from './text-edit.js'

const numbers = fc.tuple(fc.nat(200), fc.nat(20), fc.nat(50))

function read(text: string): Json {
  return readYaml(text).value ?? null
}

it('gives the edited document, for any changes of any document', () => {
  const seeds = fc.array(fc.tuple(numbers, anyValue), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(anyDocument, anyWeaving, seeds, (document, weaving, steps) => {
      const text = weave(document, weaving)
      const changes: DocumentChange[] = []
      let expected = read(text)
      for (const [seed, value] of steps) {
        const { change, after } = makeChange(expected, seed, value)
        changes.push(change)
        expected = after
      }
      const result = editPipeline(text, changes)
      expect(result.issues).toBeUndefined()
      const found = readYaml(result.text)
      expect(found.issues).toEqual([])
      if (!isDeepStrictEqual(found.value, expected)) expect(found.value).toEqual(expected)
      expect(applyTextEdits(text, textEdits(text, changes))).toBe(result.text)
    }),
    { numRuns: 300 },
  )
})

it('gives the document that a function answers, and the text itself where nothing changes', () => {
  fc.assert(
    fc.property(anyDocument, anyWeaving, anyDocument, (document, weaving, wanted) => {
      const text = weave(document, weaving)
      const result = editPipeline(text, () => wanted as unknown as PipelineDocument)
      expect(read(result.text)).toEqual(read(JSON.stringify(wanted)))
      expect(editPipeline(text, (same) => same)).toEqual({ text })
      expect(editPipeline(text, [])).toEqual({ text })
    }),
    { numRuns: 200 },
  )
})

it('leaves every line as it is that is not touched', () => {
  fc.assert(
    fc.property(anyDocument, anyWeaving, numbers, anyValue, (document, weaving, seed, value) => {
      const text = weave(document, weaving)
      const { change } = makeChange(read(text), seed, value)
      // Where a moved item goes is counted in a text that is never seen; examples show moves.
      fc.pre(change.path.length > 0 && change.kind !== 'move')
      const touched = touchedLines(text, change)
      const kept = text.split('\n').filter((_, index) => !touched.has(index))
      // The last line of a text can get a line break.
      const result = editPipeline(text, [change]).text.split('\n').map(withoutReturn)
      let at = 0
      for (const line of kept.map(withoutReturn)) {
        at = result.indexOf(line, at) + 1
        if (at === 0) expect.fail(`lost ${JSON.stringify(line)} of\n${text}\nby ${JSON.stringify(change)}`)
      }
    }),
    { numRuns: 300 },
  )
})

function withoutReturn(line: string): string {
  return line.replace(/\r$/, '')
}

/** The lines, from 0, that a change may alter: those of the value, of its comments, and the end of its neighbour. */
function touchedLines(text: string, change: DocumentChange): Set<number> {
  const { positions } = readYaml(text)
  const lines = text.split('\n').map(withoutReturn)
  const touched = new Set<number>()
  const idle = (line: number) => /^\s*(?:#.*)?$/.test(lines[line] ?? '')

  const touch = (path: DocumentPath) => {
    const value = positions.value(path)
    if (value === undefined) return
    let first = (positions.key(path) ?? value).line - 1
    let last = value.end_line - 1
    // A dash may stand alone on a line above.
    while (first > 0 && idle(first - 1)) first--
    if (/^[\s-]*-\s*$/.test(lines[first - 1] ?? '')) first--
    while (last < lines.length - 1 && idle(last + 1)) last++
    for (let line = first; line <= last; line++) touched.add(line)
  }

  const { path } = change
  const holder = path.slice(0, -1)
  const whole = positions.value(holder)
  const keys = siblings(text, holder)
  const index = keys.indexOf(path.at(-1) ?? '')
  const isInFlow = whole !== undefined && /[[{]/.test(text.charAt(whole.start_offset))
  touch(path)
  // What stands on the line of a bracket, dash or comma changes with its neighbour.
  if (index <= 0 || isInFlow) {
    for (const near of [keys[index - 1], keys[index + 1], keys.at(-1)]) {
      if (near !== undefined) touchEnds([...holder, near])
    }
  }
  // A list or mapping without entries is written anew.
  if (keys.length <= 1) touch(holder)

  function touchEnds(path: DocumentPath): void {
    const value = positions.value(path)
    if (value === undefined) return
    touched.add((positions.key(path) ?? value).line - 1)
    touched.add(value.end_line - 1)
  }
  return touched
}

function siblings(text: string, path: DocumentPath): (string | number)[] {
  const holder = valueAt(read(text), path)
  if (Array.isArray(holder)) return holder.map((_, index) => index)
  return isJsonObject(holder) ? Object.keys(holder) : []
}

const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'a',
    'b c',
    'yes',
    '1',
    '',
    ' ',
    '{{a.b}}',
    'x: y',
    '# no',
    "it's",
    'say "x"',
    'a, b',
    '[x]',
    'é',
    '\\',
  ),
  fc.constantFrom(
    'a\nb',
    'a\nb\n',
    'a\n\nb\n\n',
    ' a\nb',
    'a\n \n',
    '\n',
    'a\n',
    '- x\n- y\n',
    'a # b\nc: d\n',
    'a\n\n\n',
  ),
  fc.constantFrom('\t', '\r\n', '\u0085', '\ud800', '\ufeff', 'x'.repeat(1100), '---', '...\n', '"a\n'),
)
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'b', 'c', 'd', 'id', 'x-y', '__proto__') },
  // JSON.parse of Node 24 takes a key with an escape for a key of one backslash that it has seen in its place.
  { weight: 1, arbitrary: anyText.filter((name) => name !== '\\') },
)

/** Any JSON value, with texts that are hard to write. */
const anyValue: fc.Arbitrary<Json> = fc.letrec<{ value: Json; mapping: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    anyText,
    fc.constantFrom<Json>(null, true, 1, -1.5, 1e21),
    tie('mapping'),
    fc.array(tie('value'), { maxLength: 4 }),
  ),
  mapping: fc
    .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
    .map((entries) => Object.fromEntries(entries)),
})).value

/** A document whose top is a mapping of mappings and lists. */
const anyDocument: fc.Arbitrary<Json> = fc
  .array(fc.tuple(key, anyValue), { minLength: 1, maxLength: 5 })
  .map((entries) => Object.fromEntries(entries))

/** A change that fits a document, and the document after it. */
interface MadeChange {
  readonly change: DocumentChange
  readonly after: Json
}

/** A change that fits a document, from random numbers. */
function makeChange(document: Json, [place, kind, other]: readonly number[], value: Json): MadeChange {
  const all = placesOf(document)
  const path = all[(place ?? 0) % all.length] ?? []
  const last = path.at(-1)
  const holder = last === undefined ? undefined : valueAt(document, path.slice(0, -1))
  const found = valueAt(document, path)
  const size = Array.isArray(found) ? found.length : 0
  const changes: DocumentChange[] = [{ kind: 'set', path, value }]
  if (last !== undefined) changes.push({ kind: 'remove', path }, { kind: 'remove', path })
  if (isJsonObject(found)) changes.push({ kind: 'set', path: [...path, 'new'], value })
  if (Array.isArray(found)) {
    changes.push({ kind: 'set', path: [...path, size], value })
    changes.push({ kind: 'insert', path: [...path, (other ?? 0) % (size + 1)], value })
  }
  if (isJsonObject(holder) && !Object.hasOwn(holder, 'renamed')) {
    changes.push({ kind: 'rename_key', path, key: 'renamed' })
  }
  if (Array.isArray(holder)) {
    const lists = placesOf(apply(document, { kind: 'remove', path })).flatMap((at) => {
      const list = valueAt(apply(document, { kind: 'remove', path }), at)
      return Array.isArray(list) ? list.concat(null).map((_, index) => [...at, index]) : []
    })
    changes.push({ kind: 'move', path, to: lists[(other ?? 0) % lists.length] ?? [] })
  }
  const change = changes[(kind ?? 0) % changes.length] as DocumentChange
  return { change, after: apply(document, change) }
}

/** All paths of a document. */
function placesOf(value: Json, path: DocumentPath = []): DocumentPath[] {
  if (typeof value !== 'object' || value === null) return [path]
  const inner = Object.entries(value).flatMap(([name, item]) =>
    placesOf(item, [...path, Array.isArray(value) ? Number(name) : name]),
  )
  return [path, ...inner]
}

/** The value at a path. */
function valueAt(value: Json, path: DocumentPath): Json | undefined {
  return path.reduce<Json | undefined>((at, name) => {
    return typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? (at as JsonObject)[name] : undefined
  }, value)
}

function apply(document: Json, change: DocumentChange): Json {
  if (change.kind === 'move') {
    const removed = apply(document, { kind: 'remove', path: change.path })
    return apply(removed, { kind: 'insert', path: change.to, value: valueAt(document, change.path) ?? null })
  }
  return applyAt(document, change.path, change)
}

function applyAt(value: Json, [name, ...rest]: DocumentPath, change: DocumentChange): Json {
  if (name === undefined) return change.kind === 'set' ? change.value : value
  if (Array.isArray(value)) {
    const index = Number(name)
    if (rest.length > 0) return value.with(index, applyAt(value[index] ?? null, rest, change))
    if (change.kind === 'remove') return value.toSpliced(index, 1)
    if (change.kind === 'insert') return value.toSpliced(index, 0, change.value)
    return change.kind === 'set' ? value.toSpliced(index, 1, change.value) : value
  }
  const entries = Object.entries(value as JsonObject)
  if (rest.length === 0 && change.kind === 'set' && !Object.hasOwn(value as JsonObject, name)) {
    entries.push([String(name), change.value])
  }
  return Object.fromEntries(
    entries.flatMap(([key, item]): [string, Json][] => {
      if (key !== name) return [[key, item]]
      if (rest.length > 0) return [[key, applyAt(item, rest, change)]]
      if (change.kind === 'remove') return []
      if (change.kind === 'rename_key') return [[change.key, item]]
      return [[key, change.kind === 'set' ? change.value : item]]
    }),
  )
}

/** How a document is written: the numbers choose style and places. */
interface Weaving {
  readonly style: number
  readonly places: readonly (readonly [number, number])[]
}

/** Any way to write a document. */
const anyWeaving: fc.Arbitrary<Weaving> = fc.record({
  style: fc.nat(47),
  places: fc.array(fc.tuple(fc.nat(60), fc.nat(11)), { maxLength: 12 }),
})

/** Writes a document with comments and blank lines woven in, of which each leaves its value as it is. */
function weave(document: Json, { style, places }: Weaving): string {
  const isJson = style % 4 === 3
  let written = isJson ? JSON.stringify(document, null, style % 8 === 3 ? 2 : 0) : writeYaml(document)
  const expected = JSON.stringify(readYaml(written).value)
  for (const [line, what] of isJson && style % 3 === 0 ? [] : places) {
    const lines = written.split('\n')
    const at = line % lines.length
    const here = lines[at] ?? ''
    const indent = /^ */.exec(here)?.[0] ?? ''
    const value = /^( *(?:- )*[a-d]: )(.*)$/.exec(here)
    switch (what) {
      case 0:
        lines.splice(at, 0, '')
        break
      case 1:
        lines.splice(at, 0, '', '')
        break
      case 2:
        lines.splice(at, 0, `${indent}# above ${line}`)
        break
      case 3:
        lines.splice(at, 0, `${indent}  # inside ${line}`)
        break
      case 4:
        lines.splice(at, 0, `# left ${line}`)
        break
      case 5:
        lines[at] = `${here}   # behind ${line}`
        break
      case 6:
        lines.splice(at, 0, '', `${indent}# apart ${line}`)
        break
      case 7:
        lines[at] = value === null ? `${here} ` : `${value[1]}  ${value[2]}`
        break
      case 8:
        lines[at] = here.replace(/: (\w+)$/, ": '$1'")
        break
      case 9:
        lines[at] = here.replace(/: (\w+)$/, ': "$1"')
        break
      case 10:
        lines[at] = here.replace(/: (.+)$/, (_, rest) => `:\n${indent}      ${rest}`)
        break
      default:
        lines[at] = here.replace(/: \[\]$/, ': [ ]')
    }
    const { value: read, issues } = readYaml(lines.join('\n'))
    // The YAML library misreads some comments between a key and its scalar, if and only if another key follows.
    if (!isJson && readYaml(`${lines.join('\n')}\nzz: 1`).issues.length > 0) continue
    if (issues.length === 0 && JSON.stringify(read) === expected) written = lines.join('\n')
  }
  if (style % 16 < 4) written = flowParts(written, expected)
  if (style % 5 === 0) written = written.replaceAll('\n', '\r\n')
  if (style % 3 === 0) written = written.replace(/\r?\n$/, '')
  if (style % 7 === 0) written = `\uFEFF${written}`
  return JSON.stringify(readYaml(written).value) === expected ? written : writeYaml(document)
}

/** Writes the values of some keys with brackets. */
function flowParts(written: string, expected: string | undefined): string {
  const { value, positions } = readYaml(written)
  const part = placesOf(value ?? null).find((path) => {
    const inner = valueAt(value ?? null, path)
    return path.length > 0 && typeof inner === 'object' && inner !== null && Object.keys(inner).length > 0
  })
  if (part === undefined) return written
  const range = positions.value(part)
  if (range === undefined) return written
  const flow = JSON.stringify(valueAt(value ?? null, part), null, written.length % 2 === 0 ? 8 : 0)
  const text = `${written.slice(0, range.start_offset)}${flow}${written.slice(range.end_offset)}`
  const read = readYaml(text)
  return read.issues.length === 0 && JSON.stringify(read.value) === expected ? text : written
}
