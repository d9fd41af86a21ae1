using Graft.Models;

namespace Graft.Data;

/// <summary>Targets of one label set as those of another, by the names of the classes.</summary>
internal sealed class LabelCast
{
    private readonly Dataset _data;
    private readonly LabelSet _to;
    private readonly int[] _places;

    /// <param name="data">The examples.</param>
    /// <param name="to">The other label set.</param>
    /// <exception cref="DataException">The targets are of a kind that has no place in it, or it lacks classes that examples have.</exception>
    public LabelCast(Dataset data, LabelSet to)
    {
        (_data, _to) = (data, to);
        ProblemType from = data.Labels.ProblemType;
        if (from != to.ProblemType && (from, to.ProblemType) is not (ProblemType.SingleLabel, ProblemType.MultiLabel))
        {
            throw new DataException(
                $"The labels are {from}, which cannot become {to.ProblemType}.", data.Name, remedy: $"Read the data with {OptionNames.ProblemType} {to.ProblemType}.");
        }

        bool isNumber = from == ProblemType.Regression;
        _places = [.. data.Labels.Names.Select(name => isNumber ? 0 : to.IndexOf(name))];
        int[] counts = data.ClassCounts();
        string[] absent = [.. data.Labels.Names.Where((_, label) => _places[label] < 0 && counts[label] > 0)];
        if (absent.Length > 0)
        {
            throw new DataException(
                $"The label set {to} has no {(absent.Length == 1 ? "class" : "classes")} {NameList.Quote(absent)}, which examples have.", data.Name,
                remedy: "Add the names to the label set, rename them with WithLabelNames, or leave these examples out with Filter.");
        }
    }

    /// <summary>The examples with their targets in the other label set.</summary>
    public Example[] Examples() => [.. _data.Select(example => example with { Target = Cast(example.Target) })];

    private Target Cast(Target target)
    {
        switch (target.ProblemType)
        {
            case ProblemType.SingleLabel when _to.ProblemType == ProblemType.SingleLabel:
                return Target.OfClass(_places[target.ClassIndex]);
            case ProblemType.SingleLabel:
                float[] one = new float[_to.Count];
                one[_places[target.ClassIndex]] = 1;
                return Target.OfClasses(one);
            case ProblemType.MultiLabel:
                float[] flags = new float[_to.Count];
                for (int label = 0; label < _places.Length; label++)
                {
                    if (_places[label] >= 0)
                    {
                        flags[_places[label]] = target.MultiHot.Span[label];
                    }
                }

                return Target.OfClasses(flags);
            default:
                return target;
        }
    }
}
