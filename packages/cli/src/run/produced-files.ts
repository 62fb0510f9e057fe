import { isJsonObject, type Json } from '@odp/dsl/plan'

/** A file that a step has written. */
export interface ProducedFile {
  readonly step: string
  readonly path: string
  readonly media_type?: string
  readonly bytes?: number
}

/** Files in the outputs of steps: every record with a path in a list called `files`. */
export function producedFiles(outputs: Readonly<Record<string, Json>>): ProducedFile[] {
  return Object.entries(outputs).flatMap(([step, value]) => {
    const files = isJsonObject(value) && Array.isArray(value.files) ? value.files : []
    return files.flatMap((file) => {
      if (!isJsonObject(file) || typeof file.path !== 'string') return []
      const { path, media_type, bytes } = file
      return [
        {
          step,
          path,
          ...(typeof media_type === 'string' ? { media_type } : {}),
          ...(typeof bytes === 'number' ? { bytes } : {}),
        },
      ]
    })
  })
}
