import Type from 'typebox'
import { Id, Instant } from '../../formats.ts'
import { ClientId, SharingAgreementId } from '../../membership/sharing-agreements/model.ts'

/** `delete-shared`: what came through a sharing that ended. `erase-person`: all that is held of a person. */
export const DutyKind = Type.Enum(['delete-shared', 'erase-person'])

/** What a client has to do because of what it was told. */
export const Duty = Type.Object({
  id: Id,
  clientId: ClientId,
  kind: DutyKind,
  agreementId: Type.Optional(SharingAgreementId),
  place: Type.Optional(Type.String({ description: 'Whose data it is: a URN, or the group id of a trust.' })),
  personId: Type.Optional(Id),
  toldAt: Instant,
  acknowledgedAt: Type.Optional(Instant),
})
