"""Distances of spectra and mels, and the generalised energy distance that replaces an adversary."""
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


class PatchDistance:
    """Distances of mels as the mean Euclidean distance of their patches, at several sizes of (frames, bands).

    The energy distance by a Euclidean norm is zero only between equal distributions (Székely & Rizzo 2013), so with small
    patches the spread of every point comes out right, and with large ones how neighbours hang together."""

    def __init__(self, patches=((1, 1), (1, 5), (5, 1), (3, 9), (9, 25), (1, 100), (25, 9))):
        self.patches = patches

    def distance(self, a, b, mask):
        """(B, T, bands) twice, mask (B, T, 1) -> a number."""
        squares = ((a - b) ** 2 * mask)[:, None]
        total = 0
        for frames, bands in self.patches:
            padding = (frames // 2, bands // 2 if bands < a.shape[-1] else 0)
            means = torch.nn.functional.avg_pool2d(squares, (frames, bands), (max(1, frames // 3), max(1, bands // 3)), padding) if (frames, bands) != (1, 1) else squares
            total = total + torch.sqrt(means + 1e-6).mean()
        return total / len(self.patches) / mask.mean()

    def energy_distance(self, x, y1, y2, mask):
        """The truth and two independent draws -> ½d(x,y1) + ½d(x,y2) − ½d(y1,y2), least where the distributions agree."""
        return 0.5 * self.distance(x, y1, mask) + 0.5 * self.distance(x, y2, mask) - 0.5 * self.distance(y1, y2, mask)


class ContourDistance:
    """Distances of contours as the mean Euclidean distance of their stretches, of several lengths in frames and of the whole,
    each as they are and as their slopes over some of `steps` frames.

    As with `PatchDistance`, the energy distance is zero only between equal distributions: short stretches set the spread of
    each frame, long ones that of accents, phrases and the utterance, slopes how rough the curve is."""

    def __init__(self, lengths=(1, 5, 15, 45, 135), steps=(1, 4, 12)):
        self.lengths, self.steps = lengths, steps

    def of_stretches(self, a, b, mask):
        squares, total = (a - b) ** 2 * mask, 0
        for length in (*self.lengths, a.shape[1]):
            if length > a.shape[1]:
                continue
            pooled = lambda z: torch.nn.functional.avg_pool1d(z[:, None], length, max(1, length // 3))[:, 0]
            known = pooled(mask)
            total = total + (torch.sqrt(pooled(squares) / known.clamp(min=1e-6) + 1e-6) * known).sum() / known.sum().clamp(min=1e-6)
        return total / (len(self.lengths) + 1)

    def distance(self, a, b, mask):
        """(B, T) three times; the mask is 1 where the contour counts -> a number."""
        total = self.of_stretches(a, b, mask)
        for step in self.steps:
            slope = lambda z: z[:, step:] - z[:, :-step]
            total = total + self.of_stretches(slope(a), slope(b), mask[:, step:] * mask[:, :-step]) / len(self.steps)
        return total

    def energy_distance(self, x, y1, y2, mask):
        """The truth and two independent draws -> ½d(x,y1) + ½d(x,y2) − ½d(y1,y2), least where the distributions agree."""
        return 0.5 * self.distance(x, y1, mask) + 0.5 * self.distance(x, y2, mask) - 0.5 * self.distance(y1, y2, mask)
