using Graft.Data;
using Graft.Preflight.Survey;
using Graft.Tests.Text;
using Graft.Text;

namespace Graft.Tests.Preflight.Survey;

public sealed class PreflightScanTests
{
    [Fact]
    public void A_text_that_the_tokenizer_cannot_express_is_named()
    {
        using TokenizerFolderBuilder folder = TokenizerFolderBuilder.WithoutUnknown();
        Dataset data = Dataset.FromTexts([("ab", "x"), ("abz", "y")]);

        TokenizerException error = Assert.Throws<TokenizerException>(() => PreflightScan.Of([data], Tokenizer.Load(folder.Path), TestContext.Current.CancellationToken));

        Assert.Contains("'z'", error.Message, StringComparison.Ordinal);
    }
}
