import { defineEntity, p } from '@mikro-orm/core'

export interface Name {
  readonly given?: string | undefined
  readonly middle?: string | undefined
  readonly family: string
  readonly knownAs?: string | undefined
}

const PersonSchema = defineEntity({
  name: 'Person',
  tableName: 'person',
  properties: {
    id: p.uuid().primary(),
    version: p.integer().version(),
    givenName: p.string().nullable(),
    middleName: p.string().nullable(),
    familyName: p.string().nullable(),
    knownAs: p.string().nullable(),
    trn: p.string().nullable(),
    /** The client that registered the person. */
    registeredBy: p.string(),
    mergedInto: p.uuid().nullable(),
    erasedOn: p.date().nullable(),
    changedAt: p.datetime(),
  },
})

const nothingPersonal = { givenName: null, middleName: null, familyName: null, knownAs: null, trn: null }

export class Person extends PersonSchema.class {
  static registered(id: string, client: string, { name, trn }: { name: Name; trn: string | undefined }, now: Date): Person {
    const person = new Person()
    Object.assign(person, { id, registeredBy: client, trn: trn ?? null, changedAt: now, mergedInto: null, erasedOn: null })
    person.rename(name, now)
    return person
  }

  isCalled({ given, middle, family, knownAs }: Name): boolean {
    return (
      this.familyName === family &&
      (this.givenName ?? undefined) === given &&
      (this.middleName ?? undefined) === middle &&
      (this.knownAs ?? undefined) === knownAs
    )
  }

  rename({ given, middle, family, knownAs }: Name, now: Date): void {
    this.givenName = given ?? null
    this.middleName = middle ?? null
    this.familyName = family
    this.knownAs = knownAs ?? null
    this.changedAt = now
  }

  giveTrn(trn: string | null, now: Date): void {
    this.trn = trn
    this.changedAt = now
  }

  /** Something that is shown with the person changed elsewhere: a new version. */
  touch(now: Date): void {
    this.changedAt = now
  }

  mergeInto(personId: string, now: Date): void {
    Object.assign(this, nothingPersonal, { changedAt: now })
    this.mergedInto = personId
  }

  erase(today: string, now: Date): void {
    Object.assign(this, nothingPersonal, { changedAt: now })
    this.erasedOn = today
  }
}
PersonSchema.setClass(Person)
