import { describe, expect, it } from 'vitest';
import { captured } from '../../test/fakes/captured-machines.ts';
import { nvidiaFields, parseNvidiaSmi } from './parse-nvidia-smi.ts';

describe('parseNvidiaSmi', () => {
  it('reads every field of two cards', () => {
    expect(parse('two-cards.csv')).toEqual({
      gpus: [
        {
          index: 0,
          uuid: 'GPU-b5169cef-2205-c30e-f2b3-220cfa14bafd',
          name: 'NVIDIA TITAN V',
          memory: 12288 * 2 ** 20,
          driver: '570.86.15',
          computeCapability: '7.0',
          split: false,
        },
        {
          index: 1,
          uuid: 'GPU-7518f6b0-991f-ce2b-3d37-c779130d3137',
          name: 'NVIDIA RTX 5880 Ada Generation',
          memory: 49140 * 2 ** 20,
          driver: '570.86.15',
          computeCapability: '8.9',
          split: false,
        },
      ],
      unhealthy: [],
    });
  });

  it('reads what a real card says', () => {
    expect(parse('h100-580.159.csv')).toMatchObject({
      gpus: [
        {
          ...{ name: 'NVIDIA H100 80GB HBM3', memory: 81559 * 2 ** 20, split: false },
          ...{ driver: '580.159.04', computeCapability: '9.0' },
        },
      ],
      unhealthy: [],
    });
  });

  it('reads the fields that an old driver knows', () => {
    const fields = ['index', 'uuid', 'name', 'memory.total'] as const;
    const { gpus } = parseNvidiaSmi(captured('nvidia-smi/eight-cards.csv'), fields);
    expect(gpus).toHaveLength(8);
    expect(gpus[7]).toMatchObject({
      index: 7,
      name: 'GeForce GTX TITAN X',
      memory: 12206 * 2 ** 20,
      driver: null,
      computeCapability: null,
    });
  });

  it('tells which card is split', () => {
    expect(parse('mig.csv').gpus.map(({ split }) => split)).toEqual([true, false, false, false]);
  });

  it('keeps a card whose memory is the machine’s', () => {
    expect(parse('shared-memory.csv').gpus).toMatchObject([{ name: 'NVIDIA GB10', memory: null }]);
  });

  it('does not count cards that answer with errors', () => {
    const { gpus, unhealthy } = parse('error-values.csv');
    expect(gpus.map(({ index }) => index)).toEqual([0]);
    expect(unhealthy).toHaveLength(2);
  });

  it('takes a decimal comma and the line ends of Windows', () => {
    expect(parse('other-locale.csv').gpus).toMatchObject([
      { name: 'GeForce RTX 2080', memory: 7979 * 2 ** 20, computeCapability: '7.5' },
    ]);
  });

  it('reads a name with a comma', () => {
    const line = '0, GPU-1, NVIDIA A, special edition, 1024, 550.1, [N/A], 8.0';
    expect(parseNvidiaSmi(line, nvidiaFields).gpus).toMatchObject([
      { name: 'NVIDIA A, special edition', memory: 2 ** 30 },
    ]);
  });

  it('passes over warnings', () => {
    const output = `${captured('nvidia-smi/one-card.csv')}WARNING: infoROM is corrupted at gpu 0000:5E:00.0\n`;
    expect(parseNvidiaSmi(output, nvidiaFields)).toMatchObject({
      gpus: [{ index: 0 }],
      unhealthy: [],
    });
  });

  it.each(['lost-card.txt', 'version-mismatch.txt', 'no-driver.txt', 'no-devices.txt'])(
    'finds no card in %s',
    (file) => expect(parse(file).gpus).toEqual([]),
  );
});

function parse(file: string) {
  return parseNvidiaSmi(captured(`nvidia-smi/${file}`), nvidiaFields);
}
