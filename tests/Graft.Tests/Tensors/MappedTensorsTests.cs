using Graft.Tensors;
using static TorchSharp.torch;

namespace Graft.Tests.Tensors;

public sealed class MappedTensorsTests : IDisposable
{
    private const int Rows = 300, Columns = 64;

    private readonly TemporaryFolder folder = new();

    public MappedTensorsTests() => Graft.Native.TorchLibrary.EnsureLoaded();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Large_float32_numbers_are_used_in_place_and_live_on_when_the_file_is_closed_and_replaced()
    {
        Assert.SkipUnless(MappedTensors.IsSupported, "files are not mapped on this system");
        using var scope = NewDisposeScope();
        Tensor numbers = randn(Rows, Columns), others = randn(Rows, Columns);
        string path = Write("Gewichte 重み.safetensors", numbers.ToWrite("a"), others.ToWrite("b"));
        Tensor a = empty(Rows, Columns, requires_grad: true), b = empty(Rows, Columns);

        using (SafetensorsFile file = SafetensorsFile.Open(path))
        using (var mapped = new MappedTensors())
        {
            Assert.True(mapped.TryMap(file, "b", b));
            Assert.True(mapped.TryMap(file, "a", a));
        }

        Write("Gewichte 重み.safetensors", zeros(5).ToWrite("other"));
        GC.Collect();
        Assert.Equal(numbers.bytes, a.detach().bytes);
        Assert.Equal(others.bytes, b.bytes);
        Assert.True(a.requires_grad && a.is_leaf);
        Assert.False(b.requires_grad);
        Assert.Equal([Rows, Columns], a.shape);
        Assert.True(a.is_contiguous());
    }

    [Fact]
    public void A_change_of_a_mapped_tensor_does_not_reach_the_file()
    {
        Assert.SkipUnless(MappedTensors.IsSupported, "files are not mapped on this system");
        using var scope = NewDisposeScope();
        string path = Write("x.safetensors", ones(Rows, Columns).ToWrite("a"));
        byte[] before = File.ReadAllBytes(path);
        Tensor target = empty(Rows, Columns);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        using var mapped = new MappedTensors();
        Assert.True(mapped.TryMap(file, "a", target));

        target.mul_(3);

        Assert.Equal(3 * Rows * Columns, target.sum().item<float>());
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_is_small_or_in_another_format_or_begins_between_two_lines_of_the_cache_is_left_to_be_copied()
    {
        using var scope = NewDisposeScope();
        Tensor numbers = randn(Rows, Columns), target = zeros(Rows, Columns), halves = zeros(Rows, Columns, dtype: ScalarType.Float16);
        string path = Write(
            "x.safetensors", numbers.ToWrite("in line"), ones(3).ToWrite("small"), numbers.ToWrite("off line"), numbers.ToWrite("half", NumberFormat.F16));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        using var mapped = new MappedTensors();

        Assert.False(mapped.TryMap(file, "small", zeros(3)));
        Assert.False(mapped.TryMap(file, "off line", target));
        Assert.False(mapped.TryMap(file, "half", target));
        Assert.False(mapped.TryMap(file, "in line", halves));
        Assert.Equal(0, target.count_nonzero().item<long>());
        Assert.Equal(MappedTensors.IsSupported, mapped.TryMap(file, "in line", target));
    }

    [Fact]
    public void A_file_that_took_the_place_of_the_one_that_was_opened_is_not_mapped()
    {
        using var scope = NewDisposeScope();
        string path = Write("x.safetensors", ones(Rows, Columns).ToWrite("a"));
        File.SetLastWriteTimeUtc(path, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Write("x.safetensors", zeros(Rows, Columns).ToWrite("a"));
        using var mapped = new MappedTensors();
        Tensor target = zeros(Rows, Columns);

        Assert.False(mapped.TryMap(file, "a", target));
        file.CopyInto("a", target);
        Assert.Equal(Rows * Columns, target.sum().item<float>());
    }

    [Fact]
    public void A_file_that_is_gone_is_not_mapped()
    {
        using var scope = NewDisposeScope();
        string path = Write("x.safetensors", ones(Rows, Columns).ToWrite("a"));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        File.Delete(path);
        using var mapped = new MappedTensors();

        Assert.False(mapped.TryMap(file, "a", zeros(Rows, Columns)));
        Assert.False(mapped.TryMap(file, "a", zeros(Rows, Columns)));
    }

    private string Write(string name, params TensorToWrite[] tensors)
    {
        string path = folder.At(name);
        SafetensorsWriter.Write(path, tensors);
        return path;
    }
}
