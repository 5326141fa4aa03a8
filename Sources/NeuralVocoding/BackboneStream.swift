internal import NeuralLayers

/// The backbone on frames that come piece by piece. Each layer keeps the frames that its convolution still needs, so nothing
/// is computed twice, and however the frames are cut, the outputs are the same to the last bit.
struct BackboneStream {
    private let backbone: Backbone
    private var input: FrameWindow
    private var blocks: [FrameWindow]

    init(_ backbone: Backbone) {
        self.backbone = backbone
        // At least two, since a frame's excitation and filters run into the next one's.
        input = FrameWindow(reach: max(2, backbone.input.kernel / 2), channels: backbone.input.inputs)
        blocks = backbone.blocks.map { FrameWindow(reach: $0.reach, channels: backbone.input.outputs) }
    }

    /// Takes `[frames, bands + 2]`, the last frames if `isLast`, and gives the `[…, outputs]` that follow those given so far.
    /// They lag behind by half of all kernels together until the last.
    mutating func push(_ features: Matrix, isLast: Bool) -> Matrix {
        let (frames, ready) = input.push(features, isLast: isLast)
        var x = backbone.inputNorm(backbone.input(frames).rows(ready))
        for (index, block) in backbone.blocks.enumerated() {
            let (frames, ready) = blocks[index].push(x, isLast: isLast)
            x = block(frames, frames: ready)
        }
        return backbone.output(backbone.outputNorm(x))
    }
}
