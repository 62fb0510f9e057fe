import type { Field, Port } from '../../catalog/capability.js'
import type { FlatPlan, PlanStep, PlanValue } from '../../plan/flat-plan.js'
import type { PlannerCatalog } from '../../retrieve/planner-catalog.js'

/**
 * Fills in what a plan leaves open: a required input takes what the typed planner would have given it, else the only field of an earlier step whose type
 * fits best. What is bound stays as it is.
 *
 * @param typed the plan of the typed planner for the same request
 */
export function completeWiring(plan: FlatPlan, catalog: PlannerCatalog, typed: FlatPlan | undefined): FlatPlan {
  const steps = plan.steps.map((step, at) => {
    const capability = catalog.byId(step.uses).find(({ step_type }) => step_type === step.type)
    const open = (capability?.inputs ?? []).filter(
      ({ name, required }) => required && !step.inputs.some((input) => input.name === name && input.values.length > 0),
    )
    const added = open.flatMap((port) => {
      const values = fromTyped(step, port, plan, typed) ?? fromEarlier(port, plan.steps.slice(0, at), catalog)
      return values === undefined ? [] : [{ name: port.name, values }]
    })
    if (added.length === 0) return step
    const names = new Set(added.map(({ name }) => name))
    return { ...step, inputs: [...step.inputs.filter(({ name }) => !names.has(name)), ...added] }
  })
  return { ...plan, steps }
}

function fromTyped(
  step: PlanStep,
  port: Port,
  plan: FlatPlan,
  typed: FlatPlan | undefined,
): readonly PlanValue[] | undefined {
  const twin = typed?.steps.find(({ uses, type }) => uses === step.uses && type === step.type)
  const values = twin?.inputs.find(({ name }) => name === port.name)?.values
  const moved = values?.map((value) => (value.kind === 'ref' ? moveReference(value, plan, typed) : value))
  return moved?.every((value) => value !== undefined) === true ? moved : undefined
}

/** The same reference, to the step of this plan that does what the other plan's step does. */
function moveReference(
  value: Extract<PlanValue, { kind: 'ref' }>,
  plan: FlatPlan,
  typed: FlatPlan | undefined,
): PlanValue | undefined {
  const root = value.ref.split(/[.[]/)[0] ?? ''
  const read = typed?.steps.find(({ id }) => id === root)
  const here = plan.steps.filter(({ uses, type }) => uses === read?.uses && type === read?.type)
  const [only] = here
  if (only === undefined || here.length > 1 || only.for_each !== undefined) return undefined
  return { ...value, ref: `${only.id}${value.ref.slice(root.length)}` }
}

function fromEarlier(
  port: Port,
  earlier: readonly PlanStep[],
  catalog: PlannerCatalog,
): readonly PlanValue[] | undefined {
  const wanted = port.type
  if (wanted === undefined) return undefined
  const fits = earlier.flatMap((step) => {
    if (step.for_each !== undefined || step.when !== undefined) return []
    const capability = catalog.byId(step.uses).find(({ step_type }) => step_type === step.type)
    return (capability?.outputs ?? []).flatMap((field) => {
      const distance = field.type === undefined ? undefined : catalog.types.distance(field.type, wanted)
      return distance === undefined || !isOfArity(field, port) ? [] : [{ distance, ref: `${step.id}.${field.path}` }]
    })
  })
  const least = Math.min(...fits.map(({ distance }) => distance))
  const best = fits.filter(({ distance }) => distance === least)
  const [only] = best
  return only === undefined || best.length > 1 ? undefined : [{ kind: 'ref', ref: only.ref }]
}

function isOfArity(field: Field, port: Port): boolean {
  if (port.arity === 'either') return true
  return port.arity === 'many' ? field.over !== undefined : field.over === undefined
}
