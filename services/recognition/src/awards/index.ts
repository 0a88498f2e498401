import type { Settings } from '../config.ts'
import { closeAwardPage, openAwardPage } from './keep-page.ts'
import { getAward, listAwards, readCredential, readCredentialJwt } from './read-awards.ts'
import { readAwardPage } from './read-page.ts'
import { revokeAward } from './revoke-award.ts'

export const handlers = (settings: () => Settings) =>
  [getAward, listAwards, revokeAward, readCredential, readCredentialJwt, openAwardPage, closeAwardPage, readAwardPage(settings)] as const
export const entities = [] as const
export const reactions = [] as const
export const works = [] as const
