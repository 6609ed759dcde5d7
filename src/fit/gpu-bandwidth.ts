/**
 * Gigabytes a second of a card's memory, by what its name has in it, the longest name that is; as the
 * makers' data sheets have them. Where variants of one name differ, the slowest.
 */
const gigabytes: Readonly<Record<string, number>> = {
  'RTX 5090': 1792,
  'RTX 5080': 960,
  'RTX 5070 Ti': 896,
  'RTX 5070': 672,
  'RTX 5060 Ti': 448,
  'RTX 5060': 448,
  'RTX 4090': 1008,
  'RTX 4080': 716,
  'RTX 4070 Ti': 504,
  'RTX 4070': 504,
  'RTX 4060 Ti': 288,
  'RTX 4060': 272,
  'RTX 3090': 936,
  'RTX 3080': 760,
  'RTX 3070': 448,
  'RTX 3060 Ti': 448,
  'RTX 3060': 240,
  'RTX 3050': 168,
  'RTX 2080 Ti': 616,
  'RTX 2080': 448,
  'RTX 2070': 448,
  'RTX 2060': 336,
  'GTX 1660': 192,
  'GTX 1080 Ti': 484,
  'GTX 1080': 320,
  'GTX 1070': 256,
  'RTX A6000': 768,
  'RTX A5000': 768,
  'RTX A4000': 448,
  'RTX 6000 Ada': 960,
  B200: 7700,
  H200: 4800,
  'H100 80GB HBM3': 3350,
  'H100 PCIe': 2000,
  H100: 2000,
  'A100-SXM4-80GB': 2039,
  A100: 1555,
  L40S: 864,
  L40: 864,
  L4: 300,
  A40: 696,
  A30: 933,
  A10G: 600,
  A10: 600,
  A16: 200,
  A2: 200,
  V100: 900,
  T4: 320,
  P100: 732,
  P40: 346,
  GB10: 273,
  Orin: 102,
  MI300X: 5300,
  MI210: 1600,
  'RX 9070 XT': 640,
  'RX 7900 XTX': 960,
  'RX 7900 XT': 800,
  'RX 7800 XT': 624,
  'RX 7600': 288,
  'RX 6900 XT': 512,
  'RX 6800': 512,
  'Apple M1': 68,
  'Apple M1 Pro': 200,
  'Apple M1 Max': 400,
  'Apple M1 Ultra': 800,
  'Apple M2': 100,
  'Apple M2 Pro': 200,
  'Apple M2 Max': 400,
  'Apple M2 Ultra': 800,
  'Apple M3': 100,
  'Apple M3 Pro': 150,
  'Apple M3 Max': 300,
  'Apple M3 Ultra': 819,
  'Apple M4': 120,
  'Apple M4 Pro': 273,
  'Apple M4 Max': 410,
};

/** Bytes a second of a card's memory, by its name as its driver tells it; null where it is not listed. */
export function gpuBandwidth(name: string): number | null {
  const known = Object.keys(gigabytes)
    .filter((one) => hasWords(name, one))
    .toSorted((a, b) => b.length - a.length)[0];
  return known === undefined ? null : (gigabytes[known] ?? 0) * 1e9;
}

/** `L4` is not in `L40`. */
function hasWords(name: string, words: string): boolean {
  const at = name.toLowerCase().indexOf(words.toLowerCase());
  const isPart = (character: string | undefined) => /[a-z0-9]/i.test(character ?? ' ');
  return at !== -1 && !isPart(name[at - 1]) && !isPart(name[at + words.length]);
}
