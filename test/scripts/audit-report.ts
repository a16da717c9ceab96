import {z} from 'zod';

const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;

/** `npm audit --json`, of which a package that only passes on what another one has names that one as a string. */
const Report = z.object({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(
    z.string(),
    z.object({
      via: z.array(
        z.union([
          z.string(),
          z.object({
            dependency: z.string(),
            severity: z.enum(severities),
            title: z.string(),
            url: z.string(),
            range: z.string(),
          }),
        ]),
      ),
    }),
  ),
});

/** What npm says instead when the registry refuses, or cannot be reached. */
const Refusal = z.object({message: z.string()});

export type Advisory = {
  readonly name: string;
  readonly severity: (typeof severities)[number];
  readonly advisory: string;
  readonly range: string;
  readonly title: string;
};

/** Somebody decided to live with it, until a day on which somebody has to look again. */
export type Accepted = z.infer<typeof Accepted>;
export const Accepted = z.strictObject({
  advisory: z.string().min(1),
  reason: z.string().trim().min(10),
  until: z.iso.date(),
});

export type Answer = {readonly advisories: readonly Advisory[]} | {readonly unchecked: string};

/** An answer that is no report is never a passed audit. */
export function readAnswer(text: string): Answer {
  const answer = parsed(text);
  const {data: report} = Report.safeParse(answer);
  if (report === undefined) return {unchecked: reasonOf(Refusal.safeParse(answer).data?.message)};
  const found = Object.values(report.vulnerabilities).flatMap(({via}) =>
    via.filter((cause) => typeof cause !== 'string'),
  );
  const advisories = found.map(({dependency, severity, url, range, title}) => ({
    name: dependency,
    severity,
    advisory: url.split('/').at(-1) ?? url,
    range,
    title,
  }));
  return {advisories: advisories.sort((a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity))};
}

/** High and critical, and accepted by nobody or no longer: the last day counts in full. */
export function standsInTheWay({severity, advisory}: Advisory, accepted: readonly Accepted[], today: string): boolean {
  if (severity !== 'high' && severity !== 'critical') return false;
  return !accepted.some((entry) => entry.advisory === advisory && today <= entry.until);
}

/** What happened, in npm's words and without the address that follows them: it may hold a password. */
function reasonOf(message: string | undefined): string {
  if (message === undefined) return 'npm gave no report';
  const [, code] = /\b(E[A-Z_]{4,})\b/.exec(message) ?? [];
  return code === undefined ? message.replace(/ - .*|\S+:\/\/\S+/gs, '') : `no answer: ${code}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
