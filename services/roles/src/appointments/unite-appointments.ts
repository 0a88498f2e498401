import { type Appointment, heldPeriods, isLiving } from './appointment.ts'
import { collide, firstDayOf, lastDayOf, united } from './period.ts'

export interface United {
  /** As they are from now on: all the person's own. */
  readonly standing: readonly Appointment[]
  /** Recorded twice, as they were: what they held is in another one now. */
  readonly duplicates: readonly Appointment[]
}

/** Confirmed before offered, what the kept record held before the other's, the earlier before the later. */
const rankOf = (personId: string) => (a: Appointment, b: Appointment) =>
  Number(b.stage === 'confirmed') - Number(a.stage === 'confirmed') ||
  Number(b.personId === personId) - Number(a.personId === personId) ||
  (firstDayOf(a.intended) < firstDayOf(b.intended) ? -1 : 1)

const sameRole = (a: Appointment, b: Appointment) => a.networkId === b.networkId && a.roleCode === b.roleCode && a.subject === b.subject

const meet = (a: Appointment, b: Appointment) => isLiving(a) && isLiving(b) && sameRole(a, b) && collide(heldPeriods(a), heldPeriods(b))

/**
 * All of these are one person's from now on. Those that were held in one role and place on the same day are one: the first takes in
 * the days of the others. An offer of what is held already is one too many, and adds no days.
 */
export function uniteAppointments(appointments: readonly Appointment[], personId: string): United {
  const byId = new Map(appointments.map((appointment) => [appointment.id, appointment]))
  const duplicates = new Set<string>()
  let standing: Appointment[] = []
  for (const next of appointments.toSorted(rankOf(personId))) {
    let taken = next
    // One that grows by uniting can meet others that it did not touch before.
    for (let met = standing.find((other) => meet(other, taken)); met !== undefined; met = standing.find((other) => meet(other, taken))) {
      duplicates.add(taken.id)
      const kept: Appointment = met
      standing = standing.filter((other) => other !== kept)
      taken = taken.stage === 'confirmed' || kept.stage !== 'confirmed' ? takingIn(kept, taken) : kept
    }
    standing.push({ ...taken, personId })
  }
  return { standing, duplicates: [...duplicates].map((id) => byId.get(id)!) }
}

/** Days that the other had besides are its own, too; it ends as the one that ends last. */
function takingIn(one: Appointment, other: Appointment): Appointment {
  const intended = united(one.intended, other.intended)
  const last = lastDayOf(intended)
  const endsWith = [one, other].find((ending) => lastDayOf(ending.intended) === last) ?? one
  const releases = [...one.releases, ...other.releases.filter(({ place }) => !one.releases.some((release) => release.place === place))]
  return { ...one, intended, endedAs: last === null ? null : endsWith.endedAs, releases }
}
