import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PipelineDocument } from '../document/pipeline-document.js'
import type { JsonObject } from '../json/json.js'
import { planPipeline } from '../planner/plan-pipeline.js'
import { labelLines, labelText } from './label-text.js'
import { renderPlan } from './render-plan.js'

function plan(steps: JsonObject[], name = 'Risk') {
  return planPipeline({
    version: '1.0',
    pipeline_id: 'risk',
    name,
    workspace_id: 'w',
    project_id: 'p',
    steps,
  } as unknown as PipelineDocument)
}

const work = (id: string, more: JsonObject = {}): JsonObject => ({ id, type: 'function', method: `do_${id}`, ...more })
const reads = (path: string): JsonObject => ({ inputs: { value: { from: `{{${path}}}` } } })

/** Lines with a text in them, blanks around left out. */
const linesWith = (text: string, part: string) =>
  text
    .split('\n')
    .filter((line) => line.includes(part))
    .map((line) => line.trim())

describe('arrows', () => {
  const drawn = plan([
    work('a', {
      check: [{ boolean: 'count > 3', run: 'd' }],
      on_error: { fallback_step: 'd' },
      outputs: { count: 'count' },
    }),
    work('b', { ...reads('a.count'), depends_on: ['a'] }),
    work('c', { depends_on: ['a', 'b'] }),
    work('d', { is_child: true }),
  ])

  test('are solid for what is read and dashed for what is only waited for', () => {
    const dot = renderPlan(drawn, 'dot')
    expect(linesWith(dot, '"a" -> "b"')).toEqual([expect.stringContaining('style=solid')])
    expect(linesWith(dot, '"b" -> "c"')).toEqual([expect.stringContaining('style=dashed')])
    const mermaid = renderPlan(drawn, 'mermaid')
    const arrows = linesWith(mermaid, '->')
    const dashed = /^ {2}linkStyle ([\d,]+) .*stroke-dasharray:6 4$/m.exec(mermaid)?.[1]?.split(',')
    expect(dashed?.map((index) => arrows[Number(index)])).toEqual(['step_a --> step_c', 'step_b --> step_c'])
  })

  test('of two activations between the same steps are one', () => {
    expect(linesWith(renderPlan(drawn, 'mermaid'), '-.->')).toEqual([
      'step_a -.->|"if count #62; 3<br/>or on failure"| step_d',
    ])
  })

  test('go to what a route holds, and to the children it names', () => {
    const routes = [
      {
        match: { expression: '{{a.count}} > 1' },
        steps: [work('r'), 'named'],
      },
      { match: { expression: '{{a.count}} > 2' }, steps: [work('s'), work('t')] },
    ]
    const dot = renderPlan(
      plan([work('a', { outputs: { count: 'count' }, on_success: { routes } }), work('named', { is_child: true })]),
      'dot',
    )
    expect(linesWith(dot, ' -> ')).toEqual([
      expect.stringMatching(/^"a" -> "r" .*if \{\{a\.count\}\} > 1/),
      expect.stringMatching(/^"a" -> "named" .*if \{\{a\.count\}\} > 1/),
      expect.stringMatching(/^"a" -> "s" .*if \{\{a\.count\}\} > 2.*lhead="cluster_a_routes_1"/),
    ])
    for (const id of ['r', 'named']) {
      expect(linesWith(dot, `label="${id}\\n`)).toEqual([expect.stringContaining('style="filled,rounded,dashed"')])
    }
  })
})

