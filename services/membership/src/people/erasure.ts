import { defineEntity, p } from '@mikro-orm/core'

export type RefusalGround =
  | 'freedom-of-expression'
  | 'legal-obligation'
  | 'public-task'
  | 'public-health'
  | 'archiving-or-research'
  | 'legal-claims'

const ErasureSchema = defineEntity({
  name: 'Erasure',
  tableName: 'erasure',
  properties: {
    id: p.uuid().primary(),
    personId: p.uuid(),
    state: p.string().$type<'asked' | 'refused' | 'done'>(),
    askedOn: p.date(),
    askedAt: p.datetime(),
    decidedOn: p.date().nullable(),
    ground: p.string().$type<RefusalGround>().nullable(),
    explanation: p.string().nullable(),
  },
})

/** A request for the erasure of a person, and what became of it. */
export class Erasure extends ErasureSchema.class {
  static asked(id: string, personId: string, today: string, now: Date): Erasure {
    return Object.assign(new Erasure(), { id, personId, state: 'asked' as const, askedOn: today, askedAt: now })
  }

  carryOut(today: string): void {
    this.state = 'done'
    this.decidedOn = today
  }

  refuse(ground: RefusalGround, explanation: string, today: string): void {
    Object.assign(this, { state: 'refused', ground, explanation, decidedOn: today })
  }
}
ErasureSchema.setClass(Erasure)

export const shownErasure = ({
  personId,
  state,
  askedOn,
  decidedOn,
  ground,
  explanation,
}: Pick<Erasure, 'personId' | 'state' | 'askedOn' | 'decidedOn' | 'ground' | 'explanation'>) => ({
  personId,
  state,
  askedOn,
  decidedOn: decidedOn ?? undefined,
  ground: ground ?? undefined,
  explanation: explanation ?? undefined,
})
