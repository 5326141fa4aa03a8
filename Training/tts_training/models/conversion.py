"""The conversion model: content features, pitch and loudness of a recording, and a speaker -> F0-smoothed mel.

What is said comes from Whisper's encoder through a narrow bottleneck, how it is said from F0, voicing and loudness, who
says it from a GE2E embedding alone (Wan et al. 2018). The mel goes to the vocoder of a speaking voice.
"""
from dataclasses import asdict, dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from .layers import ConvNeXtBlock


@dataclass(frozen=True)
class ConversionConfiguration:
    contentChannels: int = 512
    """Content features run at 50 a second where mel frames run at 80."""
    contentFramesPerMelFrame: float = 0.625
    bottleneckHidden: int = 256
    bottleneckChannels: int = 64
    """Values of a GE2E embedding, and what they are made into for the decoder."""
    embeddingChannels: int = 256
    speakerChannels: int = 128
    channels: int = 256
    hidden: int = 768
    blocks: int = 6
    kernel: int = 7
    bands: int = 100

    def as_json(self):
        return asdict(self)


class ContentBottleneck(nn.Module):
    """(B, N, content channels) -> (B, N, bottleneck channels), each frame by itself and normalised: too narrow for a voice."""

    def __init__(self, c: ConversionConfiguration):
        super().__init__()
        self.expand = nn.Linear(c.contentChannels, c.bottleneckHidden)
        self.project = nn.Linear(c.bottleneckHidden, c.bottleneckChannels)
        self.norm = nn.LayerNorm(c.bottleneckChannels, elementwise_affine=False)

    def forward(self, content):
        return self.norm(self.project(F.silu(self.expand(content))))


def at_mel_frames(x, first, frames, ratio):
    """(B, N, C) -> (B, frames, C): mel frame `first + i` lies at position `(first + i) * ratio` of x, linearly between two
    neighbours; before the first and after the last it is that one. `first` is one number or one a row (B,)."""
    first = torch.as_tensor(first, device=x.device).reshape(-1, 1)
    position = ((first + torch.arange(frames, device=x.device)) * ratio).clamp(max=x.shape[1] - 1).expand(x.shape[0], -1)
    left = position.floor().long()
    right = (left + 1).clamp(max=x.shape[1] - 1)
    take = lambda i: torch.gather(x, 1, i[..., None].expand(-1, -1, x.shape[-1]))
    return torch.lerp(take(left), take(right), (position - left)[..., None].to(x.dtype))


class ConversionDecoder(nn.Module):
    """(B, T, bottleneck) and (B, T, 3) prosody -> (B, T, bands), normalised; the speaker enters before every block."""

    def __init__(self, c: ConversionConfiguration):
        super().__init__()
        self.content = nn.Linear(c.bottleneckChannels, c.channels)
        self.prosody = nn.Linear(3, c.channels)
        self.speakers = nn.ModuleList([nn.Linear(c.speakerChannels, c.channels) for _ in range(c.blocks)])
        self.blocks = nn.ModuleList([ConvNeXtBlock(c.channels, c.hidden, c.kernel, 0.2) for _ in range(c.blocks)])
        self.norm = nn.LayerNorm(c.channels)
        self.output = nn.Linear(c.channels, c.bands)

    def forward(self, content, prosody, speaker, mask=None):
        x = self.content(content) + self.prosody(prosody)
        for project, block in zip(self.speakers, self.blocks):
            x = block(x + project(speaker)[:, None], mask)
        return self.output(self.norm(x))


class ConversionModel(nn.Module):
    def __init__(self, configuration: ConversionConfiguration = ConversionConfiguration()):
        super().__init__()
        c = self.configuration = configuration
        self.bottleneck = ContentBottleneck(c)
        self.speaker = nn.Linear(c.embeddingChannels, c.speakerChannels)
        self.decoder = ConversionDecoder(c)
        self.register_buffer("melMean", torch.zeros(c.bands))
        self.register_buffer("melScale", torch.ones(c.bands))

    def narrow(self, content):
        """Content features (B, N, 512) -> (B, N, bottleneck channels), still 50 a second."""
        return self.bottleneck(content)

    def decode(self, narrow, log_f0, voicing, loudness, embedding, mask=None):
        """narrow (B, T, bottleneck) at mel frames; log F0 of the output, voicing 0...1 and loudness (`loudness.py`), each
        (B, T); embedding (B, 256) of length 1 -> log-mel (B, T, bands) as the vocoder takes it."""
        # An embedding of length 1 in 256 dimensions, at unit variance.
        speaker = F.silu(self.speaker(embedding * self.configuration.embeddingChannels**0.5))
        prosody = torch.stack([(log_f0 - 5.1) * 2, voicing - 0.5, (loudness + 2) * 0.5], -1)
        return self.decoder(narrow, prosody, speaker, mask).float() * self.melScale + self.melMean

    def forward(self, content, log_f0, voicing, loudness, embedding):
        """A whole recording: content (B, N, 512), the rest as in `decode` -> (B, T, bands)."""
        narrow = at_mel_frames(self.narrow(content), 0, log_f0.shape[1], self.configuration.contentFramesPerMelFrame)
        return self.decode(narrow, log_f0, voicing, loudness, embedding)
