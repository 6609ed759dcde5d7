/** Extensions that never hold a document; the same ones that `gecko ingest` leaves out. */
const extensions = new Set(
  [
    'png jpg jpeg gif webp svg ico bmp tif tiff avif heic psd ai eps drawio',
    'mp3 mp4 m4a m4v mov avi mkv webm wav ogg flac',
    'woff woff2 ttf otf eot',
    'zip gz tgz bz2 xz zst 7z rar tar jar whl deb rpm dmg iso',
    'exe dll so dylib a o obj lib bin class pyc wasm',
    'db sqlite sqlite3 mdb parquet onnx gguf safetensors pt npy npz',
    'map lock min.js min.css',
  ]
    .join(' ')
    .split(' '),
);

/** Whether a file name says that it is no document. */
export function isNoDocument(name: string): boolean {
  const [, ...parts] = name.toLowerCase().split('.');
  return extensions.has(parts.at(-1) ?? '') || extensions.has(parts.slice(-2).join('.'));
}
