/** What a subscription asks for, among what it may see. */
import type { MessageType, SubscriptionFilter } from '@nlc/contracts/subscriptions'
import type { Static } from 'typebox'

export type Filter = Static<typeof SubscriptionFilter>
export type Type = Static<typeof MessageType>

const fits = <Code>(list: readonly Code[] | undefined, code: Code) => list === undefined || list.includes(code)

/** They bring a duty, so nobody can ask not to be told. */
const dutiful = new Set<Type>(['sharing.ended', 'erasure.requested'])

export const wantsType = ({ types }: Filter, type: Type): boolean =>
  dutiful.has(type) || (types === undefined ? type !== 'appointment.took-effect' : types.includes(type))

export const wantsRole = ({ networkIds, roleCodes }: Filter, { networkId, roleCode }: { networkId: string; roleCode: string }): boolean =>
  fits(networkIds, networkId) && fits(roleCodes, roleCode)

/** @param urns of a school: as it was called then and as it is called now. None: a trust's own team, which no school stands for. */
export const wantsSchool = ({ urns: wanted }: Filter, urns: readonly string[]): boolean =>
  wanted === undefined || urns.some((urn) => wanted.includes(urn))

/** @param laCode of the school on the day. */
export const wantsAuthority = ({ laCodes }: Filter, laCode: string | undefined): boolean =>
  laCodes === undefined || (laCode !== undefined && laCodes.includes(laCode))
