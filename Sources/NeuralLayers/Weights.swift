public import SpeechData

/// The tensors of a weight file whose names begin with a prefix, as PyTorch's modules nest them: `backbone.blocks.0.`
///
/// A layer is made from its `Weights` and takes what it needs: `Linear(weights["expand"], inputs: 320, outputs: 960)`.
public struct Weights {
    public let file: WeightFile
    let prefix: String

    /// The weights of the part called `name`.
    public subscript(name: String) -> Weights { Weights(file: file, prefix: "\(prefix)\(name).") }

    /// The weights of the part at `index` of a list.
    public subscript(index: Int) -> Weights { self["\(index)"] }

    /// This part's tensor called `name`, as floats, row-major. Throws `.brokenVoice` if it is missing or misshapen.
    public func take(_ name: String, shape: [Int]) throws(SpeechError) -> [Float] {
        try file.take(prefix + name, shape: shape)
    }

    /// The shape of this part's tensor called `name`, or nil if there is none.
    public func shape(of name: String) -> [Int]? { file.shape(of: prefix + name) }
}
