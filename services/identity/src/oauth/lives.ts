/** How long what others sign may live, in seconds. Real time: the sandbox's clock moves no token. */
export const maxJwtSeconds = 300
/** Clocks of other machines may differ by so much. */
export const clockToleranceSeconds = 5
