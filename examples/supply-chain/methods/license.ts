import parse from 'spdx-expression-parse'
import type { LicenseFact } from './package-record.ts'
import { ownField, plainText } from './plain-text.ts'

const SPELLINGS: Record<string, string> = {
  'apache 2.0': 'Apache-2.0',
  'apache 2': 'Apache-2.0',
  'apache license 2.0': 'Apache-2.0',
  'apache license, version 2.0': 'Apache-2.0',
  'apache-2': 'Apache-2.0',
  apache2: 'Apache-2.0',
  'the mit license': 'MIT',
  'mit license': 'MIT',
  'mit/x11': 'MIT',
  'mit licensed': 'MIT',
  'isc license': 'ISC',
  'bsd-2': 'BSD-2-Clause',
  'bsd-3': 'BSD-3-Clause',
  'new bsd': 'BSD-3-Clause',
  'simplified bsd': 'BSD-2-Clause',
  'public domain': 'Unlicense',
}
const TEXTS: [string, RegExp][] = [
  ['Apache-2.0', /apache license\s+version 2\.0/i],
  ['AGPL', /gnu affero general public license/i],
  ['LGPL', /gnu lesser general public license/i],
  ['GPL', /gnu general public license/i],
  ['MPL-2.0', /mozilla public license[, ]+(?:version |v\. ?)2\.0/i],
  ['Unlicense', /free and unencumbered software released into the public domain/i],
  ['ISC', /permission to use, copy, modify, and(?:\/or)? distribute this software/i],
  ['BSD', /redistribution and use in source and binary forms/i],
  ['MIT', /permission is hereby granted, free of charge, to any person obtaining/i],
]

/** The declared licence of a package.json, as SPDX when that is safe; `fileText` is only read as a hint, never as a declaration. */
export function readLicense(fields: Record<string, unknown>, file?: string, fileText?: string | null): LicenseFact {
  const declared = declaredLicense(fields)
  const expression = declared === '' ? null : normalise(declared)
  const readsLike = fileText ? TEXTS.find(([, pattern]) => pattern.test(fileText))?.[0] : undefined
  return {
    expression,
    declared: declared === '' ? null : declared,
    normalised: expression !== null && expression !== declared,
    ...(file ? { file } : {}),
    ...(readsLike && expression === null ? { file_reads_like: readsLike } : {}),
  }
}

function declaredLicense(fields: Record<string, unknown>): string {
  const one = ownField(fields, 'license')
  const many = ownField(fields, 'licenses')
  const names = (Array.isArray(one) ? one : Array.isArray(many) ? many : [one ?? many])
    .slice(0, 10)
    .map((each) => plainText(typeof each === 'string' ? each : (ownField(each, 'type') ?? ownField(each, 'name')), 120))
    .filter((name) => name !== '')
  return names.length <= 1 ? (names[0] ?? '') : `(${names.join(' OR ')})`
}

function normalise(declared: string): string | null {
  const spelling = declared.toLowerCase().trim()
  const text = Object.hasOwn(SPELLINGS, spelling) ? (SPELLINGS[spelling] as string) : declared
  try {
    parse(text)
    return text
  } catch {
    return null
  }
}
