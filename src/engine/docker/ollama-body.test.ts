import { describe, expect, it } from 'vitest';
import { capturedFacts, type MachineName } from '../../../test/fakes/captured-facts.ts';
import { capturedMachines } from '../../../test/fakes/captured-machines.ts';
import { dockerInfo, dockerWithNvidia } from '../../../test/fakes/engine-info.ts';
import { forEach, nothing, stackOf } from '../../../test/fakes/stack.ts';
import { Config, type ConfigValues } from '../../config/schema.ts';
import type { HostFacts } from '../../host/host-facts.ts';
import { planUp } from '../../plan/plan-up.ts';
import { chooseProfile } from '../../stack/choose-profile.ts';
import { imageReferences } from '../../stack/image-references.ts';
import type { Profile } from '../../stack/profile.ts';
import type { EngineInfo } from '../engine.ts';
import { createBody } from './create-body.ts';

/** What the body has beside what every container of Ollama has. */
interface Hardware {
  DeviceRequests?: readonly object[];
  Devices?: readonly object[];
  GroupAdd?: readonly string[];
  /** `-rocm` */
  tag?: string;
}

/**
 * Docker's API: a driver, so many (-1: all) or these, never both, and alternatives of capabilities; what
 * `--gpus` and Compose's `driver: nvidia` send.
 */
const nvidia = (which: number | string): Hardware => ({
  DeviceRequests: [
    {
      Driver: 'nvidia',
      ...(typeof which === 'number' ? { Count: which } : { DeviceIDs: [which] }),
      Capabilities: [['gpu']],
    },
  ],
});
/** Docker's API: the driver `cdi` takes full names, and nothing else. */
const cdi = (name: string): Hardware => ({
  DeviceRequests: [{ Driver: 'cdi', DeviceIDs: [`nvidia.com/gpu=${name}`] }],
});
/**
 * Ollama's docs/docker.mdx: /dev/kfd, /dev/dri (or single nodes of it) and the image with ROCm;
 * docs/troubleshooting.mdx: the numeric ids of the groups that own them. 109 owns them on these machines.
 */
const amd = (dri = '/dev/dri'): Hardware => ({
  Devices: ['/dev/kfd', dri].map((path) => ({
    PathOnHost: path,
    PathInContainer: path,
    CgroupPermissions: 'rwm',
  })),
  GroupAdd: ['109'],
  tag: '-rocm',
});

/** A body, or the code of the refusal to who asks for that profile. */
type Expected = Hardware | `GPU_${string}`;

/** How each engine is asked for NVIDIA cards, and Docker for AMD's. */
interface Row {
  /** By a Docker that nobody told of GPUs. */
  untold: Expected;
  /** By one that lists the runtime nvidia. */
  runtime: Expected;
  /** By one that lists the cards as CDI devices, and no runtime. */
  cdi: Expected;
  amd: Expected;
}
const withoutCard: Row = {
  untold: 'GPU_MISSING',
  runtime: 'GPU_MISSING',
  cdi: 'GPU_MISSING',
  amd: 'GPU_MISSING',
};
const card = (runtime: Hardware, byCdi: Hardware): Row => ({
  untold: 'GPU_NOT_PASSED',
  runtime,
  cdi: byCdi,
  amd: 'GPU_MISSING',
});
const noCard = (code: Expected): Row => ({
  untold: code,
  runtime: code,
  cdi: code,
  amd: 'GPU_MISSING',
});
const gpu = (expected: Expected): Row => ({ ...withoutCard, amd: expected });
const first = card(nvidia(1), cdi('all'));

