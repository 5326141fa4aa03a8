"""The pitch refiner: a predicted F0 contour and chance -> one of the contours that a speaker may have given the sentence.

A predictor that learns by an absolute error gives the median of all of them, the same one each time and flatter than each.
This net moves it, in one pass, by noise of three scales (Karras et al. 2019): drawn once an utterance, once a word and once a
frame. It learns by the energy distance of two of its draws from the truth (`losses.ContourDistance`).
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn

from .layers import ConvNeXtBlock


@dataclass(frozen=True)
class PitchRefinerConfiguration:
    """Channels of the frames that the length regulator of the acoustic model gives, and of its speakers."""
    frameChannels: int = 256
    speakerChannels: int = 64
    channels: int = 128
    hidden: int = 320
    kernel: int = 7
    """Frames between the taps of each block's convolution; there are as many blocks."""
    dilations: tuple = (1, 2, 4, 8, 16, 8)
    """Numbers drawn once an utterance, once a word, once a frame."""
    phraseNoise: int = 4
    wordNoise: int = 4
    frameNoise: int = 2

    def as_json(self):
        return asdict(self) | dict(dilations=list(self.dilations))


class PitchRefiner(nn.Module):
    """Frames (B, T, frameChannels), speaker (B, speakerChannels), what the pitch predictor gave (B, T, 3) and noise (B, T, K)
    -> (B, T): what is added to log F0, in units of 0.25."""

    def __init__(self, c: PitchRefinerConfiguration = PitchRefinerConfiguration()):
        super().__init__()
        self.configuration = c
        self.input = nn.Linear(c.frameChannels, c.channels)
        self.curves = nn.Linear(3 + c.phraseNoise + c.wordNoise + c.frameNoise, c.channels)
        self.speaker = nn.Linear(c.speakerChannels, c.channels)
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.hidden, c.kernel, 0.3, dilation) for dilation in c.dilations])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, 1)
        nn.init.normal_(self.output.weight, std=0.01)
        nn.init.zeros_(self.output.bias)

    def forward(self, frames, speaker, curves, noise, mask=None):
        x = self.input(frames) + self.curves(torch.cat([curves, noise], -1)) + self.speaker(speaker)[:, None]
        for block in self.blocks:
            x = block(x, mask)
        return self.output(self.norm(x))[..., 0]


def word_of_segment(boundaries):
    """(B, N, 2) word boundary flags -> (B, N): 0 before the first word, then the number of the word; pauses have that of the
    word before them."""
    return boundaries[..., 0].long().cumsum(1)


def draw_noise(configuration, words):
    """The word of each frame (B, T) -> noise (B, T, phraseNoise + wordNoise + frameNoise) of mean 0 and variance 1."""
    c, (batch, frames) = configuration, words.shape
    phrase = torch.randn(batch, 1, c.phraseNoise, device=words.device).expand(-1, frames, -1)
    of_words = torch.randn(batch, int(words.max()) + 1, c.wordNoise, device=words.device)
    word = of_words.gather(1, words[..., None].expand(-1, -1, c.wordNoise))
    return torch.cat([phrase, word, torch.randn(batch, frames, c.frameNoise, device=words.device)], -1)
