private import Foundation
private import NeuralLayers
public import SpeechData

/// One sound in the making. However the mel frames are cut into calls, the samples are the same.
///
/// A frame's samples come out as soon as the frames are known that they depend on: with the backbone of the packs at hand,
/// 23 frames later.
public final class VocoderStream {
    /// Most frames computed together, so that memory does not grow with what is appended.
    private let blockFrames: Int
    private var backbone: BackboneStream
    private let vocoder: Vocoder
    private let shaper: FilterShaper
    private var pulseSource: ExcitationSource
    private var noiseSource: NoiseSource
    private let pulseFilter: OverlapAddFilter
    private let noiseFilter: OverlapAddFilter

    /// Frames from `origin` on that are still needed.
    private var mel: [Float] = []
    private var logF0: [Float] = []
    private var voicing: [Float] = []
    private var origin = 0
    /// Frames whose filters are done, and whose pulses and noise are made.
    private var filtered = 0
    private var excited = 0
    /// The last frame's filters, which go on for one step after it.
    private var last: FilterShaper.Responses?
    /// Samples of one source that wait for the other's.
    private var voiced: [Float] = []
    private var unvoiced: [Float] = []

    convenience init(_ vocoder: Vocoder, seed: UInt64, clearance: HarmonicClearance?) {
        var random = SeededRandom(seed: seed)
        let phase = random.uniform()
        self.init(vocoder, initialPhase: phase, noise: NoiseSource(hop: vocoder.mel.hop, random: random), clearance: clearance)
    }

    init(_ vocoder: Vocoder, initialPhase: Float, noise: NoiseSource, clearance: HarmonicClearance? = nil, blockFrames: Int = 192) {
        self.blockFrames = blockFrames
        let (c, mel) = (vocoder.configuration, vocoder.mel)
        self.vocoder = vocoder
        backbone = BackboneStream(vocoder.backbone)
        shaper = FilterShaper(
            c, mel: mel, harmonicPrior: vocoder.harmonicPrior, noisePrior: vocoder.noisePrior, clearance: clearance)
        pulseSource = ExcitationSource(
            sampleRate: mel.sampleRate, hop: mel.hop, bandwidth: Float(c.pulseBandwidth), initialPhase: initialPhase)
        noiseSource = noise
        pulseFilter = OverlapAddFilter(size: c.harmonicFFT, hop: mel.hop / c.harmonicFrames)
        noiseFilter = OverlapAddFilter(size: c.noiseFFT, hop: mel.hop / c.noiseFrames)
    }

    /// Takes the next frames and returns the samples that are final.
    ///
    /// Throws `.malformedInput` if the mel is of another configuration or holds numbers that are not finite.
    public func append(_ next: MelSpectrogram) throws(SpeechError) -> [Float] {
        guard next.configuration == vocoder.mel else {
            throw SpeechError(.malformedInput, "the mel spectrogram is not of the kind that this vocoder was trained on")
        }
        guard next.values.allSatisfy(\.isFinite), next.f0.allSatisfy(\.isFinite), next.voicing.allSatisfy(\.isFinite) else {
            throw SpeechError(.malformedInput, "the mel spectrogram holds numbers that are not finite")
        }
        let first = received
        mel += next.values
        logF0 += next.f0.map { log(min(max($0, 20), 4000)) }
        voicing += next.voicing
        var output: [Float] = []
        for start in stride(from: first, to: received, by: blockFrames) {
            output += compute(features(of: start..<min(start + blockFrames, received)), isLast: false)
        }
        return output
    }

    /// The rest of the samples: after this, all frames' `hop` samples have been returned. The stream is spent.
    public func finish() -> [Float] {
        var output = compute(features(of: received..<received), isLast: true)
        guard let last else { return output }
        filter(last)
        voiced += pulseFilter.finish()
        unvoiced += noiseFilter.finish()
        self.last = nil
        output += mixed()
        return output
    }

    private var received: Int { origin + logF0.count }

    private func features(of frames: Range<Int>) -> Matrix {
        let local = frames.lowerBound - origin..<frames.upperBound - origin
        let bands = vocoder.mel.bands
        return Backbone.features(
            mel: mel[local.lowerBound * bands..<local.upperBound * bands], logF0: logF0[local], voicing: voicing[local],
            bands: bands)
    }

    private func compute(_ features: Matrix, isLast: Bool) -> [Float] {
        let shape = backbone.push(features, isLast: isLast)
        guard shape.rows > 0 else { return [] }
        let bands = vocoder.mel.bands
        let end = filtered + shape.rows
        excite(upTo: min(end + 1, received))
        // The frame after these, or the last one again.
        let following = min(end, received - 1) - origin
        let own = mel[(filtered - origin) * bands..<(end - origin) * bands]
        let responses = shaper.responses(
            shape: shape, mel: Array(own) + mel[following * bands..<(following + 1) * bands],
            voicing: Array(voicing[filtered - origin..<end - origin]))
        filter(responses)
        last = responses.lastFrame
        filtered = end
        let obsolete = max(0, min(filtered, excited) - origin)
        mel.removeFirst(obsolete * bands)
        logF0.removeFirst(obsolete)
        voicing.removeFirst(obsolete)
        origin += obsolete
        return mixed()
    }

    private func excite(upTo end: Int) {
        guard excited < end else { return }
        // Each frame's F0 runs to the next one's; the last one's stays.
        let known = logF0[excited - origin..<min(end + 1, received) - origin]
        let curve = end < received ? Array(known) : Array(known) + known.suffix(1)
        pulseFilter.append(pulseSource.pulses(logF0: curve[...]))
        noiseFilter.append(noiseSource.noise(frames: end - excited))
        excited = end
    }

    private func filter(_ responses: FilterShaper.Responses) {
        voiced += responses.harmonicReal.values.withUnsafeBufferPointer { real in
            responses.harmonicImaginary.values.withUnsafeBufferPointer { imaginary in
                let bins = responses.harmonicReal.columns
                return pulseFilter.filter(frames: responses.harmonicReal.rows) { frame, spectrum in
                    for bin in 0..<bins {
                        let (a, b) = (real[frame * bins + bin], imaginary[frame * bins + bin])
                        let (x, y) = (spectrum[2 * bin], spectrum[2 * bin + 1])
                        spectrum[2 * bin] = a * x - b * y
                        spectrum[2 * bin + 1] = a * y + b * x
                    }
                }
            }
        }
        unvoiced += responses.noise.values.withUnsafeBufferPointer { gain in
            let bins = responses.noise.columns
            return noiseFilter.filter(frames: responses.noise.rows) { frame, spectrum in
                for bin in 0..<bins {
                    spectrum[2 * bin] *= gain[frame * bins + bin]
                    spectrum[2 * bin + 1] *= gain[frame * bins + bin]
                }
            }
        }
    }

    private func mixed() -> [Float] {
        let count = min(voiced.count, unvoiced.count)
        let output = (0..<count).map { voiced[$0] + unvoiced[$0] }
        voiced.removeFirst(count)
        unvoiced.removeFirst(count)
        return output
    }
}

extension FilterShaper.Responses {
    /// The last row of each response.
    var lastFrame: Self {
        func last(_ matrix: Matrix) -> Matrix { matrix.rows(matrix.rows - 1..<matrix.rows) }
        return Self(harmonicReal: last(harmonicReal), harmonicImaginary: last(harmonicImaginary), noise: last(noise))
    }
}
