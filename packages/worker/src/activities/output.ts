import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Json, JsonObject, StepRequest } from '@odp/dsl/plan'
import { describeAlternatives, isJsonObject } from '@odp/dsl/plan'
import type { Activity, Equipment, StepActivity, StepContext } from './activity.js'
import { StepError } from './step-error.js'

interface RenderedFile {
  readonly extension: string
  readonly media_type: string
  readonly content: string | Uint8Array
}

/** Typesetting and graph layout are a third of a worker's memory, so they are loaded by the first output step. */
const reports = () => import('../reports/index.js')

/** One renderer a format; what it is given is what the template made, or the inputs themselves. */
const FORMATS: Readonly<Record<string, (content: Json, title: string) => Promise<RenderedFile[]>>> = {
  async pdf_report(content, title) {
    const { checkReportDocument, defaultReport, renderPdf } = await reports()
    const isReport = isJsonObject(content) && Array.isArray(content.sections)
    const report = isReport ? checkReportDocument(content) : defaultReport(content, { title })
    const dated = { generated_at: new Date().toISOString(), ...report }
    return [{ extension: 'pdf', media_type: 'application/pdf', content: await renderPdf(dated) }]
  },
  async graph_visualization(content, title) {
    const { checkGraphData, renderGexf, renderSvg } = await reports()
    const graph = checkGraphData(isJsonObject(content) && content.graph !== undefined ? content.graph : content)
    return [
      { extension: 'svg', media_type: 'image/svg+xml', content: renderSvg(graph, { title }) },
      { extension: 'gexf', media_type: 'application/gexf+xml', content: renderGexf(graph) },
    ]
  },
  async csv_dataset(content) {
    const { renderCsv } = await reports()
    const rows = isJsonObject(content) && content.rows !== undefined ? content.rows : content
    if (!Array.isArray(rows))
      throw new StepError(
        'method_input_invalid',
        "a csv_dataset needs an input 'rows' that is a list of records, or a template that gives one",
      )
    return [{ extension: 'csv', media_type: 'text/csv', content: renderCsv(rows as JsonObject[]) }]
  },
}

const run: Activity = async (request, context, equipment) => {
  if (request.config?.delivery !== undefined) {
    throw new StepError(
      'connector_missing',
      "delivery needs the connector 'webhook', which this worker does not have; leave `delivery` out to keep the file",
    )
  }
  const format = String(request.config?.format)
  const render = Object.hasOwn(FORMATS, format) ? FORMATS[format] : undefined
  if (render === undefined)
    throw new StepError(
      'method_input_invalid',
      `unknown format '${format}'; ${describeAlternatives(format, Object.keys(FORMATS))}`,
    )
  const { content, title } = await applyTemplate(request, format, equipment)
  try {
    const files = await render(content, title)
    return { files: await Promise.all(files.map((file) => keep(file, request, context, equipment))) }
  } catch (error) {
    if (error instanceof Error && error.name === 'ReportError')
      throw new StepError('method_input_invalid', error.message, { cause: error })
    throw error
  }
}

async function applyTemplate(
  request: StepRequest,
  format: string,
  equipment: Equipment,
): Promise<{ content: Json; title: string }> {
  const inputs = request.inputs ?? request.subject ?? {}
  const id = request.config?.template
  if (id === undefined)
    return { content: inputs, title: typeof inputs.title === 'string' ? inputs.title : request.step }
  const templates = equipment.catalog.report_templates
  const template = templates.get(String(id))
  if (template === undefined)
    throw new StepError(
      'unknown_method',
      `the worker does not know the report template '${String(id)}'; ${describeAlternatives(String(id), [...templates.keys()])}`,
    )
  if (template.format !== format)
    throw new StepError(
      'method_input_invalid',
      `the report template '${template.id}' makes a ${template.format}, not a ${format}`,
    )
  if (template.run === undefined)
    throw new StepError(
      'method_not_runnable',
      `the catalog describes the report template '${template.id}', but it has no code`,
    )
  const checked = template.inputs.safeParse(inputs)
  if (!checked.success) {
    const problems = checked.error.issues
      .slice(0, 3)
      .map((problem) => `'${problem.path.join('.')}': ${problem.message}`)
    throw new StepError('method_input_invalid', `the inputs do not fit '${template.id}': ${problems.join('; ')}`)
  }
  // What renders it checks its form.
  return { content: (await template.run(checked.data)) as Json, title: template.summary }
}

/** Writes a file whose name is made of the step only, so that nothing that was crawled decides about a path. */
async function keep(
  file: RenderedFile,
  request: StepRequest,
  context: StepContext,
  equipment: Equipment,
): Promise<JsonObject> {
  const folder = resolve(equipment.output_directory, plainName(context.execution_id))
  await mkdir(folder, { recursive: true })
  const name = `${plainName(request.step)}.${file.extension}`
  const path = join(folder, name)
  const bytes = typeof file.content === 'string' ? Buffer.from(file.content) : file.content
  await writeFile(path, bytes)
  return {
    name,
    path,
    media_type: file.media_type,
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }
}

function plainName(text: string): string {
  const plain = text.replace(/[^A-Za-z0-9._-]+|\.{2,}/g, '-').replace(/^\.+/, '')
  return plain === '' ? 'execution' : plain.slice(0, 150)
}

/** `output`: renders a report, a picture or a dataset, and writes it into the folder of the execution. */
export const output: StepActivity = { run }
