import Foundation
import NeuralLayers
import SpeechData
import Testing

@Suite("Weight files")
struct WeightFileTests {
    /// A safetensors file of this header and so many bytes of data.
    static func file(_ header: String, data: Int) -> [UInt8] {
        let json = Array(header.utf8)
        return withUnsafeBytes(of: UInt64(json.count).littleEndian, Array.init) + json
            + (0..<data).map { UInt8(truncatingIfNeeded: $0) }
    }

    static let valid = file(
        #"{"__metadata__":{"format":"pt"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"#
            + #""b\u00e9":{"dtype":"F16","shape":[4],"data_offsets":[24,32]}}  "#, data: 32)

    @Test func readsTensorsAndMetadata() throws {
        let file = try WeightFile(bytes: Self.valid, name: "test")
        #expect(file.tensorNames == ["a", "bé"])
        #expect(file.metadata == ["format": "pt"])
        #expect(try file.take("a", shape: [2, 3]).count == 6)
        #expect(throws: SpeechError.self) { try file.requireAllTaken() }
        #expect(try file.take("bé", shape: [4]).count == 4)
        try file.requireAllTaken()
    }

    @Test func missingAndMisshapenTensorsAreNamed() throws {
        let file = try WeightFile(bytes: Self.valid, name: "vocoder.safetensors")
        let missing = #expect(throws: SpeechError.self) { try file.weights["blocks"][0].take("weight", shape: [1]) }
        #expect(missing?.kind == .brokenVoice)
        #expect(missing?.problem.contains("'blocks.0.weight' is missing") == true)
        #expect(missing?.problem.contains("vocoder.safetensors") == true)
        #expect(missing?.remedy != nil)
        let misshapen = #expect(throws: SpeechError.self) { try file.take("a", shape: [3, 2]) }
        #expect(misshapen?.problem.contains("[2, 3], not [3, 2]") == true)
    }

    @Test(arguments: [
        ("header is not valid", "{"),
        ("leaves a gap", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#),
        ("overlaps", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#),
        ("outside the file", #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#),
        ("too large", #"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#),
        ("a number too large", #"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,8]}}"#),
        ("a whole number", #"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#),
        ("of type I64", #"{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}"#),
        ("takes 4 bytes, not 8", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}"#),
        ("there twice", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#),
        ("belong to no tensor", #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#),
        ("lacks", #"{"a":{"dtype":"F32","shape":[2]}}"#),
        ("outside the file", #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#),
    ])
    func rejects(reason: String, header: String) {
        let error = #expect(throws: SpeechError.self) {
            try WeightFile(bytes: Self.file(header, data: 8), name: "test")
        }
        #expect(error?.kind == .brokenVoice)
        #expect(error?.problem.contains(reason) == true, "\(error?.problem ?? "")")
    }

    @Test func everyTruncationIsRejected() {
        for count in 0..<Self.valid.count {
            #expect(throws: SpeechError.self) { try WeightFile(bytes: Array(Self.valid.prefix(count)), name: "test") }
        }
    }

    @Test func unreadableFilesAreToldFromBrokenOnes() throws {
        let missing = #expect(throws: SpeechError.self) { try WeightFile(path: "/nonexistent/weights") }
        #expect(missing?.kind == .unreadable)
        let folder = #expect(throws: SpeechError.self) { try WeightFile(path: "/") }
        #expect(folder?.kind == .unreadable)
        let empty = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).safetensors")
        try Data().write(to: empty)
        defer { try? FileManager.default.removeItem(at: empty) }
        #expect(#expect(throws: SpeechError.self) { try WeightFile(path: empty.path) }?.kind == .brokenVoice)
    }

    /// Mutated files either load or throw; what loads can be read to its last number.
    @Test(arguments: 0..<8)
    func fuzz(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        for _ in 0..<400 {
            var bytes = Self.valid
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: position)
                case 2: bytes.insert(Array(#"{}[]",:0123456789\u"#.utf8).randomElement(using: &random) ?? 0, at: position)
                default: bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
                }
            }
            do {
                let file = try WeightFile(bytes: bytes, name: "mutated")
                for name in file.tensorNames {
                    let shape = file.shape(of: name) ?? []
                    #expect(try file.take(name, shape: shape).count == shape.reduce(1, *))
                }
            } catch {
                #expect(error.kind == .brokenVoice)
            }
        }
    }
}
