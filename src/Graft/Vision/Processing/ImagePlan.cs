using Graft.Vision.Resampling;

namespace Graft.Vision.Processing;

/// <summary>What is done to one picture.</summary>
/// <param name="ResizedWidth">Columns of the whole picture after the resize.</param>
/// <param name="ResizedHeight">Rows of the whole picture after the resize.</param>
/// <param name="Output">The output as a window of the resized picture; it may reach beyond it.</param>
internal readonly record struct ImagePlan(int ResizedWidth, int ResizedHeight, PixelWindow Output)
{
    /// <summary>The part of the output that shows the picture, counted from the output's corner.</summary>
    public PixelWindow Visible
    {
        get
        {
            int left = Math.Max(0, -Output.Left);
            int top = Math.Max(0, -Output.Top);
            int right = Math.Min(Output.Width, ResizedWidth - Output.Left);
            int bottom = Math.Min(Output.Height, ResizedHeight - Output.Top);
            return new PixelWindow(left, top, right - left, bottom - top);
        }
    }
}
