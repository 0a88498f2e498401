/** The framework with which recognition of teachers' learning began: six dimensions, four stages. */

const dimension = (code: string, label: string, ...criteria: string[]) => ({ code, label, criteria })

export const foundingFramework = {
  code: 'teacher-learning-academy',
  name: 'Teacher Learning Academy',
  awardingBody: { code: 'national-body', name: 'The national body for learning networks' },
  stages: [
    { code: '1', label: 'Stage 1', description: 'Two to three weeks up to half a term; one’s own practice.' },
    { code: '2', label: 'Stage 2', description: 'One to two terms; colleagues.' },
    { code: '3', label: 'Stage 3', description: 'Two to three terms; beyond the institution.' },
    { code: '4', label: 'Stage 4', description: 'Three terms or more; a contribution to professional knowledge.' },
  ],
  dimensions: [
    dimension('knowledge-base', 'Accessing a knowledge base', 'Says what is known already, and from where.', 'Says what of it was used.'),
    dimension('planning', 'Planning', 'Says what is to be learnt, and for which pupils.', 'Says how it will be seen whether it was.'),
    dimension(
      'carrying-out',
      'Carrying out a teacher learning project',
      'Shows what was done.',
      'Says what was changed on the way, and why.',
    ),
    dimension('evaluating', 'Evaluating the project', 'Shows what came of it for pupils.', 'Says what would be done otherwise.'),
    dimension('peer-support', 'Accessing peer support and coaching', 'Says who helped, and how that changed the work.'),
    dimension('dissemination', 'Disseminating what has been learnt', 'Shows with whom it was shared.', 'Says what they took from it.'),
  ],
  enrols: ['teacher', 'early-career-teacher', 'middle-leader', 'deputy-or-assistant-head', 'classroom-assistant'],
  judgedBy: 'verifier',
  moderatedBy: 'moderator',
  moderatedPercent: 10,
  maxPresentations: 3,
  appealDays: 28,
}
