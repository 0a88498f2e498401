/** What things are called in the documents. */

/** `/v1/schools/:urn` → `/v1/schools/{urn}`. */
export const openApiPath = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}')

/** `membership.issue-agreement`, `issue-agreement` → `IssueAgreement`. */
export const pascal = (name: string): string =>
  name
    .slice(name.indexOf('.') + 1)
    .split(/[-.]/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')

/** `membership.issue-agreement` → `issueAgreement`. */
export const operationId = (name: string): string => pascal(name).replace(/^./, (first) => first.toLowerCase())

/** `/v1/local-authorities/:laCode` → `Local authorities`. */
export function tagOf(path: string): string {
  const resource = path.split('/')[2] ?? path
  return resource.charAt(0).toUpperCase() + resource.slice(1).replaceAll('-', ' ')
}

export const lowerFirst = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1)
