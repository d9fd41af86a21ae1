using System.Text.Json;
using Graft.Jobs;
using Graft.Jobs.Events;
using Graft.Testing;

namespace Graft.Cli.Tests;

public sealed class ExportTests(Workbench bench)
{
    [Fact]
    [Trait("Fault", "64")]
    public void A_trained_folder_is_exported_with_the_files_that_a_program_needs()
    {
        using var folder = new TemporaryFolder();
        string output = Path.Combine(folder.Path, "service", "model");
        JsonElement[] told = GraftCommand.Run(folder.Path, "export", bench.TrainedText, "--output", output, "--json").Succeeded().Json;
        JsonElement done = told[^1];

        Assert.Equal("done", done.GetProperty("event").GetString());
        Assert.InRange(done.GetProperty("greatest_difference").GetDouble(), 0, 1e-4);
        Assert.Equal(new FileInfo(Path.Combine(output, "model.onnx")).Length, done.GetProperty("bytes").GetInt64());
        Assert.Contains(told, line => line.GetProperty("event").GetString() == "exporting");
        string[] files = [.. done.GetProperty("files").EnumerateArray().Select(file => file.GetString()!)];
        Assert.Equal(files.Order(StringComparer.Ordinal), Directory.GetFiles(output).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal));
        Assert.Contains("config.json", files);
        Assert.All(files.Where(file => file != "model.onnx"), file =>
            Assert.Equal(File.ReadAllBytes(Path.Combine(bench.TrainedText, file)), File.ReadAllBytes(Path.Combine(output, file))));
    }

    [Fact]
    public void Images_are_exported_for_the_size_that_the_folder_prepares_them_in()
    {
        using var folder = new TemporaryFolder();
        CommandResult run = GraftCommand.Run(folder.Path, "export", bench.TrainedImages, "--output", "out").Succeeded();

        Assert.Contains("the greatest difference is", run.Output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("out", "model.onnx"), run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "out", "model.onnx")));
        Assert.True(File.Exists(Path.Combine(folder.Path, "out", "preprocessor_config.json")));
    }

    [Fact]
    public void Folders_that_cannot_be_exported_are_refused_and_nothing_is_left()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "export", SharedFolder.Project("models", "minilm-l6-h384-uncased"), "--output", "out")
            .FailedWith(1, "without a trained head");
        GraftCommand.Run(folder.Path, "export", "no-such-folder").FailedWith(1, "no-such-folder: There is no such model folder", "--output");
        GraftCommand.Run(folder.Path, "export").FailedWith(2, "FOLDER");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void An_export_that_is_stopped_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var options = new ExportJobOptions { Folder = bench.TrainedText, Output = folder.At("out") };
        bool wasThere = false;

        Assert.Throws<OperationCanceledException>(() => ExportJob.Run(options, Stop, stop.Token));
        Assert.True(wasThere);
        Assert.Empty(folder.Content);

        void Stop(JobEvent happened)
        {
            if (happened is Exporting)
            {
                wasThere = Directory.Exists(folder.At("out"));
                stop.Cancel();
            }
        }
    }
}
