import type { Name } from '../people/person.ts'
import { mostTrusted, type WorkEmail } from '../people/work-emails.ts'
import type { Item, KnownPerson } from './item.ts'

export interface PersonChange {
  readonly id: string
  readonly isNew: boolean
  readonly name: Name | undefined
  readonly trn: string | undefined
  readonly emails: readonly WorkEmail[] | undefined
  readonly what: readonly ('name' | 'trn' | 'emails')[]
}

const sameName = (a: Name, b: Name) => a.given === b.given && a.middle === b.middle && a.family === b.family && a.knownAs === b.knownAs

/**
 * What an item adds to a person's record, or makes of somebody new; undefined where it adds nothing. TRN and addresses are
 * added, never replaced. The name is this school's to say only while no other school knows the person.
 * @param freeTrn no other record has the item's TRN.
 */
export function personChange(
  person: KnownPerson | undefined,
  id: string,
  { name, trn, email, emailVerified = false }: Item,
  freeTrn: boolean,
): { change: PersonChange; after: KnownPerson } | undefined {
  const address = email === undefined ? [] : [{ address: email, verified: emailVerified }]
  if (person === undefined) {
    const after = { id, name, trn, emails: address, elsewhere: false, seen: true, leftOut: false }
    return { change: { id, isNew: true, name, trn, emails: address, what: [] }, after }
  }
  const renamed = name !== undefined && person.name !== undefined && !person.elsewhere && !sameName(name, person.name) ? name : undefined
  const given = trn !== undefined && person.trn === undefined && freeTrn ? trn : undefined
  const emails = mostTrusted([...person.emails, ...address])
  const more = emails.some(
    ({ address, verified }) => !person.emails.some((known) => known.address === address && known.verified === verified),
  )
  const what = [...(renamed ? ['name' as const] : []), ...(given ? ['trn' as const] : []), ...(more ? ['emails' as const] : [])]
  if (what.length === 0) return undefined
  return {
    change: { id, isNew: false, name: renamed, trn: given, emails: more ? emails : undefined, what },
    after: { ...person, name: renamed ?? person.name, trn: given ?? person.trn, emails },
  }
}
