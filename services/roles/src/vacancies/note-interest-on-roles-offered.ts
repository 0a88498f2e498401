import { InterestExpressed } from '@nlc/contracts/roles'
import { RolesOffered } from '@nlc/contracts/scheduling'
import { newId, react } from '@nlc/runtime'
import { findRole } from '../role-definitions/read-roles.ts'
import { resolvePerson } from '../standing.ts'
import { isOpenTo, placesWith } from './eligibility.ts'
import { Interest, standing, told } from './interest.ts'

/**
 * What people offered to take on at a development day is an expression of interest without a vacancy: of those roles that there are, and
 * that they could hold. Whoever has answered already keeps that answer, with what is new in this one.
 */
export const noteInterestOnRolesOffered = react(
  'roles.note-roles-offered',
  { on: RolesOffered, emits: [InterestExpressed] },
  async ({ personId: named, networkId, roleCodes }, { em, sql: db, now, today, emit }) => {
    const personId = (await resolvePerson(db, named)) ?? named
    const places = await placesWith(db, networkId, personId, today)
    const codes: string[] = []
    for (const code of roleCodes) {
      const role = await findRole(db, networkId, code)
      if (role?.state === 'in-use' && places.length > 0 && isOpenTo(role, places)) codes.push(code)
    }
    if (codes.length === 0) return
    const there = await em.findOne(Interest, { networkId, personId, vacancyId: null, state: { $in: standing } })
    if (there) {
      const anew = codes.filter((code) => !there.roleCodes.includes(code))
      // None named: whatever is needed.
      if (there.state !== 'expressed' || there.roleCodes.length === 0 || anew.length === 0) return
      there.roleCodes = [...there.roleCodes, ...anew]
      emit(InterestExpressed, told(there))
      return
    }
    const interest = Object.assign(new Interest(), {
      ...{ id: newId(), networkId, personId, vacancyId: null, roleCodes: codes, subject: null, note: null },
      ...{ state: 'expressed' as const, nominated: false, expressedAt: now, notedAt: now },
    })
    em.persist(interest)
    emit(InterestExpressed, told(interest))
  },
)
