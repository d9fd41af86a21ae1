using Graft.Models;
using Graft.Tensors;
using Graft.Text;
using Graft.Vision;

namespace Graft.Pipelines;

/// <summary>How a pipeline predicts.</summary>
public sealed record PipelineOptions
{
    /// <summary>Rows a forward pass, from 1; null (the default): 6 images, or as many texts as make 2,048 tokens.</summary>
    public int? BatchSize { get; init; }

    /// <summary>
    /// The format of matrix products. Default: single precision, the same everywhere. <see cref="ComputeFormat.Auto"/>
    /// changes to bfloat16, if a measurement says that it is faster, at the first call with at least a whole forward pass of rows or the second one
    /// with at least a sixteenth of it (128 tokens, an image); never for models with batch norms.
    /// </summary>
    public ComputeFormat Format { get; init; } = ComputeFormat.Float32;

    /// <summary>
    /// Where the model computes. Default: on the processor, the same everywhere. <see cref="ComputeFormat.Int8"/> is the processor's
    /// alone: <see cref="DeviceChoice.Auto"/> stays there then, and <see cref="DeviceChoice.Cuda"/> is refused.
    /// </summary>
    public DeviceChoice Device { get; init; } = DeviceChoice.Cpu;

    /// <summary>Tokens after which a text is cut; null (the default): as in the folder's training, else as many as tokenizer and model take.</summary>
    public int? MaxLength { get; init; }

    /// <summary>Labels a prediction; null (the default): 1 for texts, 5 for images, and never more than there are.</summary>
    public int? TopK { get; init; }

    /// <summary>
    /// The least score, 0 to 1, of the labels of a prediction: all labels that have it, and perhaps none, but at most <see cref="TopK"/> where that
    /// is given. Null (the default): the best labels, whatever their scores.
    /// </summary>
    public double? Threshold { get; init; }

    /// <summary>What turns logits into scores. Default: by the model.</summary>
    public ScoreFunction Function { get; init; } = ScoreFunction.Auto;

    /// <summary>
    /// True to leave large float32 weights in their file, as <see cref="ModelLoadOptions.MapWeights"/> says: sooner there, and shared by
    /// processes. False (the default) to copy them: a file that is overwritten in place, by a plain copy over it for one, then harms nothing.
    /// The command maps them.
    /// </summary>
    public bool MapWeights { get; init; }

    /// <summary>The threshold for models of several labels a row, where neither threshold nor number of labels is given, and scores are probabilities.</summary>
    internal double? ThresholdOfSeveral { get; init; }

    /// <summary>The families that can be opened.</summary>
    public ModelRegistry Registry { get; init; } = ModelRegistry.Default;

    /// <summary>The types of parts that a tokenizer may be made of.</summary>
    public TokenizerParts TokenizerParts { get; init; } = new();

    /// <summary>Image processors beside those that Graft brings.</summary>
    public ImageProcessorKinds ImageProcessors { get; init; } = new();
}
