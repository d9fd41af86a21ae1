using Graft.Layers;
using static TorchSharp.torch;

namespace Graft.Models;

/// <summary>
/// The tensors of a model under their names in the file: the one place where names, roles and depths are said. Loading,
/// saving, optimizers and freezing all go by it.
/// </summary>
public sealed class WeightMap
{
    private readonly List<WeightEntry> _entries = [];
    private readonly List<Linear> _linearLayers = [];
    private readonly Dictionary<string, WeightEntry> _byName = new(StringComparer.Ordinal);

    /// <summary>The tensors in the order of the model.</summary>
    public IReadOnlyList<WeightEntry> Entries => _entries;

    /// <summary>The trunk's linear layers, which prediction can round; a head costs little and stays exact.</summary>
    internal IReadOnlyList<Linear> LinearLayers => _linearLayers;

    /// <summary>The rounded copies that the tensors stand for at present; null while they are what they are.</summary>
    internal WorkingWeights? Working { get; set; }

    /// <summary>The depth of the entries added next; see <see cref="WeightEntry.Depth"/>.</summary>
    public int Depth { get; set; }

    /// <summary>The part of the entries added next.</summary>
    public WeightPart Part { get; set; } = WeightPart.Trunk;

    /// <summary>The entry of a name, or null.</summary>
    public WeightEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Its name in the file.</param>
    /// <param name="tensor">The tensor; null adds nothing.</param>
    /// <param name="kind">What it is for.</param>
    /// <param name="initialValue">What it is filled with when it is new; null: drawn by its kind.</param>
    public void Add(string name, Tensor? tensor, WeightKind kind = WeightKind.Plain, double? initialValue = null)
    {
        if (tensor is not null)
        {
            Add(new WeightEntry(name, tensor, kind, Depth, Part) { InitialValue = initialValue });
        }
    }

    /// <summary>Adds weight and bias of a linear layer.</summary>
    public void Add(string name, Linear layer)
    {
        Add($"{name}.weight", layer.Weight);
        Add($"{name}.bias", layer.Bias);
        if (Part != WeightPart.Head)
        {
            _linearLayers.Add(layer);
        }
    }

    /// <summary>Adds kernels and bias of a convolution.</summary>
    public void Add(string name, Convolution layer)
    {
        Add($"{name}.weight", layer.Weight);
        Add($"{name}.bias", layer.Bias);
    }

    /// <summary>Adds scale, shift and running statistics of a batch norm.</summary>
    public void Add(string name, BatchNorm layer)
    {
        Add($"{name}.weight", layer.Weight, WeightKind.BatchNorm);
        Add($"{name}.bias", layer.Bias, WeightKind.BatchNorm);
        Add($"{name}.running_mean", layer.RunningMean, WeightKind.Buffer);
        Add($"{name}.running_var", layer.RunningVariance, WeightKind.Buffer);
        Add($"{name}.num_batches_tracked", layer.BatchesTracked, WeightKind.Buffer);
    }

    /// <summary>Adds weight and bias of a layer norm.</summary>
    public void Add(string name, LayerNorm layer)
    {
        Add($"{name}.weight", layer.Weight, WeightKind.LayerNorm);
        Add($"{name}.bias", layer.Bias, WeightKind.LayerNorm);
    }

    /// <summary>Adds the table of an embedding.</summary>
    public void Add(string name, Embedding layer) => Add($"{name}.weight", layer.Weight, WeightKind.Embedding);

    /// <summary>Adds all entries of another map, with a prefix before their names.</summary>
    public void AddAll(string prefix, WeightMap map)
    {
        foreach (WeightEntry entry in map.Entries)
        {
            Add(entry with { Name = prefix + entry.Name });
        }

        _linearLayers.AddRange(map._linearLayers);
    }

    /// <summary>Frees the tensors.</summary>
    public void DisposeTensors()
    {
        foreach (WeightEntry entry in _entries)
        {
            entry.Tensor.Dispose();
        }
    }

    private void Add(WeightEntry entry)
    {
        _byName.Add(entry.Name, entry);
        _entries.Add(entry);
    }
}
