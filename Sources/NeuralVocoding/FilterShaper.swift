internal import NeuralLayers
internal import SpeechData

/// Turns the backbone's numbers into the responses that pulses and noise are filtered with.
///
/// Both magnitudes start from the mel itself, so the network only corrects it; the pulses' phase is the minimum phase of
/// their magnitude and a free correction.
final class FilterShaper {
    /// The responses of the frames of a block, `[frames * harmonicFrames, bins]` and `[frames * noiseFrames, bins]`.
    struct Responses {
        var harmonicReal: Matrix
        var harmonicImaginary: Matrix
        var noise: Matrix
    }

    private let configuration: VocoderConfiguration
    private let bands: Int
    private let harmonicPrior: MelInterpolation
    private let noisePrior: MelInterpolation
    private let minimumPhase: MinimumPhase
    private let clearance: HarmonicClearance?
    /// How far `clearance` holds at each bin of the noise, 0 to 1, and the bin of the pulses at the same frequency.
    private let clearanceShares: [Float]
    private let harmonicBins: [Int]

    init(
        _ configuration: VocoderConfiguration, mel: MelConfiguration, harmonicPrior: MelInterpolation, noisePrior: MelInterpolation,
        clearance: HarmonicClearance?
    ) {
        self.configuration = configuration
        self.clearance = clearance
        let bins = 0..<configuration.noiseBins
        clearanceShares = bins.map { clearance?.share(at: Float($0 * mel.sampleRate) / Float(configuration.noiseFFT)) ?? 0 }
        harmonicBins = bins.map { $0 * configuration.harmonicFFT / configuration.noiseFFT }
        bands = mel.bands
        self.harmonicPrior = harmonicPrior
        self.noisePrior = noisePrior
        minimumPhase = MinimumPhase(size: configuration.harmonicFFT)
    }

    /// `shape`: `[frames, outputs]` of the backbone; `mel`: its frames and the one after, `(frames + 1) * bands` numbers;
    /// `voicing`: one number a frame.
    func responses(shape: Matrix, mel: [Float], voicing: [Float]) -> Responses {
        let c = configuration
        var magnitude = Matrix.uninitialized(rows: shape.rows * c.harmonicFrames, columns: c.harmonicBins)
        var phase = magnitude
        var noise = Matrix.uninitialized(rows: shape.rows * c.noiseFrames, columns: c.noiseBins)
        shape.values.withUnsafeBufferPointer { shape in
            mel.withUnsafeBufferPointer { mel in
                guard var source = shape.baseAddress, let mel = mel.baseAddress else { return }
                magnitude.values.withUnsafeMutableBufferPointer { magnitude in
                    phase.values.withUnsafeMutableBufferPointer { phase in
                        noise.values.withUnsafeMutableBufferPointer { noise in
                            guard var magnitude = magnitude.baseAddress, var phase = phase.baseAddress,
                                var noise = noise.baseAddress
                            else { return }
                            for frame in 0..<shape.count / c.outputs {
                                let (now, next) = (mel + frame * bands, mel + (frame + 1) * bands)
                                for k in 0..<c.harmonicFrames {
                                    let position = Float(k) / Float(c.harmonicFrames)
                                    magnitude.update(from: source, count: c.harmonicBins)
                                    harmonicPrior.add(now, next, at: position, offset: -0.35, to: magnitude)
                                    clamp(magnitude, c.harmonicBins)
                                    minimumPhase.phase(logMagnitude: magnitude, into: phase)
                                    source += c.harmonicBins
                                    for bin in 0..<c.harmonicBins { phase[bin] += source[bin] }
                                    source += c.harmonicBins
                                    magnitude += c.harmonicBins
                                    phase += c.harmonicBins
                                }
                                for k in 0..<c.noiseFrames {
                                    let position = Float(k) / Float(c.noiseFrames)
                                    noise.update(from: source, count: c.noiseBins)
                                    noisePrior.add(now, next, at: position, offset: -0.85, to: noise)
                                    clamp(noise, c.noiseBins)
                                    source += c.noiseBins
                                    noise += c.noiseBins
                                }
                            }
                        }
                    }
                }
            }
        }
        if let clearance { limit(&noise, under: magnitude, voicing: voicing, clearance) }
        magnitude.apply(.exp)
        noise.apply(.exp)
        var (imaginary, real) = sineAndCosine(of: phase.values)
        for i in real.indices {
            real[i] *= magnitude.values[i]
            imaginary[i] *= magnitude.values[i]
        }
        return Responses(
            harmonicReal: Matrix(rows: magnitude.rows, columns: magnitude.columns, values: real),
            harmonicImaginary: Matrix(rows: magnitude.rows, columns: magnitude.columns, values: imaginary), noise: noise)
    }

    /// Brings the noise's log magnitudes under those of the pulses by as much as is asked.
    private func limit(_ noise: inout Matrix, under harmonic: Matrix, voicing: [Float], _ clearance: HarmonicClearance) {
        let c = configuration
        for row in 0..<noise.rows {
            let share = HarmonicClearance.share(ofVoicing: voicing[row / c.noiseFrames])
            guard share > 0 else { continue }
            let pulses = row * c.harmonicFrames / c.noiseFrames * c.harmonicBins
            for bin in 0..<c.noiseBins where clearanceShares[bin] > 0 {
                let most = harmonic.values[pulses + harmonicBins[bin]] - clearance.nepers
                let excess = max(0, noise.values[row * c.noiseBins + bin] - most)
                noise.values[row * c.noiseBins + bin] -= share * clearanceShares[bin] * excess
            }
        }
    }

    /// The range in which the training keeps log magnitudes.
    private func clamp(_ values: UnsafeMutablePointer<Float>, _ count: Int) {
        for i in 0..<count { values[i] = min(max(values[i], -14), 4) }
    }
}
