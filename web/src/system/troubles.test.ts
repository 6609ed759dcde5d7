import { describe, expect, it } from 'vitest';
import { systemOf, type Told } from '../../../test/fakes/system-of.ts';
import { ServiceError } from '../api/service-error.ts';
import { answered, failed, type SeenBoth, unseen } from './seen.ts';
import { troublesOf } from './troubles.ts';

const both = (told: Told = {}): SeenBoth => ({
  rag: answered(systemOf('rag', told), 0),
  qa: answered(systemOf('qa', told), 0),
});
const gone = new ServiceError('UNREACHABLE');

const inShort = (seen: SeenBoth) =>
  troublesOf(seen, 0).map(({ level, about, commands }) => `${level} ${about}: ${commands[0]}`);

describe('troublesOf', () => {
  it('is empty where everything answers, or nothing is known yet', () => {
    expect(inShort(both())).toEqual([]);
    expect(inShort({ rag: unseen, qa: unseen })).toEqual([]);
  });

  it('names the service and what starts it in the docker runtime, and not what follows from it', () => {
    const seen = both({ dependencies: { store: 'failed', corpus: 'failed' } });
    expect(inShort(seen)).toEqual(['failed store: gecko start qdrant']);
    expect(troublesOf(seen, 0)[0]).toMatchObject({
      service: 'qdrant',
      seenBy: ['rag', 'qa'],
      detail: 'store as told',
    });
  });

  it('sends to doctor where there is no container to start', () => {
    expect(inShort(both({ runtime: 'embedded', dependencies: { corpus: 'failed' } }))).toEqual([
      'failed corpus: gecko doctor',
    ]);
    const services = {
      ...{ at: '', age: 5, stale: false, renew: 'gecko status' },
      value: [],
    };
    expect(inShort(both({ dependencies: { store: 'failed' }, report: { services } }))).toEqual([
      'failed store: gecko doctor',
    ]);
  });

  it('starts an Ollama that is silent, and no Ollama that answers', () => {
    const dependencies = { generator: 'failed' } as const;
    expect(inShort(both({ dependencies, live: { ollama: null } }))).toEqual([
      'failed generator: gecko start ollama',
    ]);
    expect(inShort(both({ dependencies }))).toEqual(['failed generator: gecko doctor']);
  });

  it('puts what fails before what could be better', () => {
    expect(inShort(both({ dependencies: { embedder: 'degraded', generator: 'failed' } }))).toEqual([
      'failed generator: gecko doctor',
      'lacking embedder: gecko doctor',
    ]);
  });

  it('does not tell twice that nothing is found by meaning', () => {
    const dependencies = { embedder: 'degraded', corpus: 'degraded' } as const;
    expect(inShort(both({ dependencies }))).toEqual(['lacking embedder: gecko doctor']);
  });

  it('names a backend that is silent, and the command that starts it', () => {
    const seen = both();
    expect(inShort({ ...seen, qa: failed(seen.qa, gone, 1) })).toEqual([
      'silent qa: gecko start qa',
    ]);
    const embedded = both({ runtime: 'embedded' });
    expect(inShort({ ...embedded, qa: failed(embedded.qa, gone, 1) })).toEqual([
      'silent qa: gecko up',
    ]);
  });

  it('takes what was told before for no news where nobody answers any more', () => {
    const { rag, qa } = both({ dependencies: { store: 'failed' } });
    expect(inShort({ rag: failed(rag, gone, 1), qa: failed(qa, gone, 1) })).toEqual([
      'silent both: gecko up',
    ]);
  });

  it('lets a backend of the user be, which tells nothing', () => {
    const own = failed(unseen, new ServiceError('NOT_FOUND', '', { status: 404 }), 1);
    expect(inShort({ ...both(), qa: own })).toEqual([]);
  });
});