const machines: Record<MachineName, Row> = {
  'no card': withoutCard,
  // The one card is the first, and all that there are.
  'one NVIDIA card': first,
  'one NVIDIA card, no toolkit': first,
  // Docker finds the hook by itself, and lists nothing.
  'one NVIDIA card, hook of the toolkit': { ...first, untold: nvidia(1) },
  'one NVIDIA card, CDI': first,
  // The larger one is the second, which a number would not give.
  'two NVIDIA cards': card(nvidia('GPU-7518f6b0-991f-ce2b-3d37-c779130d3137'), cdi('1')),
  // The first card is split; the second is whole.
  'NVIDIA cards in parts': card(nvidia('GPU-d8594bd4-0fc3-8595-e355-7c98138f3b95'), cdi('1')),
  'NVIDIA card with shared memory': first,
  // A number might give an ill one.
  'NVIDIA cards, some of them ill': card(
    nvidia('GPU-67a571b1-79ee-1016-8ea3-c1fff3f1c1d2'),
    cdi('0'),
  ),
  'old NVIDIA cards': noCard('GPU_UNSUPPORTED'),
  'NVIDIA card in another locale': first,
  'NVIDIA card that was lost': noCard('GPU_DRIVER'),
  'NVIDIA driver updated under way': noCard('GPU_DRIVER'),
  'NVIDIA driver not loaded': noCard('GPU_DRIVER'),
  'NVIDIA driver without a card': withoutCard,
  'NVIDIA driver that does not fit': noCard('GPU_DRIVER'),
  'NVIDIA driver that hangs': noCard('GPU_DRIVER'),
  'NVIDIA card without a driver': noCard('GPU_DRIVER'),
  // WSL has one device for all cards, and Docker Desktop lists no runtime.
  'WSL 2 with NVIDIA cards': { ...card(nvidia(-1), cdi('all')), untold: nvidia(-1) },
  'Radeon RX 7900 XTX': gpu(amd()),
  // The engine is root: what we may not open, it may.
  'Radeon RX 7900 XTX, not ours': gpu(amd()),
  'Radeon PRO W7500': gpu(amd()),
  'Ryzen with Radeon 780M': gpu('GPU_UNSUPPORTED'),
  'Ryzen AI Max': gpu(amd()),
  'Ryzen with Vega, old kernel': gpu('GPU_UNSUPPORTED'),
  // Ollama does not run on the one in the processor, so it gets the other alone.
  'Ryzen with a Radeon of its own': gpu(amd('/dev/dri/renderD128')),
  'AMD GPU without /dev/kfd': gpu('GPU_DRIVER'),
  'AMD GPU without computing': gpu('GPU_DRIVER'),
  'Intel GPU': withoutCard,
  'Apple Silicon': withoutCard,
  'Mac with an Intel processor': withoutCard,
};
const engines: Record<Exclude<keyof Row, 'amd'>, EngineInfo> = {
  untold: dockerInfo,
  runtime: dockerWithNvidia,
  cdi: { ...dockerInfo, cdiDevices: ['0', '1', 'all'].map((name) => `nvidia.com/gpu=${name}`) },
};
const rows = Object.entries(machines) as [MachineName, Row][];

describe.each(Object.keys(engines) as (keyof typeof engines)[])('Ollama by Docker: %s', (kind) => {
  const engine = engines[kind];

  it.each(rows)('on: %s', async (name, row) => {
    const host = await capturedFacts(name);
    const hardware = [row[kind], row.amd].find((one) => typeof one === 'object') ?? {};
    expect(bodyOf(host, engine, 'auto')).toEqual(whole(hardware, []));
    expect(bodyOf(host, engine, 'cpu')).toEqual(whole({}, []));
    expect(bodyOf(host, engine, 'gpu-nvidia')).toEqual(told(row[kind]));
    expect(bodyOf(host, engine, 'gpu-amd')).toEqual(told(row.amd));
    expect(bodyOf(host, engine, 'host')).toBe('HOST_OLLAMA_MISSING');
  });

  it.each(rows)(
    'under SELinux without a label where it has devices (row 47), on: %s',
    async (name, row) => {
      const host = await capturedFacts(name);
      const hardware = [row[kind], row.amd].find((one) => typeof one === 'object');
      expect(bodyOf(host, { ...engine, selinux: true }, 'auto')).toEqual(
        hardware ? whole(hardware, ['label=disable']) : whole({}, []),
      );
    },
  );
});