describe('frames', () => {
  const drawn = plan([
    {
      id: 'each',
      type: 'loop',
      iterate_over: '{{input.sources}}',
      loop_variable: 'source',
      max_parallel: 5,
      steps: [{ id: 'both', type: 'parallel_group', steps: [work('x'), work('y', { depends_on: ['x'] })] }],
    },
    {
      id: 'risky',
      type: 'conditional',
      condition: { expression: '{{each.count}} > 0' },
      branches: { if_true: { steps: [work('deep')] } },
    },
    work('after', { depends_on: ['risky', 'each'] }),
  ])

  test('stand in each other as blocks do', () => {
    const frames = renderPlan(drawn, 'mermaid')
      .split('\n')
      .filter((line) => /subgraph|end$|\(/.test(line))
      .map((line) =>
        line
          .replace(/\["?|\(/, ' ')
          .split(/[ "]+/)
          .slice(0, 3)
          .join(' ')
          .trimEnd(),
      )
    expect(frames).toEqual([
      ' subgraph step_each',
      ' subgraph step_both',
      ' step_x x<br/>function<br/>do_x',
      ' step_y y<br/>function<br/>do_y',
      ' end',
      ' end',
      ' subgraph step_risky_if_true',
      ' step_deep deep<br/>function<br/>do_deep',
      ' end',
      ' step_after after<br/>function<br/>do_after',
    ])
  })

  test('say what a loop goes over and how wide it is', () => {
    expect(renderPlan(drawn, 'mermaid')).toContain('loop over {{input.sources}}, 5 at a time')
  })

  test('of branches hang on the condition', () => {
    expect(linesWith(renderPlan(drawn, 'mermaid'), 'step_risky -.->')).toEqual([
      'step_risky -.->|"if {{each.count}} #62; 0"| step_risky_if_true',
    ])
  })

  test('have no arrow to what stands in them', () => {
    const inner = plan([{ id: 'group', type: 'parallel_group', steps: [work('x', { depends_on: ['group'] })] }])
    expect(linesWith(renderPlan(inner, 'mermaid'), '->')).toEqual([])
    expect(linesWith(renderPlan(inner, 'dot'), '->')).toEqual([])
  })

  test('leave arrows at the last step in DOT, cut at the frame', () => {
    expect(linesWith(renderPlan(drawn, 'dot'), '-> "after"')).toEqual([
      expect.stringMatching(/^"risky" -> /),
      expect.stringMatching(/^"y" -> .*ltail="cluster_each"/),
    ])
  })
})

test('ids that are words of Mermaid or differ in a dash only do not meet', () => {
  const mermaid = renderPlan(plan([work('end'), work('a-b'), work('a_b', { depends_on: ['a-b'] })]), 'mermaid')
  expect(mermaid).toContain('  step_end("end<br/>')
  expect(mermaid).toContain('  step_a_b --> step_a_b_2')
})

test('a step shows what of the catalog it runs', () => {
  const dot = renderPlan(
    plan([
      {
        id: 'assess',
        type: 'llm_agent',
        agent_type: 'langgraph',
        agent_config: { graph_definition: 'behaviour_v2' },
      },
      { id: 'wait', type: 'wait_for_asset', assets: ['a', 'b', 'c', 'd', 'e', 'f'] },
    ]),
    'dot',
  )
  expect(dot).toContain('label="assess\\nllm_agent\\nbehaviour_v2"')
  expect(dot).toContain('label="wait\\nwait_for_asset\\na\\nb\\nc\\nd\\nand 2 more"')
})

describe('texts', () => {
  test('keep what they say, on lines of at most 40 characters', () => {
    expect(labelText(' a\n\tb\u202ec\u0000 ')).toBe('a b c')
    expect(Array.from(labelText('🦊'.repeat(300)))).toHaveLength(200)
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
        const lines = labelLines(text)
        for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(40)
        expect(lines.join('').replaceAll(' ', '')).toBe(labelText(text).replaceAll(' ', ''))
      }),
    )
  })

  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 60 }),
    fc
      .array(
        fc.constantFrom(
          '"',
          '\\',
          '\n',
          '<b>',
          '>',
          '&lt;',
          '#',
          ';',
          '`',
          '%%',
          '[',
          ')',
          '|',
          '*',
          '_',
          '1. ',
          'end',
        ),
      )
      .map((parts) => parts.join('')),
  )
  /** A plan in which a text that nobody checked stands wherever one can stand. */
  const planWith = (text: string) => {
    const base = plan(
      [
        work('a', { method: text, check: [{ not_exists: 'x', run: 'b' }], outputs: { x: 'x' } }),
        work('b', { is_child: true }),
        { id: 'each', type: 'loop', iterate_over: text, loop_variable: 'item', steps: [work('c')] },
      ],
      text,
    )
    const nodes = base.nodes.map((node) =>
      node.id === 'a' ? { ...node, check: [{ not_exists: text, run: 'b' }] } : node,
    )
    return { ...base, nodes }
  }

  test('cannot leave their quotes in DOT', () => {
    const frame = renderPlan(planWith('harmless'), 'dot').replace(/"(?:[^"\\]|\\.)*"/gs, '""')
    fc.assert(
      fc.property(anyText, (text) => {
        const dot = renderPlan(planWith(text), 'dot')
        expect(dot.replace(/"(?:[^"\\]|\\.)*"/gs, '""')).toBe(frame)
        for (const label of dot.match(/"(?:[^"\\]|\\.)*"/gs) ?? []) {
          expect(label.replaceAll('&amp;', '')).not.toContain('&')
          expect(label.replace(/\\["\\nl]/g, '')).not.toContain('\\')
        }
      }),
    )
  })

  test('cannot leave their quotes in Mermaid, nor be taken for Markdown or HTML', () => {
    const outside = (text: string) => text.replace(/^title: .*$/m, '').replace(/"[^"\n]*"/g, '""')
    const frame = outside(renderPlan(planWith('harmless'), 'mermaid'))
    fc.assert(
      fc.property(
        anyText.filter((text) => labelText(text) !== ''),
        (text) => {
          const mermaid = renderPlan(planWith(text), 'mermaid')
          expect(outside(mermaid)).toBe(frame)
          const [, ...labels] = mermaid.match(/"[^"\n]*"/g) ?? []
          for (const label of labels.filter((_, index) => index > 0)) {
            expect(label.slice(1, -1).replaceAll('<br/>', '').replace(/#\d+;/g, '')).toMatch(/^[\p{L}\p{N} ,{}._-]*$/u)
          }
        },
      ),
    )
  })

  test('and their order give the same picture every time', () => {
    expect(renderPlan(planWith('x'), 'dot')).toBe(renderPlan(structuredClone(planWith('x')), 'dot'))
  })
})
