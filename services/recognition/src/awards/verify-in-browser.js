// Checks, in the visitor's browser and with nothing fetched, what stands on the page: who signed it, that it holds now, and that it
// is not revoked. What is shown afterwards is what was signed.
const { credentialJwt, statusListJwt, didDocument } = JSON.parse(document.getElementById('proof').textContent)
const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0))
const jsonOf = (text) => JSON.parse(new TextDecoder().decode(bytesOf(text)))
const issuerOf = ({ issuer }) => (typeof issuer === 'string' ? issuer : issuer.id)

/** The payload, if one of the keys of the awarding body signed it. */
async function read(jwt) {
  const [header, payload, signature] = jwt.split('.')
  const { kid, alg } = jsonOf(header)
  const method = didDocument.verificationMethod.find(({ id, publicKeyJwk }) => id === kid && publicKeyJwk)
  if (alg !== 'EdDSA' || !method || !didDocument.assertionMethod.includes(kid)) throw new Error('it is signed with a key that is not the awarding body’s')
  const key = await crypto.subtle.importKey('jwk', method.publicKeyJwk, 'Ed25519', false, ['verify'])
  const signed = new TextEncoder().encode(`${header}.${payload}`)
  if (!(await crypto.subtle.verify('Ed25519', key, bytesOf(signature), signed))) throw new Error('its signature does not match')
  const read = jsonOf(payload)
  if (issuerOf(read) !== didDocument.id) throw new Error('it names another awarding body')
  return read
}

async function isRevoked({ credentialStatus }) {
  const list = await read(statusListJwt)
  if (list.id !== credentialStatus.statusListCredential) throw new Error('the status list is another one')
  const packed = new Blob([bytesOf(list.credentialSubject.encodedList.slice(1))]).stream()
  const bits = new Uint8Array(await new Response(packed.pipeThrough(new DecompressionStream('gzip'))).arrayBuffer())
  const index = Number(credentialStatus.statusListIndex)
  return { revoked: (bits[index >> 3] & (0x80 >> (index & 7))) !== 0, asOf: list.validFrom }
}

const put = (id, text) => {
  document.getElementById(id).textContent = text
}
const dayOf = (instant) => new Date(instant).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'Europe/London' })

async function verify() {
  // Without https a browser lends no means to check anything.
  if (!crypto.subtle) throw new Error('your browser checks signatures only on pages that come by https')
  const credential = await read(credentialJwt)
  const { achievement, result } = credential.credentialSubject
  const names = new Map(achievement.resultDescription.map(({ id, name }) => [id, name]))
  put('name', credential.name)
  put('body', credential.issuer.name)
  put('day', dayOf(credential.validFrom))
  const rows = result.map(({ resultDescription, narrative }) => {
    const row = document.createElement('li')
    const name = document.createElement('strong')
    name.textContent = names.get(resultDescription)
    row.append(name, document.createElement('br'), narrative)
    return row
  })
  document.getElementById('dimensions').replaceChildren(...rows)
  const { revoked } = await isRevoked(credential)
  if (revoked) return ['revoked', 'Revoked. This award does not stand any more.']
  if (credential.validUntil && Date.parse(credential.validUntil) <= Date.now()) return ['expired', `Expired on ${dayOf(credential.validUntil)}.`]
  return ['stands', 'This award stands.']
}

const [state, sentence, how] = await verify().then(
  ([state, sentence]) => [state, sentence, 'Your browser has checked the signatures of the awarding body on the award and on its list of revoked ones.'],
  (cause) => ['unproven', `This cannot be relied on: ${cause.message}.`, 'Your browser has checked the page, and it is not as the awarding body signed it.'],
)
document.body.dataset.state = state
put('state', sentence)
put('how', how)
