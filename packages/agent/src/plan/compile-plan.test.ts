import { validatePipeline } from '@odp/dsl'
import { describe, expect, test } from 'vitest'
import { editDraft } from '../edit/edit-draft.js'
import { draftPipeline } from '../planner/typed/typed-planner.js'
import { preparePlannerCatalog } from '../retrieve/planner-catalog.js'

const context = { workspace_id: 'w', project_id: 'p' }

function catalogOf(modes: ('api' | 'direct' | 'batch')[]) {
  return preparePlannerCatalog({
    methods: [
      { id: 'count_birds', step_type: 'crawler', summary: 'Counts the birds of a lake.', modes },
      { id: 'count_frogs', step_type: 'crawler', summary: 'Counts the frogs of a pond.', modes },
    ],
  })
}

describe('the execution mode', () => {
  test.each([
    [['direct' as const], 'execution_mode: direct'],
    [['api' as const, 'direct' as const], undefined],
  ])('of an entry that runs in %j', (modes, line) => {
    const catalog = catalogOf(modes)
    const draft = draftPipeline('count the birds', catalog, { context })
    expect(draft.outcome).toBe('plan')
    if (line === undefined) expect(draft.document).not.toContain('execution_mode')
    else expect(draft.document).toContain(line)
    expect(validatePipeline(draft.document ?? '', { catalog: catalog.index }).errors).toEqual([])
  })

  test.each(['also count the frogs', 'count frogs instead of birds'])('is named by the edit %j', (edit) => {
    const catalog = catalogOf(['direct'])
    const { document } = draftPipeline('count the birds', catalog, { context })
    const edited = editDraft(edit, document ?? '', catalog, { context })
    expect(edited.document).toMatch(/method: count_frogs[^-]*execution_mode: direct/)
    expect(validatePipeline(edited.document ?? '', { catalog: catalog.index }).errors).toEqual([])
  })
})
