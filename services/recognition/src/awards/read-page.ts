/** The public page of an award: for people, printed as well, checked by their browser. It names nobody. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { NoSuchPage, ReadAwardPage } from '@nlc/contracts/recognition'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { toString as toQr } from 'qrcode'
import type { Settings } from '../config.ts'
import { frameworkOf } from '../frameworks/framework.ts'
import { didDocumentOf, didOf } from '../issuing/did-document.ts'
import { readPublicKeys } from '../issuing/issuer-keys.ts'
import { signedList } from '../issuing/signed-list.ts'
import { readAwards, readSignedOf } from './award.ts'
import { hashOf } from './keep-page.ts'

const script = readFileSync(new URL('./verify-in-browser.js', import.meta.url), 'utf8')
const style = readFileSync(new URL('./page.css', import.meta.url), 'utf8')
const hashed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`
/** Nothing is fetched, and nothing runs but what is here. */
const policy = `default-src 'none'; script-src ${hashed(script)}; style-src ${hashed(style)}; base-uri 'none'; form-action 'none'`

export const readAwardPage = (settings: () => Settings) =>
  handle(ReadAwardPage, async ({ pageToken }, { sql: db, now, fail }) => {
    const [award] = await readAwards(db, sql`where w.page_hash = ${hashOf(pageToken)} and w.person_id is not null`)
    if (!award) return fail(NoSuchPage)
    const { issuer } = settings()
    const [framework, signed, keys] = await Promise.all([
      frameworkOf(db, award),
      readSignedOf(db, award.id),
      readPublicKeys(db, award.awardingBody),
    ])
    const list = (await signedList(db, settings(), now, award.awardingBody, signed.listNumber))!
    const url = `${issuer}/v1/award-pages/${pageToken}`
    return page({
      name: `${framework.name}: ${framework.stages.find(({ code }) => code === award.stage)!.label}`,
      body: framework.awardingBody.name,
      day: award.awardedAt.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' }),
      state: award.state === 'revoked' ? 'Revoked, as this server says.' : 'Awarded, as this server says.',
      dimensions: framework.dimensions.map(({ label }) => label),
      url,
      qr: await toQr(url, { type: 'svg', margin: 0 }),
      proof: {
        credentialJwt: signed.jwt,
        statusListJwt: list.jwt,
        didDocument: didDocumentOf(didOf(issuer, award.awardingBody), keys),
      },
    })
  })

interface Shown {
  readonly name: string
  readonly body: string
  readonly day: string
  readonly state: string
  readonly dimensions: readonly string[]
  readonly url: string
  readonly qr: string
  readonly proof: object
}

const page = ({ name, body, day, state, dimensions, url, qr, proof }: Shown): string => `<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${escaped(name)}</title>
<style>${style}</style>
</head>
<body data-state="unchecked">
<main>
<p class="body" id="body">${escaped(body)}</p>
<h1 id="name">${escaped(name)}</h1>
<p>Awarded on <span id="day">${escaped(day)}</span></p>
<p class="state" id="state" role="status">${escaped(state)}</p>
<h2>What was recognised</h2>
<ul id="dimensions">${dimensions.map((label) => `<li><strong>${escaped(label)}</strong></li>`).join('')}</ul>
<p class="how" id="how">The signatures have not been checked: that takes JavaScript.</p>
<footer>
<div class="qr" aria-hidden="true">${qr}</div>
<p>This page names nobody: whoever was recognised gave you its address, and may close it.<br><span class="url">${escaped(url)}</span></p>
</footer>
</main>
<script type="application/json" id="proof">${JSON.stringify(proof).replaceAll('<', '\\u003c')}</script>
<script type="module">${script}</script>
</body>
</html>
`

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
