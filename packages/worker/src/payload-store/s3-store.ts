import type { S3StorageDriver, S3StorageDriverClient } from '@temporalio/external-storage-s3'
import { isPayloadKey, type PayloadStore } from './payload-store.js'
import { PayloadStoreError } from './payload-store-error.js'

/**
 * Where an S3 store lies. Credentials come from the usual places of AWS: environment, profile, role.
 *
 * @example
 * ```ts
 * import type { S3StoreOptions } from '@odp/worker/payload-store'
 *
 * const options: S3StoreOptions = { bucket: 'odp', prefix: 'payloads', region: 'eu-central-1' }
 * ```
 */
export interface S3StoreOptions {
  readonly bucket: string
  /** Put before every key. */
  readonly prefix?: string
  /** Default: what the environment says (`AWS_REGION`). */
  readonly region?: string
  /** Address of another service than Amazon's that speaks S3, such as `https://minio.example`. */
  readonly endpoint?: string
}

/** Above what one value can have, compressed. */
const LARGEST_OBJECT = 200_000_000

const PACKAGES = '@temporalio/external-storage-s3 @temporalio/external-storage-s3-aws-sdk @aws-sdk/client-s3'

/**
 * A payload store in an S3 bucket, through the driver of Temporal's SDK. It needs three packages, which are loaded when
 * the first value is stored or read: `npm install @temporalio/external-storage-s3
 * @temporalio/external-storage-s3-aws-sdk @aws-sdk/client-s3`.
 *
 * @example
 * ```ts
 * import { s3Store } from '@odp/worker/payload-store'
 *
 * const store = s3Store({ bucket: 'odp', prefix: 'payloads', region: 'eu-central-1' })
 * ```
 */
export function s3Store(options: S3StoreOptions): PayloadStore {
  const { bucket, prefix = '' } = options
  let connecting: Promise<S3StorageDriver> | undefined
  const driver = () => {
    connecting ??= connect(options)
    return connecting
  }
  return {
    place: prefix === '' ? `s3://${bucket}` : `s3://${bucket}/${prefix}`,
    async put(bytes, signal) {
      // Without a target the key is the hash alone: equal values of all executions are one object.
      const [claim] = await (await driver()).store({ ...withSignal(signal) }, [{ data: bytes }])
      return claim?.claimData.hashValue ?? ''
    },
    async get(key, signal) {
      if (!isPayloadKey(key)) return undefined
      const claimData = { bucket, key: `v0/d/sha256/${key}`, hashAlgorithm: 'sha256', hashValue: key }
      try {
        const [payload] = await (await driver()).retrieve({ ...withSignal(signal) }, [{ claimData }])
        return payload?.data ?? undefined
      } catch (error) {
        if (isMissing(error)) return undefined
        throw error
      }
    },
  }
}

function withSignal(signal: AbortSignal | undefined): { readonly abortSignal?: AbortSignal } {
  return signal === undefined ? {} : { abortSignal: signal }
}

async function connect({ bucket, prefix = '', region, endpoint }: S3StoreOptions): Promise<S3StorageDriver> {
  const { driver, adapter, aws } = await load()
  const client = new aws.S3Client({
    ...(region === undefined ? {} : { region }),
    // Only Amazon's own service has a host for every bucket.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    // The store itself tries again, and the driver checks the hash; other services do not know Amazon's newer checksums.
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  })
  const objects = new adapter.AwsSdkS3StorageDriverClient(client)
  return new driver.S3StorageDriver({
    client: prefix === '' ? objects : prefixed(objects, prefix),
    bucket,
    maxPayloadSize: LARGEST_OBJECT,
  })
}

async function load() {
  try {
    const [driver, adapter, aws] = await Promise.all([
      import('@temporalio/external-storage-s3'),
      import('@temporalio/external-storage-s3-aws-sdk'),
      import('@aws-sdk/client-s3'),
    ])
    return { driver, adapter, aws }
  } catch (cause) {
    throw new PayloadStoreError(
      `a payload store in S3 needs packages that are not installed: npm install ${PACKAGES}`,
      {
        retryable: false,
        cause,
      },
    )
  }
}

function prefixed(objects: S3StorageDriverClient, prefix: string): S3StorageDriverClient {
  return {
    putObject: (bucket, key, data, options) => objects.putObject(bucket, `${prefix}/${key}`, data, options),
    objectExists: (bucket, key, options) => objects.objectExists(bucket, `${prefix}/${key}`, options),
    getObject: (bucket, key, options) => objects.getObject(bucket, `${prefix}/${key}`, options),
  }
}

/** The driver wraps what the service answered. */
function isMissing(error: unknown): boolean {
  return error instanceof Error && error.cause instanceof Error && error.cause.name === 'NoSuchKey'
}
