using System.Text;
using System.Text.Json.Nodes;
using Graft.Jobs;
using Graft.Tensors;
using Graft.Tests.Text;
using Graft.Tests.Vision;
using Graft.Training;
using Graft.Vision;
using Parquet;
using Parquet.Schema;

namespace Graft.Campaigns.Fuzz;

/// <summary>Small valid files of each format.</summary>
internal static class FuzzSeeds
{
    public static byte[][] Safetensors() =>
    [
        Written("x.safetensors", path => SafetensorsWriter.Write(path,
            [.. Enumerable.Range(0, 3).Select(i => TensorToWrite.FromFloats($"layer.{i}.weight", [2, i], new float[2 * i], i == 1 ? NumberFormat.BF16 : NumberFormat.F32))],
            new Dictionary<string, string> { ["key"] = "value" })),
        Written("x.safetensors", path => SafetensorsWriter.Write(path, [TensorToWrite.FromInt64s("a", [3], new long[3]), TensorToWrite.FromFloats("b", [], new float[1], NumberFormat.F16)])),
    ];

    public static byte[][] WeightIndex() => Texts(
        """{"metadata": {"total_size": 12}, "weight_map": {"layer.1.weight": "a.safetensors", "layer.2.weight": "a.safetensors"}}""",
        """{"weight_map": {"layer.0.weight": "a.safetensors"}}""");

    public static byte[][] Configs() => Texts(
        """{"model_type":"bert","vocab_size":20,"hidden_size":8,"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":8,"max_position_embeddings":16,"type_vocab_size":2,"hidden_act":"gelu","layer_norm_eps":1e-12,"id2label":{"0":"a","1":"b"},"label2id":{"a":0,"b":1},"problem_type":"single_label_classification"}""",
        """{"model_type":"vit","image_size":16,"patch_size":8,"num_channels":3,"hidden_size":8,"num_hidden_layers":1,"num_attention_heads":2,"intermediate_size":8,"num_labels":3}""",
        """{"model_type":"distilbert","dim":8,"n_layers":1,"n_heads":2,"hidden_dim":8,"max_position_embeddings":16,"pad_token_id":1,"vocab_size":20}""",
        """{"model_type":"efficientnet","image_size":32,"width_coefficient":1.0,"depth_coefficient":1.0,"in_channels":[32],"out_channels":[16],"kernel_sizes":[3],"strides":[1],"num_block_repeats":[1],"expand_ratios":[1],"depthwise_padding":[],"hidden_dim":1280}""",
        """{"model_type":"gpt2","vocab_size":20,"n_positions":16,"n_embd":8,"n_layer":1,"n_head":2,"pad_token_id":1}""",
        """{"model_type":"resnet","num_channels":3,"embedding_size":8,"hidden_sizes":[8,8],"depths":[1,1],"layer_type":"basic","hidden_act":"relu"}""",
        """{"model_type":"swin","image_size":16,"patch_size":4,"num_channels":3,"embed_dim":8,"depths":[1,1],"num_heads":[2,2],"window_size":2}""");

    public static byte[][] Preprocessors() => Texts(
        """{"image_processor_type":"ViTImageProcessor","do_resize":true,"size":{"height":16,"width":16},"resample":2,"do_rescale":true,"rescale_factor":0.00392156862745098,"do_normalize":true,"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5],"do_convert_rgb":true}""",
        """{"feature_extractor_type":"ConvNextFeatureExtractor","size":{"shortest_edge":24},"crop_pct":0.875,"resample":3,"image_mean":[0.4,0.4,0.4],"image_std":[0.2,0.2,0.2]}""",
        """{"image_processor_type":"BitImageProcessor","size":24,"do_center_crop":true,"crop_size":{"height":16,"width":16},"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5]}""");

    public static byte[][] Tokenizers() => Texts(
        TokenizerFolderBuilder.WordPiece().ToJsonString(), TokenizerFolderBuilder.ByteLevel().ToJsonString(), TokenizerFolderBuilder.Unigram().ToJsonString(),
        Changed(TokenizerFolderBuilder.ByteLevel(), "pre_tokenizer", """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\s+(?!\\S)|\\p{L}+"},"behavior":"Isolated","invert":false},{"type":"ByteLevel","add_prefix_space":false,"use_regex":false}]}"""),
        Changed(TokenizerFolderBuilder.Unigram(), "normalizer", """{"type":"Sequence","normalizers":[{"type":"Replace","pattern":{"String":"``"},"content":"\""},{"type":"NFKD"},{"type":"StripAccents"},{"type":"Lowercase"}]}"""));

    public static byte[][] TokenizerConfigs() => Texts(
        """{"tokenizer_class":"BertTokenizer","do_lower_case":true,"model_max_length":32,"unk_token":"[UNK]","cls_token":"[CLS]","sep_token":"[SEP]","pad_token":{"content":"[PAD]","lstrip":false}}""",
        "{}");

    public static byte[][] Vocabularies() => Texts("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\ngood\nfilm\n.\n!\nna\n##ive\n", "[PAD]\r\n[UNK]\r\n[CLS]\r\n[SEP]\r\ngood\r\n");

    public static byte[][] BytePairVocabularies() => Texts(TokenizerFolderBuilder.ByteLevel()["model"]!["vocab"]!.ToJsonString());

    public static byte[][] Merges() => Texts("#version: 0.2\no o\ng oo\ngoo d\nĠ good\nÃ ©\n");

