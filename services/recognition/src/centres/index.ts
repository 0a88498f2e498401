import { changeCentre, closeCentre, openCentre } from './keep-centres.ts'
import { getCentre, listCentres, listModerationRates } from './read-centres.ts'

export const handlers = [openCentre, changeCentre, closeCentre, getCentre, listCentres, listModerationRates] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
