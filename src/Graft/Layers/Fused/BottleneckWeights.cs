using Graft.Tensors;
using Graft.Tensors.Kernels;

namespace Graft.Layers.Fused;

/// <summary>The convolutions of an inverted bottleneck, their norms within, as the kernels read them.</summary>
internal sealed unsafe class BottleneckWeights : IDisposable
{
    private readonly WorkMemory _memory;

    /// <summary>Reads the layers as they are now.</summary>
    public BottleneckWeights(BottleneckShape shape, NormalizedConvolution? expand, NormalizedConvolution depthwise, NormalizedConvolution project)
    {
        int expandElements = PointwiseKernel.PackedElements(shape.Inputs, shape.Inner), expandShifts = PointwiseKernel.ShiftElements(shape.Inner);
        int projectElements = PointwiseKernel.PackedElements(shape.Inner, shape.Outputs), projectShifts = PointwiseKernel.ShiftElements(shape.Outputs);
        int places = shape.Depthwise.Kernel * shape.Depthwise.Kernel;
        _memory = new WorkMemory(expandElements, expandShifts, projectElements, projectShifts, places * shape.Inner, shape.Inner);
        Expand = _memory.Take(expandElements);
        ExpandShift = _memory.Take(expandShifts);
        Project = _memory.Take(projectElements);
        ProjectShift = _memory.Take(projectShifts);
        Depthwise = _memory.Take(places * shape.Inner);
        DepthwiseShift = _memory.Take(shape.Inner);

        // Two pieces of about the same size.
        WorkTeam.ForEach(2, piece =>
        {
            if (piece == 0)
            {
                project.Norm.Affine((scale, shift) => PointwiseKernel.Pack(Kernels(project), scale, shift, shape.Inner, shape.Outputs, Project, ProjectShift));
                return;
            }

            depthwise.Norm.Affine((scale, shift) => DepthwiseKernel.Pack(Kernels(depthwise), scale, shift, shape.Inner, places, Depthwise, DepthwiseShift));
            expand?.Norm.Affine((scale, shift) => PointwiseKernel.Pack(Kernels(expand), scale, shift, shape.Inputs, shape.Inner, Expand, ExpandShift));
        });
    }

    /// <summary>See <see cref="PointwiseKernel"/>; undefined where nothing widens the channels.</summary>
    public float* Expand { get; }

    /// <inheritdoc cref="Expand"/>
    public float* ExpandShift { get; }

    /// <summary>See <see cref="DepthwiseKernel"/>.</summary>
    public float* Depthwise { get; }

    /// <inheritdoc cref="Depthwise"/>
    public float* DepthwiseShift { get; }

    /// <summary>See <see cref="PointwiseKernel"/>.</summary>
    public float* Project { get; }

    /// <inheritdoc cref="Project"/>
    public float* ProjectShift { get; }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private static float* Kernels(NormalizedConvolution layer) => (float*)TensorAddress.Of(layer.Convolution.Weight);
}
