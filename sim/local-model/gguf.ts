/** Values of GGUF's metadata, with their types. */
export type MetaValue =
  | { type: "u32"; value: number }
  | { type: "f32"; value: number }
  | { type: "bool"; value: boolean }
  | { type: "string"; value: string }
  | { type: "strings"; value: readonly string[] }
  | { type: "f32s"; value: readonly number[] }
  | { type: "i32s"; value: readonly number[] };

/** A tensor of 32-bit floats; `shape` has the fastest dimension first, as ggml counts. */
export type Tensor = { name: string; shape: readonly number[]; data: Float32Array };

const alignment = 32;
const typeIds = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9 } as const;

/** A GGUF file, version 3, little-endian. Source of the format: ggml, docs/gguf.md. */
export function writeGguf(meta: Record<string, MetaValue>, tensors: readonly Tensor[]): Buffer {
  const head = [
    Buffer.from("GGUF"),
    u32(3),
    u64(tensors.length),
    u64(Object.keys(meta).length),
    ...Object.entries(meta).flatMap(([key, value]) => [text(key), ...metaBytes(value)]),
  ];
  const data: Buffer[] = [];
  let offset = 0;
  for (const { name, shape, data: values } of tensors) {
    const count = shape.reduce((product, size) => product * size, 1);
    if (count !== values.length) throw new Error(`${name}: ${values.length} values for a shape of ${count}`);
    // The last two: ggml's type F32, and where the values begin behind the head.
    head.push(text(name), u32(shape.length), ...shape.map(u64), u32(0), u64(offset));
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
    const padded = Buffer.concat([bytes, padding(bytes.length)]);
    data.push(padded);
    offset += padded.length;
  }
  const start = Buffer.concat(head);
  return Buffer.concat([start, padding(start.length), ...data]);
}

function metaBytes(meta: MetaValue): Buffer[] {
  switch (meta.type) {
    case "u32":
      return [u32(typeIds.u32), u32(meta.value)];
    case "f32":
      return [u32(typeIds.f32), f32(meta.value)];
    case "bool":
      return [u32(typeIds.bool), Buffer.from([meta.value ? 1 : 0])];
    case "string":
      return [u32(typeIds.string), text(meta.value)];
    case "strings":
      return [...arrayHead(typeIds.string, meta.value.length), ...meta.value.map(text)];
    case "f32s":
      return [...arrayHead(typeIds.f32, meta.value.length), ...meta.value.map(f32)];
    case "i32s":
      return [...arrayHead(typeIds.i32, meta.value.length), ...meta.value.map(u32)];
  }
}

function arrayHead(itemType: number, length: number): Buffer[] {
  return [u32(typeIds.array), u32(itemType), u64(length)];
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function f32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeFloatLE(value);
  return bytes;
}

function padding(length: number): Buffer {
  return Buffer.alloc((alignment - (length % alignment)) % alignment);
}
