import Type from 'typebox'
import { problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { Controller, SharingState } from './model.ts'

export const NoSuchSharingAgreement = problem(404, 'no-such-sharing-agreement', 'There is no such sharing agreement.')
export const NoSuchController = problem(422, 'no-such-controller', 'The controller is not an open school or trust of the register.', {
  controller: Controller,
})
export const SharingNotInState = problem(
  409,
  'sharing-agreement-not-in-state',
  'The sharing agreement is in a state in which this cannot be done.',
  {
    state: SharingState,
    needed: Type.Array(SharingState),
  },
)
export const SharedAlready = problem(
  409,
  'sharing-agreement-open-already',
  'The controller has an agreement or an offer with this client: withdraw it first.',
  {
    agreementId: Type.Optional(Id),
  },
)
export const SharingDaysInvalid = problem(
  422,
  'sharing-days-invalid',
  'The last day is later than today and at most 5 years away; the review day is not after it.',
  {
    earliest: CalendarDate,
    latest: CalendarDate,
  },
)
export const OfferLapsed = problem(409, 'sharing-offer-lapsed', 'The last day of what is offered has passed: it has to be offered again.', {
  lastDay: CalendarDate,
})
/** A recipient that could sign for the controller would share with itself. */
export const SignedThroughRecipient = problem(
  403,
  'signed-through-recipient',
  "The recipient's own software cannot sign for the controller: sign through another client, such as the national body's.",
)
