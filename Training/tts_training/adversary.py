"""What sharpens a mel or a sound: a critic that learns beside a model, and the gradient that it adds to the model's own loss."""
import torch


class Adversary:
    """Least squares GAN (Mao et al. 2017). The weight of its gradient is set at every step so that at what
    was made it is `strength` times as long as that of the model's own loss (the idea of Esser et al. 2021), which so needs no tuning.

    The critic learns alone for the first `patience` steps and the strength grows over as many again: at first it knows
    nothing."""

    def __init__(self, critic, strength, rate=1e-3, patience=80):
        """`critic` takes what was made, and what it is told beside, and gives a list of scores."""
        self.critic, self.strength, self.patience, self.steps = critic, strength, patience, 0
        self.optimizer = torch.optim.AdamW(self.critic.parameters(), rate, betas=(0.5, 0.9), weight_decay=0.01)

    def state_dict(self):
        return dict(critic=self.critic.state_dict(), optimizer=self.optimizer.state_dict(), steps=self.steps)

    def load_state_dict(self, state):
        self.critic.load_state_dict(state["critic"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.steps = state["steps"]

    def learn(self, truth, made, *told):
        """One step of the critic -> its loss, a resolution: 0.5 is chance."""
        pairs = list(zip(self.critic(truth, *told), self.critic(made.detach(), *told)))
        loss = sum(((t - 1) ** 2).mean() + (m**2).mean() for t, m in pairs) / len(pairs)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.critic.parameters(), 5.0)
        self.optimizer.step()
        self.steps += 1
        return float(loss.detach())

    def loss(self, made, own_loss, *told):
        """-> a loss whose gradient at `made` is that of `own_loss(made)` and the critic's, and the parts of both as numbers."""
        leaf = made.detach().requires_grad_(True)
        own = own_loss(leaf)
        self.critic.requires_grad_(False)
        scores = self.critic(leaf, *told)
        adversarial = sum(((s - 1) ** 2).mean() for s in scores) / len(scores)
        own_gradient, = torch.autograd.grad(own, leaf)
        toward_real, = torch.autograd.grad(adversarial, leaf)
        self.critic.requires_grad_(True)
        strength = self.strength * min(1.0, max(0, self.steps / self.patience - 1))
        gradient = own_gradient + toward_real * (strength * own_gradient.norm() / toward_real.norm().clamp(min=1e-12))
        return (made * gradient).sum(), dict(own=float(own.detach()), adversarial=float(adversarial.detach()))
