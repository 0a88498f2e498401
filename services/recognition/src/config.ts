/** Recognition is told nothing besides what every service is. */
export const recognitionConfig = {}
