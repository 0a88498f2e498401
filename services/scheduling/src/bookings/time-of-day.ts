const london = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** `HH:MM` in Europe/London: as strings they sort by time. */
export const timeInLondon = (instant: Date): string => london.format(instant)
