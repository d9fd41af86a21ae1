using Graft.Native;
using Graft.Tensors;

namespace Graft.Tests.Tensors;

public sealed class RememberedRatesTests : IDisposable
{
    private static readonly ProductRates Some = new(123.5, 45.25), WithoutBFloat16 = new(7, null);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rates_are_measured_once_and_read_from_then_on()
    {
        string path = _folder.At("rates/one.json");

        Assert.Equal(Some, RememberedRates.In(path, () => Some));
        Assert.Equal(Some, RememberedRates.In(path, () => throw new InvalidOperationException("measured again")));
        Assert.True(RememberedRates.Write(path, WithoutBFloat16));
        Assert.Equal(WithoutBFloat16, RememberedRates.In(path, () => Some));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no JSON")]
    [InlineData("[1, 2]")]
    [InlineData("{}")]
    [InlineData("""{"float32_gflops": "fast"}""")]
    [InlineData("""{"float32_gflops": {}}""")]
    [InlineData("""{"float32_gflops": 1, "float32_gflops": 2}""")]
    [InlineData("""{"float32_gflops": -1, "bfloat16_gflops": 2}""")]
    [InlineData("""{"float32_gflops": 1, "bfloat16_gflops": -2}""")]
    public void A_file_that_says_nothing_is_measured_anew_and_mended(string content)
    {
        string path = _folder.At("bad.json");
        File.WriteAllText(path, content);

        Assert.Equal(Some, RememberedRates.In(path, () => Some));
        Assert.Equal(Some, RememberedRates.In(path, () => WithoutBFloat16));
    }

    [Fact]
    public void Of_several_processes_that_measure_at_once_the_first_file_holds_for_all()
    {
        string path = _folder.At("rates.json");

        Assert.Equal(WithoutBFloat16, RememberedRates.In(path, () =>
        {
            RememberedRates.Write(path, WithoutBFloat16);
            return Some;
        }));
        Assert.Equal(WithoutBFloat16, RememberedRates.In(path, () => Some));
    }

    [Fact]
    public void A_file_of_any_length_is_not_read()
    {
        string path = _folder.At("long.json");
        File.WriteAllText(path, new string(' ', 10_000) + """{"float32_gflops": 1}""");

        Assert.Equal(Some, RememberedRates.In(path, () => Some));
    }

    [Fact]
    public void Where_nothing_can_be_written_each_call_measures()
    {
        File.WriteAllText(_folder.At("file"), "");
        string path = _folder.At("file/rates.json");

        Assert.Equal(Some, RememberedRates.In(path, () => Some));
        Assert.Equal(WithoutBFloat16, RememberedRates.In(path, () => WithoutBFloat16));
        Assert.False(RememberedRates.Write(path, Some));
    }

    [Fact]
    public void What_was_measured_here_lies_in_the_users_cache_and_makes_the_choice()
    {
        ProductRates rates = RememberedRates.OfThisMachine;

        Assert.StartsWith(UserCache.Folder("product-rates"), RememberedRates.DefaultPath, StringComparison.Ordinal);
        Assert.Equal(rates, RememberedRates.In(RememberedRates.DefaultPath, () => throw new InvalidOperationException("measured again")));
        Assert.Equal(rates.Best, ComputeDevice.Cpu.FasterFormat());
    }
}
