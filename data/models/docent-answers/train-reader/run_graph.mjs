// Runs an exported reader on the inputs that test_reader.py wrote and prints the scores, both as JSON.
//   node run_graph.mjs READER.onnx INPUTS.json      (needs onnxruntime-node, found as an import)
import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [graph, inputsFile] = process.argv.slice(2);
const session = await InferenceSession.create(graph);
const scores = [];
for (const inputs of JSON.parse(readFileSync(inputsFile, 'utf8'))) {
  const feeds = {};
  for (const [name, { data, dims }] of Object.entries(inputs)) {
    feeds[name] = new Tensor('float32', Float32Array.from(data), dims);
  }
  scores.push([...(await session.run(feeds)).scores.data]);
}
console.log(JSON.stringify(scores));
