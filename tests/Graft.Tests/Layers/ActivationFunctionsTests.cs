using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Tests.Layers;

public sealed class ActivationFunctionsTests
{
    private static readonly double[] Points = [-20, -3, -1.3, -0.2, 0, 0.4, 1, 2.5, 9.9, 12];

    [Theory]
    [InlineData("gelu_python", "erf")]
    [InlineData("gelu_10", "clipped")]
    [InlineData("gelu_accurate", "tanh")]
    [InlineData("gelu_python_tanh", "tanh")]
    [InlineData("gelu_pytorch_tanh", "tanh")]
    [InlineData("quick_gelu", "sigmoid")]
    public void Names_of_the_public_tools_stand_for_their_formulas(string name, string formula)
    {
        Assert.True(ActivationFunctions.TryParse(name, out Activation activation));
        using var scope = NewDisposeScope();
        Tensor x = tensor(Points);
        Tensor erf = x * 0.5 * (1 + special.erf(x / Math.Sqrt(2)));
        Tensor expected = formula switch
        {
            "erf" => erf,
            "clipped" => erf.clamp(-10, 10),
            "tanh" => x * 0.5 * (1 + tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x.pow(3)))),
            _ => x / (1 + exp(-1.702 * x)),
        };

        Assert.True(activation.Apply(x).allclose(expected, rtol: 1e-9, atol: 1e-12));
        using (no_grad())
        {
            Assert.True(activation.Overwrite(x.clone()).allclose(expected, rtol: 1e-9, atol: 1e-12));
        }
    }

    [Theory]
    [InlineData("GELU")]
    [InlineData("laplace")]
    [InlineData("")]
    public void Other_names_are_none(string name) => Assert.False(ActivationFunctions.TryParse(name, out _));
}
