using System.Text.Json.Nodes;
using Graft.Export;
using Graft.Export.Families;
using Graft.Export.Graphs;
using Graft.Layers;
using Graft.Models;
using Graft.Models.Bert;
using Graft.Tests.Models;
using Microsoft.ML.OnnxRuntime;

namespace Graft.Tests.Export;

/// <summary>A file takes its name only if it gives the model's logits.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("graft-").FullName;

    public static IEnumerable<TheoryDataRow<string>> TextSamples => TextModelSamples.Names.Where(row => IsSupported(row.Data));

    private string Target => Path.Combine(_folder, "model.onnx");

    [Theory]
    [MemberData(nameof(TextSamples))]
    public void Layouts_of_text_families_give_the_same_logits_in_onnx_runtime(string name)
    {
        using PretrainedClassifier classifier = Sample(name);
        OnnxExportResult result = OnnxExport.Write(classifier, Target);

        Assert.InRange(result.GreatestDifference, 0, OnnxExport.Tolerance);
        Assert.True(result.Cases >= 4);
        Assert.Equal(new FileInfo(Target).Length, result.Bytes);
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    [Trait("Fault", "64")]
    public void A_graph_that_is_slightly_wrong_fails_by_name_of_the_case_and_leaves_nothing()
    {
        using PretrainedClassifier classifier = Sample("bert");
        ExportException error = Assert.Throws<ExportException>(() => Write(classifier, Shifted(2e-4)));

        Assert.Contains("1 row of 1 token", error.Message, StringComparison.Ordinal);
        Assert.Contains("2.0e-4", error.Message, StringComparison.Ordinal);
        Assert.Equal(Target, error.Path);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
        Write(classifier, Shifted(5e-5));
        Assert.True(File.Exists(Target));
    }

    [Fact]
    [Trait("Fault", "64")]
    public void A_graph_that_forgets_the_padding_is_found_by_the_padded_batch()
    {
        using PretrainedClassifier classifier = Sample("bert");
        var seesPadding = new TextFamilyGraph(
            new BertFamily(), (graph, model, text) => BertGraph.Logits(graph, model, text with { Mask = graph.Node("Sign", [graph.Add(text.Mask, graph.Number(1))]) }),
            TokenTypes);
        ExportException error = Assert.Throws<ExportException>(() => Write(classifier, seesPadding));

        Assert.Contains("3 rows of 13, 8, 3 tokens, padded to 13", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    [Trait("Fault", "64")]
    public void A_failed_export_leaves_the_file_that_was_there()
    {
        using PretrainedClassifier classifier = Sample("bert");
        File.WriteAllText(Target, "the old file");
        Assert.Throws<ExportException>(() => Write(classifier, Shifted(1)));
        Assert.Throws<ExportException>(() => Write(classifier, NotRunnable()));
        Assert.Throws<ExportException>(() => Write(classifier, Shifted(double.NaN)));

        Assert.Equal("the old file", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_cancelled_export_leaves_nothing()
    {
        using PretrainedClassifier classifier = Sample("bert");
        using var cancellation = new CancellationTokenSource();
        var options = new OnnxExportOptions { Progress = (done, _) => Cancel(done) };
        Assert.Throws<OperationCanceledException>(() => OnnxExport.Write(classifier, Target, options, cancellation.Token));

        Assert.Empty(Directory.GetFileSystemEntries(_folder));

        void Cancel(int done)
        {
            if (done == 2)
            {
                cancellation.Cancel();
            }
        }
    }

    [Fact]
    public void A_family_of_ones_own_is_refused_with_the_names_of_those_that_can()
    {
        ModelConfigFile config = TextModelSamples.Config("bert");
        using PretrainedClassifier classifier = PretrainedClassifier.CreateNew(
            config, LabelSet.Numbered(3), 1, ModelRegistry.Default.With(new OwnFamily()));
        ExportException error = Assert.Throws<ExportException>(() => OnnxExport.Write(classifier, Target));

        Assert.Contains("OwnFamily", error.Message, StringComparison.Ordinal);
        Assert.All(FamilyGraphs.ModelTypes, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void More_than_a_file_holds_is_refused_before_anything_is_written()
    {
        using PretrainedClassifier classifier = Sample("bert");
        var huge = new TextFamilyGraph(
            new BertFamily(),
            (graph, model, text) => graph.Add(
                BertGraph.Logits(graph, model, text), graph.Derived(model.Weights.Entries[0].Tensor, "huge", [1 << 15, 1 << 15], () => throw new InvalidOperationException("made"))),
            TokenTypes);
        ExportException error = Assert.Throws<ExportException>(() => Write(classifier, huge));

        Assert.Contains("2,147,483,647", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void The_file_names_its_maker_its_labels_and_its_inputs_as_the_public_exporters_do()
    {
        using PretrainedClassifier classifier = Sample("bert");
        OnnxExport.Write(classifier, Target);
        using var session = new InferenceSession(Target);

        Assert.Equal("Graft", session.ModelMetadata.ProducerName);
        Assert.Equal("""{"0":"LABEL_0","1":"LABEL_1","2":"LABEL_2"}""", session.ModelMetadata.CustomMetadataMap["id2label"]);
        Assert.Equal("single_label_classification", session.ModelMetadata.CustomMetadataMap["problem_type"]);
        Assert.Equal("bert", session.ModelMetadata.CustomMetadataMap["model_type"]);
        Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], session.InputNames);
        Assert.All(session.InputMetadata.Values, input =>
        {
            Assert.Equal(typeof(long), input.ElementType);
            Assert.Equal(["batch", "sequence"], input.SymbolicDimensions);
        });
        Assert.Equal(["logits"], session.OutputNames);
        Assert.Equal([-1, 3], session.OutputMetadata["logits"].Dimensions);
        Assert.Equal("batch", session.OutputMetadata["logits"].SymbolicDimensions[0]);
    }

    [Theory]
    [InlineData("bert")]
    [InlineData("deberta-v2, all there is")]
    public void Type_ids_of_pairs_count_for_nothing_in_a_model_with_one_token_type(string name)
    {
        using PretrainedClassifier classifier = Sample(name, ("type_vocab_size", 1));
        OnnxExport.Write(classifier, Target);
        using var session = new InferenceSession(Target);

        Assert.Equal(["input_ids", "attention_mask", "token_type_ids"], session.InputNames);
        Assert.Equal(Logits(0), Logits(1));

        float[] Logits(long type)
        {
            using OrtValue ids = Row(7, 8, 9), mask = Row(1, 1, 1), types = Row(0, type, type);
            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(
                options, new Dictionary<string, OrtValue> { ["input_ids"] = ids, ["attention_mask"] = mask, ["token_type_ids"] = types }, ["logits"]);
            return outputs[0].GetTensorDataAsSpan<float>().ToArray();
        }

        static OrtValue Row(params long[] values) => OrtValue.CreateTensorValueFromMemory(values, [1, values.Length]);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "single_label_classification")]
    public void The_file_names_a_problem_type_that_follows_from_several_labels_but_not_the_one_of_a_single_label(int count, string? expected)
    {
        LabelSet labels = ModelConfigLabels.Read(Configs.Of($$"""{"num_labels": {{count}}}"""));
        using PretrainedClassifier classifier = PretrainedClassifier.CreateNew(TextModelSamples.Config("bert"), labels, seed: 1);
        OnnxExport.Write(classifier, Target);
        using var session = new InferenceSession(Target);

        Assert.Equal(expected, session.ModelMetadata.CustomMetadataMap.GetValueOrDefault("problem_type"));
    }

    [Fact]
    public void Writing_leaves_no_tensors_behind()
    {
        using PretrainedClassifier classifier = Sample("bert");
        OnnxExport.Write(classifier, Target);
        long before = LiveTensors;
        OnnxExport.Write(classifier, Target);

        Assert.Equal(before, LiveTensors);
    }

    [Fact]
    public void Progress_goes_from_the_start_to_the_end()
    {
        using PretrainedClassifier classifier = Sample("bert");
        var told = new List<(int Done, int Total)>();
        OnnxExportResult result = OnnxExport.Write(classifier, Target, new OnnxExportOptions { Progress = (done, total) => told.Add((done, total)) });

        Assert.Equal(Enumerable.Range(0, result.Cases + 2).Select(done => (done, result.Cases + 1)), told);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static long LiveTensors => TorchSharp.DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    private static bool IsSupported(string name) => FamilyGraphs.ModelTypes.Contains(TextModelSamples.Config(name).ModelType);

    private static PretrainedClassifier Sample(string name, params (string Name, JsonNode? Value)[] changes)
    {
        PretrainedClassifier classifier = PretrainedClassifier.CreateNew(TextModelSamples.Config(name, changes), LabelSet.Numbered(3), seed: 1);
        TextModelSamples.Fill(classifier.Model.Weights);
        return classifier;
    }

    private static Embedding? TokenTypes(Trunk trunk) => ((Bert)trunk).Embeddings.TokenTypes;

    private static TextFamilyGraph Shifted(double by) => new(
        new BertFamily(), (graph, model, text) => graph.Add(BertGraph.Logits(graph, model, text), graph.Real(by)), TokenTypes);

    private static TextFamilyGraph NotRunnable() => new(
        new BertFamily(), (graph, model, text) => graph.Unary("NoSuchOperator", BertGraph.Logits(graph, model, text)), TokenTypes);

    private void Write(PretrainedClassifier classifier, FamilyGraph graph) =>
        OnnxExport.Write(classifier, Target, graph, new OnnxExportOptions(), CancellationToken.None);

    private sealed class OwnFamily : ModelFamily
    {
        private readonly BertFamily _bert = new();

        public override string ModelType => "bert";

        public override InputKind Inputs => InputKind.Text;

        public override string Prefix => "bert.";

        public override string ClassifierArchitecture => "Own";

        public override Trunk CreateTrunk(ModelConfigFile config) => _bert.CreateTrunk(config);

        public override Classifier CreateClassifier(ModelConfigFile config, LabelSet labels) => _bert.CreateClassifier(config, labels);
    }
}
