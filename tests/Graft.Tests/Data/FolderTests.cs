using Graft.Data;
using Graft.Models;

namespace Graft.Tests.Data;

public sealed class FolderTests : IDisposable
{
    private const string Csv = "text,label\none,a\ntwo,b\n";
    private static readonly byte[] Png = [0x89, (byte)'P', (byte)'N', (byte)'G'];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("train.csv", "validation.csv", "test.csv")]
    [InlineData("training.csv", "valid.csv", "testing.csv")]
    [InlineData("reviews_train.csv", "reviews-dev.csv", "reviews.eval.csv")]
    [InlineData("train1.csv", "dev1.csv", "test-2024.csv")]
    [InlineData("Train.csv", "VAL.csv", "evaluation.csv")]
    [InlineData("train/a.csv", "val/b.csv", "test/c.csv")]
    [InlineData("plain_text/train.csv", "plain_text/dev.csv", "plain_text/test.csv")]
    [InlineData("train.csv", "validation/x.csv", "test.csv")]
    public void Parts_are_found_by_the_words_in_their_names(string train, string validation, string test)
    {
        foreach (string name in new[] { train, validation, test })
        {
            _folder.Write(name, Csv);
        }

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.EndsWith(Path.Combine(_folder.Path, train) + ", line 2", parts.Train[0].Origin, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine(_folder.Path, validation) + ", line 2", parts.Validation![0].Origin, StringComparison.Ordinal);
        Assert.EndsWith(Path.Combine(_folder.Path, test) + ", line 2", parts.Test![0].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void Shards_are_joined_in_order_and_slices_count_across_them()
    {
        for (int shard = 0; shard < 3; shard++)
        {
            _folder.Write($"train-{shard:00000}-of-00003.csv", $"text,label\nfirst of {shard},a\nsecond of {shard},b\n");
        }

        Assert.Equal(
            ["first of 0", "second of 0", "first of 1", "second of 1", "first of 2", "second of 2"],
            DatasetParts.Load(_folder.Path).Train.Cast<TextExample>().Select(e => e.Text));
        Assert.Equal(
            ["second of 0", "first of 1", "second of 1", "first of 2"],
            Dataset.Load(_folder.Path + "[train[1:5]]").Cast<TextExample>().Select(e => e.Text));
    }

    [Fact]
    public void Files_that_describe_a_folder_are_no_data()
    {
        _folder.Write("README.md", "x");
        _folder.Write("dataset_infos.json", "{}");
        _folder.Write("docs/readme.txt", "x");
        _folder.Write("plain_text/0000.csv", Csv);
        _folder.Write("plain_text/dataset_info.json", "{}");

        Assert.Equal(["one", "two"], DatasetParts.Load(_folder.Path).Train.Cast<TextExample>().Select(e => e.Text));
    }

    [Fact]
    public void Class_folders_may_hold_pictures_of_every_ending_that_is_decoded()
    {
        _folder.Write("cat/1.tif", Png);
        _folder.Write("cat/2.TIFF", Png);
        _folder.Write("dog/1.jpe", Png);
        _folder.Write("dog/2.jfif", Png);

        Dataset data = DatasetParts.Load(_folder.Path).Train;

        Assert.Equal(InputKind.Image, data.Kind);
        Assert.Equal([2, 2], data.ClassCounts());
    }

    [Fact]
    public void A_link_to_a_folder_above_is_not_followed()
    {
        _folder.Write("cat/1.png", Png);
        _folder.Write("dog/1.png", Png);
        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "dog", "up"), _folder.Path);

        Assert.Equal(2, DatasetParts.Load(_folder.Path).Train.Count);
    }

    [Fact]
    public void Slices_of_a_folder_take_from_the_parts_they_name()
    {
        _folder.Write("train.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"train {i},{i % 2}\n")));
        _folder.Write("test.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"test {i},{i % 2}\n")));

        DatasetParts both = DatasetParts.Load(_folder.Path + "[train[:10]+test[:10%]]");
        Assert.Equal((10, 2), (both.Train.Count, both.Test!.Count));

        DatasetParts one = DatasetParts.Load(_folder.Path + "[train[:10]+train[-5:]]");
        Assert.Equal(15, one.Train.Count);
        Assert.Null(one.Test);
        Assert.Contains(one.Notes, note => note.Contains("test part is not used", StringComparison.Ordinal));

        DatasetParts unnamed = DatasetParts.Load(_folder.Path + "[:10]");
        Assert.Equal((10, 20), (unnamed.Train.Count, unnamed.Test!.Count));

        DatasetParts more = DatasetParts.Load(_folder.Path + "[:1000]");
        Assert.Equal(100, more.Train.Count);
        Assert.Contains(more.Notes, note => note.Contains("1,000", StringComparison.Ordinal) && note.Contains("there are 100", StringComparison.Ordinal));

        Assert.Equal(20, Dataset.Load(_folder.Path + "[test]").Count);
        Assert.Equal(20, Dataset.Load(_folder.Path, new DataOptions { DefaultPart = DataPart.Test }).Count);
        Assert.Equal(12, Dataset.Load(_folder.Path + "[train[:10]+test[:10%]]").Count);
        Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path + "[test[:10]]"));
        Assert.Throws<DataException>(() => Dataset.Load(_folder.Path + "[validation]"));
        Assert.Throws<DataException>(() => Dataset.Load(_folder.Path + "[train[200:]]"));
        Assert.Throws<DataException>(() => Dataset.Load(Path.Combine(_folder.Path, "train.csv") + "[train[:5]]"));
    }

    [Fact]
    public void A_random_sample_is_the_same_for_a_seed_and_disjoint_slices_stay_disjoint()
    {
        _folder.Write("train.csv", "text,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"train {i},{i / 50}\n")));
        foreach (DataOptions options in new[] { new DataOptions { Shuffle = true }, new DataOptions { Stratify = true } })
        {
            string[] Load(string slice, ulong seed) =>
                [.. Dataset.Load(_folder.Path + slice, options with { Seed = seed }).Select(e => e.Origin)];

            Assert.Equal(Load("[:30]", 1), Load("[:30]", 1));
            Assert.NotEqual(Load("[:30]", 1), Load("[:30]", 2));
            Assert.Empty(Load("[:30]", 1).Intersect(Load("[30:60]", 1)));
        }

        Assert.Equal([15, 15], Dataset.Load(_folder.Path + "[:30]", new DataOptions { Stratify = true }).ClassCounts());
    }

    [Fact]
    [Trait("Fault", "53")]
    public void Class_folders_give_images_and_what_is_none_is_counted()
    {
        _folder.Write("cat/1.png", Png);
        _folder.Write("cat/deep/2.JPG", Png);
        _folder.Write("cat/notes.txt", "x");
        _folder.Write("dog/1.webp", Png);
        _folder.Write("dog/Thumbs.db", Png);
        _folder.Write("dog/.hidden.png", Png);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "empty"));

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Equal(InputKind.Image, parts.Train.Kind);
        Assert.Equal(["cat", "dog"], parts.Train.Labels.Names);
        Assert.Equal([2, 1], parts.Train.ClassCounts());
        Assert.Equal(Path.Combine(_folder.Path, "cat", "1.png"), parts.Train[0].Origin);
        Assert.Contains(parts.Notes, note => note.Contains("2 files that are no images", StringComparison.Ordinal));
        Assert.Contains(parts.Notes, note => note.Contains("'empty'", StringComparison.Ordinal));
        Assert.Contains(parts.Notes, note => note.Contains("'dog' has a single training example", StringComparison.Ordinal));
    }

    [Fact]
    public void Class_folders_of_text_files_give_texts()
    {
        _folder.Write("train/neg/0.txt", "bad film");
        _folder.Write("train/pos/0.txt", "good film");
        _folder.Write("test/pos/0.txt", "");

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Equal(["bad film", "good film"], parts.Train.Cast<TextExample>().Select(e => e.Text));
        Assert.Equal("", ((TextExample)parts.Test![0]).Text);
    }

    [Theory]
    [InlineData("metadata.csv", "file_name,label\na.png,x\nsub/b.png,y\n")]
    [InlineData("metadata.jsonl", "{\"file_name\": \"a.png\", \"label\": \"x\"}\n{\"file_name\": \"sub/b.png\", \"label\": \"y\"}\n")]
    public void A_metadata_file_names_images_and_labels(string name, string content)
    {
        _folder.Write(name, content);
        _folder.Write("a.png", Png);
        _folder.Write("sub/b.png", Png);
        _folder.Write("sub/c.png", Png);

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Equal(["x", "y"], parts.Train.Labels.Names);
        Assert.Equal(Path.Combine(_folder.Path, "a.png"), ((ImageExample)parts.Train[0]).Name);
        Assert.Equal(Png, ((ImageExample)parts.Train[1]).ReadBytes().ToArray());
        Assert.Contains(parts.Notes, note => note.Contains("1 images are not named", StringComparison.Ordinal));
    }

    [Theory]
    [Trait("Fault", "54")]
    [InlineData("../x.png")]
    [InlineData("sub/../../x.png")]
    [InlineData("..\\x.png")]
    [InlineData("/etc/x.png")]
    [InlineData("\\\\host\\share\\x.png")]
    [InlineData("C:x.png")]
    [InlineData("file:///etc/x.png")]
    [InlineData("https://example.org/x.png")]
    public void A_file_name_that_leads_outside_is_refused(string name)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "data"));
        _folder.Write("x.png", Png);
        _folder.Write("data/a.png", Png);
        _folder.Write("data/metadata.csv", $"file_name,label\na.png,x\n{name},y\n");

        DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(Path.Combine(_folder.Path, "data")));

        Assert.Contains("line 3", error.Path, StringComparison.Ordinal);
        Assert.Contains(NameList.Shorten(name), error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_image_is_named_or_skipped_and_counted()
    {
        _folder.Write("a.png", Png);
        _folder.Write("b.png", Png);
        _folder.Write("metadata.csv", "file_name,label\na.png,x\nnone.png,y\nb.png,y\n");

        Assert.Contains("none.png", Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path)).Problem, StringComparison.Ordinal);
        DatasetParts parts = DatasetParts.Load(_folder.Path, new DataOptions { SkipBad = true });
        Assert.Equal(2, parts.Train.Count);
        Assert.Contains(parts.Notes, note => note.Contains("1 rows without a usable image", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_not_clear_in_a_folder_is_refused()
    {
        _folder.Write("two/train.csv", Csv);
        _folder.Write("two/train.jsonl", "{}");
        _folder.Write("double/train/a.csv", Csv);
        _folder.Write("double/train.csv", Csv);
        _folder.Write("many/x/train.csv", Csv);
        _folder.Write("many/y/train.csv", Csv);
        _folder.Write("flat/a.png", Png);
        _folder.Write("test-only/test.csv", Csv);

        foreach ((string name, string word) in new[]
        {
            ("two", "several formats"), ("double", "two training parts"), ("many", "Several sub-folders"),
            ("flat", "nothing says their classes"), ("test-only", "no training part"),
        })
        {
            DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(Path.Combine(_folder.Path, name)));
            Assert.Contains(word, error.Problem, StringComparison.Ordinal);
        }

        Assert.Equal(2, Dataset.Load(Path.Combine(_folder.Path, "test-only")).Count);
    }
    [Theory]
    [InlineData("pets/cat/1.png", "pets/dog/1.png", "cat dog")]
    [InlineData("a/b/cat/1.png", "a/b/dog/deep/1.png", "cat dog")]
    [InlineData("pets/cat/1.txt", "pets/dog/1.txt", "cat dog")]
    [InlineData("train/images/cat/1.png", "train/images/dog/1.png", "cat dog")]
    [InlineData("scans/train/cat/1.png", "scans/train/dog/1.png", "cat dog")]
    [InlineData("reviews/train/neg/1.txt", "reviews/train/pos/1.txt", "neg pos")]
    [InlineData("cat/old/1.png", "dog/1.png", "cat dog")]
    public void A_folder_round_the_class_folders_is_no_class(string first, string second, string classes)
    {
        byte[] content = first.EndsWith(".txt", StringComparison.Ordinal) ? "words"u8.ToArray() : Png;
        _folder.Write(first, content);
        _folder.Write(second, content);
        _folder.Write("docs/readme.md", "x");

        Assert.Equal(classes.Split(' '), DatasetParts.Load(_folder.Path).Train.Labels.Names);
        Assert.Equal(classes.Split(' '), Dataset.Load(_folder.Path).Labels.Names);
    }

    [Fact]
    public void The_only_folder_of_a_part_is_a_class_where_the_training_part_or_the_model_has_it()
    {
        foreach (string file in new[] { "train/cat/1.png", "train/dog/2.png", "test/cat/a/3.png", "test/cat/b/4.png" })
        {
            _folder.Write(file, Png);
        }

        Dataset test = DatasetParts.Load(_folder.Path).Test!;
        Assert.Equal([2, 0], test.ClassCounts());

        // A folder of the test part alone, and one whose name is no class.
        Dataset alone = Dataset.Load(Path.Combine(_folder.Path, "test"), new DataOptions { LabelNames = ["dog", "cat"] });
        Assert.Equal([0, 2], alone.ClassCounts());
        Assert.Equal(["a", "b"], Dataset.Load(Path.Combine(_folder.Path, "test")).Labels.Names);
    }

    [Fact]
    public void Parts_inside_one_folder_are_found_beside_lists_of_names()
    {
        foreach (string part in new[] { "train", "test" })
        {
            _folder.Write($"data/{part}/neg/1.txt", $"bad {part}");
            _folder.Write($"data/{part}/pos/1.txt", $"good {part}");
        }

        _folder.Write("data/names.txt", "neg/1.txt\n");
        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Equal(["bad train", "good train"], parts.Train.Cast<TextExample>().Select(e => e.Text));
        Assert.Equal(["bad test", "good test"], parts.Test!.Cast<TextExample>().Select(e => e.Text));
    }

    [Fact]
    public void A_folder_round_the_class_folders_must_not_be_a_link_that_leads_out()
    {
        _folder.Write("elsewhere/cat/1.png", Png);
        _folder.Write("elsewhere/dog/1.png", Png);
        Directory.CreateDirectory(_folder.At("data"));
        Directory.CreateSymbolicLink(_folder.At("data/pets"), _folder.At("elsewhere"));

        Assert.Contains("leads out", Assert.Throws<DataException>(() => DatasetParts.Load(_folder.At("data"))).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Texts_in_class_folders_may_be_blank_and_begin_with_any_words()
    {
        string[] texts = [" \n", "", "<html> is how a page begins", "<?xml version=\"1.0\"?>", "RIFF is a format", "GIF89a too"];
        for (int i = 0; i < texts.Length; i++)
        {
            _folder.Write($"{(i % 2 == 0 ? "a" : "b")}/{i}.txt", texts[i]);
        }

        DatasetParts parts = DatasetParts.Load(_folder.Path);

        Assert.Equal(texts.Order(StringComparer.Ordinal), parts.Train.Cast<TextExample>().Select(e => e.Text).Order(StringComparer.Ordinal));
        Assert.Contains(parts.Notes, note => note.Contains("2 texts are empty", StringComparison.Ordinal));
        foreach ((byte[] content, string what) in new (byte[], string)[]
        {
            (Png, "PNG"), ([.. "RIFF"u8, 0, 1], "RIFF"), ("%PDF-1.4"u8.ToArray(), "PDF"), ([(byte)'a', 0], "NUL"), ([(byte)'a', 0xE9], "UTF-8"),
            ("version https://git-lfs.github.com/spec/v1\n"u8.ToArray(), "LFS"),
        })
        {
            string path = _folder.Write("a/other.txt", content);
            DataException error = Assert.Throws<DataException>(() => DatasetParts.Load(_folder.Path));
            Assert.Contains(what, error.Problem, StringComparison.Ordinal);
            Assert.Equal(path, error.Path);
        }
    }

    [Theory]
    [InlineData("train.csv test.csv", "", false)]
    [InlineData("train.csv test.csv", "[train[:1]]", true)]
    [InlineData("train.csv", "", true)]
    public void A_dataset_tells_whether_it_is_the_training_part(string files, string slice, bool expected)
    {
        foreach (string file in files.Split(' '))
        {
            _folder.Write(file, Csv);
        }

        Assert.Equal(expected, Dataset.Load(_folder.Path + slice, new DataOptions { DefaultPart = DataPart.Test }).IsTrainingPart);
        Assert.True(Dataset.Load(_folder.At("train.csv")).IsTrainingPart);
    }
}
