import { PersonMerged } from '@nlc/contracts/membership'
import { GroupInvitationDeclined, GroupMembershipMoved, LeftGroup } from '@nlc/contracts/roles'
import { overlap } from '@nlc/known/day'
import { react } from '@nlc/runtime'
import { sql } from 'kysely'
import { nowCalled } from '../standing.ts'
import { type Membership, readMemberships, subjectOf, writeMembership } from './group-record.ts'

const days = ({ firstDay, lastDay }: Membership) => ({ firstDay: firstDay!, lastDay })
const collide = (a: Membership, b: Membership): boolean =>
  a.groupId === b.groupId &&
  (a.state === 'invited' || b.state === 'invited'
    ? a.state !== 'declined' && b.state !== 'declined'
    : a.state === 'joined' && b.state === 'joined' && overlap(days(a), days(b)))

/** What the one was in, the other is in. Of two memberships of one group on the same days, the one of the record that is kept stays. */
export const uniteMembershipsOnPersonMerged = react(
  'roles.unite-group-memberships',
  { on: PersonMerged, emits: [GroupMembershipMoved, LeftGroup, GroupInvitationDeclined] },
  async ({ personId, intoPersonId }, { sql: db, emit }) => {
    const { rows } = await sql<{ id: string }>`select ${nowCalled(intoPersonId)} as id`.execute(db)
    const kept = rows[0]!.id
    await sql`
      select from leadership_group g where exists (
        select from group_membership m where m.group_id = g.id and m.person_id in (${personId}, ${kept})) order by g.id for update`.execute(
      db,
    )
    const theirs = await readMemberships(db, sql`where m.person_id = ${kept}`)
    for (const membership of await readMemberships(db, sql`where m.person_id = ${personId} order by m.id`)) {
      const twin = theirs.find((other) => collide(membership, other))
      if (twin?.state === 'invited' && membership.state === 'joined') {
        const declined = await writeMembership(db, { ...twin, state: 'declined' })
        emit(GroupInvitationDeclined, subjectOf(declined))
      }
      if (!twin || (twin.state === 'invited' && membership.state === 'joined')) {
        const moved = await writeMembership(db, { ...membership, personId: kept })
        emit(GroupMembershipMoved, subjectOf(moved))
        continue
      }
      if (membership.state === 'invited') {
        const declined = await writeMembership(db, { ...membership, personId: kept, state: 'declined' })
        emit(GroupInvitationDeclined, subjectOf(declined))
        continue
      }
      await sql`update group_membership set united_into = ${twin.id} where id = ${membership.id}`.execute(db)
      const lastDay = membership.lastDay ?? membership.firstDay!
      await writeMembership(db, { ...membership, lastDay, reason: 'merged-duplicate' })
      emit(LeftGroup, { ...subjectOf(membership), lastDay, reason: 'merged-duplicate' })
    }
  },
)
