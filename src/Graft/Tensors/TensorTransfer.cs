using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>
/// Moves numbers between files and torch tensors, straight from the mapped file into the tensor's own memory and from there
/// into the stream: no array in between.
/// </summary>
public static class TensorTransfer
{
    private const int WriteChunk = 1 << 22;

    /// <summary>Creates a tensor from a file.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="name">The tensor's name in it.</param>
    /// <param name="type">The new tensor's number type, whatever the file stores.</param>
    /// <param name="device">Where the tensor goes; null is the CPU.</param>
    /// <returns>A tensor of the entry's shape that needs no gradient; it belongs to the caller's dispose scope.</returns>
    /// <exception cref="SafetensorsException">There is no such tensor, or integers are wanted and one exceeds 63 bits.</exception>
    public static Tensor ToTensor(this SafetensorsFile file, string name, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        TensorEntry entry = file.Entry(name);
        ScalarType filled = FillableType(entry.Format, type);
        Tensor tensor = empty([.. entry.Shape], dtype: filled, device: CPU);
        try
        {
            Fill(file, entry, tensor);
        }
        catch
        {
            tensor.Dispose();
            throw;
        }

        if (filled == type && device is null)
        {
            return tensor;
        }

        // A conversion that has nothing to do returns the tensor itself, which then must live on.
        Tensor converted = tensor.to(type, device ?? CPU);
        if (converted.Handle != tensor.Handle)
        {
            tensor.Dispose();
        }

        return converted;
    }

    /// <summary>Creates a tensor from the weights of a folder.</summary>
    /// <param name="folder">The open weights.</param>
    /// <param name="name">The tensor's name in them.</param>
    /// <param name="type">The new tensor's number type, whatever the file stores.</param>
    /// <param name="device">Where the tensor goes; null is the CPU.</param>
    /// <returns>A tensor of the entry's shape that needs no gradient; it belongs to the caller's dispose scope.</returns>
    /// <exception cref="WeightFolderException">There is no such tensor.</exception>
    public static Tensor ToTensor(this WeightFolder folder, string name, ScalarType type = ScalarType.Float32, Device? device = null) =>
        folder.FileOf(name).ToTensor(name, type, device);

    /// <summary>Overwrites a tensor, such as a module's parameter, with numbers from a file; its number type and device stay.</summary>
    /// <param name="file">The open file.</param>
    /// <param name="name">The tensor's name in it.</param>
    /// <param name="target">The tensor to overwrite, of exactly the entry's shape.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, or the shapes differ.</exception>
    public static void CopyInto(this SafetensorsFile file, string name, Tensor target)
    {
        TensorEntry entry = file.Entry(name);
        if (!entry.Shape.SequenceEqual(target.shape))
        {
            throw new SafetensorsException(
                $"The file has shape {TensorShape.Describe(entry.Shape)}, the model {TensorShape.Describe(target.shape)}.", file.Path, $"tensor {Quoted.Name(name)}");
        }

        using var gradientsOff = no_grad();
        if (target.device_type == TorchSharp.DeviceType.CPU && target.is_contiguous() && target.dtype == FillableType(entry.Format, target.dtype))
        {
            Fill(file, entry, target);
            return;
        }

        using Tensor source = file.ToTensor(name, target.dtype);
        target.copy_(source);
    }

    /// <summary>Overwrites a tensor, such as a module's parameter, with numbers from a folder's weights.</summary>
    /// <param name="folder">The open weights.</param>
    /// <param name="name">The tensor's name in them.</param>
    /// <param name="target">The tensor to overwrite, of exactly the entry's shape; its number type and device stay.</param>
    /// <exception cref="WeightFolderException">There is no such tensor.</exception>
    /// <exception cref="SafetensorsException">The shapes differ.</exception>
    public static void CopyInto(this WeightFolder folder, string name, Tensor target) => folder.FileOf(name).CopyInto(name, target);

    /// <summary>Describes a tensor for <see cref="SafetensorsWriter"/>. Its numbers are read when the file is written: keep it alive until then.</summary>
    /// <param name="tensor">The tensor, on any device.</param>
    /// <param name="name">The name in the file.</param>
    /// <param name="format">How to store the numbers; narrowing floats rounds to nearest, ties to even.</param>
    /// <exception cref="SafetensorsException">The format has no torch type, or would turn floats into integers.</exception>
    public static TensorToWrite ToWrite(this Tensor tensor, string name, NumberFormat format = NumberFormat.F32)
    {
        ScalarType type = format.ToScalarType() ?? throw new SafetensorsException(
            $"Torch cannot make {format.FileName()} numbers.", null, $"tensor {Quoted.Name(name)}");
        if (tensor.is_floating_point() && !format.IsFloat())
        {
            throw new SafetensorsException(
                $"Storing {tensor.dtype} numbers as {format.FileName()} would lose what follows the point.", null, $"tensor {Quoted.Name(name)}");
        }

        return new TensorToWrite(name, format, tensor.shape, stream => Write(tensor, type, stream));
    }

    private static void Write(Tensor tensor, ScalarType type, Stream stream)
    {
        using var gradientsOff = no_grad();
        using var outer = NewDisposeScope();
        Tensor flat = tensor.detach().reshape(-1);
        foreach (ElementRange range in ElementRange.Split(flat.NumberOfElements, WriteChunk))
        {
            using var scope = NewDisposeScope();
            Tensor part = flat.narrow(0, range.Start, range.Count).to(type, CPU).contiguous();
            stream.Write(part.bytes);
        }
    }

    /// <summary>The type closest to the wanted one that <see cref="Fill"/> makes from the file's bytes.</summary>
    private static ScalarType FillableType(NumberFormat format, ScalarType wanted) => wanted switch
    {
        ScalarType.Float32 => wanted,
        ScalarType.Int64 when !format.IsFloat() => wanted,
        _ => format.ToScalarType() ?? (format.IsFloat() ? ScalarType.Float32 : ScalarType.Int64),
    };

    /// <summary>Fills a contiguous CPU tensor of type float32, int64 (from integers only) or the file's own type.</summary>
    private static void Fill(SafetensorsFile file, TensorEntry entry, Tensor target)
    {
        using Tensor whole = target.detach();
        using Tensor flat = whole.view(-1);
        foreach (ElementRange range in ElementRange.Split(entry.Count))
        {
            using Tensor part = flat.narrow(0, range.Start, range.Count);
            ReadOnlySpan<byte> from = file.Slice(entry, range);
            Span<byte> to = part.bytes;
            if (entry.Format == NumberFormat.Bool && part.dtype == ScalarType.Bool)
            {
                // Torch relies on 0 and 1; a file may hold any byte.
                NumberReader.ToTruthValues(from, to);
            }
            else if (entry.Format.ToScalarType() == part.dtype)
            {
                from.CopyTo(to);
            }
            else if (part.dtype == ScalarType.Float32)
            {
                NumberReader.ToFloats(from, entry.Format, MemoryMarshal.Cast<byte, float>(to));
            }
            else if (!NumberReader.ToInt64s(from, entry.Format, MemoryMarshal.Cast<byte, long>(to)))
            {
                throw new SafetensorsException("A number exceeds 2^63 - 1.", file.Path, $"tensor {Quoted.Name(entry.Name)}");
            }
        }
    }
}
