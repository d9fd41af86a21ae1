namespace Graft.Training;

/// <summary>Named sets of options.</summary>
public enum RecipeKind
{
    /// <summary>For hundreds to thousands of examples; see <see cref="TrainingRecipe.ForSmallData"/>.</summary>
    SmallData,

    /// <summary>The public trainer's defaults; see <see cref="TrainingRecipe.Reference"/>.</summary>
    Reference,
}
