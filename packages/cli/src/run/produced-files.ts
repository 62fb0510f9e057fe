import type { Json } from '@odp/dsl'

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
    const files = isRecord(value) && Array.isArray(value.files) ? value.files : []
    return files.flatMap((file) => {
      if (!isRecord(file) || typeof file.path !== 'string') return []
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

function isRecord(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