    /// <summary>A Unigram model in the protobuf of SentencePiece: field 1 are pieces (1 text, 2 score, 3 type), field 2 and 3 the settings.</summary>
    public static byte[][] SentencePieces() =>
    [
        [
            .. new (string Text, float Score, byte Type)[]
            {
                ("<pad>", 0, 3), ("<unk>", 0, 2), ("[CLS]", 0, 3), ("[SEP]", 0, 3), ("▁", -6, 1), ("a", -5, 1), ("b", -5, 1), ("ab", -1, 1), ("▁good", -2, 1), ("film", -3, 1), (".", -4, 1),
            }.SelectMany(piece => Field(1, [.. Field(1, Encoding.UTF8.GetBytes(piece.Text)), 0x15, .. BitConverter.GetBytes(piece.Score), 0x18, piece.Type])),
            .. Field(2, [0x18, 1, 0xC0, 0x02, 1]), .. Field(3, [.. Field(1, "nmt_nfkc"u8.ToArray()), 0x18, 1, 0x20, 1]),
        ],
    ];

    public static byte[][] Csv() => Texts(
        "text,label\n\"a, good film\",good\nbad one,bad\n\"two\nlines\",good\n\"say \"\"no\"\"\",bad\n",
        "review;stars\r\ngood;1\r\nbad;0\r\nfine;1\r\n",
        "text\tlabel\nx\t1\ny\t0\nz\t1\n");

    public static byte[][] JsonLines() => Texts(
        "{\"text\": \"a good film\", \"label\": \"good\"}\n{\"text\": \"bad\", \"label\": \"bad\"}\n{\"label\": \"good\", \"text\": \"na\\u00efve\"}\n",
        "[{\"text\": \"a\", \"label\": 0}, {\"text\": \"b\", \"label\": 1}]",
        "{\"text\": \"a\", \"label\": [\"x\", \"y\"]}\n{\"text\": \"b\", \"label\": []}\n");

    public static byte[][] Parquet() => [Parquet(CompressionMethod.None), Parquet(CompressionMethod.Snappy)];

    public static byte[][] Images()
    {
        RgbImage picture = TestPictures.Noise(9, 7);
        return [.. Enum.GetValues<ImageFormat>().Select(format => TestPictures.Encode(picture, format))];
    }

    public static byte[][] Cards() => Texts(
        "---\nlicense: mit\nconfigs:\n- config_name: plain\n  default: true\n  data_files:\n  - split: train\n    path: \"data/train-*.parquet\"\n  - split: test\n    path: [\"a/*.csv\", \"**/x.jsonl\"]\n- config_name: other\n  data_dir: b\n---\n# Card\n",
        "---\nconfigs:\n- config_name: one\n  data_files: \"{a,b}/**/*.[cj]s*\"\n---\n");

    public static byte[][] Manifests() => Texts(
        $$"""{"version":1,"step":5,"files":[{"name":"graft_state.json","size":3,"sha256":"{{new string('a', 64)}}"},{"name":"graft_run.json","size":900,"sha256":"{{new string('0', 64)}}"}]}""");

    public static byte[][] TrainingStates()
    {
        var record = new EvaluationRecord(4, 1, new Dictionary<string, double> { ["loss"] = 0.5, ["accuracy"] = double.NaN }, TimeSpan.FromSeconds(2));
        var state = new TrainingState
        {
            GlobalStep = 5, MicroBatches = 10, OptimizerSteps = 5, PendingLoss = 0.25, PendingSteps = 1, Best = record, Evaluations = [record], BestCheckpoint = "checkpoint-4",
            Log = [new TrainingLogEntry(3, 0.5, 0.7, 1.5, 1e-5, 20)], Fingerprint = new Dictionary<string, string> { ["rows"] = "22", ["data"] = "00ff" },
        };
        return [Written("graft_state.json", path => TrainingStateFile.Write(Path.GetDirectoryName(path)!, state))];
    }

    public static byte[][] RunSettings() => [Written("graft_run.json", path => RunSettingsFile.Write(Path.GetDirectoryName(path)!, new TrainJobOptions { Data = "x.csv", Epochs = 2 }))];

    private static byte[] Parquet(CompressionMethod compression)
    {
        var text = new DataField("text", typeof(string), null, null, null);
        var label = new DataField("label", typeof(long), true, null, null);
        return Written("x.parquet", path => Task.Run(async () =>
        {
            await using FileStream file = File.Create(path);
            await using ParquetWriter writer = await ParquetWriter.CreateAsync(
                new ParquetSchema(text, label), file, new ParquetOptions { CompressionMethod = compression }, false, CancellationToken.None);
            writer.CustomMetadata = new Dictionary<string, string>
            {
                ["huggingface"] = """{"info": {"features": {"label": {"names": ["bad", "good"], "_type": "ClassLabel"}, "text": {"dtype": "string", "_type": "Value"}}}}""",
            };
            using ParquetRowGroupWriter rows = writer.CreateRowGroup();
            await rows.WriteAsync(text, (string[])["first", "second", "third"], null);
            await rows.WriteAsync<long>(label, new long?[] { 1, 0, 1 }, null, null, CancellationToken.None);
        }).GetAwaiter().GetResult());
    }

    // A protobuf field of bytes, shorter than 128.
    private static byte[] Field(int number, byte[] bytes) => [(byte)(number << 3 | 2), (byte)bytes.Length, .. bytes];

    private static string Changed(JsonObject tokenizer, string part, string json)
    {
        tokenizer[part] = JsonNode.Parse(json);
        return tokenizer.ToJsonString();
    }

    private static byte[][] Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static byte[] Written(string name, Action<string> write)
    {
        string folder = Directory.CreateTempSubdirectory("graft-seed-").FullName;
        try
        {
            write(Path.Combine(folder, name));
            return File.ReadAllBytes(Path.Combine(folder, name));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
