import {
  CONTRACT_VERSION,
  HEADER_CONTRACT,
  HEADER_PROJECT,
  HEADER_PROJECT_ID,
} from '@gecko/core/contract/version';
import { DIMENSION } from '@gecko/core/embed/mean-pool';
import { expect, it } from 'vitest';
import { contract } from './contract.ts';

it('the CLI speaks the contract of the services', () => {
  expect(contract).toEqual({
    version: CONTRACT_VERSION,
    dimension: DIMENSION,
    headers: { project: HEADER_PROJECT, projectId: HEADER_PROJECT_ID, version: HEADER_CONTRACT },
  });
});
