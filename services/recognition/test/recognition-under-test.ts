/** What tests of recognition stand on. */
import { randomBytes } from 'node:crypto'
import type { InputOf } from '@nlc/contracts/define'
import { DefineFramework, Enrol } from '@nlc/contracts/recognition'
import { callersWith } from '@nlc/known/under-test'
import { audience, type ServiceUnderTest, testService } from '@nlc/testing'
import { readSettings } from '../src/config.ts'
import { recognition } from '../src/service.ts'

export { givenEmployment, givenPerson, givenSchools, personMerged } from '@nlc/known/under-test'
export const { theNationalBody, acting, theClient } = callersWith('recognition:read', 'recognition:write')

/** The service, with what its surroundings hand it. @param issuer the gateway's origin, where it is of another installation. */
export function recognitionUnderTest(issuer = audience): ServiceUnderTest {
  const settings = readSettings({ ISSUER: issuer, KEY_ENCRYPTION_KEY: randomBytes(32).toString('base64url') })
  return testService(recognition(() => settings))
}

export type FrameworkTerms = InputOf<typeof DefineFramework>

/** The founding framework: four stages, six dimensions. */
export const founding: FrameworkTerms = {
  code: 'teacher-learning-academy',
  name: 'Teacher Learning Academy',
  awardingBody: { code: 'teaching-council', name: 'Teaching Council' },
  stages: ['1', '2', '3', '4'].map((code) => ({ code, label: `Stage ${code}` })),
  dimensions: [
    { code: 'knowledge-base', label: 'Accessing a knowledge base' },
    { code: 'planning', label: 'Planning' },
    { code: 'carrying-out', label: 'Carrying out a teacher learning project' },
    { code: 'evaluating', label: 'Evaluating the project' },
    { code: 'peer-support', label: 'Accessing peer support and coaching' },
    { code: 'dissemination', label: 'Disseminating what has been learnt' },
  ].map((dimension) => ({ ...dimension, criteria: ['It is there, and it is their own.'] })),
  enrols: ['teacher', 'early-career-teacher', 'classroom-assistant'],
  judgedBy: 'verifier',
  moderatedBy: 'moderator',
  moderatedPercent: 10,
  maxPresentations: 3,
  appealDays: 28,
}

let frameworks = 0
/** Another framework like the founding one. @returns its code. */
export async function givenFramework(recognition: ServiceUnderTest, more: Partial<FrameworkTerms> = {}): Promise<string> {
  frameworks += 1
  const code = `framework-${frameworks}`
  await recognition.ask(DefineFramework, { ...founding, code, ...more }, { as: await theNationalBody() })
  return code
}

export const enrolled = async (recognition: ServiceUnderTest, frameworkCode: string, personId: string, stage = '1') =>
  recognition.ask(Enrol, { frameworkCode, stage }, { as: await acting(personId) })
