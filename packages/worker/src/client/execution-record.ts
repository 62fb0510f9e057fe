import type { Plan } from '@odp/dsl/plan'
import type { Client } from '@temporalio/client'
import { defineSearchAttributeKey, type SearchAttributePair } from '@temporalio/common'
import { SEARCH_ATTRIBUTES } from '../search-attributes.js'
import { passes } from './patient.js'

/** Milliseconds that a start waits for the list of search attributes. */
const PATIENCE_MS = 5_000

/** Temporal refuses a summary of more than 400 bytes. */
const LONGEST_SUMMARY = 100

const known = new WeakMap<Client, Promise<ReadonlySet<string>>>()

/** What Temporal shows of an execution beside its history: nothing of its input, for it is not encrypted. */
export async function executionRecord(client: Client, plan: Plan, by: string | undefined) {
  const { pipeline_id, workspace_id, project_id, digest, name, mode } = plan
  const typedSearchAttributes = attributesOf(plan, await knownAttributes(client))
  return {
    memo: { pipeline_id, workspace_id, project_id, digest, name, ...(by === undefined ? {} : { by }) },
    staticSummary: name.slice(0, LONGEST_SUMMARY),
    staticDetails: `pipeline \`${pipeline_id}\`, ${mode} mode`,
    ...(typedSearchAttributes.length === 0 ? {} : { typedSearchAttributes }),
  }
}

/** Whether a start was refused since the namespace does not know an attribute; the next start asks for them again. */
export function lacksAttributes(client: Client, error: unknown): boolean {
  const text = error instanceof Error && error.cause instanceof Error ? error.cause.message : ''
  if (!/search attribute/i.test(text)) return false
  known.delete(client)
  return true
}

function attributesOf(plan: Plan, registered: ReadonlySet<string>): SearchAttributePair[] {
  const keywords = {
    OdpWorkspaceId: plan.workspace_id,
    OdpProjectId: plan.project_id,
    OdpPipelineId: plan.pipeline_id,
    OdpDigest: plan.digest,
    OdpMode: plan.mode,
    OdpStatus: plan.mode === 'safe' ? 'awaiting_approval' : 'running',
  }
  const pairs: SearchAttributePair[] = Object.entries(keywords).map(([name, value]) => ({
    key: defineSearchAttributeKey(name, 'KEYWORD'),
    value,
  }))
  pairs.push({ key: defineSearchAttributeKey('OdpCost', 'DOUBLE'), value: 0 })
  return pairs.filter(({ key }) => registered.has(key.name))
}

/** Those of our attributes that the namespace has; asked for once by each client. */
function knownAttributes(client: Client): Promise<ReadonlySet<string>> {
  const asked = known.get(client) ?? askForAttributes(client)
  known.set(client, asked)
  return asked
}

async function askForAttributes(client: Client): Promise<ReadonlySet<string>> {
  const { connection, options } = client
  try {
    const { customAttributes } = await connection.withDeadline(Date.now() + PATIENCE_MS, () =>
      connection.operatorService.listSearchAttributes({ namespace: options.namespace }),
    )
    return new Set(
      Object.entries(SEARCH_ATTRIBUTES)
        .filter(([name, type]) => customAttributes?.[name] === TYPE_NUMBERS[type])
        .map(([name]) => name),
    )
  } catch (error) {
    // Not every server lets its clients ask, and an execution starts without attributes too.
    if (passes(error)) known.delete(client)
    return new Set()
  }
}

/** Numbers of the types in Temporal's protocol. */
const TYPE_NUMBERS = { Keyword: 2, Double: 4 } as const
