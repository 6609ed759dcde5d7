// A vitest reporter that writes each result to GECKO_TEST_RESULTS the moment it is there, one JSON object a
// line: { id, state: running | passed | failed | skipped, name, error }. A run that is killed leaves what it had.
import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';

export default class LinesReporter {
  onTestCaseReady(test) {
    write('running', test);
  }

  onTestCaseResult(test) {
    const { state, errors } = test.result();
    write(state, test, errors);
  }

  onTestModuleEnd(module) {
    if (module.errors().length > 0) write('failed', module, module.errors());
  }

  onTestSuiteResult(suite) {
    if (suite.errors().length > 0) write('failed', suite, suite.errors());
  }

  onTestRunEnd(_modules, unhandledErrors) {
    for (const error of unhandledErrors) write('failed', null, [error]);
  }
}

function write(state, task, errors = []) {
  const error = errors[0]?.message?.split('\n', 1)[0];
  const line = { id: task?.id ?? error, state, name: nameOf(task), error };
  appendFileSync(process.env.GECKO_TEST_RESULTS, `${JSON.stringify(line)}\n`);
}

function nameOf(task) {
  if (task === null) return 'outside of any test';
  if (task.type === 'module') return relative(process.cwd(), task.moduleId);
  return `${nameOf(task.module)} > ${task.fullName}`;
}
