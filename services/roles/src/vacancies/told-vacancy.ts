import type { Vacancy } from './vacancy.ts'

/** What events say of a vacancy. */
export const subjectOf = ({ id, networkId, roleCode, subject }: Vacancy) => ({
  vacancyId: id,
  networkId,
  roleCode,
  subject: subject ?? undefined,
})

/** Without its description, which people wrote. */
export const termsOf = ({ holders, minutesPerWeek, firstDay, lastDay, closingDay }: Vacancy) => ({
  holders,
  minutesPerWeek: minutesPerWeek ?? undefined,
  firstDay: firstDay ?? undefined,
  lastDay: lastDay ?? undefined,
  closingDay: closingDay ?? undefined,
})
