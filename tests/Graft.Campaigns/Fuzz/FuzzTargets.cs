using System.Text;
using Graft.Data;
using Graft.Hub;
using Graft.Jobs;
using Graft.Models;
using Graft.Tensors;
using Graft.Text;
using Graft.Training;
using Graft.Vision;

namespace Graft.Campaigns.Fuzz;

/// <summary>The readers of bytes that this library has.</summary>
internal static class FuzzTargets
{
    private const long MostPixels = 1 << 24;

    private static readonly string[] JsonWords = ["{", "}", "[", "]", "\"", "null", "true", ":", ",", "\\ud800", "\\u0000", "{\"a\":", "[[[[[[[[", "\uFEFF", "//"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<FuzzTarget> All() =>
    [
        new("safetensors", [new("model.safetensors", FuzzSeeds.Safetensors())],
            [.. JsonWords, "\"dtype\":\"F32\"", "\"shape\":[2,2]", "\"data_offsets\":[0,8]", "__metadata__", "BF16", "F64", "BOOL", "I4"], ReadSafetensors),
        new("index", [new(WeightFolder.IndexFile, FuzzSeeds.WeightIndex()), new("a.safetensors", FuzzSeeds.Safetensors()[..1])],
            [.. JsonWords, "weight_map", "../x.safetensors", "/x.safetensors", "a.safetensors", "metadata"], folder => WeightFolder.Open(folder).Dispose()),
        new("config", [new("config.json", FuzzSeeds.Configs())],
            [.. JsonWords, "model_type", "hidden_size", "num_hidden_layers", "id2label", "label2id", "auto_map", "problem_type", "gelu", "relu", "-1", "0.0"], ReadConfig),
        new("preprocessor", [new("preprocessor_config.json", FuzzSeeds.Preprocessors())],
            [.. JsonWords, "size", "height", "shortest_edge", "crop_size", "image_mean", "resample", "do_resize"], folder => ImageProcessor.Load(folder)),
        new("tokenizer", [new("tokenizer.json", FuzzSeeds.Tokenizers()), new("tokenizer_config.json", FuzzSeeds.TokenizerConfigs())],
            [.. JsonWords, "WordPiece", "BPE", "Unigram", "Sequence", "Replace", "Split", "Regex", "(a+)+$", "(?<", "TemplateProcessing", "\"id\":", "Precompiled", "ByteLevel", "Metaspace"], ReadTokenizer),
        new("vocab", [new("vocab.txt", FuzzSeeds.Vocabularies()), new("tokenizer_config.json", FuzzSeeds.TokenizerConfigs())],
            ["\n", "\r\n", "[UNK]", "[CLS]", "##", "\0", "\uFEFF", .. JsonWords], ReadTokenizer),
        new("bpe", [new("vocab.json", FuzzSeeds.BytePairVocabularies()), new("merges.txt", FuzzSeeds.Merges())],
            [.. JsonWords, "\n", "#version", " ", "Ġ", "Ġg o", "-1"], ReadTokenizer),
        new("sentencepiece", [new("spiece.model", FuzzSeeds.SentencePieces())],
            ["\u000a\u0003", "▁", "<unk>", "\u0012\u0006", "<0x41>"], ReadTokenizer),
        new("csv", [new("data.csv", FuzzSeeds.Csv())], [",", ";", "\t", "\"", "\"\"", "\r\n", "\n", "text", "label", "\uFEFF", "\0", "NA"], Load("data.csv", skipBad: false)),
        new("jsonl", [new("data.jsonl", FuzzSeeds.JsonLines())], [.. JsonWords, "\n", "\"text\"", "\"label\"", "[{", "\"data\":"], Load("data.jsonl", skipBad: true)),
        new("parquet", [new("data.parquet", FuzzSeeds.Parquet())], ["PAR1", "\\ud800", "\"names\":", "text", "label", "schema", "huggingface", "\u0015\u0002", "\u0019\u001c", "\u0000"], Load("data.parquet", skipBad: false)),
        new("card", [new("README.md", FuzzSeeds.Cards())],
            ["---\n", "configs:", "- config_name: x", "data_files:", "split: train", "path: ", "\"*.parquet\"", "**/", "{a,b}", "[!a-z]", "&a", "*a", "<<: ", "!!str", "|", "data_dir: ../", "default: true"], ReadCard),
        new("images", [new("image", FuzzSeeds.Images())],
            ["IHDR", "IDAT", "IEND", "PLTE", "tRNS", "eXIf", "Exif\0\0", "RIFF", "WEBP", "VP8 ", "VP8L", "VP8X", "GIF89a", "BM", "II*\0", "MM\0*", "\u00ff", "acTL"], ReadImage),
        new("checkpoint", [new("manifest.json", FuzzSeeds.Manifests()), new("graft_state.json", FuzzSeeds.TrainingStates()), new("graft_run.json", FuzzSeeds.RunSettings())],
            [.. JsonWords, "files", "size", "sha256", "../model.safetensors", "best_checkpoint", "NaN", "\"Infinity\"", "log", "metrics"], ReadCheckpoint),
    ];

    private static void ReadSafetensors(string folder)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(folder, "model.safetensors"));
        foreach (TensorEntry entry in file.Entries.Values)
        {
            _ = file.ReadFloats(entry.Name);
        }
    }

    // With weights beside it, as it is opened: nearly all mutants end in the check of names and shapes at the latest.
    private static void ReadConfig(string folder)
    {
        if (!File.Exists(Path.Combine(folder, WeightFolder.SingleFile)))
        {
            File.WriteAllBytes(Path.Combine(folder, WeightFolder.SingleFile), FuzzSeeds.Safetensors()[0]);
        }

        ModelConfigFile config = ModelConfigFile.Load(folder);
        ModelFamily family = ModelRegistry.Default.FamilyOf(config);
        config = family.Complete(config).WithWeightsOf(WeightLoading.CountNumbers(folder));
        using Classifier model = family.CreateClassifier(config, ModelConfigLabels.Read(config));
    }

    private static void ReadTokenizer(string folder)
    {
        Tokenizer tokenizer = Tokenizer.Load(folder);
        Encoding(tokenizer, "a good film, naïve 😀! ab\u0301 <mask>");
        Encoding(tokenizer, "");

        static void Encoding(Tokenizer tokenizer, string text) => tokenizer.Decode(tokenizer.Encode(text).Ids);
    }

    private static Action<string> Load(string name, bool skipBad) => folder => DatasetParts.Load(Path.Combine(folder, name), new DataOptions { SkipBad = skipBad });

    private static void ReadImage(string folder)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(folder, "image"));
        ImageHeader header = ImageDecoder.ReadHeader(bytes);

        // Larger pictures are refused by their header from 178,956,970 pixels on only: what is claimed below takes its memory.
        if ((long)header.StoredWidth * header.StoredHeight <= MostPixels)
        {
            ImageDecoder.Decode(bytes);
        }
    }

    // What cannot be understood is a note for the user; here it counts as refused.
    private static void ReadCard(string folder)
    {
        using FileStream content = File.OpenRead(Path.Combine(folder, DatasetCard.FileName));
        try
        {
            _ = DatasetCard.Read(content)?.Splits(["data/train-00000-of-00001.parquet", "a/test.csv", "b/deep/x.jsonl", "README.md"]);
        }
        catch (FormatException error)
        {
            throw new HubException(HubFailure.NotUsable, error.Message, folder, innerException: error);
        }
    }

    private static void ReadCheckpoint(string folder)
    {
        CheckpointManifest.Problems(folder, hashes: true);
        CheckpointManifest.Read(folder);
        TrainingStateFile.Read(folder);
        TrainJobRecipe.Check(RunSettingsFile.Read(folder));
    }
}