describe('Ollama by other engines', () => {
  it('gets no groups that an engine without root could not give (row 45)', async () => {
    const host = await capturedFacts('Radeon RX 7900 XTX');
    const { GroupAdd: _, ...devices } = amd();
    expect(bodyOf(host, { ...dockerInfo, rootless: true }, 'auto')).toEqual(whole(devices, []));
  });

  it('gets CDI devices from an engine without root, which needs no leave for them (row 45)', async () => {
    const host = await capturedFacts('one NVIDIA card');
    const engine = { ...engines.cdi, rootless: true, runtimes: dockerWithNvidia.runtimes };
    expect(bodyOf(host, engine, 'auto')).toEqual(whole(cdi('all'), []));
  });

  it('gets nothing where it runs on the host: the door alone gets a way there', async () => {
    const facts = {
      url: 'http://127.0.0.1:11434',
      version: '0.35.0',
      isLoopback: false,
      bridge: '172.17.0.1',
    };
    const host = await capturedFacts('no card', facts);
    expect(bodyOf(host, dockerInfo, 'host')).toBeNull();
    expect(bodyOf(host, dockerInfo, 'host', 'web')).toMatchObject({
      HostConfig: { ExtraHosts: ['host.docker.internal:host-gateway'] },
    });
  });

  it('has an expectation for every captured machine', () => {
    expect(Object.keys(machines)).toEqual(Object.keys(capturedMachines));
  });
});

/** From what the machine says to what the engine is sent; the code where the profile is refused. */
function bodyOf(
  host: HostFacts,
  engine: EngineInfo,
  profile: Profile | 'auto',
  service: 'ollama' | 'web' = 'ollama',
) {
  const choice = chooseProfile({ host, engine, wanted: { profile, gpus: null } });
  if (choice.kind === 'refused') {
    expect(choice.error.exitCode).toBe(21);
    return choice.error.code;
  }
  const hardware = { profile: choice.profile, ...choice.needs };
  const references = imageReferences(Config.parse({}) as ConfigValues, hardware, 'backend:1');
  const images = forEach((name) => ({ ...references[name], id: null }));
  const stack = stackOf({}, { engine, hardware, images });
  const options = { services: [], forceRecreate: false, models: null, weightsPlaced: true };
  const made = planUp(stack, nothing, options).steps.flatMap((step) =>
    step.kind === 'container.create' && step.service === service ? [step.spec] : [],
  );
  const [spec] = made;
  if (!spec) return null;
  const { Image, Env, HostConfig } = createBody(spec, engine);
  const { DeviceRequests, Devices, GroupAdd, SecurityOpt, CapDrop, ExtraHosts } = HostConfig ?? {};
  const asked = {
    ...(DeviceRequests ? { DeviceRequests } : {}),
    ...(Devices ? { Devices } : {}),
  };
  return { Image, Env, HostConfig: { ...asked, GroupAdd, SecurityOpt, CapDrop, ExtraHosts } };
}

/** Every container of Ollama: no variable that names hardware, no capability, no privilege. */
function whole({ tag = '', GroupAdd = [], ...asked }: Hardware, label: readonly string[]) {
  return {
    Image: `ollama/ollama:0.35.0${tag}`,
    Env: ['OLLAMA_HOST=0.0.0.0:11434', 'OLLAMA_NO_CLOUD=1', 'OLLAMA_ORIGINS=http://ollama'],
    HostConfig: {
      ...asked,
      GroupAdd,
      SecurityOpt: ['no-new-privileges', ...label],
      CapDrop: ['ALL'],
      ExtraHosts: [],
    },
  };
}

function told(expected: Expected) {
  return typeof expected === 'string' ? expected : whole(expected, []);
}
