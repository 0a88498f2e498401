/** What a rule over several appointments spans: a person's sum of minutes, a role's holders, what is heard of a network or a school. */
export const gates = {
  person: (personId: string) => `person ${personId}`,
  network: (networkId: string) => `network ${networkId}`,
  school: (urn: string) => `school ${urn}`,
  role: (networkId: string, roleCode: string, subject: string | null) => `role ${networkId} ${roleCode} ${subject ?? ''}`,
}
