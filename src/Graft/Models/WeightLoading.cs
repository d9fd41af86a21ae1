using Graft.Tensors;

namespace Graft.Models;

/// <summary>Fills a model's tensors from a folder, and draws those that are new.</summary>
internal static class WeightLoading
{
    private const int NamesShown = 5;

    /// <summary>How many numbers the weights of a folder hold.</summary>
    public static long CountNumbers(string folder)
    {
        using WeightFolder files = WeightFolder.Open(folder);
        return files.Names.Sum(name => files.Entry(name).Count);
    }

    public static LoadReport Load(
        string folder, ModelFamily family, ModelConfigFile config, WeightMap weights, ModelLoadOptions options)
    {
        using WeightFolder files = WeightFolder.Open(folder);
        using MappedTensors? mapped = options.MapWeights ? new MappedTensors() : null;
        var nameInFile = new Dictionary<WeightEntry, string>();
        var unused = new List<string>();
        foreach (string name in files.Names)
        {
            if (FindEntry(weights, family, name) is { } entry)
            {
                nameInFile[entry] = name;
            }
            else if (!family.IsSuperfluous(name))
            {
                unused.Add(name);
            }
        }

        WeightInitializer initializer = InitializerOf(config, options.Seed);
        var missing = new List<string>();
        var mismatched = new List<ShapeMismatch>();
        var missingTrunk = new List<string>();
        foreach (WeightEntry entry in weights.Entries)
        {
            if (!nameInFile.TryGetValue(entry, out string? name))
            {
                if (entry.Part == WeightPart.Trunk)
                {
                    missingTrunk.Add(entry.Name);
                    continue;
                }

                missing.Add(entry.Name);
                initializer.Draw(entry);
            }
            else if (entry.Tensor.is_floating_point() && IsQuantized(files.Entry(name).Format))
            {
                throw new ModelException(
                    $"The tensor is stored as {files.Entry(name).Format.FileName()}: quantized weights are not supported.", folder, $"tensor '{name}'",
                    "Use the unquantized model.");
            }
            else if (files.Entry(name).Shape is var shape && !shape.SequenceEqual(entry.Tensor.shape))
            {
                mismatched.Add(new ShapeMismatch(entry.Name, shape, entry.Tensor.shape));
                if (entry.Part != WeightPart.Head || !options.IgnoreMismatchedSizes)
                {
                    throw WrongShape(folder, entry, mismatched[^1]);
                }

                initializer.Draw(entry);
            }
            else if (mapped?.TryMap(files.FileOf(name), name, entry.Tensor) != true)
            {
                files.CopyInto(name, entry.Tensor);
            }
        }

        return missingTrunk.Count == 0
            ? new LoadReport { Missing = missing, Unused = unused, Mismatched = mismatched }
            : throw TensorsMissing(folder, config, missingTrunk, unused);
    }

    /// <summary>Draws every tensor of a model.</summary>
    public static LoadReport DrawAll(ModelConfigFile config, WeightMap weights, ulong seed)
    {
        WeightInitializer initializer = InitializerOf(config, seed);
        foreach (WeightEntry entry in weights.Entries)
        {
            initializer.Draw(entry);
        }

        return new LoadReport { Missing = [.. weights.Entries.Select(entry => entry.Name)], Unused = [], Mismatched = [] };
    }

    // Such numbers mean little without the scales that stand beside them, under names that differ from one tool to the next.
    private static bool IsQuantized(NumberFormat format) =>
        format is not (NumberFormat.F64 or NumberFormat.F32 or NumberFormat.F16 or NumberFormat.BF16);

    private static WeightInitializer InitializerOf(ModelConfigFile config, ulong seed) => new(config.Real("initializer_range", 0.02, 0, 1), seed);

    // A bare trunk's file lacks the prefix of a whole model's; a whole model's file has it where a trunk is wanted.
    private static WeightEntry? FindEntry(WeightMap weights, ModelFamily family, string nameInFile)
    {
        string name = family.CurrentName(nameInFile);
        return weights.Find(name)
            ?? weights.Find(family.Prefix + name)
            ?? (name.StartsWith(family.Prefix, StringComparison.Ordinal) ? weights.Find(name[family.Prefix.Length..]) : null);
    }

    private static ModelException WrongShape(string folder, WeightEntry entry, ShapeMismatch mismatch) =>
        entry.Part == WeightPart.Head
            ? new ModelException(
                $"The head has another number of labels than asked for ({mismatch}).", folder, $"tensor '{entry.Name}'",
                "Allow it to be dropped (IgnoreMismatchedSizes), or ask for the number of labels that the folder has.")
            : new ModelException(
                $"The tensor has another shape than config.json says ({mismatch}).", folder, $"tensor '{entry.Name}'",
                "Config and weights are of different models: copy both anew from one source.");

    private static ModelException TensorsMissing(string folder, ModelConfigFile config, List<string> missing, List<string> unused)
    {
        string hint = unused.Count > 0 ? $" It holds {unused.Count} tensors that such a model does not have, such as '{unused[0]}'." : "";
        return new ModelException(
            $"The weights lack {missing.Count} tensors of a \"{config.ModelType}\": {List(missing)}.{hint}", folder,
            remedy: "Config and weights are of different models, or the file was cut: copy both anew from one source.");
    }

    private static string List(List<string> names) =>
        string.Join(", ", names.Take(NamesShown)) + (names.Count > NamesShown ? $" and {names.Count - NamesShown} more" : "");
}
