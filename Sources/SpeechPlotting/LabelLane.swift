internal import SpeechData

/// Words or phonemes of one row, each over its stretch of time.
struct LabelLane {
    let labels: [SpeechPlot.Label]
    let time: TimeAxis
    let frame: Rectangle

    private typealias Palette = PlotLayout.Palette

    /// Names begin where the sound does; one that would run into the next is left out.
    func drawWords(on canvas: inout some Canvas) {
        let style = TextStyle(size: 13, color: Palette.ink)
        var free = frame.x
        for label in labels where label.start >= time.start && label.start < time.end {
            let x = time.x(label.start) + 2
            guard x >= free, x + 0.8 * style.width(of: label.text) < frame.maxX + 16 else { continue }
            canvas.text(label.text, at: Point(x: x, y: frame.maxY - 8), style)
            free = x + 0.85 * style.width(of: label.text)
        }
    }

    /// Boxes, warm for vowels and cool for consonants; a name is written where it fits.
    func drawPhonemes(on canvas: inout some Canvas) {
        let style = TextStyle(size: 11.5, color: Palette.ink, anchor: .middle)
        for label in labels {
            guard let span = time.span(label.start, label.end) else { continue }
            let isVowel = label.text.count == 1 && (label.text.first.flatMap { Phoneme($0)?.isVowel } ?? false)
            let box = Rectangle(
                x: span.lowerBound, y: frame.y + 1, width: span.upperBound - span.lowerBound, height: frame.height - 2)
            canvas.fill(box, isVowel ? Palette.vowel : Palette.consonant)
            canvas.stroke([Point(x: box.x, y: box.y), Point(x: box.x, y: box.maxY)], Palette.paper, width: 1)
            if time.holdsMiddle(label.start, label.end), box.width > 0.9 * style.width(of: label.text) {
                canvas.text(label.text, at: Point(x: (span.lowerBound + span.upperBound) / 2, y: frame.maxY - 6), style)
            }
        }
    }
}
