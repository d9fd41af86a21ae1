using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>
/// Lets tensors stand for numbers in a weights file, mapped into memory: nothing is copied, and only what is used is read. A change
/// of such a tensor stays in memory and does not reach the file. The mapping goes with the last tensor that stands for a part of it.
/// </summary>
internal sealed class MappedTensors : IDisposable
{
    /// <summary>
    /// Where a tensor must begin to be used in place: at a multiple of this many bytes, as libtorch's own memory does. The last bits of
    /// a product may depend on it.
    /// </summary>
    public const int AlignmentBytes = 64;

    // Smaller ones are copied as fast.
    private const long LeastBytes = 1 << 16;

    private readonly Dictionary<SafetensorsFile, Tensor?> _wholeFiles = [];

    /// <summary>
    /// True where files can be mapped for as long as a model lives. Windows would not let them be replaced meanwhile, by a training
    /// that saves into the same folder for one.
    /// </summary>
    public static bool IsSupported => !OperatingSystem.IsWindows() && BitConverter.IsLittleEndian;

    /// <summary>Makes a tensor stand for numbers of a file, if they are large, aligned float32 numbers, as the tensor's own are.</summary>
    /// <param name="file">The open file; it may be closed afterwards.</param>
    /// <param name="name">The tensor's name in it.</param>
    /// <param name="target">A leaf tensor of exactly the entry's shape.</param>
    /// <returns>False, and nothing is done, where the numbers have to be copied.</returns>
    public bool TryMap(SafetensorsFile file, string name, Tensor target)
    {
        TensorEntry entry = file.Entry(name);
        long start = file.DataStart + entry.Offset;
        if (!IsSupported || entry.Format != NumberFormat.F32 || entry.ByteCount < LeastBytes || start % AlignmentBytes != 0
            || target.dtype != ScalarType.Float32 || target.device_type != TorchSharp.DeviceType.CPU || WholeFile(file) is not { } whole)
        {
            return false;
        }

        using IDisposable gradientsOff = no_grad();
        using Tensor numbers = whole.narrow(0, start / sizeof(float), entry.Count);
        using Tensor shaped = numbers.view([.. entry.Shape]);
        target.set_(shaped);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? whole in _wholeFiles.Values)
        {
            whole?.Dispose();
        }

        _wholeFiles.Clear();
    }

    private Tensor? WholeFile(SafetensorsFile file)
    {
        if (!_wholeFiles.TryGetValue(file, out Tensor? whole))
        {
            _wholeFiles.Add(file, whole = Map(file));
        }

        return whole;
    }

    // libtorch maps by path: what has it by now must be the file whose header was checked. Where it cannot be mapped, it is copied.
    private static Tensor? Map(SafetensorsFile file)
    {
        try
        {
            Tensor whole = from_file(file.Path, false, file.Length / sizeof(float), ScalarType.Float32);
            var now = new FileInfo(file.Path);
            if (now.Exists && now.LastWriteTimeUtc == file.LastWrite && now.Length == file.Length)
            {
                return whole;
            }

            whole.Dispose();
        }
        catch (ExternalException)
        {
            // It is gone, or the process may map no more.
        }

        return null;
    }
}
