/** Who may import whom. Each rule has its reason, which is what whoever breaks it reads. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

export interface Breach {
  readonly file: string
  readonly imports: string
  readonly reason: string
}

interface Rule {
  /** Files that it holds for, from the root. */
  readonly from: RegExp
  /** What they must not import: a package, or a file from the root. `SELF` is what `from` caught. */
  readonly not: RegExp
  readonly except?: RegExp
  readonly reason: string
}

const test = /((\.test|-under-test)\.ts$|^(services|packages)\/[a-z]+\/test\/|^packages\/testing\/|^journeys\/|^bench\/|^infra\/)/

const rules: readonly Rule[] = [
  {
    from: /^packages\/contracts\/src\//,
    not: /^(?!typebox|node:)[@a-z]/,
    except: /^(packages\/contracts\/|vitest|fast-check|@apidevtools|@seriousme|@asyncapi|@redocly)/,
    reason: 'A contract is data that everybody reads: it imports TypeBox alone, so that no reader has to take more with it.',
  },
  {
    from: /^packages\/runtime\/src\//,
    not: /^(services\/|@nlc\/(?!contracts))/,
    reason: 'The runtime says how a service runs and knows nothing of schools: it is imported by services and imports none.',
  },
  {
    from: /^packages\/runtime\/src\//,
    not: /^@nlc\/contracts\/(membership|roles|scheduling|recognition|subscriptions)/,
    reason: "The runtime knows the language of contracts, and identity's word on trust; no other service's contracts.",
  },
  {
    from: /^packages\/known\/src\/(?!keep-appointment-)/,
    not: /^@nlc\/contracts\/(identity|roles|scheduling|recognition|subscriptions)/,
    reason:
      'It is the copy of what membership says, for whichever service needs it: of the others it knows nothing, but for one file that copies appointments.',
  },
  {
    from: /^packages\/allowance\/src\//,
    not: /^(services\/|kysely|@nlc\/(?!contracts|known\/(day|academic-year)$))/,
    reason: 'How time is reckoned is arithmetic, for whichever service has the days and the minutes: it reads nothing itself.',
  },
  {
    from: /^services\/([a-z]+)\//,
    not: /^(services\/(?!SELF\/)|@nlc\/(identity|membership|roles|scheduling|recognition|subscriptions|gateway)(\/|$))/,
    reason: 'A service never imports another: what it needs of it comes as events, and it works while the other is down.',
  },
  {
    from: /^services\/(?!gateway\/)[a-z]+\/src\/(?!dialer\/)[a-z-]+\/(?!.*-on-)[a-z-]+\.ts$/,
    not: /^(undici|node:http|node:https|node:net)$/,
    reason: 'A use case holds a transaction: it reaches no outside system. That is for files named *-on-*, which deliver outside of one.',
  },
  {
    from: /^services\/subscriptions\/src\/(?!dialer\/)/,
    not: /^(undici|node:(http|https|net|tls|dgram))$/,
    reason: 'Clients name the addresses that are dialled: a request leaves by the dialer alone, which checks them.',
  },
  {
    from: /^services\/[a-z]+\/src\/[a-z-]+\//,
    not: /^services\/[a-z]+\/src\/(main|service)\.ts$/,
    reason: 'main → service → use case → entity: what stands below does not know what is made of it.',
  },
  {
    from: /^(packages|services)\//,
    not: /^(infra|journeys|bench)\//,
    reason: 'What runs in production does not need what starts, tries or measures it.',
  },
  {
    from: /^(packages\/(contracts|runtime|known|allowance)|services)\//,
    not: /^(@nlc\/testing|vitest|fast-check|packages\/testing\/)/,
    reason: 'Only tests import what is for testing.',
  },
]

const importing =
  /^\s*(?:import|export)\b[^'"]*?\bfrom\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm

/** @param files paths from `root`. */
export function breaches(root: string, files: readonly string[]): Breach[] {
  const graph = new Map<string, string[]>()
  const found: Breach[] = []
  for (const file of files) {
    const imported = [...readFileSync(join(root, file), 'utf8').matchAll(importing)].map(([, a, b, c]) =>
      resolved(root, file, (a ?? b ?? c)!),
    )
    graph.set(file, imported)
    for (const { from, not, except, reason } of rules) {
      const match = from.exec(file)
      if (!match || (test.test(file) && /testing|production/.test(reason))) continue
      if (test.test(file) && !/never imports another/.test(reason)) continue
      const forbidden = new RegExp(not.source.replaceAll('SELF', match[1] ?? ''))
      for (const name of imported) {
        if (forbidden.test(name) && !except?.test(name)) found.push({ file, imports: name, reason })
      }
    }
  }
  return [...found, ...cycles(graph)]
}

/** A file as its path from the root, a package as its name. */
function resolved(root: string, file: string, name: string): string {
  if (!name.startsWith('.')) return name
  const target = resolve(root, dirname(file), name)
  return relative(root, existsSync(target) ? target : `${target}.ts`)
}

function cycles(graph: ReadonlyMap<string, readonly string[]>): Breach[] {
  const found: Breach[] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string) => {
    if (done.has(file) || !graph.has(file)) return
    const at = path.indexOf(file)
    if (at >= 0) {
      const cycle = [...path.slice(at), file]
      found.push({
        file: cycle[0]!,
        imports: cycle.slice(1).join(' → '),
        reason: 'Files that import each other in a circle can only be understood together.',
      })
      return
    }
    path.push(file)
    for (const next of graph.get(file)!) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return found
}
