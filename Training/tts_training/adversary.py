"""What sharpens a mel: a critic that learns beside a model, and the gradient that it adds to the model's own loss."""
import torch

from .models.discriminator import MelDiscriminator


class Adversary:
    """Least squares GAN (Mao et al. 2017). The weight of its gradient is set at every step so that at the mel it is
    `strength` times as long as that of the model's own loss (the idea of Esser et al. 2021), which so needs no tuning.

    The critic learns alone for the first 80 steps and the strength grows over the next 100: at first it knows nothing."""

    def __init__(self, strength, rate=1e-3, device="cpu"):
        self.strength, self.steps = strength, 0
        self.critic = MelDiscriminator().to(device)
        self.optimizer = torch.optim.AdamW(self.critic.parameters(), rate, betas=(0.5, 0.9), weight_decay=0.01)

    def state_dict(self):
        return dict(critic=self.critic.state_dict(), optimizer=self.optimizer.state_dict(), steps=self.steps)

    def load_state_dict(self, state):
        self.critic.load_state_dict(state["critic"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps = state["steps"]

    def learn(self, truth, made, coarse):
        """One step of the critic on mels (B, T, bands), normalised -> its loss."""
        loss = ((self.critic(truth, coarse) - 1) ** 2).mean() + (self.critic(made.detach(), coarse) ** 2).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.critic.parameters(), 5.0)
        self.optimizer.step()
        self.steps += 1
        return float(loss.detach())

    def loss(self, made, coarse, own_loss):
        """-> a loss whose gradient at `made` is that of `own_loss(mel)` and the critic's, and the parts of both as numbers."""
        mel = made.detach().requires_grad_(True)
        own = own_loss(mel)
        self.critic.requires_grad_(False)
        adversarial = ((self.critic(mel, coarse) - 1) ** 2).mean()
        own_gradient, = torch.autograd.grad(own, mel)
        toward_real, = torch.autograd.grad(adversarial, mel)
        self.critic.requires_grad_(True)
        strength = self.strength * min(1.0, max(0, self.steps - 80) / 100)
        gradient = own_gradient + toward_real * (strength * own_gradient.norm() / toward_real.norm().clamp(min=1e-12))
        return (made * gradient).sum(), dict(own=float(own.detach()), adversarial=float(adversarial.detach()))
