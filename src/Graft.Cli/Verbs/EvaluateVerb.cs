using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;
using Graft.Tensors;

namespace Graft.Cli.Verbs;

/// <summary>`graft evaluate`: how well a trained folder does on data with labels.</summary>
internal sealed class EvaluateVerb : Verb
{
    private readonly DataReadingOptions _reading = new();
    private readonly Argument<string> _folder = new("FOLDER") { Description = "A trained folder, or org/name[@revision] on the hub" };
    private readonly Argument<string> _data = new("DATA") { Description = "Data with labels, here or on the hub; of a folder of parts the test part, or the one that a slice names: folder[validation]" };
    private readonly Option<int?> _batchSize = OptionKinds.Count("--batch-size", "Rows a forward pass [6 images, or texts of 2,048 tokens in all]");
    private readonly Option<int?> _maxLength = OptionKinds.Count("--max-length", "Tokens after which texts are cut [as in training, or what the model takes]");
    private readonly ChoiceOption<ComputeFormat> _format = new("--dtype", "Format of products [float32]; auto takes what is faster here, int8 tells what it costs");
    private readonly ChoiceOption<DeviceChoice> _device = OptionKinds.Device();
    private readonly Option<int?> _threads = OptionKinds.Count("--threads", "Threads that compute [one a core]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines; the last has \"event\":\"done\"");

    public EvaluateVerb()
        : base("evaluate", "Judge a trained folder by data with labels")
    {
        Arguments.Add(_folder);
        Arguments.Add(_data);
        Option[] own = [_json, _batchSize, _maxLength, _format, _device, _threads];
        Array.ForEach(own, Options.Add);
        _reading.AddTo(this, labels: true);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples =>
    [
        "graft evaluate runs/latest samples/reviews",
        "graft evaluate runs/latest more.csv --text-column review --label-column stars --json",
    ];

    /// <inheritdoc/>
    public override string Remarks => "The classes are those of the model: a label that it does not know is an error.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new EvaluateJobOptions { Folder = parsed.GetValue(_folder)!, Data = parsed.GetValue(_data)! };
        options = options with
        {
            DataOptions = _reading.Read(parsed),
            BatchSize = parsed.GetValue(_batchSize),
            Format = _format.Read(parsed) ?? options.Format,
            Device = _device.Read(parsed) ?? options.Device,
            MaxLength = parsed.GetValue(_maxLength),
            Threads = parsed.GetValue(_threads),
        };
        return JobRunner.Run(json, "stopping.", cancellation =>
        {
            EvaluateOutput.Show(json, tell => EvaluateJob.Run(options, tell, cancellation));
            return true;
        });
    }
}
