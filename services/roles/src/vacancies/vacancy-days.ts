import type { VacancyTerms } from './vacancy.ts'

/** Held from the first day to the last; interest until the closing day, which has not passed and is not after the last. */
export const areInOrder = ({ firstDay, lastDay, closingDay }: VacancyTerms, today: string): boolean =>
  (firstDay === undefined || lastDay === undefined || firstDay <= lastDay) &&
  (closingDay === undefined || (today <= closingDay && (lastDay === undefined || closingDay <= lastDay)))
