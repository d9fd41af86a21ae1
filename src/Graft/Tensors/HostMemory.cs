using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Tensors;

/// <summary>Which tensors may be read and written by their address.</summary>
internal static class HostMemory
{
    // Layers are told of no device, so it is the thread that knows: a pass runs on one.
    [ThreadStatic]
    private static int _closed;

    /// <summary>True for a tensor in the process's own memory, while this thread does not work for another device.</summary>
    public static bool Holds(Tensor tensor) => _closed == 0 && tensor.device_type == DeviceType.CPU;

    /// <summary>Makes <see cref="Holds"/> say no on this thread until disposed, on the same thread.</summary>
    public static IDisposable Close()
    {
        _closed++;
        return new Closing();
    }

    private sealed class Closing : IDisposable
    {
        private bool _isOver;

        public void Dispose()
        {
            _closed -= _isOver ? 0 : 1;
            _isOver = true;
        }
    }
}
