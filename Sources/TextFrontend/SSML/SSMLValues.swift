internal import Foundation
internal import SpeechData

/// Reads the values of SSML's prosody attributes. Errors carry no position; the parser adds it.
enum SSMLValues {
    static func prosody(_ attributes: [String: String], on style: Utterance.Style) throws(SpeechError) -> Utterance.Style {
        var style = style
        if let rate = attributes["rate"] { style.rate = clamp(style.rate * (try self.rate(rate)), 0.2...5) }
        if let pitch = attributes["pitch"] { style.pitch = clamp(style.pitch + (try self.pitch(pitch)), -24...24) }
        if let range = attributes["range"] { style.pitchRange = clamp(style.pitchRange * (try self.range(range)), 0...4) }
        if let volume = attributes["volume"] { style.volume = clamp(style.volume + (try self.volume(volume)), -60...20) }
        return style
    }

    static func emphasis(_ level: String?, on style: Utterance.Style) throws(SpeechError) -> Utterance.Style {
        var style = style
        switch level ?? "moderate" {
        case "strong":
            style.rate *= 0.88
            style.pitch += 2
            style.volume += 3
        case "moderate":
            style.rate *= 0.94
            style.pitch += 1
            style.volume += 1.5
        case "reduced":
            style.rate *= 1.08
            style.pitch -= 1
            style.volume -= 3
        case "none": break
        case let other: throw malformed("emphasis level '\(other)'", "known are strong, moderate, reduced and none")
        }
        return style
    }

    /// Seconds of a `<break>`; without attributes, that of a medium one.
    static func pause(_ attributes: [String: String]) throws(SpeechError) -> Double {
        if let time = attributes["time"] {
            let text = time.trimmingCharacters(in: .whitespaces)
            let seconds = text.hasSuffix("ms") ? Double(text.dropLast(2)).map { $0 / 1000 } : text.hasSuffix("s") ? Double(text.dropLast()) : nil
            guard let seconds, seconds >= 0, seconds <= 60 else { throw malformed("break time '\(time)'", "write seconds or milliseconds up to 60s, such as 500ms") }
            return seconds
        }
        let strengths = ["none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.8, "x-strong": 1.2]
        let strength = attributes["strength"] ?? "medium"
        guard let seconds = strengths[strength] else { throw malformed("break strength '\(strength)'", "known are none, x-weak, weak, medium, strong and x-strong") }
        return seconds
    }

    private static func rate(_ text: String) throws(SpeechError) -> Double {
        let named = ["x-slow": 0.5, "slow": 0.75, "medium": 1, "default": 1, "fast": 1.3, "x-fast": 1.7]
        if let value = named[text] ?? factor(text) ?? Double(text), value > 0, value.isFinite { return value }
        throw malformed("rate '\(text)'", "write slow, fast, a factor such as 1.2, or a percentage such as 80% or +10%")
    }

    private static func range(_ text: String) throws(SpeechError) -> Double {
        let named = ["x-low": 0.3, "low": 0.6, "medium": 1, "default": 1, "high": 1.5, "x-high": 2]
        if let value = named[text] ?? factor(text), value >= 0, value.isFinite { return value }
        throw malformed("range '\(text)'", "write low, high, or a percentage such as 50% or +20%")
    }

    /// `120%` is a factor, `+20%` and `-20%` are changes.
    private static func factor(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let value = Double(text.dropLast()) else { return nil }
        return text.hasPrefix("+") || text.hasPrefix("-") ? 1 + value / 100 : value / 100
    }

    /// Semitones. Changes in hertz are taken around 170 Hz, between the voices' means.
    private static func pitch(_ text: String) throws(SpeechError) -> Double {
        let named: [String: Double] = ["x-low": -6, "low": -3, "medium": 0, "default": 0, "high": 3, "x-high": 6]
        if let value = named[text] { return value }
        let isRelative = text.hasPrefix("+") || text.hasPrefix("-")
        if text.hasSuffix("st"), let value = Double(text.dropLast(2)), value.isFinite { return value }
        if let value = factor(text), value > 0, value.isFinite { return 12 * log2(value) }
        if isRelative, text.lowercased().hasSuffix("hz"), let value = Double(text.dropLast(2)), value > -170, value.isFinite { return 12 * log2((170 + value) / 170) }
        throw malformed("pitch '\(text)'", "write low, high, or a change such as +2st, -10% or +20Hz")
    }

    private static func volume(_ text: String) throws(SpeechError) -> Double {
        let named: [String: Double] = ["silent": -60, "x-soft": -12, "soft": -6, "medium": 0, "default": 0, "loud": 6, "x-loud": 10]
        if let value = named[text] { return value }
        if text.lowercased().hasSuffix("db"), let value = Double(text.dropLast(2)), value.isFinite { return value }
        if let value = factor(text), value >= 0, value.isFinite { return value == 0 ? -60 : 20 * log10(value) }
        throw malformed("volume '\(text)'", "write soft, loud, or a change such as +6dB")
    }

    private static func clamp(_ value: Double, _ limits: ClosedRange<Double>) -> Double { min(max(value, limits.lowerBound), limits.upperBound) }

    private static func malformed(_ what: String, _ remedy: String) -> SpeechError {
        SpeechError(.malformedInput, "the \(what) cannot be read", remedy: remedy)
    }
}
