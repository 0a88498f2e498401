import { BookingNotInState, NoSuchBooking, OfferRoles, RolesOffered } from '@nlc/contracts/scheduling'
import { handle } from '@nlc/runtime'
import { sql } from 'kysely'
import { type BookingState, changeBooking, saidOf } from './booking.ts'
import { findOwnBooking } from './find-booking.ts'

const taking: readonly BookingState[] = ['invited', 'accepted', 'waiting', 'attended']

export const offerRoles = handle(OfferRoles, async ({ bookingId, roleCodes }, context) => {
  const { sql: db, emit, fail, checkVersion } = context
  const { booking } = (await findOwnBooking(context, bookingId)) ?? fail(NoSuchBooking)
  checkVersion(booking)
  if (!taking.includes(booking.state)) return fail(BookingNotInState, { state: booking.state, needed: [...taking] })
  const offered = await changeBooking(db, booking.id, sql`could_take_on = ${roleCodes}::text[]`)
  emit(RolesOffered, { ...saidOf(offered), personId: booking.personId!, networkId: booking.networkId, roleCodes })
  return offered
})
