public import Foundation
internal import SignalProcessing
public import SpeechData

/// A picture of speech or of a song: notes, F0 curves, words, phonemes and the mel spectrogram over one time axis.
///
/// Long sounds are broken into rows, as music is on paper.
public struct SpeechPlot: Sendable {
    /// Something with a name and a place in time, in seconds from the beginning of the sound.
    public struct Label: Equatable, Sendable {
        public var text: String
        public var start: Double
        public var end: Double

        public init(_ text: String, start: Double, end: Double) {
            self.text = text
            self.start = start
            self.end = end
        }
    }

    /// A note of the score.
    public struct Note: Equatable, Sendable {
        public var start: Double
        public var end: Double
        /// MIDI note number.
        public var pitch: Double

        public init(start: Double, end: Double, pitch: Double) {
            self.start = start
            self.end = end
            self.pitch = pitch
        }
    }

    /// What one voice does: the notes of its part, if it sings, and its pitch at even steps.
    public struct Melody: Sendable {
        public var notes: [Note]
        /// Hertz; 0 where nothing has a pitch.
        public var f0: [Float]
        /// 0 (unvoiced) to 1 (voiced).
        public var voicing: [Float]
        public var framesPerSecond: Double

        public init(notes: [Note] = [], f0: [Float], voicing: [Float], framesPerSecond: Double) {
            self.notes = notes
            self.f0 = f0
            self.voicing = voicing
            self.framesPerSecond = framesPerSecond
        }

        /// MIDI pitch of a frame, or nil where none is heard.
        func pitch(at frame: Int) -> Double? {
            guard f0.indices.contains(frame), voicing.indices.contains(frame), f0[frame] > 0, voicing[frame] > 0.5 else { return nil }
            return 69 + 12 * log2(Double(f0[frame]) / 440)
        }
    }

    public var title: String
    /// Beside the title, in grey.
    public var subtitle: String
    /// The spectrogram of the whole sound.
    public var mel: MelSpectrogram
    /// Without notes, pitch is drawn over lines of hertz instead of a keyboard.
    public var melodies: [Melody]
    /// Words, or syllables.
    public var words: [Label]
    public var phonemes: [Label]

    /// Analyses a sound for its picture.
    ///
    /// - Parameter melodies: nil where nobody knows the pitch: it is estimated.
    ///
    /// Throws `.malformedInput` for a waveform without a sample.
    public init(
        title: String, subtitle: String = "", waveform: Waveform, melodies: [Melody]? = nil, words: [Label], phonemes: [Label]
    ) throws(SpeechError) {
        guard !waveform.samples.isEmpty else { throw SpeechError(.malformedInput, "there is no sound to draw") }
        (self.title, self.subtitle, self.words, self.phonemes) = (title, subtitle, words, phonemes)
        let rate = waveform.sampleRate
        let hop = max(rate / 100, 1)
        // At least one frame, however short the sound.
        var padded = waveform
        padded.samples += [Float](repeating: 0, count: hop)
        let configuration = MelConfiguration(
            sampleRate: rate, hop: hop, window: rate / 25, fftSize: 2048 * max(1, rate / 24000), bands: 120,
            maximumFrequency: min(Double(rate) / 2, 10000))
        // Not smoothed over F0: the picture shows the harmonics.
        let none = [Float](repeating: 0, count: padded.samples.count / hop)
        mel = try MelExtractor(configuration).mel(of: padded, f0: none, voicing: none)
        self.melodies = melodies ?? {
            let contour = PitchEstimator(floor: 60, ceiling: 600).pitch(of: padded, hop: hop)
            return [Melody(f0: contour.f0, voicing: contour.voicing, framesPerSecond: Double(rate) / Double(hop))]
        }()
    }

    /// Seconds.
    public var duration: Double { Double(mel.frameCount) / mel.configuration.framesPerSecond }

    /// The picture as a file. Throws `.unavailable` where memory does not suffice for it.
    public func encoded(as format: PlotFormat) throws(SpeechError) -> Data {
        let layout = PlotLayout(self)
        switch format {
        case .png:
            var canvas = try CairoCanvas(width: layout.width, height: layout.height, scale: PlotFormat.pixelsPerPoint)
            layout.draw(on: &canvas)
            return canvas.encoded()
        case .svg:
            var canvas = SVGCanvas(width: layout.width, height: layout.height)
            layout.draw(on: &canvas)
            return canvas.encoded()
        }
    }
}

/// The kinds of file that a picture is drawn as.
public enum PlotFormat: String, CaseIterable, Sendable {
    case png, svg

    /// PNGs are drawn for screens of twice the old density.
    public static let pixelsPerPoint = 2.0

    /// The format that a file name's suffix asks for. Throws `.usage` where there is none such.
    public init(fileName: String) throws(SpeechError) {
        let suffix = fileName.split(separator: ".").last.map { $0.lowercased() } ?? ""
        guard fileName.contains("."), let format = Self(rawValue: suffix) else {
            throw SpeechError(.usage, "a picture cannot be drawn as '\(fileName)'", remedy: "end the name in .png or .svg")
        }
        self = format
    }
}
