using Graft.Models;
using Graft.Tensors;

namespace Graft.Tests.Models;

/// <summary>A model folder that goes when the test ends.</summary>
internal sealed class TextModelFolder : IDisposable
{
    /// <summary>Writes config.json and the tensors under names that the test chooses; a null name leaves one out.</summary>
    public TextModelFolder(ModelConfigFile config, IEnumerable<(string? Name, TorchSharp.torch.Tensor Tensor)> tensors)
    {
        Directory.CreateDirectory(Path);
        File.WriteAllText(System.IO.Path.Combine(Path, "config.json"), config.ToJson().ToJsonString());
        TensorToWrite[] written = [.. tensors.Where(item => item.Name is not null).Select(item => item.Tensor.ToWrite(item.Name!, NumberFormat.F32))];
        SafetensorsWriter.Write(System.IO.Path.Combine(Path, WeightFolder.SingleFile), written);
    }

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"graft-{Guid.NewGuid():n}");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
