using Graft.Models;
using Graft.Tensors;

namespace Graft.Cli.Tests;

/// <summary>Model folders that cannot be opened, and machines that have too little of something.</summary>
public sealed class ModelErrorTests(Workbench bench)
{
    [Fact]
    public void No_such_folder() => Refused(_ => { }, "nothing", "no such model folder");

    [Fact]
    public void A_folder_without_weights() => Refused(model => File.Delete(Path.Combine(model, "model.safetensors")), "model", "no weights");

    [Fact]
    public void A_folder_with_only_a_pickle() => Refused(
        model => File.Move(Path.Combine(model, "model.safetensors"), Path.Combine(model, "pytorch_model.bin")), "model", "pickle", "safetensors");

    [Fact]
    public void An_unknown_family_lists_those_that_are_known() => Refused(
        model => Change(model, "\"bert\"", "\"bort\""), "model", "\"bort\"", "nearest is \"bert\"", "Known families", "vit");

    [Fact]
    public void A_tensor_of_another_shape() => Refused(
        model => Change(model, "\"intermediate_size\": 32", "\"intermediate_size\": 48"), "model", "another shape", "intermediate.dense.weight");

    [Fact]
    public void A_tensor_that_is_missing() => Refused(
        model => Change(model, "\"num_hidden_layers\": 1", "\"num_hidden_layers\": 2"), "model", "lack", "encoder.layer.1.");

    [Fact]
    public void A_model_of_the_other_kind()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "train", bench.Reviews, "--model", bench.ImageModel).FailedWith(1, "reads images", "holds texts");
        Assert.Empty(folder.Content);
    }

    [Fact]
    public void A_trunk_without_a_trained_head_cannot_predict()
    {
        using var folder = new TemporaryFolder();
        string trunk = TinyModels.WriteBert(folder.At("trunk"));
        string weights = Path.Combine(trunk, "model.safetensors");
        TensorToWrite[] kept;
        using (SafetensorsFile file = SafetensorsFile.Open(weights))
        {
            kept = [.. file.Entries.Values.Where(entry => !entry.Name.StartsWith("classifier", StringComparison.Ordinal))
                .Select(entry => TensorToWrite.FromBytes(entry.Name, entry.Format, entry.Shape, file.Bytes(entry.Name).ToArray()))];
        }

        SafetensorsWriter.Write(weights, kept, new Dictionary<string, string> { ["format"] = "pt" });
        GraftCommand.Run(folder.Path, "predict", trunk, "a text").FailedWith(1, "without a trained head", "graft train");
    }

    [Fact]
    public void An_output_folder_with_something_else_in_it()
    {
        using var folder = new TemporaryFolder();
        folder.Write("run/letter.txt", "dear");
        GraftCommand.Run(folder.Path, "train", bench.Reviews, "--model", bench.TextModel, "--output", "run").FailedWith(1, "run", "holds something already", "--output");
        Assert.Equal(["run", "run/letter.txt"], folder.Content);
    }

    [Fact]
    public void A_full_disk_says_so_and_leaves_nothing_half_written()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("small"));
        const string Mount = "mount -t tmpfs -o size=80k tmpfs small";
        if (!OperatingSystem.IsLinux() || GraftCommand.RunInShell(folder.Path, $"unshare -rm sh -c '{Mount}'").ExitCode != 0)
        {
            Assert.Skip("needs a file system of its own (unshare, tmpfs)");
        }

        string train = $"\"$GRAFT\" train \"{bench.Reviews}\" --model \"{bench.TextModel}\" --max-steps 2 --output small/run";
        CommandResult run = GraftCommand.RunInShell(folder.Path, $"unshare -rm sh -c '{Mount} && {train}; code=$?; find small -type f; exit $code'");
        run.FailedWith(1, "disk", "full");
        Assert.DoesNotContain(".tmp", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(".partial", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_little_memory_says_what_to_lower()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a limit on memory (ulimit -d)");
        using var folder = new TemporaryFolder();
        string model = TinyModels.WriteBert(folder.At("wide"), intermediateSize: 1 << 14);
        folder.Write("long.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 420).Select(i => $"{string.Join(' ', Enumerable.Repeat(i % 2 == 0 ? "good" : "bad", 120))},{i % 2}\n")));

        // One layer's values alone: 336 texts × 122 tokens × 16,384 × 4 bytes = 2.7 GB.
        string train = $"\"$GRAFT\" train long.csv --model \"{model}\" --batch-size 400 --output run";
        GraftCommand.RunInShell(folder.Path, $"ulimit -d 2000000 && exec {train}").FailedWith(1, "memory", "Lower the batch size (400", "length");
        Assert.False(Directory.Exists(folder.At("run")));
        GraftCommand.RunInShell(folder.Path, $"ulimit -d 2000000 && exec \"$GRAFT\" predict \"{model}\" long.csv --text-column text --batch-size 400")
            .FailedWith(1, "memory", "Lower the batch size (400; --batch-size", "length");
    }

    private void Refused(Action<string> damage, string name, params string[] parts)
    {
        using var folder = new TemporaryFolder();
        damage(TinyModels.WriteBert(folder.At("model")));
        CommandResult run = GraftCommand.Run(folder.Path, "train", bench.Reviews, "--model", name).FailedWith(1, parts);
        Assert.Contains(name, run.Error, StringComparison.Ordinal);
        Assert.Equal(["model"], Directory.EnumerateFileSystemEntries(folder.Path).Select(entry => Path.GetFileName(entry)!));
    }

    private static void Change(string model, string from, string to)
    {
        string path = Path.Combine(model, "config.json"), config = File.ReadAllText(path);
        Assert.Contains(from, config, StringComparison.Ordinal);
        File.WriteAllText(path, config.Replace(from, to, StringComparison.Ordinal));
    }
}
