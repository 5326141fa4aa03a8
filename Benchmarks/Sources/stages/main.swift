import Foundation
import SpeechData
import SpeechSynthesis

// stages [--voice NAME] [--words N] [--refine-steps N]: what each stage of speech takes on one core, and how much of what the
// machine's sgemm gives it makes of it. Prints Markdown.
//
// Stages are timed by the wall clock and scaled by the share of it that the process had a core, so that other work on the
// machine does not count; sgemm's best of many short tries needs no scaling.

func option(_ name: String) -> String? {
    let arguments = CommandLine.arguments
    return arguments.firstIndex(of: name).flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
}

let words = option("--words").flatMap { Int($0) } ?? 1000
let text = String(repeating: "The birch canoe slid on the smooth planks this morning. ", count: max(1, words / 10))
let options = SynthesisOptions(refineSteps: option("--refine-steps").flatMap { Int($0) }, threads: 1)
let synthesizer = try Synthesizer(voice: option("--voice"), options: options)
_ = try synthesizer.speech(for: "A first sentence warms the caches.")

let peakBefore = sgemmPeak()
var stream = synthesizer.stream(text)
var samples: [Float] = []
var segments = 0
let speaking = try Stopwatch.measure {
    while let chunk = try stream.next() {
        samples += chunk.waveform.samples
        segments += chunk.sentence?.words.reduce(0) { $0 + $1.phonemes.count } ?? 0
    }
}
let speech = Speech(waveform: Waveform(sampleRate: synthesizer.voice.sampleRate, samples: samples), sentences: [])
let path = FileManager.default.temporaryDirectory.appending(path: "stages-\(getpid()).wav").path
let writing = try Stopwatch.measure { try speech.write(to: path) }
try? FileManager.default.removeItem(atPath: path)
let peak = max(peakBefore, sgemmPeak())

let work = ModelWork(synthesizer.voice.description)
let frames = Double(samples.count) / Double(synthesizer.voice.description.mel.hop)
let share = speaking.processor / speaking.wall
let stages: [(name: String, seconds: Double, operations: Double?)] = [
    ("frontend", stream.stages.frontend * share, nil),
    ("acoustic model", stream.stages.acoustic * share, Double(segments) * work.perSegment + frames * work.perFrame),
    ("refiner", stream.stages.refiner * share, nil),
    ("vocoder", stream.stages.vocoder * share, frames * work.vocoderPerFrame),
    ("file (WAV)", writing.processor, nil),
]
let total = speaking.processor + writing.processor
func rounded(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
print("\(synthesizer.name), \(words) words, \(rounded(speech.waveform.duration, 1)) s of speech, one thread; sgemm's best \(rounded(peak, 1)) GFLOP/s\n")
print("| stage | seconds | share | real-time factor | GFLOP | GFLOP/s | of sgemm's best |\n|---|---|---|---|---|---|---|")
for stage in stages + [("all", total, stages.compactMap(\.operations).reduce(0, +))] {
    let columns = [stage.name, rounded(stage.seconds, 3), rounded(100 * stage.seconds / total, 0) + "%", rounded(stage.seconds / speech.waveform.duration, 5)]
    let speed = stage.operations.map { [rounded($0 / 1e9, 1), rounded($0 / 1e9 / stage.seconds, 1), rounded($0 / 1e7 / stage.seconds / peak, 0) + "%"] }
    print("| " + (columns + (speed ?? ["–", "–", "–"])).joined(separator: " | ") + " |")
}
