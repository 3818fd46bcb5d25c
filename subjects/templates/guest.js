#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// A subject as a process, with nothing but Node: copy, replace the functions, list what you offer.
//   lossproof doctor 'cmd:node guest.js'
"use strict";
const fs = require("fs");

const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

function softmax(row) {
  const peak = Math.max(...row);
  const terms = row.map((z) => Math.exp(z - peak));
  const total = terms.reduce((sum, term) => sum + term, 0);
  return terms.map((term) => term / total);
}

// The numbers of `value`, row by row. Options that are not declared are never sent.
function compute(operation, parameters, inputs) {
  if (operation === "sigmoid") return inputs.x.numbers.map(sigmoid);
  const { shape: [rows, columns], numbers } = inputs.logits;
  return Array.from({ length: rows }, (_, r) => softmax(numbers.slice(r * columns, (r + 1) * columns))).flat();
}

const hello = {
  type: "hello", protocol: 1, name: "JavaScript template", version: "1.0", conventions: [], details: { node: process.version },
  offers: ["sigmoid", "softmax"].map((operation) => ({ operation, formats: ["f64"], outputs: ["value"], options: [] })),
};

function answer(asked, payload) {
  const inputs = {};
  for (const { name, dtype, shape, offset } of asked.inputs) {
    const count = shape.reduce((product, extent) => product * extent, 1);
    const read = dtype === "i64" ? (i) => Number(payload.readBigInt64LE(i)) : (i) => payload.readDoubleLE(i);
    inputs[name] = { shape, numbers: Array.from({ length: count }, (_, i) => read(offset + 8 * i)) };
  }
  const value = compute(asked.operation, asked.parameters, inputs);
  const body = Buffer.alloc(8 * value.length);
  value.forEach((number, i) => body.writeDoubleLE(number, 8 * i));
  return [{ status: "ok", outputs: [{ name: "value", dtype: "f64", shape: asked.outputs[0].shape, offset: 0 }] }, body];
}

// Exactly so many bytes of stdin; null at its end.
function read(size) {
  const buffer = Buffer.alloc(size);
  for (let have = 0; have < size;) {
    const got = fs.readSync(0, buffer, have, size - have, null);
    if (got === 0) return null;
    have += got;
  }
  return buffer;
}

function write(buffer) {
  for (let done = 0; done < buffer.length;) done += fs.writeSync(1, buffer, done);
}

console.log = console.error; // stdout belongs to the frames

for (let prefix; (prefix = read(16)) !== null;) {
  const asked = JSON.parse(read(prefix.readUInt32LE(4)).toString());
  const payload = read(Number(prefix.readBigUInt64LE(8)));
  const [reply, body] = asked.type === "hello" ? [hello, Buffer.alloc(0)] : answer(asked, payload);
  const header = Buffer.from(JSON.stringify({ type: "answer", id: asked.id, ...reply }));
  const frame = Buffer.alloc(16);
  frame.write("LPF1");
  frame.writeUInt32LE(header.length, 4);
  frame.writeBigUInt64LE(BigInt(body.length), 8);
  write(Buffer.concat([frame, header, body]));
}
