using Graft.Layers;
using Graft.Models;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace Graft.Export;

/// <summary>An exported file, opened by ONNX Runtime to be compared with the model that it was made of.</summary>
internal sealed class OnnxCheck : IDisposable
{
    private readonly InferenceSession _session;
    private readonly string _path;

    private OnnxCheck(InferenceSession session, string path)
    {
        _session = session;
        _path = path;
    }

    /// <summary>Opens a file, on as many threads as libtorch uses.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">What errors call it: the name that it is to get.</param>
    /// <exception cref="ExportException">ONNX Runtime cannot be loaded, or does not take the file.</exception>
    public static OnnxCheck Open(string file, string path)
    {
        try
        {
            using var options = new SessionOptions
            {
                IntraOpNumThreads = get_num_threads(),
                InterOpNumThreads = 1,
                LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
            };

            // Threads that wait spinning would slow down those of libtorch.
            options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
            return new OnnxCheck(new InferenceSession(file, options), path);
        }
        catch (OnnxRuntimeException error)
        {
            throw Refused(path, error);
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException)
        {
            throw new ExportException(
                $"ONNX Runtime, which has to check the file, cannot be loaded: {(error.InnerException ?? error).Message}", path,
                remedy: "No file was written. Its library belongs beside Graft's own.", innerException: error);
        }
    }

    /// <summary>Compares the logits of file and model on a batch.</summary>
    /// <returns>The greatest difference.</returns>
    /// <exception cref="ExportException">It is more than <see cref="OnnxExport.Tolerance"/>, or a logit is not finite.</exception>
    public double Compare(PretrainedClassifier classifier, ExportCase batch)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOff = no_grad();
        using ModelInputs inputs = batch.CreateInputs();
        using Tensor own = classifier.Model.Forward(inputs, ForwardContext.Inference);          // [b,labels]
        float[] expected = own.data<float>().ToArray(), found = Run(inputs, own.shape, batch);
        double greatest = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (!float.IsFinite(expected[i]) || !float.IsFinite(found[i]))
            {
                throw new ExportException(
                    $"A logit is not finite ({batch.Name}): {expected[i]} in the model, {found[i]} in the exported file.", _path,
                    remedy: "The file was deleted. Train the model anew with a lower learning rate.");
            }

            greatest = Math.Max(greatest, Math.Abs((double)expected[i] - found[i]));
        }

        return greatest <= OnnxExport.Tolerance ? greatest : throw Different(batch, string.Create(
            System.Globalization.CultureInfo.InvariantCulture, $"a logit by {greatest:0.0e-0}, where {OnnxExport.Tolerance:0e-0} is allowed"));
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Run(ModelInputs inputs, long[] shape, ExportCase batch)
    {
        var values = new Dictionary<string, OrtValue>();
        try
        {
            foreach (string name in _session.InputNames)
            {
                values.Add(name, Value(inputs, name));
            }

            using var options = new RunOptions();
            using IDisposableReadOnlyCollection<OrtValue> outputs = _session.Run(options, values, _session.OutputNames);
            long[] found = outputs[0].GetTensorTypeAndShape().Shape;
            return found.SequenceEqual(shape)
                ? outputs[0].GetTensorDataAsSpan<float>().ToArray()
                : throw Different(batch, $"the shape: [{string.Join(", ", found)}] instead of [{string.Join(", ", shape)}]");
        }
        catch (OnnxRuntimeException error)
        {
            throw Refused(_path, error);
        }
        finally
        {
            foreach (OrtValue value in values.Values)
            {
                value.Dispose();
            }
        }
    }

    private static OrtValue Value(ModelInputs inputs, string name) => (inputs, name) switch
    {
        (TextInputs text, "input_ids") => Value<long>(text.InputIds),
        (TextInputs text, "attention_mask") => Value<long>(text.AttentionMask!),
        (TextInputs text, "token_type_ids") => Value<long>(text.TokenTypeIds!),
        (ImageInputs images, "pixel_values") => Value<float>(images.PixelValues),
        _ => throw new InvalidOperationException($"the graph asks for '{name}', which {inputs.GetType().Name} has not"),
    };

    private static OrtValue Value<T>(Tensor tensor) where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(tensor.data<T>().ToArray(), tensor.shape);

    private ExportException Different(ExportCase batch, string what) => new(
        $"The exported file differs from the model ({batch.Name}): {what}.", _path,
        remedy: "The file was deleted; one that was there before is unchanged.");

    private static ExportException Refused(string path, OnnxRuntimeException error) => new(
        $"ONNX Runtime does not run the file that was written: {error.Message}", path, remedy: "The file was deleted; one that was there before is unchanged.",
        innerException: error);
}
