# SPDX-License-Identifier: Apache-2.0
"""Tensors and gradients of the frameworks that are installed; the others are skipped by name."""
import subprocess
import sys

import numpy as np
import pytest

import lossproof as lp


def test_nothing_is_imported_that_nobody_asked_for():
    code = ("import sys, lossproof as lp; lp.certify('softplus', x=1.0); "
            "print([m for m in ('torch', 'jax', 'tensorflow', 'mlx', 'cupy', 'hypothesis', 'pytest', 'ml_dtypes') if m in sys.modules])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


class TestTorch:
    @pytest.fixture(autouse=True)
    def _torch(self):
        self.torch = pytest.importorskip("torch")

    @pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "bfloat16"])
    def test_tensors_in_every_format(self, dtype):
        z = self.torch.tensor([[1.5, -2.0, 0.25]], dtype=getattr(self.torch, dtype))
        c = lp.certify("softmax_cross_entropy", logits=z, label=self.torch.tensor([1]))
        wide = lp.certify("softmax_cross_entropy", logits=z.double(), label=self.torch.tensor([1]))
        assert c.format == lp._arrays.format_name(dtype)
        assert abs(float(c.value[0]) - float(wide.value[0])) <= 2.0 ** -8 * float(wide.value[0])

    def test_autograd_is_judged(self):
        torch = self.torch

        def loss(input, target, reduction="none"):
            return torch.nn.functional.binary_cross_entropy_with_logits(input, target, reduction=reduction)

        names = {"logits": "input", "target": "target"}
        z = torch.tensor([[3.0, 2.0]])
        lp.assert_certified(loss, "binary_cross_entropy_with_logits", args=names, logits=z, target=torch.tensor([[1.0, 0.0]]))
        v = lp.judge(loss, "binary_cross_entropy_with_logits", formats=torch.float32, effort="smoke", args=names, laws=False)
        assert v.judged > 50 and {c.output for c in v.cells} == {"value", "d_logits"}

    def test_a_wrong_gradient_is_found(self):
        torch = self.torch

        class Wrong(torch.autograd.Function):
            @staticmethod
            def forward(context, x):
                context.save_for_backward(x)
                return torch.nn.functional.softplus(x)

            @staticmethod
            def backward(context, upstream):
                return upstream * torch.sigmoid(context.saved_tensors[0]) * 1.01

        with pytest.raises(AssertionError, match=r"softplus d_x\[0\] is inaccurate"):
            lp.assert_certified(Wrong.apply, "softplus", framework="torch", x=torch.tensor([[0.5]]))

    def test_modules_and_jacobians(self):
        torch = self.torch
        lp.assert_certified(torch.nn.Softmax(dim=-1), "softmax", logits=torch.tensor([[1.0, 2.0, 3.0]], dtype=torch.float64))

    def test_cuda(self):
        if not self.torch.cuda.is_available():
            pytest.skip("no CUDA device")
        v = lp.judge(self.torch.nn.functional.softplus, "softplus", framework="torch", device="cuda", effort="smoke", laws=False)
        assert v.judged > 50
        assert lp.certify("softplus", x=self.torch.ones(2, 2, device="cuda")).value.shape == (2, 2)


class TestJax:
    def test_vjp_is_judged(self):
        jax = pytest.importorskip("jax")
        import jax.numpy as jnp

        def right(x):
            return jnp.logaddexp(x, 0)

        for dtype in ("float32", "bfloat16"):
            lp.assert_certified(right, "softplus", x=jnp.asarray([[0.5, 3.0]], dtype=dtype))
        lp.assert_certified(jax.nn.softplus, "softplus", framework="jax", x=np.array([[0.5, -3.0]]))  # binary64
        with pytest.raises(AssertionError, match="softplus value"):
            lp.assert_certified(lambda x: jnp.log(1 + jnp.exp(x)), "softplus", framework="jax", x=jnp.asarray([[-18.0]]))
