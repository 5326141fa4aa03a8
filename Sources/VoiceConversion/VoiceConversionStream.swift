internal import NeuralLayers
internal import SignalProcessing
public import SpeechData

/// One recording on its way into another voice, in memory that does not grow with it. However the sound is cut into calls,
/// the mel is the same.
///
/// It listens first: to twenty seconds of voice, or to the end of five minutes. From these it takes the pitch and the level of
/// the recording. Then mel frames come as soon as they are final.
public struct VoiceConversionStream {
    /// Voiced frames that are enough to know a recording, and frames after which it is enough in any case, in seconds.
    private static let enoughVoice = 20.0
    private static let longestWait = 300.0
    /// Frames converted at once; with the frames around them that the model looks at.
    private static let block = 400

    /// Half the logarithm of no power, as mel extraction writes it: what the bands of a frame of nothing hold.
    public static let silentMel: Float = -11.512925

    private let converter: VoiceConverter
    private let target: TargetVoice
    private let request: ConversionRequest
    private let formants: FormantShift?

    private var forProsody: Resampling
    private var forContent: Resampling
    private var listener: ProsodyStream
    private var content: ContentStream

    /// What has been heard and not converted.
    private var heard = RecordedProsody()
    private var waiting: [Float] = []
    /// Set when enough has been heard.
    private var plan: ConversionPlan?
    /// Narrowed content from feature `narrowOrigin` on.
    private var narrow: Matrix
    private var narrowOrigin = 0
    /// `heard` begins at frame `origin`; `converted` frames have been given.
    private var origin = 0
    private var converted = 0

    init(_ converter: VoiceConverter, sampleRate: Int, target: TargetVoice, request: ConversionRequest) throws(SpeechError) {
        self.converter = converter
        self.target = target
        self.request = request
        formants = request.formant == 0 ? nil : try FormantShift(semitones: request.formant, mel: converter.mel)
        forProsody = Resampling(from: sampleRate, to: converter.mel.sampleRate)
        forContent = Resampling(from: sampleRate, to: ContentEncoder.sampleRate)
        listener = ProsodyStream(converter.mel)
        let model = converter.model
        content = ContentStream(converter.content, columns: model.configuration.bottleneckChannels) { model.narrow($0) }
        narrow = Matrix(rows: 0, columns: converter.model.configuration.bottleneckChannels)
    }

    /// What was learned of the recording; nil until enough has been heard.
    public var profile: RecordingProfile? { plan?.profile }

    /// Semitones that the recording is moved by; nil until enough has been heard.
    public var semitones: Double? { plan?.semitones }

    /// Samples of the recording so far, at the mel's rate.
    public private(set) var samplesHeard = 0

    /// Takes the next samples and returns the mel frames that are final.
    public mutating func append(_ samples: [Float]) -> MelSpectrogram {
        hear(listener.append(forProsody.process(samples)), forContent.process(samples))
        samplesHeard = forProsody.produced
        return convert(isWhole: false)
    }

    /// The rest: after this, each `hop` of the recording, and what is left of one at its end, has its frame.
    public mutating func finish() -> MelSpectrogram {
        let rest = forProsody.finish()
        samplesHeard = forProsody.produced
        // The last hop is filled up with silence, so that no sound is lost.
        let missing = (converter.mel.hop - samplesHeard % converter.mel.hop) % converter.mel.hop
        var prosody = listener.append(rest + [Float](repeating: 0, count: missing))
        prosody += listener.finish()
        hear(prosody, forContent.finish(), isWhole: true)
        narrow.append(content.finish())
        return convert(isWhole: true)
    }

    private mutating func hear(_ prosody: RecordedProsody, _ sound: [Float], isWhole: Bool = false) {
        heard += prosody
        waiting += sound
        if plan == nil, let enough = framesThatAreEnough() ?? (isWhole ? heard.frameCount : nil) { settle(frames: enough) }
        guard let plan else { return }
        narrow.append(content.append(waiting.map { $0 * plan.contentGain }))
        waiting.removeAll(keepingCapacity: true)
    }

    /// The first frames that are enough to judge a recording by, or nil. Never depends on how the sound was cut.
    private func framesThatAreEnough() -> Int? {
        let rate = converter.mel.framesPerSecond
        var voiced = 0.0
        for (frame, voicing) in heard.voicing.enumerated() {
            if voicing > 0.5 { voiced += 1 }
            if voiced >= Self.enoughVoice * rate || Double(frame + 1) >= Self.longestWait * rate { return frame + 1 }
        }
        return nil
    }

    private mutating func settle(frames: Int) {
        let samples = min(waiting.count, Int(Double(frames) / converter.mel.framesPerSecond * Double(ContentEncoder.sampleRate)))
        plan = ConversionPlan(
            profile: RecordingProfile(of: heard[0..<frames]), excerpt: waiting[..<samples], target: target, request: request, converter: converter)
    }

    private mutating func convert(isWhole: Bool) -> MelSpectrogram {
        var output = MelSpectrogram(configuration: converter.mel, values: [], f0: [], voicing: [])
        guard let plan else { return output }
        let received = origin + heard.frameCount
        let reach = converter.model.reach
        while converted < received {
            let end = min(received, converted + Self.block)
            let known = min(received, end + reach)
            guard isWhole || (end + reach <= received && feature(at: known - 1).right < narrowOrigin + narrow.rows) else { break }
            let frames = max(0, converted - reach)..<known
            let prosody = heard[frames.lowerBound - origin..<known - origin]
            var mel = plan.mel(of: prosody, narrow: narrow(at: frames), model: converter.model, mel: converter.mel, frames: converted - frames.lowerBound..<end - frames.lowerBound)
            formants?.apply(to: &mel.values)
            output.append(mel)
            converted = end
            forget(before: max(0, converted - reach))
        }
        return output
    }

    /// The features around a mel frame, and the share of the second.
    private func feature(at frame: Int) -> (left: Int, right: Int, share: Float) {
        let position = Double(frame) * converter.model.configuration.contentFramesPerMelFrame
        return (Int(position), Int(position) + 1, Float(position - position.rounded(.down)))
    }

    /// Narrowed content at each mel frame, linearly between its neighbours; after the last feature it goes on as that one.
    private func narrow(at frames: Range<Int>) -> Matrix {
        var result = Matrix(rows: frames.count, columns: narrow.columns)
        let last = narrow.rows - 1
        guard last >= 0 else { return result }
        for frame in frames {
            let (left, right, share) = feature(at: frame)
            let (a, b) = (min(left - narrowOrigin, last), min(right - narrowOrigin, last))
            for column in 0..<narrow.columns {
                result[frame - frames.lowerBound, column] = narrow[a, column] + share * (narrow[b, column] - narrow[a, column])
            }
        }
        return result
    }

    private mutating func forget(before frame: Int) {
        heard.removeFirst(frame - origin)
        origin = frame
        let obsolete = min(feature(at: frame).left - narrowOrigin, narrow.rows - 1)
        guard obsolete > 0 else { return }
        narrow = narrow.rows(obsolete..<narrow.rows)
        narrowOrigin += obsolete
    }
}
