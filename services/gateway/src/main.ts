import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { Documents } from '@nlc/contracts/documents'
import { services } from '@nlc/contracts/services'
import { ConfigError, commonConfig, drainOnSignal, logger, openBus, openTrust, readConfig, startTelemetry } from '@nlc/runtime'
import { gatewayConfig } from './config.ts'
import { openGateway } from './gateway.ts'

try {
  const config = readConfig({ ...commonConfig, ...gatewayConfig }, process.env)
  const telemetry = await startTelemetry('gateway', config.OTEL_EXPORTER_OTLP_ENDPOINT)
  const log = logger('gateway', config)
  const bus = await openBus('gateway', config, log)
  const trust = await openTrust(bus, config, log)
  const gateway = await openGateway({ services, documents: committedDocuments(), bus, trust, log, config })
  await gateway.app.listen({ host: config.HTTP_HOST, port: config.HTTP_PORT })
  const httpPort = (gateway.app.server.address() as AddressInfo).port
  log.info({ httpPort }, 'ready')
  drainOnSignal(async () => {
    await gateway.drain()
    trust.close()
    await bus.close()
    await telemetry.shutdown()
    log.info('stopped')
  })
  process.send?.({ ready: true, httpPort })
} catch (cause) {
  console.error(cause instanceof ConfigError ? cause.message : cause)
  process.exit(1)
}

/** What was checked and committed is what is served. */
function committedDocuments(): Documents {
  const read = (name: string) =>
    JSON.parse(readFileSync(fileURLToPath(import.meta.resolve(`@nlc/contracts/documents/${name}.json`)), 'utf8'))
  return { openapi: read('openapi'), asyncapi: read('asyncapi'), problems: read('problems') }
}
