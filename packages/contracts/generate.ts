/**
 * Writes the generated documents from the contracts: `npm run generate`. With `--release` they are kept as the baseline
 * that later changes are compared with, too.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { generated } from './check-documents.ts'
import { modelNames } from './model-names.ts'
import { services } from './src/services.ts'

const texts = generated(services, await modelNames())
for (const folder of ['documents', ...(process.argv.includes('--release') ? ['documents/released'] : [])]) {
  mkdirSync(new URL(folder, import.meta.url), { recursive: true })
  for (const [name, text] of Object.entries(texts)) writeFileSync(new URL(`${folder}/${name}`, import.meta.url), text)
  console.log(`Written: packages/contracts/${folder}/{${Object.keys(texts).join(',')}}`)
}
