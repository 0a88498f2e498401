import Type from 'typebox'
import { command, problem } from '../../define.ts'
import { CalendarDate, Id } from '../../formats.ts'
import { EmploymentChanged, EmploymentCorrected, EmploymentEnded, EmploymentStarted } from '../employments/events.ts'
import { EmploymentEndReason } from '../employments/model.ts'
import { LastDayTooEarly } from '../employments/problems.ts'
import { PersonChanged, PersonRegistered } from '../people/events.ts'
import { EmailTaken, NoSuchPerson, TrnTaken } from '../people/problems.ts'
import { StaffQuestionAnswered } from './events.ts'
import { Answer, ItemRefusal, StaffQuestion } from './model.ts'
import { RecordedMeanwhile } from './submit-staff-return.ts'

export const NoSuchStaffQuestion = problem(404, 'no-such-staff-question', 'There is no such question.')
export const QuestionClosed = problem(409, 'question-closed', 'The question was answered, or a later return made it needless.')
export const AnswerDoesNotFit = problem(
  422,
  'answer-does-not-fit',
  'To `absent` answer `left` with `lastDay`, or `still-here`; to `which-person`, `same-person` with `personId`, or `new-person`.',
)
export const ItemNotApplicable = problem(409, 'item-not-applicable', 'What the MIS sent cannot take effect for this person.', {
  refusal: ItemRefusal,
})

export const AnswerStaffQuestion = command('membership.answer-staff-question', {
  summary: 'Answer a question that a staff return raised',
  description:
    '`left`: the employment at this school ends with `lastDay`. `still-here`: nothing changes, and it is not asked again until the person has been in a return. ' +
    '`same-person` and `new-person`: the item takes effect, and its reference is remembered.',
  needs: 'people:write',
  http: 'POST /v1/staff-questions/:questionId/answer',
  input: {
    questionId: Id,
    answer: Answer,
    lastDay: Type.Optional(CalendarDate),
    reason: Type.Optional(EmploymentEndReason),
    personId: Type.Optional(Id),
  },
  output: StaffQuestion,
  status: 200,
  emits: [
    StaffQuestionAnswered,
    PersonRegistered,
    PersonChanged,
    EmploymentStarted,
    EmploymentChanged,
    EmploymentEnded,
    EmploymentCorrected,
  ],
  problems: [
    NoSuchStaffQuestion,
    QuestionClosed,
    AnswerDoesNotFit,
    ItemNotApplicable,
    NoSuchPerson,
    TrnTaken,
    EmailTaken,
    LastDayTooEarly,
    RecordedMeanwhile,
  ],
})
