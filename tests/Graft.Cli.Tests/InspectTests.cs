using System.Text.Json;

namespace Graft.Cli.Tests;

public sealed class InspectTests(Workbench bench)
{
    [Fact]
    [Trait("Fault", "52")]
    public void Texts_are_counted_measured_and_compared_across_parts()
    {
        using var folder = new TemporaryFolder();
        folder.Write("data/train.csv", SampleData.Reviews(30) + "\"\",good\n" + SampleData.Text(0) + ",good\n");
        folder.Write("data/test.csv", SampleData.Reviews(10, from: 28));
        JsonElement data = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.TextModel, "--max-length", "8", "--json").Succeeded().Json.Single();
        Assert.Equal("data", data.GetProperty("event").GetString());
        Assert.Equal("text", data.GetProperty("kind").GetString());
        JsonElement train = data.GetProperty("parts")[0];
        Assert.Equal(("train", 32, 1, 1), (
            train.GetProperty("name").GetString(), train.GetProperty("rows").GetInt32(), train.GetProperty("repeated").GetInt32(), train.GetProperty("empty_texts").GetInt32()));
        Assert.Equal([15, 17], train.GetProperty("rows_per_label").EnumerateArray().Select(count => count.GetInt32()));
        JsonElement lengths = train.GetProperty("lengths");
        Assert.Equal((2, 11, 31), (lengths.GetProperty("shortest").GetInt32(), lengths.GetProperty("longest").GetInt32(), lengths.GetProperty("cut").GetInt32()));
        JsonElement overlap = data.GetProperty("overlaps").EnumerateArray().Single();
        Assert.Equal(("train", "test", 2), (overlap.GetProperty("part").GetString(), overlap.GetProperty("other").GetString(), overlap.GetProperty("rows").GetInt32()));
        Assert.EndsWith("train.csv, line 30", overlap.GetProperty("pairs")[0].GetProperty("first").GetString());

        CommandResult shown = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.TextModel).Succeeded();
        Assert.Contains("Warning: 2 rows of the test part are in the train part too", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown.Output);
    }

    [Fact]
    [Trait("Fault", "52")]
    public void Images_are_counted_and_compared_by_their_bytes()
    {
        using var folder = new TemporaryFolder();
        SampleData.WritePictures(folder.At("data/train"), each: 4);
        SampleData.WritePictures(folder.At("data/test"), each: 2, from: 3);
        JsonElement data = GraftCommand.Run(folder.Path, "inspect", "data", "--json").Succeeded().Json.Single();
        Assert.Equal("image", data.GetProperty("kind").GetString());
        JsonElement images = data.GetProperty("parts")[0].GetProperty("images");
        Assert.Equal((20, 24, 8), (images.GetProperty("max_width").GetInt32(), images.GetProperty("min_height").GetInt32(), images.GetProperty("formats").GetProperty("png").GetInt32()));
        Assert.Equal(2, data.GetProperty("overlaps")[0].GetProperty("rows").GetInt32());
    }

    [Fact]
    public void The_column_of_the_images_can_be_named()
    {
        // By their names these columns are text and label.
        using var folder = new TemporaryFolder();
        SampleData.WritePictures(folder.At("scans"), each: 3);
        string[] files = [.. folder.Content.Where(path => path.EndsWith(".png", StringComparison.Ordinal))];
        folder.Write("data.csv", "text,label\n" + string.Concat(files.Select((file, i) => $"{file},{(i % 2 == 0 ? "a" : "b")}\n")));
        string[] inspect = ["inspect", "data.csv", "--json"];
        Assert.Equal("text", GraftCommand.Run(folder.Path, inspect).Succeeded().Json.Single().GetProperty("kind").GetString());

        JsonElement data = GraftCommand.Run(folder.Path, [.. inspect, "--image-column", "text"]).Succeeded().Json.Single();
        Assert.Equal("image", data.GetProperty("kind").GetString());
        Assert.Equal(6, data.GetProperty("parts")[0].GetProperty("images").GetProperty("formats").GetProperty("png").GetInt32());
        GraftCommand.Run(folder.Path, [.. inspect, "--image-column", "nope"]).FailedWith(1, "--image-column", "nope");
    }

    [Fact]
    public void A_model_folder_tells_its_family_head_and_limits()
    {
        JsonElement trained = GraftCommand.Run(bench.Folder, "inspect", bench.TrainedText, "--json").Succeeded().Json.Single();
        Assert.Equal(("model", "bert", true), (trained.GetProperty("event").GetString(), trained.GetProperty("family").GetString(), trained.GetProperty("is_trained").GetBoolean()));
        Assert.Equal(["bad", "good"], trained.GetProperty("labels").EnumerateArray().Select(label => label.GetString()));
        Assert.Equal(128, trained.GetProperty("max_tokens").GetInt32());
        CommandResult shown = GraftCommand.Run(bench.Folder, "inspect", bench.ImageModel).Succeeded();
        Assert.Contains("a model of images", shown.Output, StringComparison.Ordinal);
        Assert.Contains("16 × 16", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_page_of_a_model_is_refused()
    {
        using var folder = new TemporaryFolder();
        GraftCommand.Run(folder.Path, "inspect", bench.TextModel, "--html", "page.html").FailedWith(1, "data only", "--html");
        Assert.Empty(folder.Content);
    }

    [Fact]
    public void One_class_is_told_once_and_a_random_sample_is_no_advice_where_there_is_no_other()
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 20).Select(row => $"row {row} of words,good\n")));
        string output = GraftCommand.Run(folder.Path, "inspect", "one.csv", "--model", bench.TextModel).Succeeded().Output;
        Assert.Single(output.Split('\n'), line => line.Contains("All 20 rows", StringComparison.Ordinal));
        Assert.Contains("Add examples of another class", output, StringComparison.Ordinal);
        Assert.DoesNotContain("--shuffle", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_image_is_not_said_to_be_left_out_where_a_training_refuses_it()
    {
        using var folder = new TemporaryFolder();
        SampleData.WritePictures(folder.At("data"), each: 12);
        folder.Write("data/red/broken.png", SampleData.Picture(isRed: true, 900)[..70]);
        string seen = GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.ImageModel).Succeeded().Output;
        Assert.Contains("broken.png", seen, StringComparison.Ordinal);
        Assert.Contains("--skip-bad", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("are left out", seen, StringComparison.Ordinal);
        Assert.Contains("are left out", GraftCommand.Run(folder.Path, "inspect", "data", "--model", bench.ImageModel, "--skip-bad").Succeeded().Output, StringComparison.Ordinal);
        GraftCommand.Run(folder.Path, "predict", bench.TrainedImages, "data").FailedWith(1, "broken.png", "--skip-bad");
    }
}
