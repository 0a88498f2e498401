import { keepClientOnClientTold } from './keep-client-on-client-told.ts'
import { keepGroupOnSchoolGroupTold, openSchoolOnItsDay } from './keep-group-on-school-group-told.ts'
import { keepLeftOutOnLeftOutTold } from './keep-left-out-on-left-out-told.ts'
import { keepNetworkOnNetworkFormed } from './keep-network-on-network-formed.ts'
import { keepSchoolOnSchoolTold } from './keep-school-on-school-told.ts'
import { keepSharingOnSharingTold } from './keep-sharing-on-sharing-told.ts'

export const reactions = [
  ...keepClientOnClientTold,
  keepNetworkOnNetworkFormed,
  ...keepSchoolOnSchoolTold,
  ...keepGroupOnSchoolGroupTold,
  ...keepSharingOnSharingTold,
  ...keepLeftOutOnLeftOutTold,
] as const
export const works = [openSchoolOnItsDay] as const
