"""Makes the voice pack `silent` anew: random weights of the smallest sizes, in the layout of a real pack, and in the same
folder a conversion pack that goes with it.

  PYTHONPATH=Training python Voices/silent/generate.py

It murmurs some 40 dB below speech and says nothing; the tests need no more. The same weights come out each time.
"""
import json
import pathlib

import torch
from safetensors.torch import save_file

from tts_training.features import CONFIGURATION
from tts_training.models.acoustic import AcousticConfiguration, AcousticModel
from tts_training.models.content_encoder import ContentEncoder
from tts_training.models.conversion import ConversionConfiguration, ConversionModel
from tts_training.models.pitch_refiner import PitchRefiner, PitchRefinerConfiguration
from tts_training.models.refiner import Denoiser, RefinerConfiguration
from tts_training.models.speaker_encoder import SpeakerEncoder
from tts_training.models.vocoder import Vocoder, VocoderConfiguration
from tts_training.symbols import PHONEMES

FOLDER = pathlib.Path(__file__).parent
SPEAKERS = ["hush", "lull"]


def main():
    torch.manual_seed(1)
    sizes = dict(
        acoustic=AcousticConfiguration(
            speakers=len(SPEAKERS), speakerChannels=4, channels=8, heads=2, encoderBlocks=1, encoderHidden=8, durationBlocks=1,
            pitchBlocks=1, varianceHidden=8, decoderBlocks=1, decoderHidden=8, kernel=3),
        refiner=RefinerConfiguration(channels=8, hidden=8, blocks=1, kernel=3, timeChannels=4),
        vocoder=VocoderConfiguration(channels=8, hidden=8, blocks=1, kernel=3, inputKernel=3))
    models = dict(acoustic=AcousticModel(sizes["acoustic"]), refiner=Denoiser(sizes["refiner"]), vocoder=Vocoder(configuration=sizes["vocoder"]))
    torch.nn.init.normal_(models["refiner"].output.weight, std=0.3)  # an untrained refiner's velocity is 0, whatever the solver
    pitch = PitchRefinerConfiguration(frameChannels=8, speakerChannels=4, channels=8, hidden=8, kernel=3, dilations=(1, 2), phraseNoise=2, wordNoise=2, frameNoise=2)
    sizes["pitchRefiner"], models["pitchRefiner"] = pitch, PitchRefiner(pitch)
    torch.nn.init.normal_(models["pitchRefiner"].output.weight, std=0.3)
    files = {name: f"{name}.safetensors" for name in models} | dict(pitchRefiner="pitch-refiner.safetensors")
    for name, model in models.items():
        tensors = dict(model.state_dict())
        if name == "acoustic":
            tensors["melMean"] = torch.full((CONFIGURATION.bands,), -8.0)
            tensors["speakerPitch"] = torch.tensor([5.3, 4.7])
        if name == "refiner":
            tensors |= dict(melMean=torch.full((CONFIGURATION.bands,), -8.0), melScale=torch.ones(CONFIGURATION.bands))
        exact = ("melMean", "melScale", "speakerPitch")
        save_file({k: (v if k in exact else v.half()).contiguous() for k, v in tensors.items()}, FOLDER / files[name])
    description = dict(
        formatVersion=1, name="silent", language="en-US", summary="Random weights that murmur, for tests", licence="Apache-2.0",
        speakers=SPEAKERS, defaultSpeaker=SPEAKERS[0], phonemes=PHONEMES, longestUtterance=60, refineSteps=0, variation=0.0,
        mel=CONFIGURATION.as_json(), **{name: dict(weights=files[name], configuration=c.as_json()) for name, c in sizes.items()})
    (FOLDER / "voice.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")
    make_conversion()


def make_conversion():
    torch.manual_seed(2)
    content = dict(channels=8, heads=2, blocks=1, positions=250)
    speaker = dict(hidden=8, layers=1, channels=8)
    converter = ConversionConfiguration(contentChannels=8, bottleneckHidden=8, bottleneckChannels=4, embeddingChannels=8, speakerChannels=4, channels=8, hidden=8, blocks=1, kernel=3)
    model = ConversionModel(converter)
    model.melMean.fill_(-8)
    tensors = {k: v if k in ("melMean", "melScale") else v.half() for k, v in model.state_dict().items()}
    tensors["speakerEmbeddings"] = torch.nn.functional.normalize(torch.rand(len(SPEAKERS), 8))
    tensors["speakerPitch"] = torch.tensor([200.0, 110.0])
    files = {"content-encoder": ContentEncoder(**content).state_dict(), "speaker-encoder": SpeakerEncoder(**speaker).state_dict()}
    for name, state in files.items():
        save_file({k: v.half().contiguous() for k, v in state.items()}, FOLDER / f"{name}.safetensors")
    save_file({k: v.contiguous() for k, v in tensors.items()}, FOLDER / "converter.safetensors")
    description = dict(
        formatVersion=1, name="silent", summary="Random weights that murmur, for tests", licence="Apache-2.0", voicePack="silent", speakers=SPEAKERS,
        mel=CONFIGURATION.as_json(), outputLevel=-3.0, contentEncoder=dict(weights="content-encoder.safetensors", configuration=content),
        speakerEncoder=dict(weights="speaker-encoder.safetensors", configuration=speaker),
        converter=dict(weights="converter.safetensors", configuration=converter.as_json()))
    (FOLDER / "conversion.json").write_text(json.dumps(description, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
