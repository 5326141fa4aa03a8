import Foundation
import SpeechData
import SpeechSynthesis

// stages [--voice NAME] [--words N] [--refine-steps N]: what each stage of speech takes on one core, and how much of what the
// machine's sgemm gives it makes of it. Prints Markdown.

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
let path = FileManager.default.temporaryDirectory.appending(path: "stages-\(getpid()).wav").path
var sound = Waveform(sampleRate: synthesizer.voice.sampleRate)
var segments = 0
var cpu = rusage()
getrusage(RUSAGE_SELF, &cpu)
func seconds(_ usage: rusage) -> Double { Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6 }
let began = seconds(cpu)
while let chunk = try stream.next() {
    sound.samples += chunk.waveform.samples
    segments += chunk.sentence?.words.reduce(0) { $0 + $1.phonemes.count } ?? 0
}
getrusage(RUSAGE_SELF, &cpu)
let total = seconds(cpu) - began
let clock = ContinuousClock()
let writing = try clock.measure { try Speech(waveform: sound, sentences: []).write(to: path) } / .seconds(1)
try? FileManager.default.removeItem(atPath: path)
let peak = max(peakBefore, sgemmPeak())

let work = ModelWork(synthesizer.voice.description)
let frames = Double(sound.samples.count) / Double(synthesizer.voice.description.mel.hop)
let acoustic = (Double(segments) * work.perSegment + frames * work.perFrame) / 1e9
let vocoder = frames * work.vocoderPerFrame / 1e9
func row(_ stage: String, _ time: Double, _ work: Double?) {
    let rate = work.map { String(format: "%.1f | %.1f | %.0f%%", $0, $0 / time, 100 * $0 / time / peak) } ?? "– | – | –"
    print("| \(stage) | \(String(format: "%.3f | %.0f%% | %.5f", time, 100 * time / (total + writing), time / sound.duration)) | \(rate) |")
}
print("\(synthesizer.name), \(words) words, \(String(format: "%.1f", sound.duration)) s of speech, one thread; sgemm's best \(String(format: "%.1f", peak)) GFLOP/s\n")
print("| stage | wall, s | share | real-time factor | GFLOP | GFLOP/s | of sgemm's best |\n|---|---|---|---|---|---|---|")
row("frontend", stream.stages.frontend, nil)
row("acoustic model", stream.stages.acoustic, acoustic)
row("refiner", stream.stages.refiner, nil)
row("vocoder", stream.stages.vocoder, vocoder)
row("file (WAV)", writing, nil)
row("all", total + writing, acoustic + vocoder)
