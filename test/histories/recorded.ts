import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Meaning } from './meaning.ts'
import { readPacked } from './packed-json.ts'

/** One run of a workflow as the server tells it; an execution that went on in new runs has several. */
export interface RecordedHistory {
  readonly name: string
  /** JSON of protobuf. */
  readonly history: unknown
}

export const HISTORIES = 'histories.json.gz'
export const MEANINGS = 'meanings.json.gz'

/** Where what was recorded with a version of plans lies. */
export function recordedFolder(version: number): string {
  return join(import.meta.dirname, `v${version}`)
}

/** All versions of which something was recorded. */
export function recordedVersions(): number[] {
  return readdirSync(import.meta.dirname).flatMap((name) => (/^v\d+$/.test(name) ? [Number(name.slice(1))] : []))
}

export function recordedHistories(version: number): readonly RecordedHistory[] {
  return readPacked<RecordedHistory[]>(join(recordedFolder(version), HISTORIES)) ?? []
}

export function recordedMeanings(version: number): readonly Meaning[] {
  return readPacked<Meaning[]>(join(recordedFolder(version), MEANINGS)) ?? []
}
