// SPDX-License-Identifier: Apache-2.0
// TensorFlow.js on its CPU backend, in binary32, its only floating-point type; gradients by tf.valueAndGrads. An answer is a program
// in the library's own words: the same text is run and printed in the snippet.
"use strict";
const fs = require("fs");

let tf;
try {
  tf = require(require.resolve("@tensorflow/tfjs", { paths: [__dirname, process.cwd(), ...(process.env.NODE_PATH || "").split(":")] }));
} catch {
  console.error("@tensorflow/tfjs not found");
  process.exit(1);
}
if (process.argv[2] === "--probe") process.exit(0);
tf.setBackend("cpu");

const by = "undefined, 0, tf.Reduction.REDUCTION";
// Per operation: the expression, what is differentiated, whether the peer puts it together. A loss sees to its reduction itself.
const offers = {
  sigmoid: ["tf.sigmoid(x)", "x"],
  log_sigmoid: ["tf.logSigmoid(x)", "x"],
  softplus: ["tf.softplus(x)", "x"],
  relu: ["tf.relu(x)", "x"],
  softmax: ["tf.softmax(logits)"],
  log_softmax: ["tf.logSoftmax(logits)"],
  logsumexp: ["tf.logSumExp(logits, -1)", "logits"],
  softmax_cross_entropy_with_distribution: [`tf.losses.softmaxCrossEntropy(target, logits, ${by})`, "logits"],
  binary_cross_entropy_with_logits: [`tf.losses.sigmoidCrossEntropy(target, logits, ${by})`, "logits"],
  huber: ["tf.losses.huberLoss(target, prediction, undefined, delta, tf.Reduction.REDUCTION)", "prediction"],
  binary_hinge: ["tf.losses.hingeLoss(label.add(1).div(2), prediction, undefined, tf.Reduction.REDUCTION)", "prediction"],
  squared_error: ["tf.losses.meanSquaredError(target, prediction, undefined, tf.Reduction.NONE).sum(-1)", "prediction", true],
  mean_squared_error: ["tf.losses.meanSquaredError(target, prediction, undefined, tf.Reduction.NONE).mean(-1)", "prediction", true],
  mean_absolute_error: ["tf.losses.absoluteDifference(target, prediction, undefined, tf.Reduction.NONE).mean(-1)", "prediction", true],
};
const defaults = { delta: 1 };

const hello = {
  type: "hello", protocol: 1, name: "tensorflow_js", version: tf.version.tfjs, conventions: ["tensorflow"], details: { comment: "//", node: process.version, backend: tf.getBackend() },
  offers: Object.entries(offers).map(([operation, [text, slope, composition = false]]) => ({
    operation, composition, formats: ["f32"], outputs: slope ? ["value", "d_" + slope] : ["value"],
    options: [...(text.includes("delta") ? ["delta"] : []), ...(slope ? ["upstream"] : []), "reduction"],
  })),
};

class Unsupported extends Error {}

// The statement that binds every output.
function program(asked) {
  const [text, slope] = offers[asked.operation];
  const { reduction = "none", ...parameters } = { ...defaults, ...asked.parameters };
  if (!["none", "sum", "mean"].includes(reduction)) throw new Unsupported(`tensorflow.js has no reduction ${reduction} in ${asked.operation}`);
  let expression = text.replace(/\bdelta\b/, String(parameters.delta));
  if (text.includes("REDUCTION")) expression = expression.replace("REDUCTION", reduction.toUpperCase());
  else if (reduction !== "none") expression = `tf.${reduction}(${expression})`;
  if (!asked.outputs.some(({ name }) => name !== "value")) return `const value = ${expression};`;
  return `const {value, grads: [d_${slope}]} = tf.valueAndGrads((${slope}) => ${expression})([${slope}]${asked.upstream ? ", upstream" : ""});`;
}

const compiled = new Map();
function run(asked, tensors) {
  const names = Object.keys(tensors), outputs = asked.outputs.map(({ name }) => name);
  const text = `${program(asked)} return [${outputs}];`, key = `${names}:${text}`;
  if (!compiled.has(key)) compiled.set(key, new Function("tf", ...names, text));
  return compiled.get(key)(tf, ...Object.values(tensors));
}

const nested = (array) => (Array.isArray(array) ? `[${array.map(nested).join(", ")}]` : Object.is(array, -0) ? "-0" : String(array));
function snippet(asked, tensors) {
  const made = Object.entries(tensors).map(([name, tensor]) => `const ${name} = tf.tensor(${nested(tensor.arraySync())}, [${tensor.shape}], '${tensor.dtype}');`);
  const printed = asked.outputs.map(({ name }) => `console.log(${name}.arraySync());`);
  return ["const tf = require('@tensorflow/tfjs'); tf.setBackend('cpu');", ...made, program(asked), ...printed].join("\n");
}

function tensorOf({ dtype, shape, offset }, payload) {
  const count = shape.reduce((product, extent) => product * extent, 1);
  const [read, kind] = dtype === "i64" ? [(i) => Number(payload.readBigInt64LE(offset + 8 * i)), "int32"] : [(i) => payload.readFloatLE(offset + 4 * i), "float32"];
  return tf.tensor(Array.from({ length: count }, (_, i) => read(i)), shape, kind);
}

function answer(asked, payload) {
  const given = [...asked.inputs, ...(asked.upstream ? [{ ...asked.upstream, name: "upstream" }] : [])];
  const tensors = Object.fromEntries(given.map((tensor) => [tensor.name, tensorOf(tensor, payload)]));
  const outputs = [], parts = [];
  let offset = 0;
  run(asked, tensors).forEach((tensor, i) => {
    const data = tensor.dataSync();
    outputs.push({ name: asked.outputs[i].name, dtype: "f32", shape: tensor.shape, offset });
    parts.push(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  });
  return [{ status: "ok", outputs, ...(asked.explain ? { snippet: snippet(asked, tensors) } : {}) }, Buffer.concat(parts)];
}

function answered(asked, payload) {
  if (asked.type === "hello") return [hello, Buffer.alloc(0)];
  tf.engine().startScope();
  try {
    return answer(asked, payload);
  } catch (error) {
    return [{ status: error instanceof Unsupported ? "unsupported" : "error", message: error.message }, Buffer.alloc(0)];
  } finally {
    tf.engine().endScope();
  }
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
  const asked = JSON.parse(read(prefix.readUInt32LE(4)).toString(), (_, value) => ({ inf: Infinity, "-inf": -Infinity, nan: NaN })[value] ?? value);
  const payload = read(Number(prefix.readBigUInt64LE(8)));
  const [reply, body] = answered(asked, payload);
  const header = Buffer.from(JSON.stringify({ type: "answer", id: asked.id, ...reply }));
  const frame = Buffer.alloc(16);
  frame.write("LPF1");
  frame.writeUInt32LE(header.length, 4);
  frame.writeBigUInt64LE(BigInt(body.length), 8);
  write(Buffer.concat([frame, header, body]));
}
