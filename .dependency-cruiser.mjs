// The five rules of docs/architecture.md. test/house.test.ts makes sure that they bite.

// Each folder of the domain may use those above it in this list, and none below.
const domainOrder = [
  'asks',
  'facts',
  'access',
  'organizations',
  'team',
  'customers',
  'policies',
  'event-types',
  'availability',
  'money',
  'notifications',
  'reactions',
  'bookings',
  'asking',
  'waitlist',
]

const ours = '^(src|db)/'
const tests = '\\.test\\.tsx?$'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule('no-cycles', 'A cycle has no top to read from.', {}, { circular: true }),
    rule(
      'ground-stands-alone',
      'platform, messages, client and paths import nothing of ours but the generated table types.',
      { path: '^src/(platform/|messages/|client/|paths\\.ts)', pathNot: tests },
      { path: ours, pathNot: '^(src/$1|db/schema\\.ts$|db/migrations/)' },
    ),
    rule(
      'ui-knows-props-only',
      'What draws a page is told everything by its props.',
      { path: '^src/ui/', pathNot: tests },
      { path: ours, pathNot: '^src/ui/' },
    ),
    rule(
      'domain-uses-platform',
      'The domain knows neither pages nor channels nor words.',
      { path: '^src/domain/', pathNot: tests },
      { path: ours, pathNot: '^(src/(domain|platform)/|db/schema\\.ts$)' },
    ),
    ...domainOrder
      .slice(0, -1)
      .map((folder, index) =>
        rule(
          `domain-order-${folder}`,
          `${folder} stands before ${domainOrder.slice(index + 1).join(', ')}.`,
          { path: `^src/domain/${folder}/`, pathNot: tests },
          { path: `^src/domain/(${domainOrder.slice(index + 1).join('|')})/` },
        ),
      ),
    rule(
      'integrations-do-as-told',
      'Integrations import platform, types of the domain, and the contract of payment providers with its error.',
      { path: '^src/integrations/', pathNot: tests },
      {
        path: ours,
        pathNot: '^src/(integrations|platform)/|^src/domain/money/payment-provider\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    ),
    rule(
      'web-and-jobs-apart',
      'Pages and jobs meet in the database only.',
      { path: '^src/(web|jobs)/', pathNot: tests },
      { path: '^src/(web|jobs)/', pathNot: '^src/$1/' },
    ),
    rule(
      'only-main-starts',
      'Nothing imports what starts the program; only its words read the configuration as a value.',
      { path: ours, pathNot: `^src/(main|doctor)\\.ts$|${tests}` },
      { path: '^src/(main|doctor|config)\\.ts$', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'one-file-knows-pg-boss',
      'Another queue must be one file away.',
      { path: ours, pathNot: '^src/platform/queue\\.ts$' },
      { path: 'node_modules/pg-boss' },
    ),
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
  },
}
