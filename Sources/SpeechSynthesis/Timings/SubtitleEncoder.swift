internal import Foundation

/// Subtitles of at most two lines of 42 characters, as broadcasters set them; a longer sentence becomes several cues, cut
/// between words. A sentence without words has no cue.
struct SubtitleEncoder: TimingsEncoder {
    enum Style { case subRip, webVTT }

    private static let lineLength = 42
    private static let linesPerCue = 2

    let style: Style
    private var number = 0

    init(style: Style) { self.style = style }

    var header: String { style == .webVTT ? "WEBVTT\n\n" : "" }

    mutating func text(for sentence: SentenceTiming) -> String {
        var result = ""
        for cue in cues(of: sentence.words) {
            number += 1
            if style == .subRip { result += "\(number)\n" }
            result += "\(clock(cue.span.start)) --> \(clock(cue.span.end))\n\(cue.lines.joined(separator: "\n"))\n\n"
        }
        return result
    }

    func footer(end: Double) -> String { "" }

    private func cues(of words: [SentenceTiming.Word]) -> [(lines: [String], span: TimeSpan)] {
        var cues: [(lines: [String], span: TimeSpan)] = []
        for word in words {
            let text = style == .webVTT ? escaped(word.text) : word.text
            guard var cue = cues.popLast() else {
                cues.append(([text], word.span))
                continue
            }
            let lastLine = cue.lines[cue.lines.count - 1]
            if lastLine.count + 1 + text.count <= Self.lineLength {
                cue.lines[cue.lines.count - 1] = lastLine + " " + text
            } else if cue.lines.count < Self.linesPerCue {
                cue.lines.append(text)
            } else {
                cues += [cue, ([text], word.span)]
                continue
            }
            cue.span.end = word.span.end
            cues.append(cue)
        }
        return cues
    }

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    /// `00:01:02,345`; WebVTT parts the milliseconds with a full stop.
    private func clock(_ seconds: Double) -> String {
        let milliseconds = Int((seconds * 1000).rounded())
        func padded(_ value: Int, _ digits: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let parts = [milliseconds / 3_600_000, milliseconds / 60_000 % 60, milliseconds / 1000 % 60].map { padded($0, 2) }
        return parts.joined(separator: ":") + (style == .subRip ? "," : ".") + padded(milliseconds % 1000, 3)
    }
}
