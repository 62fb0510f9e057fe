import type { Json, JsonObject, PipelineDocument } from '@odp/dsl'
import type { Capability } from '../catalog/capability.js'
import { namingKey, PLANNED_TYPES } from '../catalog/planned-types.js'
import { objectOf } from '../json/object-of.js'
import type { PlannerCatalog } from '../retrieve/planner-catalog.js'
import { mapTexts } from './document-steps.js'
import type { EditOperation } from './edit-operation.js'
import { capabilityOf } from './given-goals.js'
import { liftStepUses } from './lift-document.js'

/** Lets a step use another entry: its inputs go to the ports of their types, and who reads it reads the like outputs. */
export function switchUses(
  document: PipelineDocument,
  step: JsonObject,
  { step: id, uses, type }: Extract<EditOperation, { op: 'replace_uses' }>,
  catalog: PlannerCatalog,
): void {
  const before = capabilityOf(catalog, liftStepUses(step), String(step.type))
  const capability = catalog.byId(uses).find(({ step_type }) => step_type === type)
  if (before === undefined || capability === undefined) return
  const key = namingKey(String(step.type))
  if (key !== undefined) delete step[key]
  step.type = capability.step_type
  delete step.execution_mode
  if (capability.mode !== undefined) step.execution_mode = capability.mode
  if (capability.step_type === PLANNED_TYPES.graph) {
    step.agent_type = 'langgraph'
    step.agent_config = { graph_definition: capability.id }
  } else {
    delete step.agent_type
    delete step.agent_config
    const next = namingKey(capability.step_type)
    if (next !== undefined) step[next] = capability.id
  }
  if (step.inputs !== undefined) step.inputs = mapInputs(objectOf(step.inputs), before, capability)
  const outputs = mapOutputs(before, capability)
  if (step.outputs !== undefined)
    step.outputs = Object.fromEntries(
      Object.entries(objectOf(step.outputs)).flatMap(([name, artifact]) =>
        outputs.has(name) ? [[outputs.get(name) ?? name, artifact]] : [],
      ),
    )
  if (Object.keys(objectOf(step.outputs)).length === 0) {
    if (capability.declared.length > 0 && step.outputs !== undefined)
      step.outputs = Object.fromEntries(capability.declared.map(({ name }) => [name, `${id}_${name}`]))
  }
  document.steps = mapTexts(document.steps as unknown as Json, (one) =>
    one.replace(
      new RegExp(`(\\{\\{\\s*${id}\\.)(\\w+)`, 'g'),
      (_, head: string, name: string) => `${head}${outputs.get(name) ?? name}`,
    ),
  ) as unknown as typeof document.steps
}

/** Inputs under the ports that take them with another entry. */
export function mapInputs(inputs: Record<string, Json>, from: Capability, to: Capability): Record<string, Json> {
  const mapped: Record<string, Json> = {}
  for (const [name, value] of Object.entries(inputs)) {
    const type = from.inputs.find((port) => port.name === name)?.type
    const port =
      to.inputs.find((one) => one.name === name && one.type === type) ??
      to.inputs.find((one) => one.type === type && !Object.hasOwn(mapped, one.name)) ??
      to.inputs.find((one) => one.name === name && !Object.hasOwn(mapped, one.name)) ??
      to.inputs.find(
        (one) =>
          one.required &&
          !Object.hasOwn(mapped, one.name) &&
          !to.inputs.some((other) => Object.hasOwn(inputs, other.name)),
      )
    if (port !== undefined) mapped[port.name] = value
  }
  return mapped
}

function mapOutputs(from: Capability, to: Capability): Map<string, string> {
  const mapped = new Map<string, string>()
  for (const field of from.outputs.filter(({ depth }) => depth === 0)) {
    const same = to.outputs.filter(({ depth }) => depth === 0)
    const found =
      same.find((one) => one.path === field.path) ??
      same.find((one) => one.type !== undefined && one.type === field.type)
    if (found !== undefined) mapped.set(field.path, found.path)
  }
  return mapped
}
