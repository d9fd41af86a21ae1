using Graft.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tests.Tensors;

public sealed class TensorTransferTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public TensorTransferTests() => Graft.Native.TorchLibrary.EnsureLoaded();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(NumberFormat.F64), InlineData(NumberFormat.F32), InlineData(NumberFormat.F16), InlineData(NumberFormat.BF16)]
    public void A_tensor_of_floats_survives_a_file_as_torch_narrows_it(NumberFormat format)
    {
        using var scope = NewDisposeScope();
        Tensor tensor = randn(37, 5);
        using SafetensorsFile file = Saved(tensor.ToWrite("x", format));

        Tensor narrowed = tensor.to_type(format.ToScalarType()!.Value);
        Assert.Equal(format, file.Entry("x").Format);
        Assert.Equal(narrowed.to_type(ScalarType.Float32).bytes, file.ToTensor("x").bytes);
        Assert.Equal(narrowed.bytes, file.ToTensor("x", narrowed.dtype).bytes);
        Assert.Equal(narrowed.to_type(ScalarType.Float64).bytes, file.ToTensor("x", ScalarType.Float64).bytes);
        Assert.Equal([37, 5], file.ToTensor("x").shape);
    }

    [Theory]
    [InlineData(NumberFormat.I64), InlineData(NumberFormat.I32), InlineData(NumberFormat.I16), InlineData(NumberFormat.I8), InlineData(NumberFormat.U8), InlineData(NumberFormat.Bool)]
    public void A_tensor_of_integers_survives_a_file(NumberFormat format)
    {
        using var scope = NewDisposeScope();
        Tensor tensor = arange(0, 2, dtype: ScalarType.Int64);
        using SafetensorsFile file = Saved(tensor.ToWrite("x", format));
        Assert.Equal(format, file.Entry("x").Format);
        Assert.Equal(tensor.bytes, file.ToTensor("x", ScalarType.Int64).bytes);
        Assert.Equal(ScalarType.Int32, file.ToTensor("x", ScalarType.Int32).dtype);
        Assert.Equal([0f, 1f], file.ToTensor("x").data<float>().ToArray());
    }

    [Theory]
    [InlineData("\"U16\"", 2), InlineData("\"U32\"", 4), InlineData("\"U64\"", 8)]
    public void Integers_that_torch_lacks_come_as_floats_and_as_longs(string dtype, int size)
    {
        using var scope = NewDisposeScope();
        byte[] data = new byte[size];
        data[1] = 0xff;
        string path = folder.Write("x.safetensors", SafetensorsBytes.Make(SafetensorsBytes.One("[1]", $"[0,{size}]", dtype), data));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(65280f, file.ToTensor("x").item<float>());
        Assert.Equal(65280L, file.ToTensor("x", ScalarType.Int64).item<long>());
        Assert.Equal(65280, file.ToTensor("x", ScalarType.Int32).item<int>());
    }

    [Fact]
    public void Truth_values_of_any_byte_become_0_or_1()
    {
        using var scope = NewDisposeScope();
        string path = folder.Write("x.safetensors", SafetensorsBytes.Make(SafetensorsBytes.One(dtype: "\"BOOL\""), 0, 18));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal([0, 1], file.ToTensor("x", ScalarType.Bool).bytes.ToArray());
        Assert.Equal([0f, 1f], file.ToTensor("x").data<float>().ToArray());
    }

    [Fact]
    public void Views_parameters_scalars_and_empty_tensors_are_written_as_they_look()
    {
        using var scope = NewDisposeScope();
        Tensor turned = arange(0, 6, dtype: ScalarType.Float32).reshape(2, 3).t();
        var parameter = new TorchSharp.Modules.Parameter(ones(2), requires_grad: true);
        using SafetensorsFile file = Saved(
            turned.ToWrite("turned"), parameter.ToWrite("parameter"), tensor(7f).ToWrite("scalar"), zeros(2, 0).ToWrite("empty"));
        Assert.Equal([0f, 3f, 1f, 4f, 2f, 5f], file.ToTensor("turned").data<float>().ToArray());
        Assert.Equal([1f, 1f], file.ToTensor("parameter").data<float>().ToArray());
        Assert.Equal(7f, file.ToTensor("scalar").item<float>());
        Assert.Equal([2, 0], file.ToTensor("empty").shape);
    }

    [Theory]
    [InlineData(ScalarType.Float32), InlineData(ScalarType.Float64), InlineData(ScalarType.BFloat16)]
    public void A_parameter_is_overwritten_in_place_and_still_learns(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = Saved(tensor(new[] { 1f, 2f, 3f, 4f }).reshape(2, 2).ToWrite("x", NumberFormat.F16));
        var parameter = new TorchSharp.Modules.Parameter(zeros(2, 2, dtype: type), requires_grad: true);
        Tensor alias = parameter.detach();

        file.CopyInto("x", parameter);

        Assert.Equal([1f, 2f, 3f, 4f], alias.to_type(ScalarType.Float32).data<float>().ToArray());
        Assert.True(parameter.requires_grad && parameter.is_leaf);
        (parameter * 2).sum().backward();
        Assert.Equal(2f, parameter.grad!.to_type(ScalarType.Float32)[0, 0].item<float>());
    }

    [Fact]
    public void A_transposed_target_is_overwritten_in_its_own_order()
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = Saved(arange(0, 6, dtype: ScalarType.Float32).reshape(2, 3).ToWrite("x"));
        Tensor target = zeros(3, 2).t();
        file.CopyInto("x", target);
        Assert.Equal([0f, 1f, 2f, 3f, 4f, 5f], target.contiguous().data<float>().ToArray());
    }

    [Theory]
    [InlineData("[2,0]"), InlineData("[1152921504606846976,0]"), InlineData("[1073741824,0,1073741824]")]
    public void Empty_shapes_of_any_size_become_empty_tensors(string shape)
    {
        using var scope = NewDisposeScope();
        string path = folder.Write("x.safetensors", SafetensorsBytes.Make(SafetensorsBytes.One(shape, "[0,0]", "\"F32\"")));
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(file.Entry("x").Shape, file.ToTensor("x").shape);
        Assert.Equal(0, file.ToTensor("x", ScalarType.Float64).numel());
    }

    [Fact]
    public void Another_shape_is_refused_with_both_shapes()
    {
        using var scope = NewDisposeScope();
        using SafetensorsFile file = Saved(zeros(2, 3).ToWrite("x"));
        string message = Assert.Throws<SafetensorsException>(() => file.CopyInto("x", zeros(3, 2))).Message;
        Assert.Contains("[2, 3]", message);
        Assert.Contains("[3, 2]", message);
    }

    [Fact]
    public void Floats_are_not_stored_as_integers_nor_as_what_torch_lacks()
    {
        using var scope = NewDisposeScope();
        Tensor tensor = ones(1);
        Assert.Throws<SafetensorsException>(() => tensor.ToWrite("x", NumberFormat.I64));
        Assert.Throws<SafetensorsException>(() => tensor.ToWrite("x", NumberFormat.F8E4M3));
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using var scope = NewDisposeScope();
        Tensor target = zeros(4);
        void Step()
        {
            using SafetensorsFile file = Saved(target.ToWrite("x", NumberFormat.BF16));
            file.CopyInto("x", target);
            file.ToTensor("x", ScalarType.Int32).Dispose();
        }

        Step();
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Step();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    private SafetensorsFile Saved(params TensorToWrite[] tensors)
    {
        SafetensorsWriter.Write(folder.At("x.safetensors"), tensors);
        return SafetensorsFile.Open(folder.At("x.safetensors"));
    }
}
