namespace Graft.Text.Models;
internal abstract class BytePairModel;
