import { page, table } from './markdown.mjs'

const LEVELS = {
  1: ['Level 1: shape', 'The text, its keys and their values, without regard to anything else.'],
  2: ['Level 2: catalog', 'What the document names exists, and values fit where they are given. Most need a catalog.'],
  3: ['Level 3: dependencies', 'What steps read and wait for.'],
  4: ['Level 4: resources', 'What this installation can run.'],
}

/** Every code of validation, of a failed step and of a refused operation. */
export function errorsPage(issueCodes, failureCodes, refusalCodes) {
  const sections = Object.entries(LEVELS).flatMap(([level, [title, text]]) => {
    const rows = Object.entries(issueCodes)
      .filter(([, issue]) => issue.level === Number(level))
      .map(([code, { severity, meaning }]) => [`\`${code}\``, severity, meaning])
    return rows.length === 0 ? [] : [`### ${title}`, text, table(['Code', 'Severity', 'Meaning'], rows)]
  })
  const meanings = (codes) => Object.entries(codes).map(([code, meaning]) => [`\`${code}\``, meaning])
  return page(
    '# Codes',
    'Codes are stable: programs may rely on them. Messages are for people and may change.',
    '## Validation',
    'An error refuses the document, a warning does not. `odp validate` and `validatePipeline` report all of them in one go.',
    ...sections,
    '## Execution',
    'Why a step or a whole execution failed.',
    table(['Code', 'Meaning'], meanings(failureCodes)),
    '## Operations',
    'Why an approval, an answer or another operation on an execution is refused. It has no effect then and leaves no trace.',
    table(['Code', 'Meaning'], meanings(refusalCodes)),
  )
}
