"""Frame classifier of the aligner: which phoneme sounds in a frame."""
import torch.nn as nn

from .layers import ConvNeXtBlock


class FrameClassifier(nn.Module):
    """(B, T, bands + 1) mel (its utterance's mean taken out) and voicing -> (B, T, classes) logits."""

    def __init__(self, bands, classes, channels=192, blocks=3, kernel=5):
        super().__init__()
        self.input = nn.Linear(bands + 1, channels)
        self.blocks = nn.ModuleList([ConvNeXtBlock(channels, 2 * channels, kernel, 0.3) for _ in range(blocks)])
        self.norm = nn.LayerNorm(channels)
        self.output = nn.Linear(channels, classes)

    def forward(self, x):
        x = self.input(x)
        for block in self.blocks:
            x = block(x)
        return self.output(self.norm(x))
