using Graft.Data;
using Graft.Models;
using Graft.Vision;

namespace Graft.Preflight.Survey;

/// <summary>Data with what a scan saw of it: all that checks go by.</summary>
internal sealed class PreflightData
{
    private readonly Lazy<DuplicateGroups> _groups;
    private readonly Lazy<NearGroups> _near;

    /// <summary>Puts parts and a scan of their rows together.</summary>
    public PreflightData(DatasetParts parts, PreflightScan scan)
    {
        Kind = parts.Train.Kind;
        Labels = parts.Train.Labels;
        Parts = [.. PartOverlap.Named(parts).Select(part => new PreflightPart(part.Name, part.Rows, [.. part.Rows.Select(row => scan[row])]))];
        _groups = new(() => new DuplicateGroups(Parts));
        _near = new(() => NearGroups.Find(this));
    }

    /// <summary>Texts or images.</summary>
    public InputKind Kind { get; }

    /// <summary>The classes.</summary>
    public LabelSet Labels { get; }

    /// <summary>The parts, the training part first.</summary>
    public IReadOnlyList<PreflightPart> Parts { get; }

    /// <summary>Tokens after which texts are cut; null for images.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What makes images to inputs; null for texts.</summary>
    public ImageProcessor? Processor { get; init; }

    /// <summary>Rows of the same content.</summary>
    public DuplicateGroups Groups => _groups.Value;

    /// <summary>Rows of nearly the same content.</summary>
    public NearGroups Near => _near.Value;

    /// <summary>A row.</summary>
    public Example this[RowPlace place] => Parts[place.Part].Rows[place.Row];

    /// <summary>What was seen of a row.</summary>
    public RowFacts FactsOf(RowPlace place) => Parts[place.Part].Facts[place.Row];

    /// <summary>A row's labels in words.</summary>
    public string LabelOf(RowPlace place)
    {
        Target target = this[place].Target;
        return target.ProblemType switch
        {
            ProblemType.SingleLabel => Labels.Names[target.ClassIndex],
            ProblemType.MultiLabel => string.Join(" + ", Labels.Names.Where((_, label) => target.MultiHot.Span[label] > 0.5f)),
            _ => target.ToString(),
        };
    }
}
