using System.CommandLine;
using Graft.Cli.Options;
using Graft.Cli.Output;
using Graft.Jobs;

namespace Graft.Cli.Verbs;

/// <summary>`graft export`: a trained folder as an ONNX file.</summary>
internal sealed class ExportVerb : Verb
{
    private readonly Argument<string> _folder = new("FOLDER") { Description = "A trained folder, or org/name[@revision] on the hub" };
    private readonly Option<string?> _output = OptionKinds.Text("--output", "Folder for model.onnx and what belongs to it [FOLDER/onnx]", "folder");
    private readonly Option<int?> _threads = OptionKinds.Count("--threads", "Threads that compare [one a core]");
    private readonly Option<bool> _json = OptionKinds.Switch("--json", "Tell everything as JSON lines; the last has \"event\":\"done\"");

    public ExportVerb()
        : base("export", "Export a trained folder to ONNX, for programs that run it without Graft")
    {
        Arguments.Add(_folder);
        Option[] own = [_output, _threads, _json];
        Array.ForEach(own, Options.Add);
        SetAction(Run);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Examples => ["graft export runs/latest", "graft export runs/latest --output service/model --json"];

    /// <inheritdoc/>
    public override string Remarks =>
        "Texts: input_ids, attention_mask and, where the family has them, token_type_ids, int64 [batch, sequence]; images: pixel_values,\n"
        + "float32 [batch, 3, height, width]; out come logits, float32 [batch, labels]. The file gets its name only after ONNX Runtime has\n"
        + "given the model's own logits to within 1e-4, for one row and three, odd lengths and padding; else it is deleted, with exit code 1.";

    private int Run(ParseResult parsed)
    {
        bool json = parsed.GetValue(_json);
        var options = new ExportJobOptions
        {
            Folder = parsed.GetValue(_folder)!,
            Output = parsed.GetValue(_output),
            Threads = parsed.GetValue(_threads),
        };
        return JobRunner.Run(json, "stopping.", cancellation =>
        {
            ExportOutput.Show(json, tell => ExportJob.Run(options, tell, cancellation));
            return true;
        });
    }
}
