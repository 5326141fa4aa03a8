"""Spectral distances and the generalised energy distance that replaces an adversary."""
import torch

from .mel import mel_filterbank

RESOLUTIONS = ((2048, 512), (1024, 256), (512, 128), (240, 60), (128, 32))


class SpectralDistance(torch.nn.Module):
    """L1 of log and of square-root STFT magnitudes at five resolutions, and of an 80-band mel."""

    def __init__(self, sample_rate=24000):
        super().__init__()
        for n, _ in RESOLUTIONS:
            window = torch.hann_window(n)
            self.register_buffer(f"window{n}", window / window.pow(2).sum().sqrt(), persistent=False)
        self.register_buffer("bands", torch.tensor(mel_filterbank(sample_rate, 1024, 80, sample_rate / 2)[0]), persistent=False)

    def features(self, x):
        """(B, samples) -> what `distance` compares; computed once for a waveform that is compared twice."""
        result = []
        for n, hop in RESOLUTIONS:
            s = torch.view_as_real(torch.stft(x, n, hop, window=getattr(self, f"window{n}"), center=True, pad_mode="constant", return_complex=True))
            magnitude = torch.sqrt(s.pow(2).sum(-1) + 1e-10)
            result.append((torch.log(magnitude + 2e-4), torch.sqrt(magnitude)))
            if n == 1024:
                mel = torch.log(magnitude.pow(2).transpose(1, 2) @ self.bands.T + 1e-8) * 0.5
        return result, mel

    def distance(self, a, b):
        (sa, ma), (sb, mb) = a, b
        total = sum((la - lb).abs().mean() + 2 * (ra - rb).abs().mean() for (la, ra), (lb, rb) in zip(sa, sb))
        return total / len(sa) + (ma - mb).abs().mean()

    def energy_distance(self, x, y1, y2):
        """Features of the truth and of two independent renders -> ½d(x,y1) + ½d(x,y2) − ½d(y1,y2).

        It is least where renders are *distributed* as the truth is, so noise stays noise (Gritsenko et al. 2020)."""
        return 0.5 * self.distance(x, y1) + 0.5 * self.distance(x, y2) - 0.5 * self.distance(y1, y2)
