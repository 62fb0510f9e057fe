import type { JsonObject } from '@odp/dsl'
import { describe, expect, test } from 'vitest'
import { AGENT_TOOLS } from './agent-tools.js'
import { asLangChainTools } from './as-lang-chain-tools.js'
import { asOpenAiTools } from './as-open-ai-tools.js'
import { BIRD_CATALOG } from './bird-catalog.fixture.js'
import { makeToolContext } from './tool-context.js'

const context = makeToolContext({ catalog: BIRD_CATALOG })

describe('for the OpenAI API', () => {
  const { tools, answer } = asOpenAiTools(context)
  const call = (name: string, text: string) => answer({ id: 'call_1', function: { name, arguments: text } })

  test('every tool has a name, a description and an object of parameters', () => {
    expect(tools.map(({ function: { name } }) => name)).toEqual(AGENT_TOOLS.map(({ name }) => name))
    for (const { function: tool } of tools) {
      expect(tool.name).toMatch(/^[a-z_]{1,64}$/)
      expect(tool.description.length).toBeLessThan(1_024)
      expect(tool.parameters).toMatchObject({ type: 'object', additionalProperties: false })
      // Recursive schemas are refused by some servers of models.
      expect(JSON.stringify(tool.parameters)).not.toContain('$ref')
    }
  })

  test('a call is answered with a message', async () => {
    const { role, tool_call_id, content } = await call('search_methods', '{"query":"count"}')
    expect([role, tool_call_id, JSON.parse(content).results[0].id]).toEqual(['tool', 'call_1', 'count_birds'])
  })

  test.each(['not JSON', '[]', '7', '{"query": 7}', ''])('arguments that are none: %j', async (text) => {
    const { content } = await call('search_methods', text)
    expect((JSON.parse(content).error as JsonObject).code).toBe('input_invalid')
  })
})

describe('for LangChain', () => {
  test('the tools answer, and refuse', async () => {
    const tools = await asLangChainTools(context)
    const search = tools.find(({ name }) => name === 'search_methods')
    expect(tools).toHaveLength(AGENT_TOOLS.length)
    expect(JSON.parse(await search?.invoke({ query: 'count' })).results[0].id).toBe('count_birds')
    await expect(search?.invoke({ query: 7 })).rejects.toThrow('schema')
    const describe = tools.find(({ name }) => name === 'describe_method')
    expect(JSON.parse(await describe?.invoke({ id: 'fly' })).error.code).toBe('entry_unknown')
  })
})
