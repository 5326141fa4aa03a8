import Foundation
import Testing

@Suite struct PitchTests {
    struct Row: Decodable { var time: Double, f0: Double, voicing: Double }

    /// A WAV file of a second of 220 Hz with its harmonics, then half a second of silence.
    static func sound(rate: Int = 16000) -> Data {
        var samples: [Int16] = []
        for n in 0..<rate {
            let phase = 2 * Double.pi * 220 * Double(n) / Double(rate)
            samples.append(Int16(6000 * (sin(phase) + 0.5 * sin(2 * phase) + 0.3 * sin(3 * phase))))
        }
        samples += [Int16](repeating: 0, count: rate / 2)
        func bytes<T: FixedWidthInteger>(_ value: T) -> Data { withUnsafeBytes(of: value.littleEndian) { Data($0) } }
        var data = Data("RIFF".utf8) + bytes(UInt32(36 + 2 * samples.count)) + Data("WAVEfmt ".utf8)
        data += bytes(UInt32(16)) + bytes(UInt16(1)) + bytes(UInt16(1)) + bytes(UInt32(rate)) + bytes(UInt32(2 * rate))
        data += bytes(UInt16(2)) + bytes(UInt16(16)) + Data("data".utf8) + bytes(UInt32(2 * samples.count))
        for sample in samples { data += bytes(sample) }
        return data
    }

    static func rows(csv: String) -> [[Double]] {
        csv.split(separator: "\n").dropFirst().map { $0.split(separator: ",").compactMap { Double($0) } }
    }

    @Test func printsARowForAFrame() throws {
        try inFolder { runner in
            try runner.write("a.wav", Self.sound())
            let outcome = try runner.run("pitch", "a.wav", "--interval", "10")
            #expect(outcome.code == 0 && outcome.text.hasPrefix("time,f0,voicing\n"))
            let rows = Self.rows(csv: outcome.text)
            #expect(rows.count == 150 && rows.allSatisfy { $0.count == 3 })
            #expect(rows[50][0] == 0.5)
            #expect(rows[10..<90].allSatisfy { abs($0[1] - 220) < 1 && $0[2] > 0.5 })
            #expect(rows[110...].allSatisfy { $0[1] == 0 })
        }
    }

    @Test func aFileAPipeAndJSONSayTheSame() throws {
        try inFolder { runner in
            try runner.write("a.wav", Self.sound())
            let printed = try runner.run("pitch", "a.wav").text
            #expect(try runner.run("pitch", "-", input: Self.sound()).text == printed)
            #expect(try runner.run("pitch", "a.wav", "-o", "a.csv").output.isEmpty)
            #expect(try runner.text("a.csv") == printed)
            #expect(try runner.run("pitch", "a.wav", "-o", "a.json").code == 0)
            let rows = try JSONDecoder().decode([Row].self, from: runner.data("a.json"))
            #expect(rows.map { [$0.time, $0.f0, $0.voicing] } == Self.rows(csv: printed))
            #expect(runner.files == ["a.csv", "a.json", "a.wav"])
        }
    }

    @Test func badUseIsALineAndLeavesNothing() throws {
        try inFolder { runner in
            try runner.write("a.wav", Self.sound())
            try runner.write("text.wav", "no sound")
            for (arguments, code) in [
                (["a.wav", "--floor", "300", "--ceiling", "200"], 64), (["a.wav", "--interval", "0"], 64),
                (["a.wav", "-o", "a.txt"], 64), (["text.wav", "-o", "b.csv"], 65), (["none.wav"], 66),
                (["a.wav", "-o", "none/b.csv"], 73),
            ] as [([String], Int32)] {
                let outcome = try runner.run(list: ["pitch"] + arguments)
                #expect(outcome.code == code && !outcome.errors.isEmpty && outcome.output.isEmpty, "\(arguments)")
            }
            #expect(runner.files == ["a.wav", "text.wav"])
        }
    }
}
